"""The pages of instruments, listings, motions and commitments, and the home page over all of it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cyberpolicy.detail import Fact
from cyberpolicy.permissions import may_change
from cyberpolicy.readings import internal, named
from cyberpolicy.values import choice
from cyberpolicy.views.entries import EntryDetailView, EntryListView
from instruments import models, tables
from instruments.sides import sides_of
from instruments.stepper import steps_of
from instruments.views.reports import MAKE
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


# What a motion and a commitment have in common


class OwedDetailView(EntryDetailView):
    """Parliament's side beside ours."""

    parts = (*EntryDetailView.parts, "executions", "deadlines", "register_statuses")
    follows = (*EntryDetailView.follows, "owner", "deputy")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        may = self.at.is_now and may_change(self.request.user, self.model)
        address = reverse(f"{self.model._meta.model_name}-settle", args=[self.entry.slug]) if may else ""
        return context | {"sides": sides_of(context["page"]), "settle_url": address}


MINISTRIES = (
    Fact(_("Responsible ministry"), lambda e: e.attached.subjects("responsible-for"), look="links"),
    Fact(_("Other ministries"), lambda e: e.attached.subjects("involved-in"), look="links"),
    Fact(_("Owner"), internal(named("owner")).value),
    Fact(_("Deputy"), internal(named("deputy")).value),
)


class OwedListView(EntryListView):
    """A list from which parliament is told: the report takes the ministry and the tracks chosen here."""

    has_bulk = True

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"report_url": self._report_url}

    def _report_url(self) -> str:
        if not self.request.user.has_perm(MAKE):
            return ""
        names = ("track", "ministry", "chamber")
        chosen = {name: self.request.GET.getlist(name) for name in names if self.request.GET.get(name)}
        query = urlencode(chosen, doseq=True)
        return f"{reverse('report-make')}{f'?{query}' if query else ''}"


class MotionListView(OwedListView):
    table = tables.MOTIONS
    intro = _("Motions of parliament: what they ask, their outcome, and what was done.")


class MotionDetailView(OwedDetailView):
    model = models.Motion
    shows_chain = True
    template_name = "instruments/motion_detail.html"
    parts = (*OwedDetailView.parts, "requests", "outcomes")
    follows = (*OwedDetailView.follows, "document", "replaces")
    facts = (
        Fact(_("Paper"), lambda e: e.attached.seen(e.document), look="paper"),
        Fact(_("Submitters"), lambda e: e.attached.subjects("submitted"), look="links"),
        TRACKS,
        *MINISTRIES,
        Fact(_("Occasion"), lambda e: e.attached.subjects("leads-to"), look="links"),
        Fact(_("Outcome"), lambda e: choice(e, "outcome"), look="status"),
        Fact(_("Execution"), lambda e: choice(e, "execution"), look="status"),
        Fact(_("Appraisal by the cabinet"), lambda e: choice(e, "appraisal")),
        Fact(_("Replaces"), lambda e: e.attached.seen(e.replaces), look="link"),
    )

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "steps": steps_of(self.entry),
            "subtitle": self._subtitle(),
        }

    def _subtitle(self) -> str:
        """Who submitted it, in one line, as far as that is known."""
        names = [str(party.title) for party in self.entry.attached.subjects("submitted")]
        if not names:
            return ""
        others = "" if self.entry.submitters_complete else gettext(" and others")
        return gettext("Submitted by %(names)s") % {"names": _enumerated(names)} + others

    def crumb(self) -> str:
        return self.entry.paper


def _enumerated(names: list[str]) -> str:
    """ "A, B and C", in the language of the reader."""
    *first, last = names
    return f"{', '.join(first)} {gettext('and')} {last}" if first else last


class CommitmentListView(OwedListView):
    table = tables.COMMITMENTS
    intro = _("What the cabinet said it would do, from commitments to parliament down to needs it sees.")


class CommitmentDetailView(OwedDetailView):
    model = models.Commitment
    follows = (*OwedDetailView.follows, "repeats")
    shows_chain = True
    template_name = "instruments/commitment_detail.html"
    facts = (
        Fact(_("Strength"), lambda e: choice(e, "strength")),
        Fact(_("Execution"), lambda e: choice(e, "execution"), look="status"),
        Fact(_("Due on"), lambda e: e.due_on or _("no deadline named")),
        Fact(_("Made by"), lambda e: e.attached.objects("made-by"), look="links"),
        Fact(_("Owed to"), lambda e: e.attached.objects("owed-to"), look="links"),
        Fact(_("Concerns"), lambda e: e.attached.objects("concerns"), look="links"),
        *MINISTRIES,
        Fact(_("Chamber"), lambda e: choice(e, "chamber")),
        Fact(_("Register number"), lambda e: e.register_number),
        Fact(_("Repeats or extends"), lambda e: e.attached.seen(e.repeats), look="link"),
    )
