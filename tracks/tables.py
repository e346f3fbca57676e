"""The tables of tracks, forums, parties and what happens in them: read by the pages and by every export."""

from django.utils.translation import gettext_lazy as _

from cyberpolicy import tables
from cyberpolicy.tables import Column, Table, related_to
from tracks import filters, models

TRACKS = Table(
    models.Track,
    [
        Column("order", _("No."), lambda track: track.order, look="number", sort="order"),
        tables.title(),
        Column("goal", _("Goal"), lambda track: track.goal),
        Column("means", _("Means"), lambda track: list(track.means)),
        tables.sources(),
        tables.summary(),
    ],
    filters.TrackFilterSet,
    sort="order",
)

INITIATIVES = Table(
    models.Initiative,
    [
        tables.title(),
        tables.tracks(),
        related_to("forums", _("Forums"), "works-in", "held-in", "spreads-recommendations-of"),
        related_to("partners", _("Partners"), "partner-in", reverse=True),
        related_to("places", _("Places"), "located-in", on_page=False),
        tables.progress(),
        tables.date(),
        tables.sources(),
        tables.summary(),
    ],
    filters.InitiativeFilterSet,
)

FORUMS = Table(
    models.Forum,
    [
        tables.title(),
        tables.kind(),
        tables.tracks(),
        related_to("parent", _("Part of"), "part-of"),
        Column("dutch_role", _("Role of the Netherlands"), lambda forum: forum.dutch_role),
        tables.progress(),
        tables.date(),
        tables.sources(),
        tables.summary(),
    ],
    filters.ForumFilterSet,
)

PARTIES = Table(
    models.Party,
    [
        tables.title(),
        tables.kind(),
        Column("iso_code", _("ISO code"), lambda party: party.iso_code, sort="iso_code"),
        related_to("member_of", _("Member of"), "member-of", "belongs-to", "part-of"),
        Column(
            "position_count",
            _("Positions"),
            lambda party: len(party.attached.parts["positions"]),
            look="number",
            parts=("positions",),
        ),
        tables.sources(),
        tables.summary(),
    ],
    filters.PartyFilterSet,
)

PLACES = Table(
    models.Place,
    [
        tables.title(),
        tables.kind(),
        related_to("located_here", _("Located here"), "located-in", reverse=True),
        tables.sources(),
        tables.summary(),
    ],
    filters.PlaceFilterSet,
)

INCIDENTS = Table(
    models.Incident,
    [
        tables.title(),
        tables.date(),
        related_to("targets", _("Target"), "targeted"),
        related_to("attributed_to", _("Attributed to"), "attributed-to"),
        related_to("responses", _("Response"), "applied-to", "responds-to", reverse=True),
        tables.sources(),
        tables.summary(),
    ],
    filters.IncidentFilterSet,
    sort="-date",
)

CHALLENGES = Table(
    models.Challenge,
    [
        tables.title(),
        tables.kind(),
        tables.tracks(),
        related_to("drivers", _("Driven by"), "drives", reverse=True),
        related_to("threatens", _("Threatens"), "threatens"),
        tables.sources(),
        tables.summary(),
    ],
    filters.ChallengeFilterSet,
)

TERMS = Table(
    models.Term,
    [
        tables.title(),
        tables.kind(),
        Column("meaning", _("Meaning"), lambda term: term.summary),
        tables.sources(),
    ],
    filters.TermFilterSet,
)
