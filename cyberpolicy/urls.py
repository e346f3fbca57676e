"""All addresses. Only this module and the settings name the apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from cyberpolicy.context import site_name
from cyberpolicy.kept_pages import kept
from cyberpolicy.views import changes, pages
from cyberpolicy.views.bulk import BulkView
from cyberpolicy.views.citing import CiteView, SourcePickView
from cyberpolicy.views.compare import CompareExportView, CompareView
from cyberpolicy.views.components import ComponentsView
from cyberpolicy.views.desk import DeskView, MergeView
from cyberpolicy.views.document_versions import DocumentVersionView
from cyberpolicy.views.documents import DocumentDetailView, DocumentListView
from cyberpolicy.views.entries import entry_paths
from cyberpolicy.views.graph import GraphExportView, GraphView
from cyberpolicy.views.imports import DocumentImportView
from cyberpolicy.views.preferences import ListPreferenceView
from cyberpolicy.views.saved_views import (
    SavedViewDeleteView,
    SavedViewEditView,
    SavedViewFormView,
    SavedViewListView,
    SavedViewView,
)
from cyberpolicy.views.search import SearchView, suggest
from cyberpolicy.views.statuses import StatusView
from cyberpolicy.views.timeline import TimelineExportView, TimelineView
from cyberpolicy.views.undoing import UndoView
from cyberpolicy.views.watching import WatchingView, WatchView
from instruments.home import HomeView

handler400 = "cyberpolicy.views.failures.bad_request"
handler403 = "cyberpolicy.views.failures.forbidden"
handler404 = "cyberpolicy.views.failures.not_found"
handler500 = "cyberpolicy.views.failures.server_error"

# Django's own pages for logging in and out would call the site by the name of the host
NAMED = {"site_name": site_name}

urlpatterns = [
    path("", kept(HomeView.as_view()), name="home"),
    path("", include("tracks.urls")),
    path("", include("instruments.urls")),
    *entry_paths(DocumentListView, DocumentDetailView),
    path("documents/<str:slug>/text/", DocumentImportView.as_view(), name="document-import"),
    path("documents/<str:slug>/versions/<int:number>/", DocumentVersionView.as_view(), name="document-version"),
    path("search/", kept(SearchView.as_view()), name="search"),
    path("search/suggest/", suggest, name="search-suggest"),
    path("timeline/", kept(TimelineView.as_view()), name="timeline"),
    path("timeline/export/", TimelineExportView.as_view(), name="timeline-export"),
    path("graph/", kept(GraphView.as_view()), name="graph"),
    path("graph/export/", GraphExportView.as_view(), name="graph-export"),
    path("compare/", kept(CompareView.as_view()), name="compare"),
    path("compare/export/", CompareExportView.as_view(), name="compare-export"),
    path("desk/", DeskView.as_view(), name="desk"),
    path("desk/sources/", SourcePickView.as_view(), name="source-pick"),
    path("desk/status/<str:kind>/<str:slug>/", StatusView.as_view(), name="status-add"),
    path("desk/cite/<str:kind>/<str:slug>/", CiteView.as_view(), name="cite"),
    path("desk/merge/<str:kind>/<str:slug>/", MergeView.as_view(), name="merge"),
    path("desk/bulk/<str:kind>/", BulkView.as_view(), name="bulk"),
    path("views/", SavedViewListView.as_view(), name="view-list"),
    path("views/new/", SavedViewFormView.as_view(), name="view-add"),
    path("views/<int:pk>/", SavedViewView.as_view(), name="view-detail"),
    path("views/<int:pk>/edit/", SavedViewEditView.as_view(), name="view-edit"),
    path("views/<int:pk>/delete/", SavedViewDeleteView.as_view(), name="view-delete"),
    path("preferences/<str:kind>/", ListPreferenceView.as_view(), name="list-preference"),
    path("watching/", WatchingView.as_view(), name="watching"),
    path("watching/change/", WatchView.as_view(), name="watch"),
    path("changes/", changes.ChangeListView.as_view(), name="change-list"),
    path("changes/<int:pk>/", changes.ChangeDetailView.as_view(), name="change-detail"),
    path("changes/<int:pk>/undo/", UndoView.as_view(), name="change-undo"),
    path("changes/deleted/<int:pk>/", changes.DeletedRecordView.as_view(), name="change-deleted"),
    path("help/", pages.HelpView.as_view(), name="help"),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    path("components/", ComponentsView.as_view(), name="components"),
    path("language/<str:code>/", pages.switch_language, name="language"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True, extra_context=NAMED), name="login"),
    path("logout/", auth.LogoutView.as_view(extra_context=NAMED), name="logout"),
    path("healthz", pages.health, name="health"),
    path("healthz/", pages.health),
    path("admin/", admin.site.urls),
]
