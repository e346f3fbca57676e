"""Counting without asking the database: what the lists filter by, as sets of keys in memory.

``tally_of(kind)`` gives the sets of one kind of record as they are now. A facet reads the keys of each of its values
there (``Tally.values``), a list intersects them, and a count is the size of what is left. After a change only what
changed is read again; ``stamps`` says what that is. ``tally_then`` gives the sets of another moment.
"""

from cyberpolicy.counting.dimensions import Dimension, FieldValues, Links, Marks, Years
from cyberpolicy.counting.order import Order
from cyberpolicy.counting.tally import Tally, tally_of
from cyberpolicy.counting.then import tally_then
from cyberpolicy.counting.values import union

__all__ = [
    "Dimension",
    "FieldValues",
    "Links",
    "Marks",
    "Order",
    "Tally",
    "Years",
    "tally_of",
    "tally_then",
    "union",
]
