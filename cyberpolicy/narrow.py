"""The rows of a long list as plain tuples: a file of a hundred thousand records makes an object of none of them.

Read are the fields that the columns need, then what hangs on a batch of rows, a query a sort of thing; what many rows
name (a party, a document) is looked up once. What the reader may not see is left out here, as in ``attachments``.
"""

from collections import defaultdict, namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from cyberpolicy import former, references
from cyberpolicy.asking import among
from cyberpolicy.attachments import Kept, standing_parts
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Document, Passage, Relation
from cyberpolicy.querysets import EntryQuerySet
from cyberpolicy.visibility import access_of

FIRST, NEXT = 200, 1_000  # rows of the first batch, so that a file begins at once, and of those after it
Made = TypeVar("Made")


class Lookup(Kept[Made | None]):
    """What cells say of the rows of another table. None stands for a row that is not there or may not be seen."""

    known: ClassVar[dict] = {None: None}

    def __init__(self, rows: QuerySet, fields: Sequence[str], made: Callable[..., Made]) -> None:
        super().__init__()
        self._rows, self._fields, self._made = rows, fields, made

    def _fetched(self, missing: set[int]) -> dict[int, Made | None]:
        rows = _tuples(self._rows.filter(pk__in=among(missing)).order_by().values_list("pk", *self._fields))
        return dict.fromkeys(missing) | {pk: self._made(*values) for pk, *values in rows}


class Names(Kept[str | None]):
    """Rows by what they call themselves."""

    known: ClassVar[dict] = {None: None}

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self._model = model

    def _fetched(self, missing: set[int]) -> dict[int, str]:
        return {pk: str(row) for pk, row in self._model._base_manager.in_bulk(missing).items()}


class Paper(NamedTuple):
    """A document as cells name it."""

    slug: str
    name: str  # its number as parliament writes it, else its title
    url: str


class Source(NamedTuple):
    """A citation as cells name it."""

    paper: Paper
    locator: str | None
    pages: str

    def __str__(self) -> str:
        return f"{self.paper.slug} {references.place(self.locator, self.pages)}".strip()

    @property
    def in_short(self) -> str:
        return f"{self.paper.name} {references.short_place(self.locator, self.pages)}".strip()


class Around:
    """Who reads, in which language, and what the batches of one list name."""

    def __init__(self, user) -> None:
        self.user, self.access, self.language = user, access_of(user), (get_language() or "nl")[:2]
        seen = CatalogueEntry.objects.visible_to(user)
        self.titles = Lookup(seen, ("title_nl", "title_en"), self.text)
        papers = Document.objects.visible_to(user)
        self.papers = Lookup(papers, ("slug", "title_nl", "title_en", "dossier", "number", "url"), self._paper)
        self.locators = Lookup(Passage.objects.all(), ("locator",), str)
        self._named: dict[type, Names] = {}

    def text(self, nl: Made, en: Made) -> Made:
        """The one in the reader's language, or the other where that is empty."""
        return (en or nl) if self.language == "en" else (nl or en)

    def _paper(self, slug: str, title_nl: str, title_en: str, dossier: str, number: str, url: str) -> Paper:
        return Paper(slug, references.written(dossier, number) or self.text(title_nl, title_en), url)

    def names(self, model: type) -> Names:
        """What the rows of a small table are called: users, units."""
        if model not in self._named:
            self._named[model] = Names(model)
        return self._named[model]


class Needs(NamedTuple):
    """What the columns of a list read: fields by attribute name, fields of parts by the part's name, relations."""

    fields: Collection[str]
    parts: Mapping[str, Collection[str]]
    outgoing: Collection[str]
    incoming: Collection[str]


class Batch:
    """Some rows of a list that follow each other."""

    def __init__(self, rows: list[tuple], names: Sequence[str], needs: Needs, queryset: QuerySet, around: Around):
        self._columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        self.keys: Sequence[int] = self._columns["pk"]
        self.model, self.at, self.around, self._needs = queryset.model, queryset.at, around, needs
        if self.at.known:
            self._wind_back()

    def _wind_back(self) -> None:
        places = {key: place for place, key in enumerate(self.keys)}
        for key, values in former.values_at(self.model, self.keys, self.at.known).items():
            for name in values.keys() & self._columns.keys():
                column = self._columns[name] = list(self._columns[name])
                column[places[key]] = values[name]

    def field(self, name: str) -> Sequence[Any]:
        return self._columns[name]

    def text(self, name: str) -> list[Any]:
        """A field kept in two languages, in the reader's, falling back to the other."""
        own, other = ("en", "nl") if self.around.language == "en" else ("nl", "en")
        pairs = zip(self.field(f"{name}_{own}"), self.field(f"{name}_{other}"), strict=True)
        return [text or instead for text, instead in pairs]

    def of_each(self, found: Mapping[int, Made], empty: Made) -> list[Made]:
        """What was found of each row."""
        return [found.get(key, empty) for key in self.keys]

    # Relations

    def relations(self, kinds: Collection[str], *, reverse: bool) -> Iterator[tuple[int, int, str]]:
        """Key, row's key and the other record's title of each relation of these kinds that the reader may see."""
        rows = self._incoming if reverse else self._outgoing
        return ((pk, key, title) for pk, kind, key, title in rows if kind in kinds)

    @cached_property
    def _outgoing(self) -> list[tuple]:
        return self._relations(self._needs.outgoing, "subject_id", "object_id")

    @cached_property
    def _incoming(self) -> list[tuple]:
        return self._relations(self._needs.incoming, "object_id", "subject_id")

    def _relations(self, kinds: Collection[str], own: str, other: str) -> list[tuple]:
        """Of the rows, which may be seen; whether the other end may tells that it has a title."""
        if not kinds:
            return []
        found = Relation.objects.filter(**{f"{own}__in": among(self.keys)}, kind__in=sorted(kinds))
        rows = _tuples(found.values_list("pk", "kind", own, other))
        titles = self.around.titles.of(other for _pk, _kind, _key, other in rows)
        return [(pk, kind, key, title) for pk, kind, key, other in rows if (title := titles[other])]

    # Parts and sources

    def parts(self, name: str) -> Mapping[int, list[Any]]:
        """The parts of each row that has any, as named tuples of the fields needed; in their order."""
        if name not in self._parts:
            found = self._parts[name] = defaultdict(list)
            rows = standing_parts(part_models(self.model._meta.model_name)[name], self.around.user, self.at)
            fields = sorted(self._needs.parts[name])
            made = _part(*fields)
            for part in _tuples(rows.filter(entry_id__in=among(self.keys)).values_list("entry_id", "pk", *fields)):
                found[part[0]].append(made(part))
        return self._parts[name]

    @cached_property
    def _parts(self) -> dict[str, Any]:
        return {}

    def sources(self) -> Mapping[int, list[Source]]:
        """The sources of each row itself."""
        return self._cites[0]

    def sources_of_parts(self, others: Collection[int] = ()) -> Mapping[int, list[Source]]:
        """The sources of the rows' parts by the part's key; also of ``others``, relations that other records keep."""
        found = self._cites[1]
        return found | self._cited(Citation.objects.filter(part_id__in=among(others)))[1] if others else found

    @cached_property
    def _cites(self) -> tuple[dict[int, list[Source]], dict[int, list[Source]]]:
        return self._cited(Citation.objects.filter(entry_id__in=among(self.keys)))

    def _cited(self, rows: QuerySet) -> tuple[dict[int, list[Source]], dict[int, list[Source]]]:
        """Sources of records and of parts, by key. The citations are of what the reader may see; of which papers?"""
        cites = _tuples(rows.order_by("pk").values_list("entry_id", "part_id", "document_id", "passage_id", "pages"))
        papers = self.around.papers.of(document for _entry, _part, document, _passage, _pages in cites)
        locators = self.around.locators.of(passage for _entry, _part, _document, passage, _pages in cites)
        records, parts = defaultdict(list), defaultdict(list)
        for entry, part, document, passage, pages in cites:
            if paper := papers[document]:
                found, key = (records, entry) if part is None else (parts, part)
                found[key].append(Source(paper, locators[passage], pages))
        return records, parts


def _tuples(rows: QuerySet) -> list[tuple]:
    """Rows of values as the database gives them: keys, numbers and texts, which Django need not convert."""
    with connections[rows.db].cursor() as cursor:
        cursor.execute(*rows.query.get_compiler(rows.db).as_sql())
        return cursor.fetchall()


@cache
def _part(*fields: str) -> Callable[[tuple], Any]:
    """Makes a named tuple of the values of a part."""
    return namedtuple("Part", ("entry_id", "pk", *fields))._make  # type: ignore[misc]


def batches(queryset: EntryQuerySet, needs: Needs, user) -> Iterator[Batch]:
    """The rows of a list in its order, a bounded number in memory at a time."""
    names, around = ["pk", "slug", *sorted(needs.fields)], Around(user)
    rows = queryset.values_list(*map(queryset.column, names)).iterator(chunk_size=NEXT)
    size = FIRST
    while some := list(islice(rows, size)):
        yield Batch(some, names, needs, queryset, around)
        size = NEXT
