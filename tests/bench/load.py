"""Fill an empty database with the letter and with motions that nobody wrote, for measuring.

    VAR_DIR=/tmp/bench DATABASE_URL=... python tests/bench/load.py [motions]     100000 unless given
    VAR_DIR=/tmp/bench DATABASE_URL=... python tests/bench/load.py --sign-in     a session of the editor "bench"

A tenth as many commitments and a fifth as many papers with texts come with them. The rows go straight into the
tables, in batches. What follows from them (catalogue, current values, search) is written or built as the site would,
so that check_catalogue, check_statuses and ``rebuild_search --check`` agree; only a history they have not.
"""

import datetime
import hashlib
import json
import os
import secrets
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyberpolicy.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cyberpolicy import models, statistics  # noqa: E402
from cyberpolicy.catalogue import COPIED  # noqa: E402
from cyberpolicy.guard import history_kept_elsewhere  # noqa: E402
from cyberpolicy.relation_kinds import IN_TRACK  # noqa: E402
from cyberpolicy.search import rebuilding  # noqa: E402
from instruments import models as instruments  # noqa: E402
from instruments.models.execution import status_of  # noqa: E402
from tests.bench import generate  # noqa: E402
from tests.bench.bulk import Batch  # noqa: E402
from tracks.models import Forum, Party, Track  # noqa: E402

EDITOR = "bench"
BATCH = 2_000  # motions written together


class Loader:
    """Turns what the generator makes into rows."""

    def __init__(self, motions: int) -> None:
        self.parties = _make_parties()
        self.units, self.owners = _make_people()
        self.tracks = list(Track.objects.order_by("order").values_list("pk", flat=True))
        self.forums = list(Forum.objects.order_by("slug").values_list("pk", flat=True))
        self.generator = generate.Generator(motions, tracks=len(self.tracks), forums=len(self.forums))
        self.recent: list[int] = []  # the last motions, which commitments follow from
        self.batch = Batch(
            models.CatalogueEntry, models.Document, models.Passage, models.DocumentVersion,
            instruments.Motion, instruments.Commitment, models.Part, models.Milestone, models.Relation,
            instruments.Request, instruments.OutcomeEvent, instruments.ExecutionStatus, instruments.RegisterStatus,
            instruments.Deadline, models.Citation,
        )  # fmt: skip

    def load(self) -> None:
        for number, record in enumerate(self.generator.all(), start=1):
            if isinstance(record, generate.Motion):
                self._motion(record)
            else:
                self._commitment(record)
            if number % BATCH == 0:
                self.batch.write()
        self.batch.finish()

    # Records

    def _motion(self, motion: generate.Motion) -> None:
        slug = f"{motion.dossier}-{motion.number}"
        document, passages = self._paper(motion, slug) if motion.paper else (None, [])
        pk = self._entry(
            instruments.Motion, slug, motion,
            outcome=motion.outcomes[-1][0], dossier=motion.dossier, number=motion.number, document_id=document,
            appraisal=motion.appraisal, execution=self._execution(motion, len(motion.requests)),
        )  # fmt: skip
        self._owed_parts(pk, motion, document, passages)
        for number, text in enumerate(motion.requests, start=1):
            self._part(instruments.Request, pk, number=number, text_nl=text)
        for outcome, day in motion.outcomes:
            self._part(instruments.OutcomeEvent, pk, outcome=outcome, **_dated(day))
        for place, member in enumerate(motion.submitters):
            self._relate(self.parties["member"][member], "submitted", pk, position=place)
        for ministry in motion.involved:
            self._relate(self.parties["ministry"][ministry], "involved-in", pk)
        for track in motion.tracks:
            self._relate(pk, IN_TRACK, self.tracks[track])
        for forum in motion.forums:
            self._relate(pk, "concerns", self.forums[forum])
        self.recent = [*self.recent[-9:], pk]

    def _commitment(self, commitment: generate.Commitment) -> None:
        pk = self._entry(
            instruments.Commitment, f"toezegging-{commitment.number.lower()}", commitment,
            strength=commitment.strength, made_on=commitment.day.isoformat(), register_number=commitment.number,
            execution=self._execution(commitment, 0),
        )  # fmt: skip
        self._owed_parts(pk, commitment, None, [])
        self._part(models.Milestone, pk, kind="published", **_dated(commitment.day))
        self._relate(pk, "made-by", self.parties["ministry"][commitment.ministry])
        if commitment.track is not None:
            self._relate(pk, "concerns", self.tracks[commitment.track])
        if commitment.motion is not None:
            self._relate(self.recent[commitment.motion], "leads-to", pk)

    def _paper(self, motion: generate.Motion, number: str) -> tuple[int, list[int]]:
        """The document and its passages, as an import of its text would leave them."""
        texts = {f"1.{place}": text for place, text in enumerate(motion.paper.texts, start=1)}
        title = (f"{motion.title[0]} ({number})", f"{motion.title[1]} ({number})")
        document = self._entry(
            models.Document, f"kst-{number}", motion, title=title, body=motion.paper.texts[0],
            kind="motion_paper", dossier=motion.dossier, number=motion.number, chamber=motion.chamber, text_version=1,
        )  # fmt: skip
        self._part(models.Milestone, document, kind="published", **_dated(motion.day))
        layout = [[locator, "1", place, "paragraph"] for place, locator in enumerate(texts, start=1)]
        self.batch[models.DocumentVersion].add(
            document_id=document, number=1, passages=json.dumps(texts), layout=json.dumps(layout)
        )
        passages = [
            self.batch[models.Passage].add(
                document_id=document, locator=locator, section="1", number=place, position=place,
                text=texts[locator], text_hash=hashlib.sha256(texts[locator].encode()).hexdigest(),
            )
            for place, locator in enumerate(texts, start=1)
        ]  # fmt: skip
        return document, passages

    def _entry(self, model, slug: str, owed: generate.Owed, *, title=None, body: str = "", **own) -> int:
        """A record and its catalogue row."""
        title, day = title or owed.title, owed.day.isoformat()
        values = {
            "slug": slug, "title_nl": title[0], "title_en": title[1], "summary_nl": body or owed.body,
            "visibility": owed.visibility, "state": owed.state, "date": day, "sort_date": day,
            "unit_id": self.units[owed.unit] if owed.unit is not None else None,
            "verified_on": owed.verified_on and owed.verified_on.isoformat(),
        }  # fmt: skip
        copied = {name: values[name] for name in COPIED if name in values}
        pk = self.batch[models.CatalogueEntry].add(kind=model._meta.model_name, **copied)
        if issubclass(model, instruments.Owed):
            values |= {
                "chamber": owed.chamber, "register_status": owed.register,
                "due_on": owed.due_on and owed.due_on.isoformat(),
                "owner_id": self.owners[owed.owner] if owed.owner is not None else None,
            }  # fmt: skip
        self.batch[model].add(catalogue_id=pk, **values | own)
        return pk

    def _execution(self, owed: generate.Owed, requests: int) -> str:
        rows = [instruments.ExecutionStatus(status=status, request_number=n) for status, _day, n in owed.executions]
        return status_of(rows, range(1, requests + 1))

    # What hangs on them

    def _owed_parts(self, pk: int, owed: generate.Owed, document: int | None, passages: list[int]) -> None:
        self._relate(self.parties["ministry"][owed.ministry], "responsible-for", pk)
        if document:
            self._cite(pk, None, document, passages[0])
        for status, day, number in owed.executions:
            row = self._part(instruments.ExecutionStatus, pk, status=status, request_number=number, **_dated(day))
            if document and status == "settled":
                self._cite(pk, row, document, passages[-1])
        if owed.register:
            self._part(instruments.RegisterStatus, pk, status=owed.register, **_dated(owed.day))
        if owed.due_on:
            self._part(instruments.Deadline, pk, due_on=owed.due_on.isoformat(), **_dated(owed.day))

    def _part(self, model, pk: int, **values) -> int:
        part = self.batch[models.Part].add(entry_id=pk, kind=model._meta.model_name)
        return self.batch[model].add(part_id=part, entry_id=pk, **values)

    def _relate(self, subject: int, kind: str, object: int, **values) -> None:
        part = self.batch[models.Part].add(entry_id=subject, kind="relation")
        self.batch[models.Relation].add(part_id=part, subject_id=subject, kind=kind, object_id=object, **values)

    def _cite(self, pk: int, part: int | None, document: int, passage: int) -> None:
        self.batch[models.Citation].add(entry_id=pk, part_id=part, document_id=document, passage_id=passage)


def _dated(day: datetime.date) -> dict[str, str]:
    return {"date": day.isoformat(), "date_earliest": day.isoformat(), "date_latest": day.isoformat()}


def _make_parties() -> dict[str, list[int]]:
    """Members of parliament and ministries, saved as the site saves them."""
    names = {
        "member": [(name, name) for name in map(generate.member_name, range(generate.MEMBERS))],
        "ministry": [(f"Ministerie {n + 1}", f"Ministry {n + 1}") for n in range(generate.MINISTRIES)],
    }
    kinds = {"member": "person", "ministry": "ministry"}
    with history_kept_elsewhere():
        return {
            which: [_make_party(f"{which}-{n}", kinds[which], *both) for n, both in enumerate(some, start=1)]
            for which, some in names.items()
        }


def _make_party(slug: str, kind: str, dutch: str, english: str) -> int:
    party = Party(slug=slug, kind=kind, title_nl=dutch, title_en=english, state="published")
    party.save()
    return party.pk


def _make_people() -> tuple[list[int], list[int]]:
    """The units and the people that own records. Nobody can log in as one of them."""
    units = [
        models.Unit.objects.create(code=f"unit-{number + 1}", name_nl=f"Afdeling {number + 1}").pk
        for number in range(generate.UNITS)
    ]
    people = [
        models.User.objects.create_user(f"owner-{number + 1}", is_staff=True).pk for number in range(generate.OWNERS)
    ]
    return units, people


# The editor who measures


def make_editor(password: str) -> None:
    """A member of staff who sees and changes everything, the editor "bench"."""
    editor = models.User.objects.create_user(EDITOR, password=password, is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))


def sign_in() -> str:
    """The key of a new session of that editor, for the cookie; as logging in makes it."""
    editor = models.User.objects.get(username=EDITOR)
    session = SessionStore()
    session.update({
        SESSION_KEY: str(editor.pk),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        HASH_SESSION_KEY: editor.get_session_auth_hash(),
    })  # fmt: skip
    session.save()
    return session.session_key


def main(motions: int) -> None:
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:7.1f} s  {what}", flush=True)

    call_command("migrate", verbosity=0)
    if models.CatalogueEntry.objects.exists():
        sys.exit("This database holds records: give an empty one.")
    call_command("prepare", verbosity=0)
    tell(f"{connection.vendor}, the letter")
    Loader(motions).load()
    tell(f"{motions} motions and what belongs to them")
    tell(f"{rebuilding.rebuild(os.cpu_count() or 1)} records in the search")
    statistics.look()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # as its own service does in a while
    password = secrets.token_urlsafe(16)
    make_editor(password)
    tell(f"editor “{EDITOR}” with password {password}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--sign-in"]:
        print(sign_in())
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
