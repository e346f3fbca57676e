"""The tables of instruments, listings, motions and commitments: read by the pages and by every export."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cyberpolicy import readings, references, tables
from cyberpolicy.readings import internal
from cyberpolicy.tables import Column, Table, related_to
from instruments import accounts, filters, models
from instruments.flags import RAISED, attach_flags

# What a ministry keeps of everything it owes; what is internal stays empty for who may not see that.
OWED = [
    Column("due_on", _("Due on"), readings.plain("due_on"), sort="due_on"),
    Column("register_status", _("In parliament's register"), readings.chosen("register_status"), on_page=False),
    Column("chamber", _("Chamber"), readings.chosen("chamber"), on_page=False),
    Column("unit", _("Unit"), readings.named("unit"), on_page=False),
    Column("owner", _("Owner"), internal(readings.named("owner")), on_page=False),
    Column("deputy", _("Deputy"), internal(readings.named("deputy")), on_page=False),
    Column("public_text", _("State of affairs"), readings.text("public_text"), on_page=False),
    Column("internal_text", _("Internal text"), internal(readings.text("internal_text")), on_page=False),
    Column("planning", _("Planning"), internal(readings.text("planning")), on_page=False),
    Column("flags", _("To look at"), RAISED, on_page=False),
]

INSTRUMENTS = Table(
    models.Instrument,
    [
        tables.title(),
        tables.kind(),
        tables.tracks(),
        Column("binding", _("Legal force"), readings.chosen("binding"), sort="binding"),
        related_to("adopted_by", _("Adopted by"), "adopted", reverse=True),
        tables.progress(),
        tables.date(),
        tables.sources(),
        tables.summary(),
    ],
    filters.InstrumentFilterSet,
)

LISTINGS = Table(
    models.Listing,
    [
        tables.title(),
        Column("round", _("Round"), readings.plain("round"), look="number", sort="round"),
        tables.date(),
        Column("persons", _("Persons"), readings.plain("persons"), look="number", sort="persons"),
        Column("entities", _("Entities"), readings.plain("entities"), look="number", sort="entities"),
        related_to("nationality", _("Nationality"), "belongs-to"),
        related_to("incidents", _("Incident"), "responds-to"),
        related_to("regime", _("Regime"), "listed-under", on_page=False),
        tables.sources(),
        tables.summary(),
    ],
    filters.ListingFilterSet,
    sort="round",
)

MOTIONS = Table(
    models.Motion,
    [
        Column("dossier", _("Dossier"), readings.plain("dossier"), on_page=False),
        Column("number", _("Number"), readings.plain("number"), on_page=False),
        tables.title(),
        Column("paper", _("Paper"), readings.made(references.written, "dossier", "number"), sort="slug"),
        related_to("submitters", _("Submitters"), "submitted", reverse=True),
        tables.tracks(),
        Column("outcome", _("Outcome"), readings.chosen("outcome"), look="status", sort="outcome"),
        Column("execution", _("Execution"), readings.chosen("execution"), look="status", sort="execution"),
        Column(
            "requests_settled", _("Requests settled"), accounts.SETTLED, on_page=False
        ),
        *OWED,
        related_to("ministry", _("Responsible ministry"), "responsible-for", reverse=True, on_page=False),
        related_to("involved", _("Other ministries"), "involved-in", reverse=True, on_page=False),
        replace(tables.date(), on_page=False),  # the number tells it, and the page has no room for more
        Column("requests", _("What it asks"), accounts.REQUESTS, on_page=False),
        Column("account", _("What was done"), accounts.ACCOUNT, on_page=False),
        tables.sources(),
        Column("official_address", _("Official address"), accounts.OFFICIAL_ADDRESS, on_page=False),
        tables.summary(),
    ],
    filters.MotionFilterSet,
    sort="paper",
    prepare=attach_flags,
)  # fmt: skip

COMMITMENTS = Table(
    models.Commitment,
    [
        tables.title(),
        Column("strength", _("Strength"), readings.chosen("strength"), sort="strength"),
        Column(
            "execution",
            _("Execution"),
            readings.chosen("execution"),
            look="status",
            sort="execution",
        ),
        *OWED,
        related_to("ministry", _("Responsible ministry"), "responsible-for", reverse=True, on_page=False),
        related_to("involved", _("Other ministries"), "involved-in", reverse=True, on_page=False),
        related_to("made_by", _("Made by"), "made-by", on_page=False),
        related_to("owed_to", _("Owed to"), "owed-to", on_page=False),
        related_to("concerns", _("Concerns"), "concerns"),
        Column("register_number", _("Register number"), readings.plain("register_number"), on_page=False),
        tables.sources(),
        tables.summary(),
    ],
    filters.CommitmentFilterSet,
    prepare=attach_flags,
)
