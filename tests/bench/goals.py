"""The goals, and whether a run reached them: ratios by round, their median and range. No goal is in milliseconds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.bench.downloads import Download
from tests.bench.timing import Round

FEWEST = 30  # samples on which a ratio rests
MILLION = 900_000  # motions from which the goals of a million hold
Value = Callable[[Round], float | None]


@dataclass
class Ratio:
    """One comparison: what is compared, the goal, the ratio of each round. ``at_most``: smaller is better."""

    name: str
    goal: float
    at_most: bool
    rounds: list[float]
    samples: int = FEWEST
    is_bound: bool = False  # it is at least as bad as it says: something was stopped before its end

    @property
    def middle(self) -> float:
        return median(self.rounds)

    @property
    def verdict(self) -> str:
        if not self.rounds:
            return "not measured"
        if self.samples < FEWEST:
            return f"too few samples ({self.samples})"
        reached = not self.is_bound and (self.middle <= self.goal if self.at_most else self.middle >= self.goal)
        return "reached" if reached else "**missed**"

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        bound = ("over " if self.at_most else "under ") if self.is_bound else ""
        spread = f" ({short(min(self.rounds))}–{short(max(self.rounds))})" if len(self.rounds) > 1 else ""
        shown = f"{bound}{short(self.middle)}{spread}" if self.rounds else "–"
        return f"| {self.name} | {sign} {self.goal:g} | {shown} | {self.verdict} |"


def short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Goals:
    """All comparisons of a run."""

    def __init__(self, rounds: list[Round], downloads: list[dict[str, Download]], motions: int, vendor: str) -> None:
        self.rounds, self.downloads, self.vendor = rounds, downloads, vendor
        self.is_million = motions >= MILLION
        self.earlier: dict[str, float] = {}  # seconds of each kind in a run with 100,000

    def all(self) -> Iterator[tuple[str, list[Ratio]]]:
        for column in ("alone", "writing"):
            while_saving = ", while an editor saves once a second" if column == "writing" else ""
            yield f"Beside the bare SQL of the rows and bare HTTP{while_saving}", self._floor(column)
            yield f"Beside Datasette{while_saving}", self._datasette(column)
            yield f"Beside the usual Django page{while_saving}", self._usual(column)
            yield f"Far pages and large registers{while_saving}", self._depth(column)
        yield "Memory of a worker, MB", [self._memory()]
        yield "Downloads", list(self._downloads())

    # One comparison

    def _ratio(self, name: str, goal: float, above: Value, below: Value, samples: int, *, at_most: bool) -> Ratio:
        pairs = [(above(one), below(one)) for one in self.rounds]
        return Ratio(name, goal, at_most, [a / b for a, b in pairs if a and b], samples)

    def _samples(self, *keys: tuple[str, str, str]) -> int:
        return min(sum(len(one.seconds.get(key, ())) for one in self.rounds) for key in keys)

    def _floor(self, column: str) -> list[Ratio]:
        kinds = {
            "list": 25, "filter": 25, "near filter": 25, "deep": 25, "deep filter": 25, "sorted": 25,
            "again": 8, "again filter": 8, "again deep": 8,
        }  # fmt: skip
        return [self._over_floor(kind, goal, column) for kind, goal in kinds.items()]

    def _over_floor(self, kind: str, goal: float, column: str) -> Ratio:
        def floor(one: Round) -> float:
            return one.median("SQL", kind) + one.median("bare WSGI", "any")

        samples = self._samples(("ours", kind, column), ("SQL", kind, "alone"))
        return self._ratio(kind, goal, lambda one: one.median("ours", kind, column), floor, samples, at_most=True)

    def _datasette(self, column: str) -> list[Ratio]:
        far = 25 if self.is_million else 10
        kinds = {
            "list": far, "plain list": far, "filter": far, "plain filter": far, "deep": far, "deep filter": far,
            "sorted": far, "search": 10, "detail": 2,
        }  # fmt: skip
        return [self._times("Datasette", kind, kind, goal, column) for kind, goal in kinds.items()] + [
            self._times("Datasette", "search", "search page", 10, column)
        ]

    def _usual(self, column: str) -> list[Ratio]:
        kinds = {"list": 20, "plain list": 20, "filter": 20, "deep": 20, "deep filter": 20, "search": 5}
        return [self._times("usual Django", kind, kind, goal, column) for kind, goal in kinds.items()] + [
            self._times("usual Django", "search", "search page", 5, column)
        ]

    def _times(self, peer: str, theirs: str, ours: str, goal: float, column: str) -> Ratio:
        """How many times faster ours is."""
        samples = self._samples(("ours", ours, column), (peer, theirs, "alone"))
        above, below = (lambda one: one.median(peer, theirs)), (lambda one: one.median("ours", ours, column))
        return self._ratio(ours, goal, above, below, samples, at_most=False)

    def _depth(self, column: str) -> list[Ratio]:
        pairs = {"page 1,000 beside the first pages": ("deep", "plain list")}
        pairs["page 1,000 beside the first pages, filtered"] = ("deep filter", "near filter")
        found = []
        for name, (far, near) in pairs.items():
            samples = self._samples(("ours", far, column), ("ours", near, column))
            values = [lambda one, kind=kind: one.median("ours", kind, column) for kind in (far, near)]
            found.append(self._ratio(name, 1.5, *values, samples, at_most=True))
        return found + (list(self._growth()) if column == "alone" else [])

    def _growth(self) -> Iterator[Ratio]:
        """This run beside an earlier one of a tenth as many motions, where there is one."""
        for kind, before in self.earlier.items():
            if not kind.startswith("search"):
                rounds = [now / before for one in self.rounds if (now := one.median("ours", kind))]
                samples = self._samples(("ours", kind, "alone"))
                yield Ratio(f"{kind}, beside the run with 100,000", 2, True, rounds, samples)

    def _memory(self) -> Ratio:
        found = [one.facts["ours", "memory"] for one in self.rounds]
        return Ratio("after all pages and people at once", 400 if self.is_million else 200, True, found)

    # Downloads: whole files, each timed a few times

    def _downloads(self) -> Iterator[Ratio]:
        client = 1.3 if self.vendor == "sqlite" else 1.2
        yield self._download("CSV beside the database's own client, same cells", client, "csv", "joined")
        yield self._download("XLSX beside bare XlsxWriter", 1.2, "xlsx", "XlsxWriter")
        yield self._inverse("ODS, times faster than odfpy", 20, "odfpy", "ods")
        yield self._inverse("CSV, times faster than Datasette", 1, "Datasette CSV", "csv")
        yield self._inverse("CSV, times faster than the usual Django", 1, "usual Django CSV", "csv")
        for name in ("csv", "xlsx", "ods"):
            growth = [run[name].growth for run in self.downloads]
            yield Ratio(f"MB by which a worker grows for {name.upper()}", 80, True, growth)

    def _download(self, name: str, goal: float, ours: str, theirs: str) -> Ratio:
        rounds = [run[ours].seconds / run[theirs].seconds for run in self.downloads]
        return Ratio(name, goal, True, rounds, is_bound=any(not run[ours].is_whole for run in self.downloads))

    def _inverse(self, name: str, goal: float, theirs: str, ours: str) -> Ratio:
        rounds = [run[theirs].seconds / run[ours].seconds for run in self.downloads]
        return Ratio(name, goal, False, rounds, is_bound=any(not run[ours].is_whole for run in self.downloads))
