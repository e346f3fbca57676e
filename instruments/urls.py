"""Addresses of the instruments, and of what parliament asked."""

from cyberpolicy.views.entries import entry_paths
from instruments import views

urlpatterns = [
    *entry_paths(views.InstrumentListView, views.InstrumentDetailView),
    *entry_paths(views.ListingListView, views.ListingDetailView),
    *entry_paths(views.MotionListView, views.MotionDetailView),
    *entry_paths(views.CommitmentListView, views.CommitmentDetailView),
]
