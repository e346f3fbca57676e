"""Motions, commitments and papers that nobody wrote: as many as you like, the same ones for the same seed.

Pure: plain values, no database. Other records are named by their place in a list of the loader (the third ministry).
The skew is that of a real register: a few dossiers, words and members are everywhere, recent years hold most.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.bench.dutch import NAMES, TOPICS, Zipf, sentences, vocabulary

SEED = 33694
FIRST, LAST = datetime.date(2011, 1, 3), datetime.date(2026, 6, 30)
MEMBERS, MINISTRIES, UNITS, OWNERS = 150, 12, 8, 12
BODY, PASSAGES = 80, 3  # words of a text; passages of a paper
COMMITMENTS, PAPERS = 10, 5  # one for so many motions

OUTCOMES = Zipf(
    ["adopted", "rejected", "held_over", "withdrawn", "taken_over", "lapsed", "amended", "controversial"], power=1.4
)
EXECUTIONS = Zipf(
    [
        "settled", "in_progress", "reported", "open", "partly_settled", "not_started", "transferred",
        "will_not_be_carried_out",
    ]
)  # fmt: skip
REGISTER = Zipf(["open", "settled", "partly_settled", "lapsed"])
APPRAISALS = Zipf(["left_to_house", "advised_against", "none_given", "taken_over", "premature", "superfluous"])
STRENGTHS = Zipf(["commitment", "intention", "condition", "need"])


@dataclass
class Paper:
    """The paper that a motion stands in, with the texts of its passages."""

    texts: list[str]


@dataclass
class Owed:
    """What motions and commitments have in common. ``executions``: status, day, number of the request or None."""

    title: tuple[str, str]
    body: str
    day: datetime.date
    visibility: str
    state: str
    chamber: str
    unit: int | None
    owner: int | None
    ministry: int
    verified_on: datetime.date | None
    register: str = ""
    due_on: datetime.date | None = None
    executions: list[tuple[str, datetime.date, int | None]] = field(default_factory=list)


@dataclass
class Motion(Owed):
    dossier: str = ""
    number: str = ""
    appraisal: str = ""
    tracks: list[int] = field(default_factory=list)
    forums: list[int] = field(default_factory=list)
    submitters: list[int] = field(default_factory=list)
    involved: list[int] = field(default_factory=list)
    outcomes: list[tuple[str, datetime.date]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    paper: Paper | None = None


@dataclass
class Commitment(Owed):
    number: str = ""
    strength: str = ""
    track: int | None = None
    motion: int | None = None  # how many motions before the last one


class Generator:
    """Makes one record after another. ``tracks`` and ``forums``: how many there are to refer to."""

    def __init__(self, motions: int, *, tracks: int, forums: int, seed: int = SEED) -> None:
        self.motions, self.random = motions, Random(seed)
        self.words = vocabulary(seed)
        self.dossiers = Zipf([str(40_000 + number) for number in range(max(40, motions // 250))])
        self.numbers: Counter[str] = Counter()
        self.members, self.ministries = Zipf(list(range(MEMBERS)), 0.7), Zipf(list(range(MINISTRIES)))
        self.tracks, self.forums = Zipf(list(range(tracks)), 0.6), Zipf(list(range(forums)))
        self.units, self.owners = Zipf(list(range(UNITS))), Zipf(list(range(OWNERS)))
        self.topics = Zipf(TOPICS, 0.8)

    def all(self) -> Iterator[Motion | Commitment]:
        """The motions in order, a commitment after every tenth."""
        for number in range(1, self.motions + 1):
            yield self.motion(number)
            if number % COMMITMENTS == 0:
                yield self.commitment(number)

    def motion(self, number: int) -> Motion:
        random, dossier = self.random, self.dossiers.one(self.random)
        self.numbers[dossier] += 1
        submitters = self.members.some(random, 4)
        motion = Motion(
            **self._owed(self._motion_title(submitters)),
            dossier=dossier,
            number=str(self.numbers[dossier]),
            appraisal=APPRAISALS.one(random) if random.random() < 0.8 else "",
            tracks=self.tracks.some(random, 2) if random.random() < 0.85 else [],
            forums=self.forums.some(random, 2) if random.random() < 0.4 else [],
            submitters=submitters,
            requests=[sentences(random, self.words, 18) for _ in range(random.randint(1, 2))],
        )
        motion.involved = [one for one in self.ministries.pick(random, random.randint(0, 1)) if one != motion.ministry]
        motion.outcomes = self._outcomes(motion.day)
        motion.executions = self._executions(motion)
        if number % PAPERS == 0:
            motion.paper = Paper([sentences(random, self.words, BODY) for _ in range(PASSAGES)])
        return motion

    def commitment(self, number: int) -> Commitment:
        random, (dutch, english) = self.random, self.topics.one(self.random)
        word = self._compound()
        title = (f"Toezegging over {dutch} en {word}", f"Commitment on {english} and {word}")
        commitment = Commitment(
            **self._owed(title),
            number=f"TB{number:08}",
            strength=STRENGTHS.one(random),
            track=self.tracks.one(random) if random.random() < 0.7 else None,
            motion=random.randint(0, 9) if random.random() < 0.5 else None,
        )
        commitment.executions = self._executions(commitment)
        return commitment

    def _owed(self, title: tuple[str, str]) -> dict:
        random, day = self.random, self._day()
        return {
            "title": title,
            "body": sentences(random, self.words, BODY),
            "day": day,
            "visibility": random.choices(("public", "internal", "confidential"), (94, 4, 2))[0],
            "state": random.choices(("published", "draft", "review", "withdrawn"), (95, 3, 1, 1))[0],
            "chamber": random.choices(("tweede", "eerste", ""), (80, 12, 8))[0],
            "unit": self.units.one(random) if random.random() < 0.8 else None,
            "owner": self.owners.one(random) if random.random() < 0.6 else None,
            "ministry": self.ministries.one(random),
            "verified_on": self._later(day, 900) if random.random() < 0.5 else None,
            "register": REGISTER.one(random) if random.random() < 0.7 else "",
            "due_on": day + datetime.timedelta(days=random.randint(30, 1_000)) if random.random() < 0.5 else None,
        }

    def _motion_title(self, submitters: list[int]) -> tuple[str, str]:
        (dutch, english), word = self.topics.one(self.random), self._compound()
        names = [member_name(number).split(" ", 1)[1] for number in submitters]
        others = f" c.s. over {word}" if len(names) > 2 else f" en {names[1]}" if len(names) == 2 else ""
        and_others = f" et al. on {word}" if len(names) > 2 else f" and {names[1]}" if len(names) == 2 else ""
        return (
            f"Motie {names[0]}{others} over {dutch} en {word}",
            f"Motion by {names[0]}{and_others} on {english} and {word}",
        )

    def _compound(self) -> str:
        return self.random.choice(self.words.items[-2_000:])

    def _day(self) -> datetime.date:
        """Half of all days lie in the last quarter of the years."""
        return LAST - datetime.timedelta(days=int((LAST - FIRST).days * self.random.random() ** 2))

    def _later(self, day: datetime.date, most: int) -> datetime.date:
        return min(day + datetime.timedelta(days=self.random.randint(0, most)), LAST)

    def _outcomes(self, day: datetime.date) -> list[tuple[str, datetime.date]]:
        if self.random.random() < 0.06:
            return [("submitted", day)]
        return [("submitted", day), (OUTCOMES.one(self.random), self._later(day, 40))]

    def _executions(self, owed: Owed) -> list[tuple[str, datetime.date, int | None]]:
        """Of the whole, or of each request of a motion apart; for some nothing is known."""
        chance = self.random.random()
        if chance < 0.12:
            return []
        if chance > 0.9 and isinstance(owed, Motion):
            return [(EXECUTIONS.one(self.random), owed.day, number) for number in range(1, len(owed.requests) + 1)]
        steps = [("open", owed.day, None)] if chance > 0.6 else []
        return [*steps, (EXECUTIONS.one(self.random), self._later(owed.day, 700), None)]


def member_name(number: int) -> str:
    return f"{'ABCDEFGHJKLMNPRSTW'[number % 18]}. {NAMES[number % len(NAMES)]}"
