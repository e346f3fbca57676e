"""The page of one record, put together: facts, numbered evidence, relations grouped by verb, dates in order."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from django.utils.functional import Promise

from cyberpolicy.attachments import attach
from cyberpolicy.citable import field_label
from cyberpolicy.glossary import glossary_for
from cyberpolicy.models import CatalogueEntry, Citation, DatedRow, Entry, EntryPart, Relation
from cyberpolicy.news import LastChange, last_change
from cyberpolicy.own_documents import own_documents
from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS
from cyberpolicy.running_text import RunningText
from cyberpolicy.values import Choice, choice

MOST_RELATIONS = 50  # of one kind in one direction; the page of the relations has them all


@dataclass(frozen=True)
class Fact:
    """A line of the box beside the text: how it is called and how it is read from the record."""

    label: Promise | str
    value: Callable[[Entry], object]
    look: str = "text"


@dataclass
class RelationGroup:
    """The relations of one kind in one direction, with the record at the other end of each: the first of ``total``."""

    label: Promise | str
    links: list[tuple[CatalogueEntry, Relation, list["Evidence"]]]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.links)


@dataclass
class Evidence:
    """A numbered place in a document, and the fields of the record that are named as resting on it."""

    number: int
    citation: Citation
    is_gone: bool = False  # the words quoted no longer stand there
    about: list[str] = field(default_factory=list)


@dataclass
class StatusLine:
    """A dated row of a record's status: what it is about, and how it looks."""

    part: DatedRow
    side: Promise | str
    look: Choice
    evidence: list[Evidence]


def _look(row: DatedRow) -> Choice:
    """The status as a badge; a row without choices (a deadline) shows itself."""
    shown = choice(row, row.told_by) if row._meta.get_field(row.told_by).choices else None
    return shown or Choice("", str(row))


def _rows(name: str) -> cached_property:
    """The parts of one name with their numbered sources, put together once."""
    return cached_property(lambda page: page.part(name))


class EntryPage:
    """All that the page of ``entry`` shows to ``user``, in a fixed number of queries."""

    aliases = _rows("aliases")
    notes = _rows("notes")
    positions = _rows("positions")
    requests = _rows("requests")

    def __init__(self, entry: Entry, user, *, parts: tuple[str, ...], facts: tuple[Fact, ...]) -> None:
        self.entry, self.user = entry, user
        attach([entry], user, parts=parts, is_whole=True, most=MOST_RELATIONS)
        self.attached = entry.attached
        self._number()
        self.facts = [(fact, fact.value(entry)) for fact in facts]

    @cached_property
    def last_change(self) -> LastChange:
        return last_change(self.entry, self.user)

    def _number(self) -> None:
        """Number the places in reading order: first what the record rests on, then what its parts rest on."""
        self.evidence: list[Evidence] = []
        self._numbers: dict[tuple, int] = {}
        parts = [*self.attached.outgoing, *self.attached.incoming, *chain.from_iterable(self.attached.parts.values())]
        shown = {part.pk for part in parts}
        for cites in [
            self.attached.citations,
            *(cites for part, cites in self.attached.cites.items() if part in shown),
        ]:
            for citation in cites:
                place = self._place(citation)
                if place not in self._numbers:
                    self._numbers[place] = len(self._numbers) + 1
                    self.evidence.append(Evidence(self._numbers[place], citation))
                self._name_field(citation, self.evidence[self._numbers[place] - 1])
        self._check()

    def _check(self) -> None:
        """Find the quotes that are gone; for those without a passage, which are few, the database is asked."""
        loose = [e.citation.pk for e in self.evidence if e.citation.quote and e.citation.passage_id is None]
        nowhere = set(Citation.objects.filter(pk__in=loose).gone().values_list("pk", flat=True)) if loose else set()
        for evidence in self.evidence:
            evidence.is_gone = evidence.citation.is_gone or evidence.citation.pk in nowhere

    def _name_field(self, citation: Citation, evidence: Evidence) -> None:
        is_own = citation.field and citation.part_id is None and citation.entry_id == self.entry.pk
        label = field_label(type(self.entry), citation.field) if is_own else ""
        if label and label not in evidence.about:
            evidence.about.append(label)

    @staticmethod
    def _place(citation: Citation) -> tuple:
        """What has a number of its own: two quotes from one passage are two proofs."""
        return citation.document_id, citation.passage_id, citation.pages, citation.quote

    def cited(self, part: EntryPart | None = None) -> list[Evidence]:
        """The numbered sources of the record itself or of one of its parts, each once."""
        cites = self.attached.cites[part.pk if part else None]
        numbers = dict.fromkeys(self._numbers[self._place(citation)] for citation in cites)
        return [self.evidence[number - 1] for number in numbers]

    def part(self, name: str) -> list[tuple[EntryPart, list[Evidence]]]:
        """The parts of one name, each with its numbered sources."""
        return [(part, self.cited(part)) for part in self.attached.parts[name]]

    @cached_property
    def own_evidence(self) -> list[Evidence]:
        return self.cited()

    @cached_property
    def running_text(self) -> RunningText:
        """How the texts of the page are shown, with the documents here to which they refer."""
        parts = (*self.attached.parts["notes"], *self.attached.parts["requests"])
        texts = [self.entry.summary, *(getattr(part, name, "") for part in parts for name in ("text", "remark"))]
        return RunningText(own_documents(texts, self.user), glossary_for(self.user), left_out=[self.entry.pk])

    @cached_property
    def status_history(self) -> list[StatusLine]:
        """Everything that says how it stood, latest first: parliament's side, the ministry's, deadlines."""
        lines = [
            StatusLine(row, row._meta.verbose_name, _look(row), evidence)
            for rows in self.attached.parts.values()
            for row, evidence in ((row, self.cited(row)) for row in rows)
            if isinstance(row, DatedRow)
        ]
        return sorted(lines, key=lambda line: (str(line.part.date_earliest or ""), line.part.pk), reverse=True)

    @cached_property
    def milestones(self) -> list[tuple[EntryPart, list[Evidence]]]:
        """Newest first; those without a date last."""
        dated = self.part("milestones")
        return sorted(dated, key=lambda item: str(item[0].date_earliest or item[0].date_latest or ""), reverse=True)

    @cached_property
    def relations(self) -> list[RelationGroup]:
        """Relations in both directions, grouped by verb; the tracks stand elsewhere on the page."""
        found: dict[tuple[str, str], list] = defaultdict(list)
        for relation in self.attached.outgoing:
            found["subject", relation.kind].append((relation.object, relation, self.cited(relation)))
        for relation in self.attached.incoming:
            found["object", relation.kind].append((relation.subject, relation, self.cited(relation)))
        totals = {key: len(links) for key, links in found.items()} | self.attached.totals
        return [
            RelationGroup(words, found[end, kind.slug], totals[end, kind.slug])
            for kind in RELATION_KINDS.values()
            for end, words in (("object", kind.inverse), ("subject", kind.forward))
            if kind.slug != IN_TRACK and found[end, kind.slug]
        ]

    @cached_property
    def relation_count(self) -> int:
        return sum(group.total for group in self.relations)
