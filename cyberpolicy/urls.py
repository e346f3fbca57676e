"""All addresses. Only this module and the settings name the apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from cyberpolicy.views import changes, pages
from cyberpolicy.views.desk import DeskView, MergeView
from cyberpolicy.views.documents import DocumentDetailView, DocumentListView
from cyberpolicy.views.entries import entry_paths
from cyberpolicy.views.imports import DocumentImportView
from cyberpolicy.views.search import SearchView
from instruments.home import HomeView

handler500 = "cyberpolicy.views.pages.server_error"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("tracks.urls")),
    path("", include("instruments.urls")),
    *entry_paths(DocumentListView, DocumentDetailView),
    path("documents/<str:slug>/text/", DocumentImportView.as_view(), name="document-import"),
    path("search/", SearchView.as_view(), name="search"),
    path("desk/", DeskView.as_view(), name="desk"),
    path("desk/merge/<str:kind>/<str:slug>/", MergeView.as_view(), name="merge"),
    path("changes/", changes.ChangeListView.as_view(), name="change-list"),
    path("changes/<int:pk>/", changes.ChangeDetailView.as_view(), name="change-detail"),
    path("changes/<int:pk>/undo/", changes.UndoView.as_view(), name="change-undo"),
    path("help/", pages.HelpView.as_view(), name="help"),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", pages.PrivacyView.as_view(), name="privacy"),
    path("language/<str:code>/", pages.switch_language, name="language"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("healthz", pages.health, name="health"),
    path("healthz/", pages.health),
    path("admin/", admin.site.urls),
]
