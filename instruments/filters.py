"""The facets of the lists of instruments, listings, motions and commitments."""

import django_filters
from django.utils.translation import gettext_lazy as _

from cyberpolicy.facets import ChoiceFacet, RelationFacet, TrackFacet
from cyberpolicy.filters import DatedFilterSet, EntryFilterSet
from instruments.facets import DeadlineFacet, FlagFacet, PersonFacet, UnitFacet


class InstrumentFilterSet(DatedFilterSet):
    track = TrackFacet()
    kind = ChoiceFacet(field_name="kind", label=_("Kind"))
    binding = ChoiceFacet(field_name="binding", label=_("Legal force"))
    status = ChoiceFacet(field_name="progress", label=_("Status"))
    adopter = RelationFacet("adopted", to=("forum", "party"), reverse=True, label=_("Adopted by"))


class ListingFilterSet(DatedFilterSet):
    regime = RelationFacet("listed-under", to=("instrument",), label=_("Regime"))
    nationality = RelationFacet("belongs-to", to=("party",), label=_("Nationality"))
    incident = RelationFacet("responds-to", to=("incident",), label=_("Incident"))


class MotionFilterSet(DatedFilterSet):
    track = TrackFacet()
    outcome = ChoiceFacet(field_name="outcome", label=_("Outcome"))
    execution = ChoiceFacet(field_name="execution", label=_("Execution"))
    register = ChoiceFacet(field_name="register_status", label=_("In parliament's register"))
    deadline = DeadlineFacet(label=_("Deadline"))
    owner = PersonFacet(field_name="owner", label=_("Owner"))
    unit = UnitFacet(field_name="unit", label=_("Unit"))
    flag = FlagFacet(label=_("To look at"))
    submitter = RelationFacet("submitted", to=("party",), reverse=True, label=_("Submitter"))
    ministry = RelationFacet("responsible-for", to=("party",), reverse=True, label=_("Responsible ministry"))
    chamber = ChoiceFacet(field_name="chamber", label=_("Chamber"))
    dossier = django_filters.CharFilter(field_name="dossier", lookup_expr="exact", label=_("Dossier"), max_length=20)


class CommitmentFilterSet(EntryFilterSet):
    strength = ChoiceFacet(field_name="strength", label=_("Strength"))
    execution = ChoiceFacet(field_name="execution", label=_("Execution"))
    register = ChoiceFacet(field_name="register_status", label=_("In parliament's register"))
    deadline = DeadlineFacet(label=_("Deadline"))
    owner = PersonFacet(field_name="owner", label=_("Owner"))
    unit = UnitFacet(field_name="unit", label=_("Unit"))
    flag = FlagFacet(label=_("To look at"))
    chamber = ChoiceFacet(field_name="chamber", label=_("Chamber"))
    made_by = RelationFacet("made-by", to=("party",), label=_("Made by"))
    concerns = RelationFacet("concerns", to=("initiative", "instrument", "track"), label=_("Concerns"))
