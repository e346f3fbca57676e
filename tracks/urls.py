"""Addresses of the tracks and what stands in them."""

from cyberpolicy.views.entries import entry_paths
from tracks import views

urlpatterns = [
    *entry_paths(views.TrackListView, views.TrackDetailView),
    *entry_paths(views.InitiativeListView, views.InitiativeDetailView),
    *entry_paths(views.ForumListView, views.ForumDetailView),
    *entry_paths(views.PartyListView, views.PartyDetailView),
    *entry_paths(views.PlaceListView, views.PlaceDetailView),
    *entry_paths(views.IncidentListView, views.IncidentDetailView),
    *entry_paths(views.ChallengeListView, views.ChallengeDetailView),
    *entry_paths(views.TermListView, views.TermDetailView),
]
