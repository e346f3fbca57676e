"""A facet as the page draws it: which options stand there at once, and which behind "Show more"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from cyberpolicy.facets import Option

FEW = 8  # fewer options than this are always all shown
LONG = 12  # a facet with more options has a box to find one
MOST = 150  # what a page can bear; the rarest of the others wait until other filters leave fewer


@dataclass(frozen=True)
class FacetBox:
    """A facet with its options in order: ``shown`` at once, ``more`` folded, ``left_out`` how many are not there."""

    name: str
    label: Promise | str
    shown: list[Option]
    more: list[Option]
    left_out: int
    chosen_count: int

    @property
    def is_long(self) -> bool:
        return len(self.shown) + len(self.more) > LONG


@dataclass(frozen=True)
class FacetBoxes:
    """The facets of a list in their order, the same on all its pages."""

    boxes: list[FacetBox]

    def __iter__(self) -> Iterator[FacetBox]:
        return iter(self.boxes)

    @cached_property
    def html(self) -> SafeString:
        """As a page draws them, in the language of whom they were put together for: drawn once, and kept with them."""
        return render_to_string("entries/_facet_boxes.html", {"facets": self.boxes})


def facet_box(name: str, label: Promise | str, options: list[Option]) -> FacetBox:
    """What is chosen is always shown; of the others those with most results, and without results only when few."""
    by_weight = sorted(options, key=lambda option: (not option.is_chosen, -option.count))
    if len(options) < FEW:
        at_once = {option.value for option in options}
    else:
        at_once = {o.value for o in by_weight[:LONG] if o.count} | {o.value for o in options if o.is_chosen}
    there = {option.value for option in by_weight[:MOST]} | at_once
    return FacetBox(
        name=name,
        label=label,
        shown=[option for option in options if option.value in at_once],
        more=[option for option in options if option.value in there and option.value not in at_once],
        left_out=len(options) - len(there),
        chosen_count=sum(option.is_chosen for option in options),
    )
