"""The rows of a long list as plain tuples: a file of a hundred thousand records makes an object of none of them.

Read are the fields that the columns need, then what hangs on a batch of rows, a query a sort of thing; what many rows
name (a party, a document) is looked up once. What the reader may not see is left out here, as in ``attachments``.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial, reduce
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.constants import CURSOR
from django.utils.translation import get_language

from cyberpolicy import former, references
from cyberpolicy.asking import Repeated
from cyberpolicy.attachments import Kept, standing_parts
from cyberpolicy.kinds import part_models
from cyberpolicy.models import CatalogueEntry, Citation, Document, EntryPart, Passage, Relation
from cyberpolicy.moments import Moment
from cyberpolicy.querysets import EntryQuerySet, of_kinds
from cyberpolicy.visibility import access_of

FIRST = 200  # rows of the first batch, so that a file begins at once
REMEMBERED = 2_000  # answers of a function
Made = TypeVar("Made")


class Lookup(Kept[Made | None]):
    """What cells say of the rows of another table. None stands for a row that is not there or may not be seen."""

    known: ClassVar[dict] = {None: None}

    def __init__(self, rows: QuerySet, fields: Sequence[str], made: Callable[..., Made]) -> None:
        super().__init__()
        self._rows, self._fields, self._made, self._asked = rows, fields, made, Repeated()

    def _fetched(self, missing: set[int]) -> dict[int, Made | None]:
        rows = self._asked.tuples("rows", missing, self._of)
        return dict.fromkeys(missing) | {pk: self._made(*values) for pk, *values in rows}

    def _of(self, keys: RawSQL) -> QuerySet:
        return self._rows.filter(pk__in=keys).order_by().values_list("pk", *self._fields)


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
    place: str
    short_place: str

    def __str__(self) -> str:
        return f"{self.paper.slug} {self.place}".strip()

    @property
    def in_short(self) -> str:
        return f"{self.paper.name} {self.short_place}".strip()


class Around:
    """Who reads, in which language, and what the batches of one list name."""

    def __init__(self, user) -> None:
        self.user, self.access, self.language = user, access_of(user), (get_language() or "nl")[:2]
        seen = CatalogueEntry.objects.visible_to(user)
        self.titles = Lookup(seen, ("title_nl", "title_en"), self.text)
        self.records = Lookup(seen, ("kind", "slug", "title_nl", "title_en"), _named)
        papers = Document.objects.visible_to(user)
        self.papers = Lookup(papers, ("slug", "title_nl", "title_en", "dossier", "number", "url"), self._paper)
        self.locators = Lookup(Passage.objects.all(), ("locator",), str)
        self._remembering: dict[Callable, Callable] = {}
        self._named: dict[type, Names] = {}
        self.asked = Repeated()

    def text(self, nl: Made, en: Made) -> Made:
        """The one in the reader's language, or the other where that is empty."""
        return (en or nl) if self.language == "en" else (nl or en)

    def remembering(self, function: Callable[..., Made]) -> Callable[..., Made]:
        """The function with a memory, for this list alone: what it gives may be in the reader's language."""
        if function not in self._remembering:
            self._remembering[function] = lru_cache(REMEMBERED)(function)
        return self._remembering[function]

    def _paper(self, slug: str, title_nl: str, title_en: str, dossier: str, number: str, url: str) -> Paper:
        return Paper(slug, references.written(dossier, number) or self.text(title_nl, title_en), url)

    def names(self, model: type) -> Names:
        """What the rows of a small table are called: users, units."""
        if model not in self._named:
            self._named[model] = Names(model)
        return self._named[model]


class Needs(NamedTuple):
    """What is read of a list: fields by attribute name, fields of parts by the part's name, relations of these kinds.

    None stands for every kind; ``said`` and ``cited`` are the fields of relations and citations that are read besides.
    """

    fields: Collection[str]
    parts: Mapping[str, Collection[str]]
    outgoing: Collection[str] | None
    incoming: Collection[str] | None
    said: Collection[str] = ()
    cited: Collection[str] = ()


class Related(NamedTuple):
    """Relations of a batch from one end. A row: position, key, kind, the row's key, the other's, and what they say."""

    rows: Sequence[tuple]
    by_kind: Mapping[str, list[tuple]]
    titles: Mapping[int | None, str | None]

    def of_kinds(self, kinds: Collection[str]) -> list[tuple]:
        """The rows of these kinds, in their order."""
        return sorted(chain.from_iterable(self.by_kind.get(kind, ()) for kind in kinds))


class Batch:
    """Some rows of a list that follow each other."""

    most: ClassVar[int] = 2_000  # rows; with 1,000 a file takes a tenth longer, with 4,000 twice the memory

    def __init__(self, columns: dict[str, Sequence[Any]], needs: Needs, queryset: QuerySet, around: Around):
        self._columns = columns
        self.keys: Sequence[int] = columns["pk"]
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
        return list(map(found.get, self.keys, repeat(empty)))

    def joined(self, said: Iterable[tuple[int, str]]) -> list[str]:
        """All that is said of each row, in its order; given by the row's key."""
        found: dict[int, str] = {}
        for key, text in said:
            found[key] = f"{found[key]}; {text}" if key in found else text
        return self.of_each(found, "")

    def listed(self, said: Iterable[tuple[int, Made]]) -> list[Sequence[Made]]:
        """The same, not in words: a list of each row."""
        found = defaultdict(list)
        for key, item in said:
            found[key].append(item)
        return self.of_each(found, ())

    # Relations

    def relations(self, kinds: Collection[str], *, reverse: bool) -> Iterator[tuple[int, int, str]]:
        """Key, row's key and the other record's title of each relation of these kinds that the reader may see.

        Of the rows, which may be seen; whether the other end may tells that it has a title.
        """
        related = self.incoming if reverse else self.outgoing
        in_order, titles = related.of_kinds(kinds), related.titles
        return ((row[1], row[3], title) for row in in_order if (title := titles[row[4]]))

    def others(self, kinds: Collection[str], *, reverse: bool) -> Iterator[tuple[int, dict[str, str]]]:
        """Row's key and the other record as JSON names it, of the same relations."""
        in_order = (self.incoming if reverse else self.outgoing).of_kinds(kinds)
        records = self.around.records.of({row[4] for row in in_order})
        return ((row[3], record) for row in in_order if (record := records[row[4]]))

    @cached_property
    def outgoing(self) -> Related:
        return self._related(self._needs.outgoing, "subject_id", "object_id")

    @cached_property
    def incoming(self) -> Related:
        return self._related(self._needs.incoming, "object_id", "subject_id")

    def _related(self, kinds: Collection[str] | None, own: str, other: str) -> Related:
        if kinds is not None and not kinds:
            return Related((), {}, {})
        fields = ("position", "pk", "kind", own, other, *self._needs.said)
        rows = self.around.asked.tuples(own, self.keys, partial(_relations, kinds, own, fields))
        by_kind = defaultdict(list)
        for row in rows:
            by_kind[row[2]].append(row)
        return Related(rows, by_kind, self.around.titles.of({row[4] for row in rows}))

    # Parts and sources

    def parts(self, name: str, *fields: str) -> Iterator[tuple]:
        """Row's key, own key and these fields of each part of a sort, those of one row in their order."""
        model, names = part_models(self.model._meta.model_name)[name], ["pk", *sorted(self._needs.parts[name])]
        if name not in self._parts:
            rows = partial(_parts, model, names, self.around.user, self.at)
            self._parts[name] = self.around.asked.tuples(name, self.keys, rows)
        return map(itemgetter(0, *(1 + names.index(field) for field in ("pk", *fields))), self._parts[name])

    @cached_property
    def _parts(self) -> dict[str, list[tuple]]:
        return {}

    def sources(self) -> Mapping[int, list[Source]]:
        """The sources of each row itself."""
        return self._cites[0]

    def sources_of_parts(self, others: Collection[int] = ()) -> Mapping[int, list[Source]]:
        """The sources of the rows' parts by the part's key; also of ``others``, relations that other records keep."""
        found = self._cites[1]
        return found | self.told_of(self.citations("part_id", others), self._source)[1] if others else found

    @cached_property
    def _cites(self) -> tuple[dict[int, list[Source]], dict[int, list[Source]]]:
        return self.told_of(self.own_citations, self._source)

    def _source(self, paper: Paper, locator: str | None, pages: str, *_more: str) -> Source:
        return Source(paper, *self.around.remembering(_written)(locator, pages))

    @cached_property
    def own_citations(self) -> list[tuple]:
        return self.citations("entry_id", self.keys)

    def citations(self, what: str, keys: Collection[int]) -> list[tuple]:
        """Record, part, document, passage, pages and what else is read of the citations of records or of parts."""
        return self.around.asked.tuples(what, keys, partial(_citations, what, self._needs.cited))

    def told_of(
        self, cites: list[tuple], said: Callable[..., Made]
    ) -> tuple[dict[int, list[Made]], dict[int, list[Made]]]:
        """What is ``said`` of the sources of records and of parts, by key: of paper, passage, pages, what else is read.

        The citations are of what the reader may see; those that rest on a paper which that reader may not are left out.
        """
        papers = self.around.papers.of(cite[2] for cite in cites)
        locators = self.around.locators.of(cite[3] for cite in cites)
        records, parts = defaultdict(list), defaultdict(list)
        for entry, part, document, passage, *more in cites:
            if paper := papers[document]:
                found, key = (records, entry) if part is None else (parts, part)
                found[key].append(said(paper, locators[passage], *more))
        return records, parts


Rows = TypeVar("Rows", bound=Batch)


# What is asked about the keys of a batch


def _relations(kinds: Collection[str] | None, own: str, fields: Collection[str], keys: RawSQL) -> QuerySet:
    rows = Relation.objects.filter(**{f"{own}__in": keys}).values_list(*fields)
    return rows if kinds is None else of_kinds(rows, kinds)


def _parts(model: type[EntryPart], names: list[str], user, at: Moment, keys: RawSQL) -> QuerySet:
    return standing_parts(model, user, at).filter(entry_id__in=keys).values_list("entry_id", *names)


def _citations(what: str, fields: Collection[str], keys: RawSQL) -> QuerySet:
    rows = Citation.objects.filter(**{f"{what}__in": keys}).order_by("pk")
    return rows.values_list("entry_id", "part_id", "document_id", "passage_id", "pages", *fields)


def _named(kind: str, slug: str, title_nl: str, title_en: str) -> dict[str, str]:
    return {"key": f"{kind}:{slug}", "title_nl": title_nl, "title_en": title_en}


def _written(locator: str | None, pages: str) -> tuple[str, str]:
    """A place in words, and in short."""
    return references.place(locator, pages), references.short_place(locator, pages)


def batches(queryset: EntryQuerySet, needs: Needs, user, sort: type[Rows] = Batch) -> Iterator[Rows]:
    """The rows of a list in its order, a bounded number in memory at a time."""
    names, around = ["pk", *sorted({"slug", *needs.fields})], Around(user)
    for columns in _columns(queryset.values_list(*map(queryset.column, names)), sort.most):
        yield sort(dict(zip(names, columns, strict=True)), needs, queryset, around)


def _columns(rows: QuerySet, most: int) -> Iterator[list[Sequence[Any]]]:
    """Some rows of values after the other, by column. Django converts row by row: here each different value once."""
    compiler = rows.query.get_compiler(rows.db)
    cursor = compiler.execute_sql(CURSOR, chunked_fetch=True)
    if cursor is None:  # no row can meet the conditions
        return
    converters = compiler.get_converters([column for column, *_sql in compiler.select])
    with cursor:
        size = FIRST
        while some := cursor.fetchmany(size):
            columns: list[Sequence[Any]] = list(zip(*some, strict=True))
            for place, (convert, expression) in converters.items():
                columns[place] = _converted(columns[place], convert, expression, compiler.connection)
            yield columns
            size = most


def _converted(column: Sequence[Any], convert: list[Callable], expression: Any, connection: Any) -> list[Any]:
    values = {
        given: reduce(lambda value, one: one(value, expression, connection), convert, given) for given in set(column)
    }
    return [values[given] for given in column]
