"""What is counted in memory is what the database counts, whatever changed in between and whoever looks."""

import datetime
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from cyberpolicy import stamps
from cyberpolicy.counting import FieldValues, Marks, dimensions, tally_of, tally_then
from cyberpolicy.counting import tally as tallies
from cyberpolicy.history import Action
from cyberpolicy.holders import remove
from cyberpolicy.lists import EntryList
from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import ChangeGroup, Relation
from cyberpolicy.moments import Moment
from cyberpolicy.undo import carry_out, plan_of
from instruments.models import Commitment, Motion
from instruments.tables import MOTIONS
from tests.factories import add, cite, make_document, make_motion, make_party, make_track, make_unit, make_user, relate

pytestmark = pytest.mark.django_db
QUERIES = (
    "", "outcome=adopted", "track=t1&track=none&year_from=2020", "submitter=ann&deadline=late&sort=-date",
    "owner=none&unit=u1&per_page=25&page=2", "q=motie&flag=unproven&sort=title", "dossier=33694&ministry=bob",
    "as_of=2020-06-01", "as_of=2020-06-01&deadline=none&execution=settled&sort=-date", "as_of=2020-06-01&flag=unproven",
)  # fmt: skip


def listed(query: str, user) -> EntryList:
    return EntryList(MOTIONS, "/motions/", QueryDict(query), user)


def assert_counts_and_pages_agree(query: str, user) -> None:
    entries = listed(query, user)
    by_database = entries.table.filterset(entries.query, entries.visible, user=user)
    assert entries.filters.chosen == by_database.chosen
    for name in by_database.facets:
        found, expected = entries.filters.options_of(name), by_database.options_of(name)
        if not entries.at.is_now:  # what nothing had then is not offered; the database offers what something has now
            found, expected = ([o for o in options if o.count or o.is_chosen] for options in (found, expected))
            expected = expected if found else [option for option in expected if option.value != "none"]
        assert found == expected, (name, query)
    assert entries.filters.counts_by_year() == by_database.counts_by_year()
    keys = list(entries.table.ordered(by_database.qs, entries.sort).values_list("pk", flat=True))
    start = (entries.page.number - 1) * entries.per_page
    assert [row.entry.pk for row in entries.rows] == keys[start : start + entries.per_page]
    assert (entries.count, entries.total) == (len(keys), entries.visible.count())


class Life:
    """Motions and what is done to them, at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tracks = [make_track(slug="t1"), make_track(slug="t2")]
        self.parties = [make_party(slug="ann"), make_party(slug="bob"), make_party(slug="eve", visibility="internal")]
        self.unit, self.owner = make_unit("u1"), make_user("editor")
        self.document = make_document(passages=["1.1"])
        for _number in range(4):
            self.make()

    def motion(self) -> Motion:
        return self.random.choice(Motion.objects.order_by("pk"))

    def make(self) -> None:
        motion = make_motion(
            visibility=self.random.choice(["public", "public", "internal"]),
            state=self.random.choice(["published", "draft"]),
            unit=self.random.choice([None, self.unit]),
            owner=self.random.choice([None, self.owner]),
        )
        day = f"20{self.random.randint(19, 22)}-0{self.random.randint(1, 9)}-11"
        add(motion, "outcomes", outcome=self.random.choice(["adopted", "rejected"]), date=day)

    def relate(self) -> None:
        link = (self.random.choice(self.parties), self.random.choice(["submitted", "responsible-for"]), self.motion())
        if self.random.random() < 0.4:
            link = (self.motion(), "in-track", self.random.choice(self.tracks))
        if not Relation.objects.filter(subject_id=link[0].pk, kind=link[1], object_id=link[2].pk).exists():
            relate(*link)

    def point_elsewhere(self) -> None:
        for relation in Relation.objects.filter(kind="submitted")[:1]:
            relation.object_id = make_motion().pk
            relation.save()

    def end_relation(self) -> None:
        for relation in Relation.objects.order_by("?")[:1]:
            relation.delete()

    def edit(self) -> None:
        motion = self.motion()
        motion.state = self.random.choice(["published", "draft", "withdrawn"])
        motion.unit, motion.owner = self.random.choice([None, self.unit]), self.random.choice([None, self.owner])
        motion.save()

    def report(self) -> None:
        day = timezone.localdate() + datetime.timedelta(self.random.randint(-40, 40))
        add(self.motion(), "deadlines", due_on=day)
        row = add(self.motion(), "executions", status=self.random.choice(["settled", "in_progress"]), date="2021-01-01")
        if self.random.random() < 0.5:
            cite(row.entry, self.document, "1.1", part=row, quote="Iets")

    def hide_document(self) -> None:
        self.document.visibility = self.random.choice(["public", "internal", "confidential"])
        self.document.save()

    def delete(self) -> None:
        self.motion().delete()
        self.make()

    def delete_person(self) -> None:
        remove([self.owner], by=None)
        self.owner = make_user("editor")

    def merge(self) -> None:
        kept, other = self.motion(), self.motion()
        if kept.pk != other.pk and kept.visibility == other.visibility and kept.state == other.state:
            merge(Merger(kept, other), by=None)

    def set_many(self) -> None:
        with Action("bulk") as action:
            action.watch(motions := list(Motion.objects.all()))
            for motion in motions:
                motion.unit = self.unit
                motion.save()

    def undo(self) -> None:
        for group in ChangeGroup.objects.all()[:1]:
            carry_out(plan_of(group), by=None)

    def fail(self) -> None:
        """An action that comes to nothing, after somebody inside it had a look."""
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            self.edit()
            assert_counts_and_pages_agree("", self.owner)
            raise ZeroDivisionError


@pytest.mark.parametrize("seed", range(2))
def test_memory_counts_as_the_database_does(seed, monkeypatch):
    monkeypatch.setattr(dimensions, "CHUNK", 2 if seed else dimensions.CHUNK)
    life = Life(seed)
    readers = [AnonymousUser(), make_user("liaison"), make_user("editor")]
    doings = [getattr(life, name) for name in vars(Life) if not name.startswith("_") and name != "motion"]
    for number in range(30):
        life.random.choice(doings)()
        query = QUERIES[number % len(QUERIES)]
        assert_counts_and_pages_agree(query, life.random.choice(readers))


def test_what_did_not_change_is_not_read_again(django_assert_num_queries):
    make_motion()
    listed("", None).filters.counts_of("outcome")
    with django_assert_num_queries(1):
        listed("", None).filters.counts_of("outcome")


def test_a_change_of_another_record_reads_no_other(monkeypatch):
    motion = make_motion()
    assert tally_of(Motion).values(FieldValues(Motion, "outcome"))
    read: list = []
    read_of = tallies.read_of
    monkeypatch.setattr(tallies, "read_of", lambda those, keys, asked: read.append(keys) or read_of(those, keys, asked))
    motion.save()
    motion.title_nl = "Anders"
    motion.save()
    tally_of(Motion).values(FieldValues(Motion, "outcome"))
    assert read == [{motion.pk}]


def test_what_is_read_amid_an_action_is_not_kept_when_it_is_rolled_back():
    motion = make_motion()
    outcomes = FieldValues(Motion, "outcome")
    before, then = tally_of(Motion).values(outcomes), Moment(datetime.date(2030, 1, 1))
    with pytest.raises(ZeroDivisionError), Action("save"):
        motion.title_nl, motion.outcome = "Anders", "rejected"
        motion.save()
        assert tally_of(Motion).others([motion.pk])[motion.pk].title_nl == "Anders"
        tally_of(Motion).values(outcomes)
        make_motion("1", "1")
        assert len(tally_then(Motion, then).everything) == 2
        raise ZeroDivisionError
    assert tally_of(Motion).values(outcomes) == before
    assert tally_of(Motion).others([motion.pk])[motion.pk].title_nl != "Anders"
    assert len(tally_then(Motion, then).everything) == 1


def test_marks_of_another_day_are_forgotten():
    make_motion()
    tally, days = tally_of(Motion), [datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)]
    marks = [Marks(Motion, "dated", day, conditions=lambda records: {"any": Q(pk__gt=0)}) for day in days]
    assert all(tally.values(one)["any"] for one in marks)
    assert [tally.has_read(one) for one in marks] == [False, True]


def test_more_than_one_row_of_the_log_can_name_makes_it_read_all_again(monkeypatch):
    monkeypatch.setattr(stamps, "MOST", 2)
    motions = [make_motion() for _ in range(4)]
    assert listed("", None).count == 4
    with Action("bulk") as action:
        action.watch(motions)
        for motion in motions:
            motion.visibility = "internal"
            motion.save()
    assert listed("", None).count == 0


def test_who_looks_back_further_than_the_log_reads_all_again(monkeypatch):
    monkeypatch.setattr(stamps, "KEPT", 1)
    assert listed("", None).count == 0
    for _number in range(4):
        make_motion()
    assert listed("", None).count == 4


def test_each_kind_has_its_own():
    make_motion()
    assert (tally_of(Motion) is tally_of(Motion), tally_of(Commitment) is tally_of(Motion)) == (True, False)
    assert set(tallies._tallies) >= {Motion, Commitment}
