"""Keeping the search in step with the records: every write of a record, its names or its passages ends here."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import override

from cyberpolicy import references, stamps
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import Alias, Document, Entry, Passage, SearchEntry, SearchName
from cyberpolicy.models.names import AliasKind
from cyberpolicy.search import days, facts, vocabulary
from cyberpolicy.search.rows import row_of_passage
from cyberpolicy.search.words import joined, words

ACCESS = ("visibility", "state", "sort_date")
TEXTS = ("titles", "names", "numbers", "body")
UNKNOWN = {"unit", "owner", "deputy", "verified_on", "cites"}  # fields of records that no search looks at
IS_PAPER = re.compile(r"kst-|[\d\s-]+, nr\.")  # which is sooner read than found in a text: half of the time
LONGEST_NAME = 120  # letters by which a name is kept, for suggestions and for two names that mean the same


@dataclass
class OfParts:
    """What the parts of one record add to its own columns."""

    names: list[str] = field(default_factory=list)
    own_names: list[str] = field(default_factory=list)  # without titles of sections, which name something larger
    texts: list[str] = field(default_factory=list)


@dataclass
class Wanted:
    """What the search should have of some records of one kind, read beside what it has."""

    rows: list[tuple[SearchEntry, dict]]
    new_names: list["_Name"]
    gone_names: list[int]  # keys
    without_text: QuerySet[SearchEntry] | None  # of documents


def put(entries: Sequence[Entry]) -> None:
    """Bring the search in step with these records of one kind; what is in step is not written.

    Call it in the transaction that wrote them, after their parts.
    """
    if entries:
        write(read(entries))


def read(entries: Sequence[Entry], *, anew: bool = False) -> Wanted:
    """What is to be written for these records of one kind. ``anew``: also read passages that did not change."""
    parts = _read_parts(entries)
    rows = [*_records(entries, parts), *_passages(entries, anew=anew)]
    names, present = _wanted_names(entries, parts), _present_names(entries)
    return Wanted(
        rows,
        new_names=sorted(names - present.keys()),
        gone_names=[present[name] for name in present.keys() - names],
        without_text=_without_text(entries) if isinstance(entries[0], Document) else None,
    )


def write(wanted: Wanted, known: set[str] | None = None) -> None:
    """Write that. ``known``: words that need not be learnt, for who writes many records; what is learnt is added."""
    if wanted.without_text is not None:
        wanted.without_text.delete()
    learnt = _store(wanted.rows)
    if wanted.gone_names:
        SearchName.objects.filter(pk__in=wanted.gone_names).delete()
    new = [SearchName(entry_id=name.entry, name=name.said, is_short=name.is_short) for name in wanted.new_names]
    SearchName.objects.bulk_create(new, batch_size=200, ignore_conflicts=True)  # another may rebuild at the same time
    vocabulary.learn(learnt, known)


def knows(kind: str, names: Collection[str]) -> bool:
    """Whether the search looks at any of these fields and parts of a kind of record."""
    telling = {rows for column, rows in entry_models()[kind].followed.items() if column in facts.COLUMNS}
    parts = part_models(kind).items()
    unknown = {name for name, model in parts if not (model.searched or model is Alias or model in telling)}
    return bool(set(names) - UNKNOWN - unknown)


def differences(entries: Sequence[Entry]) -> Iterator[str]:
    """Which of these records of one kind the search has not as they are. Changes nothing."""
    if not entries:
        return
    parts = _read_parts(entries)
    wrong = {row.entry_id for row, values in _records(entries, parts) if _changed(row, values)}
    if isinstance(entries[0], Document):
        wrong |= {row.entry_id for row, values in _passages(entries, anew=True) if _changed(row, values)}
        wrong |= set(_without_text(entries).values_list("entry", flat=True))
    wrong |= {name.entry for name in _wanted_names(entries, parts) ^ _present_names(entries).keys()}
    yield from (entry.key for entry in entries if entry.pk in wrong)


# Records


def _read_parts(entries: Sequence[Entry]) -> dict[int, OfParts]:
    """Other names and texts among the parts, in one query a sort of part."""
    found: dict[int, OfParts] = defaultdict(OfParts)
    ids = [entry.pk for entry in entries]
    for alias in Alias.objects.filter(entry__in=ids).order_by("pk"):
        found[alias.entry_id].names.append(alias.text)
        if alias.kind != AliasKind.SECTION_TITLE:
            found[alias.entry_id].own_names.append(alias.text)
    for model in part_models(entries[0].kind_name).values():
        if model.searched:
            for pk, *texts in model.objects.filter(entry__in=ids).order_by("pk").values_list("entry", *model.searched):
                found[pk].texts += texts
    return found


def _records(entries: Sequence[Entry], parts: dict[int, OfParts]) -> Iterator[tuple[SearchEntry, dict]]:
    """The search row of each record, and the values it should have."""
    rows = {row.pk: row for row in SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries])}
    for entry in entries:
        yield rows.get(entry.pk) or SearchEntry(pk=entry.pk, entry_id=entry.pk), _values(entry, parts[entry.pk])


def _values(entry: Entry, parts: OfParts) -> dict:
    """The search row of a record."""
    names = [*entry.search_names(), *parts.names]
    written = [*entry.search_numbers(), *_numbers_in([entry.title_nl, *names, *entry.search_numbers()])]
    return {
        **_access(entry),
        "titles": joined([entry.title_nl, entry.title_en]),
        "names": joined(names),
        "numbers": _numbers(dict.fromkeys(written), facts.of_record(entry)),
        "body": joined([*entry.search_texts(), *parts.texts, *_kind_words(type(entry), getattr(entry, "kind", ""))]),
    }


@cache
def _kind_words(model: type[Entry], kind: str) -> list[str]:
    """What a record is, in both languages: "motie Verhoeven" finds the motion that nowhere calls itself one."""
    found = list(model.also_called)
    for language in ("nl", "en"):
        with override(language):
            found += [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
            found += [str(label) for code, label in _kinds(model) if code == kind]
    return list(dict.fromkeys(found))


def _kinds(model: type[Entry]) -> list[tuple[str, str]]:
    return next((field.choices or [] for field in model._meta.concrete_fields if field.name == "kind"), [])


def _numbers_in(texts: Iterable[str]) -> list[str]:
    """The official names of what these texts refer to: "Verordening (EU) 2019/796" gives celex-32019R0796."""
    found: list[str] = []
    for text in texts:
        paper = references.paper_slug(text) if IS_PAPER.match(text) else None
        found += [f"kst-{paper}"] if paper else [reference.id for reference in references.parse(text)]
    return found


def _numbers(written: Iterable[str], said: Sequence[str]) -> str:
    """The line of numbers, with the words for facts behind it."""
    return " ".join([joined(written), *said]).strip()


def _changed(row: SearchEntry, values: dict) -> list[str]:
    return [name for name, value in values.items() if getattr(row, name) != value]


def _store(wanted: Iterable[tuple[SearchEntry, dict]]) -> list[str]:
    """Write the rows that differ from what is wanted, and note of which records; gives the texts that are new."""
    new, texts, touched = [], [], set()
    for row, values in wanted:
        changed = _changed(row, values)
        is_new = row._state.adding
        if changed or is_new:
            touched.add(row.entry_id)
        for name in changed:
            setattr(row, name, values[name])
        texts += [values[name] for name in changed if name in TEXTS]
        if is_new:
            new.append(row)
        elif changed:
            row.save(update_fields=changed)
    SearchEntry.objects.bulk_create(new, batch_size=200)
    if touched:
        stamps.note(*touched)
    return texts


# Passages


def _passages(entries: Sequence[Entry], *, anew: bool) -> Iterator[tuple[SearchEntry, dict]]:
    """The search row of each passage with a text, and the values it should have.

    The texts themselves are read only where they changed, or all of them ``anew``.
    """
    if not isinstance(entries[0], Document):
        return
    documents = {document.pk: document for document in entries}
    present = SearchEntry.objects.filter(entry__in=documents).exclude(passage=None)
    rows = {row.passage_id: row for row in (present if anew else present.defer(*TEXTS))}
    passages = Passage.objects.filter(document__in=documents).exclude(text="")
    hashes = dict(passages.values_list("pk", "text_hash"))
    changed = [
        pk
        for pk, text_hash in hashes.items()
        if pk not in rows
        or not text_hash
        or rows[pk].text_hash != text_hash
        or days.of_year(rows[pk].sort_date) != days.of_year(documents[rows[pk].entry_id].sort_date)
    ]
    texts = passages.in_bulk() if anew else passages.in_bulk(changed)
    for pk in hashes:
        row = rows.get(pk) or SearchEntry(pk=row_of_passage(pk), passage_id=pk)
        document = documents[texts[pk].document_id if pk in texts else row.entry_id]
        row.entry_id = document.pk
        yield row, _access(document) | (_passage_values(texts[pk], document) if pk in texts else {})


def _without_text(documents: Sequence[Entry]) -> QuerySet[SearchEntry]:
    """Rows of passages whose text is gone."""
    return SearchEntry.objects.filter(entry__in=[document.pk for document in documents], passage__text="")


def _access(entry: Entry) -> dict:
    """What every row of a record repeats, so that a search reads nothing else."""
    return {"kind": entry.kind_name, **{name: getattr(entry, name) for name in ACCESS}}


def _passage_values(passage: Passage, document: Entry) -> dict:
    return {
        "text_hash": passage.text_hash,
        "numbers": _numbers(_numbers_in([passage.text]), days.of_year(document.sort_date)),
        "body": joined([passage.text]),
    }


# Names: each record is kept by those that it goes by, as the words they consist of


class _Name(NamedTuple):
    entry: int
    said: str
    is_short: bool


def _wanted_names(entries: Sequence[Entry], parts: dict[int, OfParts]) -> set[_Name]:
    return {name for entry in entries for name in _names(entry, parts[entry.pk])}


def _present_names(entries: Sequence[Entry]) -> dict[_Name, int]:
    rows = SearchName.objects.filter(entry__in=[entry.pk for entry in entries])
    return {_Name(*name): pk for pk, *name in rows.values_list("pk", "entry", "name", "is_short")}


def _names(entry: Entry, parts: OfParts) -> Iterator[_Name]:
    whole = _as_words([entry.title_nl, entry.title_en, *entry.search_names(), *parts.own_names])
    yield from (_Name(entry.pk, name, False) for name in whole)
    yield from (_Name(entry.pk, name, True) for name in _as_words(entry.search_short_names()) - whole)


def _as_words(names: Iterable[str]) -> set[str]:
    return {" ".join(words(name))[:LONGEST_NAME].strip() for name in names} - {""}
