"""The pages of instruments, listings, motions and commitments, and the home page over all of it."""

from django.utils.translation import gettext_lazy as _

from cyberpolicy.detail import Fact
from cyberpolicy.values import choice
from cyberpolicy.views.entries import EntryDetailView, EntryListView
from instruments import models, tables
from instruments.stepper import steps_of
from tracks.views import DATE, KIND, PROGRESS, TRACKS


class InstrumentListView(EntryListView):
    table = tables.INSTRUMENTS
    intro = _("Treaties, norms, sanctions and other means with which the policy is pursued.")


class InstrumentDetailView(EntryDetailView):
    model = models.Instrument
    facts = (
        KIND,
        TRACKS,
        Fact(_("Legal force"), lambda e: choice(e, "binding")),
        Fact(_("Basis of the legal force"), lambda e: choice(e, "binding_basis")),
        PROGRESS,
        DATE,
        Fact(_("Adopted by"), lambda e: e.attached.subjects("adopted"), look="links"),
        Fact(_("Part of"), lambda e: e.attached.objects("part-of"), look="links"),
    )


class ListingListView(EntryListView):
    table = tables.LISTINGS
    intro = _("Who was put on a sanctions list, in which round and for which incident.")


class ListingDetailView(EntryDetailView):
    model = models.Listing
    facts = (
        Fact(_("Regime"), lambda e: e.attached.objects("listed-under"), look="links"),
        Fact(_("Round"), lambda e: e.round),
        DATE,
        Fact(_("Persons"), lambda e: e.persons),
        Fact(_("Entities"), lambda e: e.entities),
        Fact(_("Nationality"), lambda e: e.attached.objects("belongs-to"), look="links"),
        Fact(_("Incident"), lambda e: e.attached.objects("responds-to"), look="links"),
    )


class MotionListView(EntryListView):
    table = tables.MOTIONS
    intro = _("Motions of parliament: what they ask, their outcome, and what was done.")


class MotionDetailView(EntryDetailView):
    model = models.Motion
    template_name = "instruments/motion_detail.html"
    parts = (*EntryDetailView.parts, "requests", "outcomes", "executions", "deadlines")
    facts = (
        Fact(_("Paper"), lambda e: e.attached.seen(e.document), look="paper"),
        Fact(_("Submitters"), lambda e: e.attached.subjects("submitted"), look="links"),
        TRACKS,
        Fact(_("Responsible ministry"), lambda e: e.attached.subjects("responsible-for"), look="links"),
        Fact(_("Occasion"), lambda e: e.attached.subjects("leads-to"), look="links"),
        Fact(_("Outcome"), lambda e: choice(e, "outcome"), look="status"),
        Fact(_("Execution"), lambda e: choice(e, "execution"), look="status"),
        Fact(_("Appraisal by the cabinet"), lambda e: choice(e, "appraisal")),
        Fact(_("Replaces"), lambda e: e.attached.seen(e.replaces), look="link"),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("document", "replaces")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"steps": steps_of(self.entry)}

    def crumb(self) -> str:
        return self.entry.paper


class CommitmentListView(EntryListView):
    table = tables.COMMITMENTS
    intro = _("What the cabinet said it would do, from commitments to parliament down to needs it sees.")


class CommitmentDetailView(EntryDetailView):
    model = models.Commitment
    parts = (*EntryDetailView.parts, "executions", "deadlines")
    facts = (
        Fact(_("Strength"), lambda e: choice(e, "strength")),
        Fact(_("Execution"), lambda e: choice(e, "execution"), look="status"),
        Fact(_("Due on"), lambda e: e.due_on or _("no deadline named")),
        Fact(_("Made by"), lambda e: e.attached.objects("made-by"), look="links"),
        Fact(_("Owed to"), lambda e: e.attached.objects("owed-to"), look="links"),
        Fact(_("Concerns"), lambda e: e.attached.objects("concerns"), look="links"),
        Fact(_("Register number"), lambda e: e.register_number),
        Fact(_("Repeats or extends"), lambda e: e.attached.seen(e.repeats), look="link"),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("repeats")
