"""A few records of one kind side by side: what each is, where it stands, what it is bound to, what happened when.

The rows follow from the models: the columns of the kind's table, its parts that name another record (a position on a
topic), its relations, its milestones. A row where none of the records has anything is left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cyberpolicy import dates
from cyberpolicy.attachments import attach
from cyberpolicy.kinds import part_links, part_models
from cyberpolicy.models import CatalogueEntry, Citation, Entry, EntryPart, Milestone, Relation
from cyberpolicy.relation_kinds import RELATION_KINDS
from cyberpolicy.tables import table_of
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.values import as_text

PLAIN_LOOKS = frozenset({"text", "status", "number"})
NOT_COMPARED = frozenset({"summary"})  # prose differs always
MOST_LINKED = 100  # records of a kind of relation that are told of each: a ministry has tens of thousands
FIRST = ("party", "forum", "initiative", "incident", "listing", "instrument")  # what a negotiator looks for first


@dataclass
class Statement:
    """One thing said of a record: a text, or (without one) that the row holds for it; with its sources."""

    text: Bilingual | str = ""
    note: Bilingual | str = ""
    citations: list[Citation] = field(default_factory=list)

    def __str__(self) -> str:
        said = str(self.text) or _("yes")
        return f"{said} ({self.note})" if self.note else said


@dataclass
class Row:
    """What the records say about one thing, a cell for each. ``about``: the record it is about, if it is one."""

    label: Bilingual | str
    cells: list[list[Statement]]
    about: CatalogueEntry | Entry | None = None

    @property
    def is_different(self) -> bool:
        return len({tuple(sorted(str(said) for said in cell)) for cell in self.cells}) > 1


@dataclass
class Section:
    """Rows under one heading. ``is_cut``: only the latest ``MOST_LINKED`` of each record, and whoever shares them."""

    label: str
    rows: list[Row]
    is_cut: bool = False

    @property
    def different_count(self) -> int:
        return sum(row.is_different for row in self.rows)

    @property
    def left_out(self) -> str:
        """That not all is told, where it is not."""
        return _("only the latest %(n)s of each") % {"n": MOST_LINKED} if self.is_cut else ""


class Comparison:
    """The records side by side, as ``user`` may see them, in a fixed number of queries."""

    def __init__(self, entries: Sequence[Entry], user) -> None:
        self.entries = list(entries)
        self.kind = self.entries[0].kind_name
        self.links = {
            model.part_name: link
            for model, link in part_links()
            if model is not Relation and model.part_name in part_models(self.kind)
        }
        attach(self.entries, user, parts=(*self.links, Milestone.part_name), is_whole=True, most=MOST_LINKED)
        table_of(self.kind).prepare(self.entries, user)

    def sections(self, *, only_differences: bool = False) -> list[Section]:
        found = []
        for section in self._all():
            rows = [row for row in section.rows if any(row.cells) and (row.is_different or not only_differences)]
            if rows:
                found.append(replace(section, rows=rows))
        return found

    def _all(self) -> Iterator[Section]:
        yield Section(_("Characteristics"), list(self._facts()))
        for name, link in self.links.items():
            label = part_models(self.kind)[name]._meta.verbose_name_plural
            yield Section(capfirst(str(label)), self._by_record(name, link))
        yield from self._relations()
        yield Section(_("Milestones"), self._milestones())

    # What each is

    def _facts(self) -> Iterator[Row]:
        for column in table_of(self.kind).columns:
            if column.look in PLAIN_LOOKS and column.name not in NOT_COMPARED:
                values = [column.value(entry) for entry in self.entries]
                cells = [[Statement(capfirst(as_text(value)))] if as_text(value) else [] for value in values]
                yield Row(str(column.label), cells)

    # Parts that name another record

    def _by_record(self, name: str, link: str) -> list[Row]:
        """A row for each record that the parts are about: the topics of positions."""
        about, cells = {}, self._empty_cells()
        for number, entry in enumerate(self.entries):
            for part in entry.attached.parts[name]:
                other = getattr(part, link)
                about[other.pk] = other
                cells[other.pk][number].append(self._said(entry, part))
        return [Row(other.title, cells[key], other) for key, other in sorted(about.items(), key=_by_title)]

    @staticmethod
    def _said(entry: Entry, part: EntryPart) -> Statement:
        day = getattr(part, part.happens_on) if part.happens_on else None
        note = dates.short_day(day) if day else ""
        return Statement(getattr(part, "stance", "") or str(part), note, entry.attached.cites[part.pk])

    # Relations

    def _relations(self) -> Iterator[Section]:
        """For each verb, in each direction, the records at the other end: who has the same one and who has not."""
        groups: dict[tuple, dict[int, CatalogueEntry]] = defaultdict(dict)
        cells = defaultdict(self._empty_cells)
        labels: dict[tuple, Promise | str] = {}
        for number, entry in enumerate(self.entries):
            for relation, other, verb, is_out in _ends(entry):
                key = (relation.kind, is_out)
                labels[key], groups[key][other.pk] = verb, other
                note = ", ".join(filter(None, [str(relation.qualifier), _basis(relation)]))
                said = Statement("", note, entry.attached.cites[relation.pk])
                cells[key][other.pk][number].append(said)
        for key in sorted(
            groups, key=lambda key: (self._rank(groups[key]), list(RELATION_KINDS).index(key[0]), key[1])
        ):
            rows = [Row(other.title, cells[key][pk], other) for pk, other in sorted(groups[key].items(), key=_by_title)]
            yield Section(capfirst(str(labels[key])), rows, is_cut=self._has_more(*key))

    def _has_more(self, kind: str, is_out: bool) -> bool:
        end = "subject" if is_out else "object"
        return any((end, kind) in entry.attached.totals for entry in self.entries)

    @staticmethod
    def _rank(others: dict[int, CatalogueEntry]) -> int:
        kinds = {other.kind for other in others.values()}
        return min((FIRST.index(kind) for kind in kinds if kind in FIRST), default=len(FIRST))

    # Milestones

    def _milestones(self) -> list[Row]:
        """A row for each kind of milestone, in the order in which they first happened."""
        cells: dict[str, list[list[Statement]]] = {}
        dated = [
            (part, n) for n, entry in enumerate(self.entries) for part in entry.attached.parts[Milestone.part_name]
        ]
        for part, number in sorted(dated, key=lambda item: str(item[0].date_earliest or item[0].date_latest or "9999")):
            when = dates.written(part.vague_date, short=True) if part.date else _("date unknown")
            marks = [_("expected")] * part.is_expected + [_("disputed")] * part.is_disputed
            said = Statement(when, ", ".join(marks), self.entries[number].attached.cites[part.pk])
            cells.setdefault(part.get_kind_display(), self._empty_row())[number].append(said)
        return [Row(capfirst(str(kind)), row) for kind, row in cells.items()]

    def _empty_row(self) -> list[list[Statement]]:
        return [[] for _entry in self.entries]

    def _empty_cells(self) -> dict[int, list[list[Statement]]]:
        return defaultdict(self._empty_row)


def _ends(entry: Entry) -> Iterator[tuple[Relation, CatalogueEntry, Promise | str, bool]]:
    for relation in entry.attached.outgoing:
        yield relation, relation.object, relation.words.forward, True
    for relation in entry.attached.incoming:
        yield relation, relation.subject, relation.words.inverse, False


def _basis(relation: Relation) -> str:
    return "" if relation.basis == "stated" else str(relation.get_basis_display())


def _by_title(item: tuple[int, CatalogueEntry | Entry]) -> tuple[str, int]:
    return str(item[1].title).casefold(), item[0]
