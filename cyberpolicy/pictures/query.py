"""What the address of a picture asks: a chosen record, filters, a period. A wrong value gives a notice."""

import calendar
import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from cyberpolicy.addresses import Address
from cyberpolicy.counting import FieldValues, Links, Tally, tally_of, union
from cyberpolicy.counting.values import NOTHING
from cyberpolicy.facets import NONE, Option
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Relation
from cyberpolicy.relation_kinds import IN_TRACK
from cyberpolicy.visibility import access_of

PASSING = {"lang", "format"}
MOST_OPTIONS = 300  # a longer list is no help; any record can still be chosen from its own page
YEAR_OR_MONTH = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
ONE_OF = {"party": gettext_lazy("Party"), "forum": gettext_lazy("Forum")}  # kinds to which a picture can be limited


@dataclass(frozen=True)
class Choices:
    """A filter as the page draws it: a list of boxes to tick."""

    name: str
    label: Promise | str
    options: list[Option]

    @property
    def chosen_count(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Period:
    """From the first day to the last one asked for; None where it is open."""

    start: datetime.date | None = None
    end: datetime.date | None = None

    def overlap(self, earliest: str, latest: str) -> Q:
        """The condition that something between the days in these two columns may lie in the period."""
        found = Q()
        if self.start:
            found &= Q(**{f"{latest}__isnull": True}) | Q(**{f"{latest}__gte": self.start})
        if self.end:
            found &= Q(**{f"{earliest}__isnull": True}) | Q(**{f"{earliest}__lte": self.end})
        if found:
            found &= Q(**{f"{latest}__isnull": False}) | Q(**{f"{earliest}__isnull": False})
        return found


@dataclass
class PictureQuery:
    """The question in an address. ``verbs``: the name of the filter on what happens or how records relate."""

    path: str
    query: QueryDict
    user: object
    verbs: str
    more: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = ("focus", "track", *ONE_OF, "kind", self.verbs, *self.more, "from", "to", "page")
        unknown = sorted(set(self.query) - {*self.names, *PASSING})
        self.notices += [_("“%(name)s” is not a filter of this page; it was left out.") % {"name": n} for n in unknown]
        self.address = Address(self.path, self.query, self.names)
        self.focus = self._record("focus", self.query.get("focus", ""))
        self.tracks = self.known("track", [track.slug for track in self.all_tracks] + [NONE])
        self.related_to = {kind: self._record(kind, f"{kind}:{self.query[kind]}") for kind in ONE_OF if self._has(kind)}
        self.kinds = self.known("kind", entry_models())
        self.period = self._period()

    def _has(self, name: str) -> bool:
        return bool(self.query.get(name))

    def left_out(self, value: str, name: str) -> None:
        self.notices.append(
            _("“%(value)s” is not a value of “%(name)s”; it was left out.") % {"value": value[:100], "name": name}
        )
        self.address.values[name] = [item for item in self.address.values[name] if item != value]

    def known(self, name: str, values: Iterable[str]) -> list[str]:
        """The values of a filter that exist; the others are left out, with a notice."""
        allowed, given = set(values), dict.fromkeys(value for value in self.query.getlist(name) if value)
        for value in given:
            if value not in allowed:
                self.left_out(value, name)
        return [value for value in given if value in allowed]

    def one_of(self, name: str, values: Iterable[str], default: str) -> str:
        """The value of a filter that has exactly one."""
        return next(iter(self.known(name, values)), default)

    # Records

    @cached_property
    def all_tracks(self) -> list[CatalogueEntry]:
        """The tracks that this reader may see, in their order."""
        return list(CatalogueEntry.objects.visible_to(self.user).filter(kind="track").order_by("rank", "pk"))

    def _record(self, name: str, key: str) -> CatalogueEntry | None:
        """The record that a value of the address names, "forum:ungge", if this reader may see it."""
        kind, _separator, slug = key.partition(":")
        if not slug:
            if key:
                self.left_out(key, name)
            return None
        is_sane = "\x00" not in key and len(slug) <= 100 and kind in entry_models()
        visible = CatalogueEntry.objects.visible_to(self.user)
        found = visible.filter(kind=kind, slug=slug).first() if is_sane else None
        if found is None:
            self.left_out(self.query[name], name)
        return found

    @property
    def limits(self) -> list[CatalogueEntry]:
        """The records to which what is shown must be linked."""
        return [record for record in self.related_to.values() if record]

    @cached_property
    def tally(self) -> Tally:
        """What the records are counted by, as it is for all of this page."""
        return tally_of(CatalogueEntry)

    @cached_property
    def linked(self) -> BitMap:
        """The records that the reader may see and that each of the limits is, or is related to."""
        found = self.tally.visible(access_of(self.user))
        for record in self.limits:
            found = found & _with_related(record)
        return found

    def of_kinds(self) -> BitMap:
        """The records of the kinds asked for, or of any."""
        return (
            self.tally.having(FieldValues(CatalogueEntry, "kind"), self.kinds) if self.kinds else self.tally.everything
        )

    def kinds_of(self, keys: Collection[int]) -> dict[int, str]:
        """The kind of each of these records."""
        wanted, kinds = BitMap(keys), self.tally.values(FieldValues(CatalogueEntry, "kind"))
        return {key: kind for kind, having in kinds.items() for key in having & wanted}

    def members(self) -> dict[int, BitMap]:
        """By track that the reader may see the records that stand in it."""
        found = self.tally.values(Links(CatalogueEntry, (IN_TRACK,)))
        return {track.pk: found.get(track.pk, NOTHING) for track in self.all_tracks}

    def in_tracks(self) -> BitMap:
        """The records that stand in the tracks asked for, or are one of them; without any, all records."""
        if not self.tracks:
            return self.tally.everything
        members, chosen = self.members(), [track.pk for track in self.all_tracks if track.slug in self.tracks]
        found = union(members[track] for track in chosen) | BitMap(chosen)
        if NONE in self.tracks:
            tracks = self.tally.having(FieldValues(CatalogueEntry, "kind"), ["track"])
            found |= self.tally.everything - union(members.values()) - tracks
        return found

    def limit_choices(self) -> list[tuple[str, Promise, list[Option]]]:
        """For each kind to which the picture can be limited the records to choose from."""
        found = []
        for kind, label in ONE_OF.items():
            visible = CatalogueEntry.objects.visible_to(self.user).filter(kind=kind)
            records = list(visible.order_by("title_nl", "pk")[:MOST_OPTIONS])
            chosen = self.related_to.get(kind)
            records += [chosen] if chosen and chosen not in records else []
            options = [Option(r.slug, r.title, is_chosen=r == chosen) for r in records]
            found.append((kind, label, sorted(options, key=lambda option: option.label.casefold())))
        return found

    # The period

    def _period(self) -> Period:
        start, end = self._day("from", is_end=False), self._day("to", is_end=True)
        if start and end and start > end:
            self.notices.append(_("The period ends before it begins; it was left out."))
            self.address.values |= {"from": [], "to": []}
            return Period()
        return Period(start, end)

    def _day(self, name: str, *, is_end: bool) -> datetime.date | None:
        """The first or last day of a year, "2020", or of a month, "2020-11"."""
        value = self.query.get(name, "").strip()
        match = YEAR_OR_MONTH.fullmatch(value)
        if not match or not int(match[1]) >= 1:
            if value:
                self.left_out(self.query[name], name)
            return None
        year, month = int(match[1]), int(match[2] or (12 if is_end else 1))
        return datetime.date(year, month, calendar.monthrange(year, month)[1] if is_end else 1)

    # What the page says about it

    def choices(self, name: str, label: Promise | str, found: Iterable[tuple[str, str, int | None]]) -> Choices:
        """A filter with its options, each with how many it would give, where that is known: (value, label, count)."""
        chosen = self.address.values[name]
        return Choices(name, label, [Option(v, text, count, v in chosen) for v, text, count in found])

    def track_choices(self, counts: dict[str, int] | None = None) -> Choices:
        """The tracks, and what stands in none; with ``counts`` how many each would give."""

        def option(slug: str, label: str, order: int | None) -> Option:
            return Option(slug, label, counts.get(slug, 0) if counts is not None else None, slug in self.tracks, order)

        options = [option(track.slug, track.abbreviation or track.title, track.rank) for track in self.all_tracks]
        none = option(NONE, _("Cross-cutting"), 0)
        return Choices("track", _("Track"), [*options, none])

    def chips(self, *filters: Choices) -> list[tuple[str, str, str]]:
        """Filter, value and the address without it, for every filter in use."""
        found = [(ONE_OF[kind], r.title, self.address.without(kind)) for kind, r in self.related_to.items() if r]
        for choices in filters:
            found += [
                (choices.label, option.label, self.address.without(choices.name, option.value))
                for option in choices.options
                if option.is_chosen
            ]
        labels = {"from": _("From"), "to": _("Up to and including")}
        for name, label in labels.items():
            found += [(label, value, self.address.without(name)) for value in self.address.values[name][:1]]
        return found


def _with_related(record: CatalogueEntry) -> BitMap:
    """The record and all that has a relation with it, whoever may see that."""
    found, links = BitMap([record.pk]), Relation.objects.order_by()
    found.update(links.filter(subject=record.pk).values_list("object", flat=True))
    found.update(links.filter(object=record.pk).values_list("subject", flat=True))
    return found
