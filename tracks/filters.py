"""The facets of the lists of tracks, forums, parties and what happens in them."""

from django.utils.translation import gettext_lazy as _

from cyberpolicy.facets import ChoiceFacet, RelationFacet, TrackFacet
from cyberpolicy.filters import DatedFilterSet, EntryFilterSet


class TrackFilterSet(EntryFilterSet):
    pass


class InitiativeFilterSet(DatedFilterSet):
    track = TrackFacet()
    status = ChoiceFacet(field_name="progress", label=_("Status"))
    forum = RelationFacet("works-in", "held-in", "spreads-recommendations-of", to=("forum",), label=_("Forum"))
    partner = RelationFacet("partner-in", to=("party", "forum"), reverse=True, label=_("Partner"))
    place = RelationFacet("located-in", to=("place",), label=_("Place"))


class ForumFilterSet(DatedFilterSet):
    track = TrackFacet()
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    parent = RelationFacet("part-of", to=("forum",), label=_("Part of"))
    status = ChoiceFacet(field_name="progress", label=_("Status"))


class PartyFilterSet(EntryFilterSet):
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    member = RelationFacet("member-of", to=("party", "forum"), label=_("Member of"))
    belongs_to = RelationFacet("belongs-to", "part-of", to=("party",), label=_("Belongs to"))


class PlaceFilterSet(EntryFilterSet):
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))


class IncidentFilterSet(DatedFilterSet):
    attributed = RelationFacet("attributed-to", to=("party",), label=_("Attributed to"))
    target = RelationFacet("targeted", to=("party", "forum"), label=_("Target"))


class ChallengeFilterSet(EntryFilterSet):
    track = TrackFacet()
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    driver = RelationFacet("drives", to=("party",), reverse=True, label=_("Driven by"))


class TermFilterSet(EntryFilterSet):
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
