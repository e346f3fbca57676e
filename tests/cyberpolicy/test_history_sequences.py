"""Any sequence of actions: the records are what a simple model says, the history is complete, undoing leads back."""

from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cyberpolicy import beside
from cyberpolicy.bearings import Bearings
from cyberpolicy.catalogue import disagreements
from cyberpolicy.history import Action
from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import (
    Alias,
    ChangeGroup,
    Citation,
    FormerAddress,
    ProgressStatus,
    Relation,
    Revision,
    Tombstone,
)
from cyberpolicy.states import differences, state_of
from cyberpolicy.undo import carry_out, plan_of
from tests.factories import built, make_document
from tracks.models import Forum

EXAMPLES, STEPS = 7, 10  # some seconds; 60 of 14 steps found nothing more
NUMBERS = st.integers(min_value=0, max_value=3)


class Sequences(RuleBasedStateMachine):
    """A handful of forums. ``expected`` holds, by key, what each should be: facts as a reader would list them."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.before = set(ChangeGroup.objects.values_list("pk", flat=True))
        self.letter = make_document(passages=["1.1", "1.2"])
        self.count = 0
        self.expected: dict[int, dict] = {}
        self.snapshots: list[tuple[int, dict]] = []  # each action, with what was expected before it
        self.make()

    def teardown(self) -> None:
        try:
            self.history_is_complete()
            self.undoing_all_leads_back()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # What is there

    def forum(self, number: int) -> Forum:
        pks = sorted(self.expected)
        return Forum.objects.get(pk=pks[number % len(pks)])

    def facts(self, forum: Forum) -> dict:
        """A record as a reader would list it; other records by their primary key."""
        relations = Relation.objects.filter(subject_id=forum.pk).values_list("kind", "object_id")
        statuses = ProgressStatus.objects.standing().filter(entry_id=forum.pk).values_list("status", "recorded_at")
        return {
            "title": forum.title_nl,
            "title_en": forum.title_en,
            "state": forum.state,
            "slug": forum.slug,
            "aliases": {*Alias.objects.filter(entry_id=forum.pk).values_list("text", flat=True)},
            "cites": {*Citation.objects.filter(entry_id=forum.pk).values_list("passage__locator", flat=True)},
            "relations": {*relations},
            "statuses": dict(statuses),
        }

    def acted(self) -> None:
        """After an action: keep what was before it, if it left a group."""
        known = self.before | {pk for pk, _expected in self.snapshots}
        for pk in ChangeGroup.objects.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True):
            self.snapshots.append((pk, self.earlier))

    def remember(self) -> None:
        self.earlier = deepcopy(self.expected)

    # What is done

    @rule()
    @precondition(lambda self: len(self.expected) < 4)
    def make(self) -> None:
        self.remember()
        self.count += 1
        forum = built("forum", slug=f"f{self.count}", title=f"F{self.count}")
        forum.save()
        self.expected[forum.pk] = {
            "title": f"F{self.count}", "title_en": f"F{self.count}", "state": "published", "slug": f"f{self.count}",
            "aliases": set(), "cites": set(), "relations": set(), "statuses": {},
        }  # fmt: skip
        self.acted()

    @rule(
        number=NUMBERS,
        title=st.sampled_from("ABC"),
        alias=st.sampled_from("xyz"),
        locator=st.sampled_from(["1.1", "1.2"]),
    )
    def edit(self, number: int, title: str, alias: str, locator: str) -> None:
        self.remember()
        forum = self.forum(number)
        wanted = self.expected[forum.pk]
        with Action("edit"):
            forum.title_nl = wanted["title"] = title
            forum.save()
            if alias in wanted["aliases"]:
                Alias.objects.filter(entry_id=forum.pk, text=alias).delete()
            else:
                Alias.objects.create(entry_id=forum.pk, text=alias)
            if locator not in wanted["cites"]:
                passage = self.letter.passages.get(locator=locator)
                Citation.objects.create(entry_id=forum.pk, document=self.letter, passage=passage)
        wanted["aliases"] ^= {alias}
        wanted["cites"] |= {locator}
        self.acted()

    @rule(one=NUMBERS, two=NUMBERS)
    def relate(self, one: int, two: int) -> None:
        subject, object_ = self.forum(one), self.forum(two)
        link = ("supports", object_.pk)
        if subject == object_ or link in self.expected[subject.pk]["relations"]:
            return
        self.remember()
        Relation.objects.create(subject_id=subject.pk, kind="supports", object_id=object_.pk)
        self.expected[subject.pk]["relations"].add(link)
        self.acted()

    @rule(number=NUMBERS, status=st.sampled_from(["planned", "ongoing"]))
    def report(self, number: int, status: str) -> None:
        forum = self.forum(number)
        if status in self.expected[forum.pk]["statuses"]:
            return
        self.remember()
        row = ProgressStatus.objects.create(entry_id=forum.pk, status=status)
        self.expected[forum.pk]["statuses"][status] = row.recorded_at
        self.acted()

    @rule(state=st.sampled_from(["published", "draft"]))
    def set_all(self, state: str) -> None:
        self.remember()
        with Action("bulk") as action:
            action.watch(forums := list(Forum.objects.all()))
            for forum in forums:
                forum.state = state
                forum.save()
        for facts in self.expected.values():
            facts["state"] = state
        self.acted()

    @rule(number=NUMBERS)
    def rename(self, number: int) -> None:
        self.remember()
        forum = self.forum(number)
        self.count += 1
        forum.slug = self.expected[forum.pk]["slug"] = f"f{self.count}"
        forum.save()
        self.acted()

    @rule(number=NUMBERS)
    @precondition(lambda self: len(self.expected) > 1)
    def delete(self, number: int) -> None:
        self.remember()
        forum = self.forum(number)
        key = forum.pk
        forum.delete()
        del self.expected[key]
        for facts in self.expected.values():
            facts["relations"] = {link for link in facts["relations"] if link[1] != key}
        self.acted()

    @rule(one=NUMBERS, two=NUMBERS)
    def merge(self, one: int, two: int) -> None:
        kept, other = self.forum(one), self.forum(two)
        mine, theirs = self.expected[kept.pk], self.expected[other.pk]
        if kept == other or (mine["state"] == "published" and theirs["state"] not in ("published", "withdrawn")):
            return
        self.remember()
        merge(Merger(kept, other), by=None)
        for facts in self.expected.values():
            facts["relations"] = {(kind, kept.pk if pk == other.pk else pk) for kind, pk in facts["relations"]}
        mine["relations"] = {link for link in mine["relations"] | theirs["relations"] if link[1] != kept.pk}
        titles = {theirs["title"], theirs["title_en"]} - {mine["title"], mine["title_en"]}
        mine["aliases"] |= theirs["aliases"] | titles
        mine["cites"] |= theirs["cites"]
        both = [*mine["statuses"].items(), *theirs["statuses"].items()]
        mine["statuses"] = dict(sorted(both, key=lambda row: row[1], reverse=True))  # known since the first said it
        theirs |= {"state": "withdrawn", "aliases": set(), "cites": set(), "relations": set(), "statuses": {}}
        self.acted()

    @rule()
    @precondition(lambda self: self.snapshots)
    def undo_latest(self) -> None:
        group, expected = self.snapshots[-1]
        self.remember()
        carry_out(plan_of(ChangeGroup.objects.get(pk=group)), by=None)
        made = self.expected.keys() - expected.keys()
        withdrawn = {pk: self.expected[pk] | {"state": "withdrawn"} for pk in made}
        self.expected = deepcopy(expected | withdrawn)
        self.acted()

    # What must hold

    @invariant()
    def records_are_as_expected(self) -> None:
        assert {forum.pk: self.facts(forum) for forum in Forum.objects.all()} == self.expected

    def history_is_complete(self) -> None:
        """Replaying all revisions of each record from nothing gives its present state."""
        bearings = Bearings()
        for stone in Tombstone.objects.all():  # of a deleted record the earlier addresses are kept here
            former = [row["fields"] for row in stone.kept["rows"] if row["model"] == "cyberpolicy.formeraddress"]
            bearings.former |= {f"forum:{fields['slug']}": stone.key for fields in former}
        for forum in Forum.objects.all():
            state: dict = {}
            for revision in Revision.objects.filter(entry_id=forum.pk).order_by("pk"):
                for name, (old, new) in revision.changes.items():
                    if name in beside.LABELS:
                        continue
                    old, new = (bearings.renamed("forum", name, value) for value in (old, new))
                    assert not differences({name: state.get(name)}, {name: old}), (forum, name)
                    state[name] = new
            assert not differences({k: v for k, v in state.items() if v is not None}, state_of(forum))
        assert disagreements() == []

    def undoing_all_leads_back(self) -> None:
        groups = ChangeGroup.objects.exclude(pk__in=self.before).order_by("-pk")
        for group in list(groups):
            carry_out(plan_of(group), by=None)
        for forum in Forum.objects.all():
            facts = self.facts(forum)
            assert facts["state"] == "withdrawn"
            assert not any(facts[name] for name in ("aliases", "cites", "relations", "statuses"))
            assert not FormerAddress.objects.filter(entry_id=forum.pk, slug=forum.slug).exists()


@pytest.mark.django_db
def test_any_sequence_of_actions_and_undos():
    run_state_machine_as_test(
        Sequences,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def play(*actions: tuple) -> None:
    """These actions, each looked at."""
    sequence = Sequences()
    try:
        sequence.make()
        for name, *values in actions:
            getattr(sequence, name)(*values)
            sequence.records_are_as_expected()
    finally:
        sequence.teardown()


@pytest.mark.django_db
def test_the_same_status_of_two_records_that_are_merged_and_parted_again():
    play(("report", 1, "planned"), ("report", 0, "planned"), ("merge", 0, 1), ("undo_latest",))


@pytest.mark.django_db
def test_a_status_that_was_taken_back_and_comes_again_with_another_record():
    """It was not known in between: seen as a rare failure on PostgreSQL."""
    play(("report", 0, "planned"), ("undo_latest",), ("report", 1, "planned"), ("merge", 0, 1), ("undo_latest",))
