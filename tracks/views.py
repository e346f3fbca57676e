"""The pages of tracks, forums, parties and what happens in them."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.counting import Links, tally_of
from cyberpolicy.dated import fact_count, latest_facts
from cyberpolicy.detail import Fact
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry
from cyberpolicy.moments import NOW
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.tables import ColumnOrder, Table, table_of
from cyberpolicy.values import choice
from cyberpolicy.views.entries import EntryDetailView, EntryListView
from cyberpolicy.visibility import access_of
from tracks import models, tables

SECTION_ROWS, DATES = 10, 50


KIND = Fact(_("Kind"), lambda entry: choice(entry, "kind"))
TRACKS = Fact(_("Tracks"), lambda entry: entry.attached.tracks, look="tracks")
DATE = Fact(_("Date"), lambda entry: entry.vague_date, look="date")
PROGRESS = Fact(_("Status"), lambda entry: choice(entry, "progress"), look="status")


class TrackListView(EntryListView):
    table = tables.TRACKS
    intro = _("The tracks along which the policy runs, each with its goal and its means.")


class TrackDetailView(EntryDetailView):
    """A track with what stands in it: a short table a kind, and its dates."""

    model = models.Track
    template_name = "tracks/track_detail.html"
    parts = ("aliases", "milestones", "notes")

    def get_context_data(self, **kwargs) -> dict:
        user, here = self.request.user, self._members()
        sections = [self._section(table_of(kind), user) for kind in entry_models()]
        return super().get_context_data(**kwargs) | {
            "sections": [section for section in sections if section["count"]],
            "timeline": latest_facts(here, access_of(user), DATES),
            "date_count": fact_count(here),
        }

    def _members(self) -> BitMap:
        """What stands in this track, of any kind, and may be seen."""
        tally = tally_of(CatalogueEntry)
        in_track = tally.having(Links(CatalogueEntry, (IN_TRACK,)), [self.entry.pk])
        return in_track & tally.visible(access_of(self.request.user))

    def _section(self, table: Table, user) -> dict:
        """The first records of a kind in this track, without the column that names it, and how many there are."""
        table = table.showing([column.name for column in table.page_columns if column.look != "tracks"])
        kind, tally = table.model._meta.model_name, tally_of(table.model)
        members = tally.having(Links(table.model, (IN_TRACK,)), [self.entry.pk]) & tally.visible(access_of(user))
        order = tally.order(ColumnOrder(kind, table.default_sort, get_language()))
        first = table.found(order.page(members, 0, SECTION_ROWS), user, NOW)
        return {"kind": kind, "table": table, "rows": table.rows(first, user), "count": len(members)}


class InitiativeListView(EntryListView):
    table = tables.INITIATIVES
    intro = _("What the Netherlands does or plans, on its own and with partners.")


class InitiativeDetailView(EntryDetailView):
    model = models.Initiative
    shows_chain = True
    facts = (
        TRACKS,
        PROGRESS,
        DATE,
        Fact(
            _("Forums"), lambda e: e.attached.objects("works-in", "held-in", "spreads-recommendations-of"), look="links"
        ),
        Fact(_("Partners"), lambda e: e.attached.subjects("partner-in"), look="links"),
        Fact(_("Places"), lambda e: e.attached.objects("located-in"), look="links"),
    )


class ForumListView(EntryListView):
    table = tables.FORUMS
    intro = _("The organisations, processes and coalitions in which the policy is pursued.")


class ForumDetailView(EntryDetailView):
    model = models.Forum
    facts = (
        KIND,
        TRACKS,
        Fact(_("Part of"), lambda e: e.attached.objects("part-of"), look="links"),
        Fact(_("Role of the Netherlands"), lambda e: e.dutch_role),
        Fact(_("Legal form"), lambda e: e.legal_form),
        Fact(_("Seat or region"), lambda e: e.attached.objects("located-in"), look="links"),
        PROGRESS,
        DATE,
    )


class PartyListView(EntryListView):
    table = tables.PARTIES
    intro = _("Countries, ministries, organisations and persons, with where they stand.")


class PartyDetailView(EntryDetailView):
    model = models.Party
    parts = (*EntryDetailView.parts, "positions")
    facts = (
        KIND,
        Fact(_("ISO code"), lambda e: e.iso_code),
        Fact(_("Office held"), lambda e: e.office),
        Fact(_("Member of"), lambda e: e.attached.objects("member-of"), look="links"),
        Fact(_("Belongs to"), lambda e: e.attached.objects("belongs-to", "part-of"), look="links"),
        Fact(_("Official address"), lambda e: e.organisation_uri, look="url"),
    )


class PlaceListView(EntryListView):
    table = tables.PLACES
    intro = _("The cities and regions where the policy takes place.")


class PlaceDetailView(EntryDetailView):
    model = models.Place
    facts = (KIND,)


class IncidentListView(EntryListView):
    table = tables.INCIDENTS
    intro = _("Cyber incidents, whom they hit, to whom they were attributed and how states responded.")


class IncidentDetailView(EntryDetailView):
    model = models.Incident
    facts = (
        DATE,
        Fact(_("Target"), lambda e: e.attached.objects("targeted"), look="links"),
        Fact(_("Attributed to"), lambda e: e.attached.objects("attributed-to"), look="links"),
        Fact(_("Response"), lambda e: e.attached.subjects("applied-to", "responds-to"), look="links"),
        Fact(_("Place"), lambda e: e.attached.objects("located-in"), look="links"),
    )


class ChallengeListView(EntryListView):
    table = tables.CHALLENGES
    intro = _("Risks and developments that the policy has to reckon with.")


class ChallengeDetailView(EntryDetailView):
    model = models.Challenge
    facts = (
        KIND,
        TRACKS,
        Fact(_("Driven by"), lambda e: e.attached.subjects("drives"), look="links"),
        Fact(_("Threatens"), lambda e: e.attached.objects("threatens"), look="links"),
    )


class TermListView(EntryListView):
    table = tables.TERMS
    intro = _("The words of the field: concepts with their meaning, and topics on which parties take positions.")


class TermDetailView(EntryDetailView):
    model = models.Term
    template_name = "tracks/term_detail.html"
    facts = (KIND,)

    def get_context_data(self, **kwargs) -> dict:
        """With the positions that parties take on this topic, and the sources of each."""
        positions = models.Position.objects.visible_to(self.request.user).filter(topic=self.entry)
        return super().get_context_data(**kwargs) | {
            "positions": positions.select_related("entry").order_by("entry__title_nl", "pk"),
        }
