"""The tables of instruments, listings, motions and commitments: read by the pages and by every export."""

from django.utils.translation import gettext_lazy as _

from cyberpolicy import tables
from cyberpolicy.tables import Column, Table, related_to
from cyberpolicy.values import choice
from instruments import filters, models
from instruments.accounts import account_of, official_address_of, requests_of

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
        related_to("ministry", _("Responsible ministry"), "responsible-for", reverse=True),
        tables.date(),
        Column("requests", _("What it asks"), requests_of, parts=("requests",), on_page=False),
        Column("account", _("What was done"), account_of, parts=("executions",), on_page=False),
        tables.sources(),
        Column("official_address", _("Official address"), official_address_of, related=("document",), on_page=False),
        tables.summary(),
    ],
    filters.MotionFilterSet,
    sort="paper",
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
        Column("due_on", _("Due on"), lambda commitment: commitment.due_on, sort="due_on"),
        related_to("made_by", _("Made by"), "made-by", on_page=False),
        related_to("owed_to", _("Owed to"), "owed-to", on_page=False),
        related_to("concerns", _("Concerns"), "concerns"),
        Column("register_number", _("Register number"), lambda commitment: commitment.register_number, on_page=False),
        tables.sources(),
        tables.summary(),
    ],
    filters.CommitmentFilterSet,
)
