"""The tables of tracks, forums, parties and what happens in them: read by the pages and by every export."""

from django.utils.translation import gettext_lazy as _

from cyberpolicy import readings, tables
from cyberpolicy.readings import Reading
from cyberpolicy.tables import Column, Table, related_to
from cyberpolicy.values import as_cell, as_json
from tracks import filters, models

MEANS = Reading(
    lambda track: track.means,
    lambda batch: list(map(as_cell, batch.text("means"))),
    lambda batch: list(map(as_json, batch.text("means"))),
    fields=("means_nl", "means_en"),
)
TRACKS = Table(
    models.Track,
    [
        Column("order", _("No."), readings.plain("order"), look="number", sort="order"),
        tables.title(),
        Column("goal", _("Goal"), readings.text("goal")),
        Column("means", _("Means"), MEANS),
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
        Column("dutch_role", _("Role of the Netherlands"), readings.text("dutch_role")),
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
        Column("iso_code", _("ISO code"), readings.plain("iso_code"), sort="iso_code"),
        related_to("member_of", _("Member of"), "member-of", "belongs-to", "part-of"),
        Column(
            "position_count",
            _("Positions"),
            readings.number_of("positions"),
            look="number",
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
        Column("meaning", _("Meaning"), readings.text("summary")),
        tables.sources(),
    ],
    filters.TermFilterSet,
)
