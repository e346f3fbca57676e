"""The tables of instruments, listings, motions and commitments: read by the pages and by every export."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cyberpolicy import tables
from cyberpolicy.tables import Column, Table, related_to
from cyberpolicy.values import choice
from instruments import filters, models
from instruments.accounts import DEEDS, account_of, official_address_of, requests_of, requests_settled
from instruments.flags import attach_flags
from instruments.sides import internal

# What a ministry keeps of everything it owes; what is internal stays empty for who may not see that.
OWED = [
    Column("due_on", _("Due on"), lambda owed: owed.due_on, sort="due_on"),
    Column(
        "register_status", _("In parliament's register"), lambda owed: choice(owed, "register_status"), on_page=False
    ),
    Column("chamber", _("Chamber"), lambda owed: choice(owed, "chamber"), on_page=False),
    Column("unit", _("Unit"), lambda owed: owed.unit and str(owed.unit), related=("unit",), on_page=False),
    Column("owner", _("Owner"), internal(lambda owed: owed.owner), related=("owner",), on_page=False),
    Column("deputy", _("Deputy"), internal(lambda owed: owed.deputy), related=("deputy",), on_page=False),
    Column("public_text", _("State of affairs"), lambda owed: owed.public_text, on_page=False),
    Column("internal_text", _("Internal text"), internal(lambda owed: owed.internal_text), on_page=False),
    Column("planning", _("Planning"), internal(lambda owed: owed.planning), on_page=False),
    Column("flags", _("To look at"), lambda owed: owed.flags, on_page=False),
]

INSTRUMENTS = Table(
    models.Instrument,
    [
        tables.title(),
        tables.kind(),
        tables.tracks(),
        Column("binding", _("Legal force"), lambda instrument: choice(instrument, "binding"), sort="binding"),
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
        Column("round", _("Round"), lambda listing: listing.round, look="number", sort="round"),
        tables.date(),
        Column("persons", _("Persons"), lambda listing: listing.persons, look="number", sort="persons"),
        Column("entities", _("Entities"), lambda listing: listing.entities, look="number", sort="entities"),
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
        Column("dossier", _("Dossier"), lambda motion: motion.dossier, on_page=False),
        Column("number", _("Number"), lambda motion: motion.number, on_page=False),
        tables.title(),
        Column("paper", _("Paper"), lambda motion: motion.paper, sort="slug"),
        related_to("submitters", _("Submitters"), "submitted", reverse=True),
        tables.tracks(),
        Column("outcome", _("Outcome"), lambda motion: choice(motion, "outcome"), look="status", sort="outcome"),
        Column("execution", _("Execution"), lambda item: choice(item, "execution"), look="status", sort="execution"),
        Column(
            "requests_settled", _("Requests settled"), requests_settled, parts=("requests", "executions"), on_page=False
        ),
        *OWED,
        related_to("ministry", _("Responsible ministry"), "responsible-for", reverse=True, on_page=False),
        related_to("involved", _("Other ministries"), "involved-in", reverse=True, on_page=False),
        replace(tables.date(), on_page=False),  # the number tells it, and the page has no room for more
        Column("requests", _("What it asks"), requests_of, parts=("requests",), on_page=False),
        Column("account", _("What was done"), account_of, parts=("executions",), incoming=DEEDS, on_page=False),
        tables.sources(),
        Column("official_address", _("Official address"), official_address_of, related=("document",), on_page=False),
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
        Column("strength", _("Strength"), lambda commitment: choice(commitment, "strength"), sort="strength"),
        Column(
            "execution",
            _("Execution"),
            lambda commitment: choice(commitment, "execution"),
            look="status",
            sort="execution",
        ),
        *OWED,
        related_to("ministry", _("Responsible ministry"), "responsible-for", reverse=True, on_page=False),
        related_to("involved", _("Other ministries"), "involved-in", reverse=True, on_page=False),
        related_to("made_by", _("Made by"), "made-by", on_page=False),
        related_to("owed_to", _("Owed to"), "owed-to", on_page=False),
        related_to("concerns", _("Concerns"), "concerns"),
        Column("register_number", _("Register number"), lambda commitment: commitment.register_number, on_page=False),
        tables.sources(),
        tables.summary(),
    ],
    filters.CommitmentFilterSet,
    prepare=attach_flags,
)
