"""The filters inside a query: ``spoor:respons``, ``forum:oewg``, ``status:open``, ``jaar:2019..2020``, ``type:motie``,
``datum:2020-11-16``, ``indiener:verhoeven``, ``kamer:eerste``, ``ministerie:defensie``, ``afzender:blok``.

Names and values may be Dutch or English, whatever the language of the page; the beginning of a word is enough.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.counting import FieldValues, Links, Years, tally_of, union
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Chamber, Document, Entry, Relation, SearchName
from cyberpolicy.models.documents import CALLED_PAPER
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.search import by_whom, days, facts
from cyberpolicy.search.facts import kind_names
from cyberpolicy.search.matching import Match, Phrase
from cyberpolicy.search.naming import called
from cyberpolicy.search.words import SHORTEST_START, stems, words
from cyberpolicy.text import folded

if TYPE_CHECKING:
    from cyberpolicy.search.finding import Search

NAMES = {
    "spoor": "track", "track": "track", "forum": "forum", "overleg": "forum",
    "partij": "party", "party": "party", "land": "party", "country": "party", "plaats": "place", "place": "place",
    "instrument": "instrument", "incident": "incident", "dossier": "dossier",
    "ministerie": "party", "ministry": "party",
    "status": "status", "stand": "status", "uitkomst": "status", "uitslag": "status", "outcome": "status",
    "jaar": "year", "year": "year", "datum": "date", "date": "date",
    "indiener": "submitter", "submitter": "submitter", "lid": "submitter", "member": "submitter",
    "door": "submitter", "by": "submitter", "afzender": "submitter", "sender": "submitter",
    "kamer": "chamber", "chamber": "chamber",
    "type": "kind", "soort": "kind", "kind": "kind",
}  # fmt: skip
LABELS = {
    "track": _("track"), "forum": _("forum"), "party": _("party"), "place": _("place"), "instrument": _("instrument"),
    "incident": _("incident"), "dossier": _("dossier"), "status": _("status"), "year": _("year"), "kind": _("kind"),
    "date": _("date"), "submitter": _("submitter"), "chamber": _("chamber"),
}  # fmt: skip
COLUMNS = {"status": facts.COLUMNS, "chamber": ("chamber",)}  # of records, that have few values
YEARS = re.compile(r"(?P<first>\d{4})?(?P<to>\.\.\.?|-|–)?(?P<last>\d{4})?")
BEYOND = re.compile(r"(?:(?P<after>>)|<)(?P<equal>=)?(?P<year>\d{4})")
BOUNDS = ("<", ">", "=<", "=>", "≤", "≥", "≦", "≧")
SPELT = str.maketrans({"≤": "<=", "≦": "<=", "≥": ">=", "≧": ">="})
LAST_YEAR = 9999
MOST_RECORDS = 200  # that one value may stand for


def meant(name: str, value: str, search: "Search") -> BitMap | None:
    """The records that have a value in a field. None when the reader may see no such value."""
    return OWN.get(name, _by_record)(name, value, search) if words(value) else None


def _by_record(name: str, value: str, search: "Search") -> BitMap | None:
    """A record of this kind, and what stands in a relation to it; of a track what stands in it."""
    ids = _records(name, value, search)
    if not ids:
        return None
    if name == "track":
        return search.tally.having(Links(CatalogueEntry, (IN_TRACK,)), ids) | BitMap(ids)
    links = Relation.objects.order_by()
    related = _keys(links.filter(object__in=ids), "subject") | _keys(links.filter(subject__in=ids), "object")
    return related | BitMap(ids)


def _by_submitter(name: str, value: str, search: "Search") -> BitMap | None:
    """What a party submitted, made or sent; none when the reader may see nothing of that."""
    found = by_whom.records(_records(by_whom.BEARER, value, search))
    return found if found.intersect(search.visible) else None


def _keys(links: QuerySet[Relation], end: str) -> BitMap:
    return BitMap(list(links.values_list(end, flat=True)))


def _records(kind: str, value: str, search: "Search") -> list[int]:
    """The records of a kind that are called so; without one those with a name that has words beginning so."""
    said = words(value)
    there = search.visible & _of_kinds(search, [kind])
    if kind == "track" and value.isdecimal():
        return [pk for pk, track in search.tally.others(there).items() if track.rank == int(value)]
    called_so = BitMap(list(SearchName.objects.filter(name=" ".join(said)).values_list("entry", flat=True)))
    match = Match(tuple((Phrase((word,), is_start=len(word) >= SHORTEST_START),) for word in said))
    return list(islice(there & called_so or there & search.finder.found(match, in_names=True).own, MOST_RECORDS))


def _by_dossier(name: str, value: str, search: "Search") -> BitMap:
    """The records whose names or numbers name the dossier; not every text that does so in passing."""
    return search.finder.found(Match(((Phrase(tuple(words(value))),),)), in_names=True).own


def _by_date(name: str, value: str, search: "Search") -> BitMap | None:
    """The records of some years, or of a month or a day."""
    if years := _years(value):
        dimension = Years(CatalogueEntry)
        return search.tally.having(dimension, (year for year in search.tally.values(dimension) if year in years))
    word = "" if is_bound(value) else days.word_for(" ".join(words(value)))
    return _having(search, [word]) if word else None


def is_bound(value: str) -> bool:
    """Whether it asks for what is before or behind something: of two such both must hold."""
    return value.startswith(BOUNDS)


def _years(value: str) -> range:
    """The years that are meant: 2019, 2019..2020, 2019.., >2019. Empty when it is something else."""
    said = value.replace(" ", "").translate(SPELT).replace("=>", ">=").replace("=<", "<=")
    if beyond := BEYOND.fullmatch(said):
        year, is_too = int(beyond["year"]), bool(beyond["equal"])
        return range(year + (not is_too), LAST_YEAR + 1) if beyond["after"] else range(1, year + is_too)
    years = YEARS.fullmatch(said)
    if not years or not (years["first"] or years["last"]):
        return range(0)
    first = int(years["first"] or 1)
    return range(first, int(years["last"] or (LAST_YEAR if years["to"] else first)) + 1)


def _having(search: "Search", said: Iterable[str]) -> BitMap:
    """The records of which the index says one of these, in words that nobody can type."""
    return search.finder.found(Match((tuple(Phrase((word,)) for word in said),)), in_names=True).own


def _by_kind(name: str, value: str, search: "Search") -> BitMap | None:
    """The records of a kind, or of a kind within it: ``type:land`` gives the parties that are countries.

    ``type:kamerstuk`` gives all documents that have a dossier, of whichever kind they are.
    """
    if _is_meant(value, CALLED_PAPER):
        dossiers = FieldValues(Document, "dossier")
        return tally_of(Document).having(dossiers, filter(None, tally_of(Document).values(dossiers)))
    also = {kind: model.also_called for kind, model in entry_models().items()}
    if found := [kind for kind, names in kind_names().items() if _is_meant(value, (*names, *also[kind]))]:
        return _of_kinds(search, found)
    narrower = []
    for model, choices in _narrower_kinds().items():
        if codes := [code for code, names in choices.items() if _is_meant(value, names)]:
            narrower.append(tally_of(model).having(FieldValues(model, "kind"), codes))
    return union(narrower) if narrower else None


def _of_kinds(search: "Search", kinds: Iterable[str]) -> BitMap:
    return search.tally.having(FieldValues(CatalogueEntry, "kind"), kinds)


@cache
def _narrower_kinds() -> dict[type[Entry], dict[str, list[str]]]:
    """What the kinds within a kind of record are called."""
    columns = [(model, model._meta.get_field("kind")) for model in entry_models().values() if hasattr(model, "kind")]
    return {
        model: {code: called([code, code.replace("_", " ")], [label]) for code, label in column.choices}
        for model, column in columns
        if column.choices
    }


def known_values(name: str) -> list[str]:
    """What may be asked for in a field that has few values, in the reader's language; else nothing."""
    if name == "kind":
        return sorted(str(model._meta.verbose_name) for model in entry_models().values())
    if columns := COLUMNS.get(name):
        labels = {
            str(label)
            for model, column in facts.choices_of_models(columns)
            for _code, label in model._meta.get_field(column).choices
        }
        return sorted(labels)
    return []


def _by_column(name: str, value: str, search: "Search") -> BitMap | None:
    """The records with a progress, outcome or execution that is called so."""
    found = []
    for (model, column), choices in facts.choices_of_models(COLUMNS[name]).items():
        codes = [code for code, names in choices.items() if _is_meant(value, names)]
        if codes:
            found.append(tally_of(model).having(FieldValues(model, column), codes))
    return union(found) if found else None


def _by_chamber(name: str, value: str, search: "Search") -> BitMap | None:
    """The records of a chamber, by its number where nobody recorded it; what is of both is of each."""
    choices = facts.choices_of_models(COLUMNS[name]).values()
    codes = {code for some in choices for code, names in some.items() if _is_meant(value, names)}
    return _having(search, map(facts.of_chamber, sorted({*codes, Chamber.BOTH}))) if codes else None


def _is_meant(value: str, names: Iterable[str]) -> bool:
    asked = folded(value).strip()
    if asked in names or (len(asked) > 3 and any(name.startswith(asked) for name in names)):
        return True
    forms = stems(asked)
    return bool(forms) and any(not forms.isdisjoint(stems(name)) for name in names)


OWN: dict[str, Callable[[str, str, "Search"], BitMap | None]] = {
    "year": _by_date,
    "kind": _by_kind,
    "status": _by_column,
    "chamber": _by_chamber,
    "date": _by_date,
    "submitter": _by_submitter,
    "dossier": _by_dossier,
}
BY_RECORD = tuple(name for name in LABELS if name not in OWN)  # kinds of record that others are related to
NAMING = {*BY_RECORD, "submitter"}  # fields of which the value is a name
