"""Which record each row of the search is about, in memory: one row of its own, and one for each passage of a text."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple, Self

from pyroaring import BitMap

from cyberpolicy.batching import batches
from cyberpolicy.models import SearchEntry

CHUNK = 20_000
ROW_BITS = 32
ROW = (1 << ROW_BITS) - 1


class Found(NamedTuple):
    """What a search finds: the records by their own row, the passages by theirs."""

    own: BitMap = BitMap()
    passages: BitMap = BitMap()

    @property
    def rows_count(self) -> int:
        return len(self.own) + len(self.passages)

    def __and__(self, other: "Found") -> "Found":
        return Found(self.own & other.own, self.passages & other.passages)

    def __or__(self, other: "Found") -> "Found":
        return Found(self.own | other.own, self.passages | other.passages)

    def __sub__(self, other: "Found") -> "Found":
        return Found(self.own - other.own, self.passages - other.passages)


class Rows:
    """Every row at one moment. It never changes."""

    def __init__(self, rows: Iterable[tuple[int, int, int | None]] = ()) -> None:
        """``rows``: the key of each, its record, and its passage if it is one's."""
        keys, records, own, passages = (array("I") for _ in range(4))  # a list of a million rows takes 200 MB
        for row, record, passage in rows:
            keys.append(row)
            records.append(record)
            (own if passage is None else passages).append(row)
        self._record = array("I", bytes(4 * (1 + max(keys, default=0))))
        for row, record in zip(keys, records, strict=True):
            self._record[row] = record
        self._own, self._passages = BitMap(own), BitMap(passages)
        self._by_record = array("Q", sorted(map(_place, records, keys)))
        self.records = self._records_of(self._own)

    @classmethod
    def read(cls) -> Self:
        return cls(_rows().iterator(chunk_size=CHUNK))

    def found(self, rows: Iterable[int]) -> Found:
        """These rows, as far as they were there at this moment."""
        among = BitMap(rows)
        return Found(self._records_of(among & self._own), among & self._passages)

    def documents(self, passages: BitMap) -> BitMap:
        """The records whose passages these are."""
        return self._records_of(passages)

    def of(self, record: int) -> list[int]:
        """Its rows: its own and those of its passages."""
        start, stop = self._range(record)
        return [place & ROW for place in self._by_record[start:stop]]

    def of_found(self, found: Found) -> list[int]:
        """The rows that were found."""
        own = [row for record in found.own for row in self.of(record) if row not in self._passages]
        return [*own, *found.passages]

    def is_passage(self, row: int) -> bool:
        return row in self._passages

    def _records_of(self, rows: BitMap) -> BitMap:
        return BitMap(array("I", [self._record[row] for row in rows]))

    def _range(self, record: int) -> tuple[int, int]:
        return bisect_left(self._by_record, _place(record, 0)), bisect_left(self._by_record, _place(record + 1, 0))

    # Keeping up

    def changed(self, records: set[int]) -> tuple[Self, Found, BitMap]:
        """The rows after these records changed; what of them was there before; the keys of the rows they have now."""
        fresh = Rows(row for some in batches(records) for row in _rows().filter(entry__in=some))
        gone = Found(BitMap(records), BitMap([row for record in records for row in self.of(record)]) & self._passages)
        rows = type(self)()
        rows._record = array("I", self._record)
        rows._record.frombytes(bytes(4 * max(0, len(fresh._record) - len(self._record))))
        new = fresh._own | fresh._passages
        for row in new:
            rows._record[row] = fresh._record[row]
        rows._own, rows._passages = self._own | fresh._own, (self._passages - gone.passages) | fresh._passages
        rows.records = (self.records - gone.own) | fresh.records
        rows._by_record = self._spliced(sorted(records), fresh)
        return rows, gone, new

    def _spliced(self, records: list[int], fresh: "Rows") -> array:
        """The places of all rows, with those that ``fresh`` has for these records."""
        places, before = array("Q"), 0
        for record in records:
            start, stop = self._range(record)
            places += self._by_record[before:start]
            places.extend(_place(record, row) for row in fresh.of(record))
            before = stop
        return places + self._by_record[before:]


def _rows():
    return SearchEntry.objects.order_by().values_list("pk", "entry", "passage")


def _place(record: int, row: int) -> int:
    return record << ROW_BITS | row
