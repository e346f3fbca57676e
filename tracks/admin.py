"""The admin of who does what, where."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cyberpolicy.admin.entries import EntryAdmin
from cyberpolicy.admin.forms import EntryForm, LinesField, TrackedForm
from cyberpolicy.admin.inlines import MilestoneInline, PartInline, ProgressInline, with_parts
from cyberpolicy.admin.linked import Link, LinkField, LinkingForm
from cyberpolicy.models.milestones import MilestoneKind
from tracks.models import Challenge, Forum, Incident, Initiative, Party, Place, Position, Term, Track

ONE_A_LINE = _("One on each line.")


class PositionInline(PartInline):
    model = Position
    autocomplete_fields = ("topic",)
    fields = (("topic", "as_of"), ("stance_nl", "stance_en"), "sources")


class TrackForm(EntryForm):
    means_nl = LinesField(label=_("Means (Dutch)"), required=False, help_text=ONE_A_LINE)
    means_en = LinesField(label=_("Means (English)"), required=False, help_text=ONE_A_LINE)


@admin.register(Track)
class TrackAdmin(EntryAdmin):
    form = TrackForm
    facts = ("order", ("goal_nl", "goal_en"), ("means_nl", "means_en"))
    ordering = ("order",)


class InitiativeForm(LinkingForm):
    forums = LinkField(
        Link(_("Forums"), _("Where it takes place: type a few letters of the name."), "works-in", ("forum",))
    )
    partners = LinkField(
        Link(
            _("Partners"),
            _("Countries, organisations and others that join in."),
            "partner-in",
            ("party", "forum"),
            True,
        )
    )


@admin.register(Initiative)
class InitiativeAdmin(EntryAdmin):
    form = InitiativeForm
    inlines = with_parts(ProgressInline)
    links = ("forums", "partners")
    opened = {ProgressInline: {}, MilestoneInline: {"kind": MilestoneKind.RAN}}
    list_facts = ("progress",)


@admin.register(Forum)
class ForumAdmin(EntryAdmin):
    form = TrackedForm
    inlines = with_parts(ProgressInline)
    facts = ("kind", ("dutch_role_nl", "dutch_role_en"), ("legal_form_nl", "legal_form_en"))
    list_facts = ("kind", "progress")


@admin.register(Party)
class PartyAdmin(EntryAdmin):
    inlines = with_parts(PositionInline)
    facts = (("kind", "iso_code"), ("office_nl", "office_en"), "organisation_uri")
    list_facts = ("kind",)


@admin.register(Place)
class PlaceAdmin(EntryAdmin):
    facts = ("kind",)
    list_facts = ("kind",)


@admin.register(Incident)
class IncidentAdmin(EntryAdmin):
    pass


@admin.register(Challenge)
class ChallengeAdmin(EntryAdmin):
    form = TrackedForm
    facts = ("kind",)
    list_facts = ("kind",)


@admin.register(Term)
class TermAdmin(EntryAdmin):
    facts = ("kind",)
    list_facts = ("kind",)
