"""Addresses of the instruments, and of what parliament asked."""

from django.urls import path

from cyberpolicy.views.entries import entry_paths
from instruments.models import Commitment, Motion
from instruments.views import obligations, reports
from instruments.views import records as views
from instruments.views.briefings import BriefingView
from instruments.views.settling import SettleView

urlpatterns = [
    path("desk/obligations/", obligations.ObligationsView.as_view(), name="obligations"),
    path("desk/calendar/", obligations.CalendarView.as_view(), name="calendar"),
    path("calendar/<str:secret>.ics", obligations.CalendarFeedView.as_view(), name="calendar-feed"),
    path("briefing/<str:kind>/<str:slug>/", BriefingView.as_view(), name="briefing"),
    path("reports/", reports.ReportsView.as_view(), name="reports"),
    path("reports/make/", reports.MakeReportView.as_view(), name="report-make"),
    path("reports/make/file/", reports.ReportFileView.as_view(), name="report-file"),
    path("reports/<int:pk>/", reports.SnapshotView.as_view(), name="report"),
    path("reports/<int:pk>/file/", reports.SnapshotFileView.as_view(), name="snapshot-file"),
    path("reports/<int:old>/compare/<int:new>/", reports.CompareView.as_view(), name="report-compare"),
    path("motions/<str:slug>/settle/", SettleView.as_view(model=Motion), name="motion-settle"),
    path("commitments/<str:slug>/settle/", SettleView.as_view(model=Commitment), name="commitment-settle"),
    *entry_paths(views.InstrumentListView, views.InstrumentDetailView),
    *entry_paths(views.ListingListView, views.ListingDetailView),
    *entry_paths(views.MotionListView, views.MotionDetailView),
    *entry_paths(views.CommitmentListView, views.CommitmentDetailView),
]
