"""Who does what, where: the tracks of the policy, the forums, parties and places, and what happens in them."""

from tracks.models.challenges import Challenge, Incident, Term
from tracks.models.forums import Forum, ForumKind, Place
from tracks.models.initiatives import Initiative
from tracks.models.parties import Party, PartyKind, Position
from tracks.models.tracks import Track

__all__ = [
    "Challenge",
    "Forum",
    "ForumKind",
    "Incident",
    "Initiative",
    "Party",
    "PartyKind",
    "Place",
    "Position",
    "Term",
    "Track",
]
