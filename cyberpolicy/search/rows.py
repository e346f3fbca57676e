"""The rows of the search: one of its own for each record, and one for each passage of a text.

The key of a record's row is the record's own, that of a passage's stands behind those of all records. So what is found
says itself which records these are, and nobody has to look them up.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from pyroaring import BitMap

from cyberpolicy.batching import batches
from cyberpolicy.models import SearchEntry

FIRST_PASSAGE = 1 << 30  # with the passages behind them the keys still fit in the 32 bits of a set
RECORDS = BitMap(range(FIRST_PASSAGE))
CHUNK = 20_000
ROW_BITS = 32
ROW = (1 << ROW_BITS) - 1


def row_of_passage(passage: int) -> int:
    """The key of the row of the passage with this key."""
    return FIRST_PASSAGE + passage


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a search finds."""

    keys: BitMap = field(default_factory=BitMap)

    def __len__(self) -> int:
        return len(self.keys)

    def __and__(self, other: "Found") -> "Found":
        return Found(self.keys & other.keys)

    def __or__(self, other: "Found") -> "Found":
        return Found(self.keys | other.keys)

    def __sub__(self, other: "Found") -> "Found":
        return Found(self.keys - other.keys)

    @property
    def own(self) -> BitMap:
        """The records that were found by their own row."""
        return self.keys & RECORDS

    @property
    def passages(self) -> BitMap:
        """The rows of passages that were found."""
        return self.keys - RECORDS


class Rows:
    """Every row at one moment. It never changes."""

    def __init__(self, rows: Iterable[tuple[int, int]] = ()) -> None:
        """``rows``: the key of each, and its record."""
        keys, passages = array("I"), array("Q")  # a list of a million rows takes 200 MB
        for row, record in rows:
            keys.append(row)
            if row >= FIRST_PASSAGE:
                passages.append(_place(record, row))
        self._keys = BitMap(keys)
        self._passages = array("Q", sorted(passages))
        self._document = array("I", bytes(4 * (1 + max(self._numbers(), default=0))))
        for place, number in zip(self._passages, self._numbers(), strict=True):
            self._document[number] = place >> ROW_BITS

    @classmethod
    def read(cls) -> Self:
        return cls(_rows().iterator(chunk_size=CHUNK))

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def records(self) -> BitMap:
        return self._keys & RECORDS

    @cached_property
    def passages(self) -> BitMap:
        """The rows of all passages."""
        return self._keys - RECORDS

    @cached_property
    def papers(self) -> BitMap:
        """The records that have passages, or had them."""
        return BitMap(self._document) - BitMap([0])

    def found(self, rows: Iterable[int]) -> Found:
        """These rows, as far as they were there at this moment."""
        return Found(BitMap(rows) & self._keys)

    def documents(self, passages: BitMap) -> BitMap:
        """The records whose passages these are."""
        return BitMap([self._document[row - FIRST_PASSAGE] for row in passages.to_array()])

    def of(self, record: int) -> list[int]:
        """Its rows: its own and those of its passages."""
        start, stop = self._range(record)
        own = [record] if record in self.records else []
        return own + [place & ROW for place in self._passages[start:stop]]

    def of_all(self, records: Iterable[int]) -> Found:
        """The rows of all of these."""
        return Found(BitMap([row for record in records for row in self.of(record)]))

    def _numbers(self) -> Iterable[int]:
        """Of each passage its own key."""
        return ((place & ROW) - FIRST_PASSAGE for place in self._passages)

    def _range(self, record: int) -> tuple[int, int]:
        return bisect_left(self._passages, _place(record, 0)), bisect_left(self._passages, _place(record + 1, 0))

    # Keeping up

    def changed(self, records: set[int]) -> tuple[Self, Found, Found]:
        """The rows after these records changed; those of them that were there before; those that they have now."""
        fresh = Rows(row for some in batches(records) for row in _rows().filter(entry__in=some))
        gone = self.of_all(records)
        rows = type(self)()
        rows._keys = (self._keys - gone.keys) | fresh._keys
        rows._passages = self._spliced(sorted(records), fresh)
        rows._document = array("I", self._document)
        rows._document.frombytes(bytes(4 * max(0, len(fresh._document) - len(self._document))))
        for number in fresh._numbers():
            rows._document[number] = fresh._document[number]
        return rows, gone, Found(fresh._keys)

    def _spliced(self, records: list[int], fresh: "Rows") -> array:
        """The places of all passages, with those that ``fresh`` has for these records."""
        places, before = array("Q"), 0
        for record in records:
            start, stop = self._range(record)
            places += self._passages[before:start]
            places += fresh._passages[slice(*fresh._range(record))]
            before = stop
        return places + self._passages[before:]


def _rows():
    return SearchEntry.objects.order_by().values_list("pk", "entry")


def _place(record: int, row: int) -> int:
    return record << ROW_BITS | row
