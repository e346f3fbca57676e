"""Counting what held or was known at another moment: the values that depend on it are read once, for every count."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from threading import RLock

from django.db.models import Field, QuerySet
from pyroaring import BitMap

from cyberpolicy import former, stamps
from cyberpolicy.batching import batches
from cyberpolicy.counting.dimensions import CHUNK, Dimension, FieldValues, Marks
from cyberpolicy.counting.tally import Tally, tally_of
from cyberpolicy.counting.values import Pair, Values, gathered, with_changed
from cyberpolicy.models import Entry, Revision
from cyberpolicy.moments import Moment
from cyberpolicy.visibility import Access

KEPT = 8  # moments, of all kinds together


class TallyThen(Tally):
    """The records that were there at a moment, by the values they had then; all else is read from the tally of now."""

    def __init__(self, now: Tally, at: Moment) -> None:
        super().__init__(now.model, now.stamp)
        self.now, self.at_moment = now, at
        self.order, self.others = now.order, now.others  # dates and links are those of now

    def _records(self) -> QuerySet:
        return self.model.objects.as_of(self.at_moment).order_by()

    @cached_property
    def everything(self) -> BitMap:
        return BitMap(self._records().values_list("pk", flat=True).iterator(chunk_size=CHUNK))

    @cached_property
    def _then(self) -> dict[str, Values]:
        """The values of the fields that dated rows fill, by their columns."""
        fields = [self.model._meta.get_field(name) for name in self.model.followed]
        return {name: gathered(pairs) for name, pairs in _columns(self._records(), fields).items()}

    @cached_property
    def _known_then(self) -> dict[str, Values]:
        """Those of the fields that the history remembers: as they are now, but for the records changed since."""
        if not self.at_moment.known:
            return {}
        fields = [field for field in former.fields_of(self.model).values() if former.is_filtered(field)]
        since = Revision.objects.filter(group__at__gt=self.at_moment.known, entry__kind=self.model._meta.model_name)
        changed = set(since.order_by().values_list("entry_id", flat=True))
        found = {field.attname: self.now.values(FieldValues(self.model, field.attname)) for field in fields}
        for some in batches(changed):
            then = _columns(self._records().filter(pk__in=some), fields)
            found = {name: with_changed(had, some, gathered(then[name])) for name, had in found.items()}
        return found

    def visible(self, access: Access) -> BitMap:
        return self.now.visible(access) & self.everything

    def read(self, dimensions: Iterable[Dimension]) -> dict[Dimension, Values]:
        return self.now.read(dimensions)

    def values(self, dimension: Dimension) -> Values:
        if isinstance(dimension, FieldValues):
            name = dimension.name
            known = self._then if name in self.model.followed else self._known_then
            return known[name] if name in known else self.now.values(dimension)
        if not isinstance(dimension, Marks):
            return self.now.values(dimension)
        if dimension not in self._values:
            with self._lock:
                if dimension not in self._values:
                    marked = dimension.values_among(self.model.objects.order_by().seen_in(self))
                    there = {code: keys & self.everything for code, keys in marked.items()}
                    self._values[dimension] = {code: keys for code, keys in there.items() if keys}
        return self._values[dimension]


def _columns(records: QuerySet, fields: list[Field]) -> dict[str, list[Pair]]:
    """The values of each field as they were, all in one query."""
    columns = [records.column(field.name) for field in fields]
    rows = list(records.values_list("pk", *columns).iterator(chunk_size=CHUNK))
    return {field.attname: [(row[0], row[place]) for row in rows] for place, field in enumerate(fields, start=1)}


_tallies: OrderedDict[tuple[type[Entry], Moment], TallyThen] = OrderedDict()
_lock = RLock()


def tally_then(model: type[Entry], at: Moment) -> Tally:
    """The tally of a kind of record at a moment; now, the one that is kept up to date."""
    now = tally_of(model)
    if at.is_now:
        return now
    if stamps.is_collecting():  # what was read amid an action may be rolled back
        return TallyThen(now, at)
    with _lock:
        tally = _tallies.pop((model, at), None)
        if tally is None or tally.stamp != now.stamp:
            tally = TallyThen(now, at)
        _tallies[model, at] = tally
        while len(_tallies) > KEPT:
            _tallies.popitem(last=False)
    return tally
