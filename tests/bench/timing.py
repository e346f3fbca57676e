"""One round with one peer: the same answers first, then the times, then many people at once, then its memory."""

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Client, together
from tests.bench.floor import Floor
from tests.bench.peers import ROOT, Bare, Ours, Peer
from tests.bench.questions import AGAIN, KINDS, Question, Register

MOST, FEWEST, ENOUGH = 16, 6, 0.8  # samples of a kind in a round: at most, at least, and seconds after which it is fine
WRITING = 6.0  # seconds of asking while someone saves once a second
CLIENTS, BROWSING = 16, 2.0
SEARCHED = ("cyberfonds", "sanctiefonds", "energieagenda", "verdragsdomein")  # few motions hold these


class Differs(Exception):
    """Two peers, or two rounds, gave different answers: nothing that was measured counts."""


@dataclass
class Round:
    """What one round found: seconds by (peer, kind, "alone" or "writing"), and the rest by its name."""

    seconds: dict[tuple[str, str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[tuple[str, str], float] = field(default_factory=dict)

    def median(self, peer: str, kind: str, column: str = "alone") -> float | None:
        found = self.seconds.get((peer, kind, column))
        return median(found) if found else None


class Asker:
    """Asks every peer the same kinds of question, each of its own row of them."""

    def __init__(self, register: Register, floor: Floor) -> None:
        self.register, self.floor = register, floor
        self.rows: dict[tuple[str, str], Iterator[Question]] = {}

    def question(self, peer: Peer, kind: str) -> Question:
        row = self.rows.setdefault((peer.name, kind), self.register.ask(kind))
        return peer.understood(next(row))

    # Before timing

    def check(self, peer: Peer) -> None:
        """Every kind of page has the rows that the database gives, in its order, and the count; facets agree too."""
        client = peer.client()
        for kind in KINDS:
            if not peer.can(kind) or kind.startswith("search"):
                continue
            question = self.question(peer, kind)
            slugs, count = peer.read(client, question)
            wanted = self.register.count_of(question)
            if slugs != self.floor.slugs(question) or count != wanted:
                raise Differs(f"{peer.name}, {kind}: {len(slugs)} rows of {count}, wanted {wanted}: {question}")
        self._check_facets(peer, client)
        self._check_search(peer, client)
        client.close()

    def _check_facets(self, peer: Peer, client: Client) -> None:
        for name, counts in peer.facets(client).items():
            wanted = self.register.facets[name]
            differing = [value for value, count in counts.items() if count and wanted.get(value, count) != count]
            if differing or not counts:
                raise Differs(f"{peer.name}, facet {name}: {differing or 'no numbers'}")

    def _check_search(self, peer: Peer, client: Client) -> None:
        """Words without other forms. The usual page looks for letters, in titles and texts only."""
        for word in SEARCHED:
            quoted = f'"{word}"' if isinstance(peer, Ours) else word
            _slugs, count = peer.read(client, Question("search", words=quoted))
            wanted = self.register.holding(word) if peer.finds_words else self.register.spelling(word)
            if count != wanted:
                raise Differs(f"{peer.name} finds {count} motions with {word}, wanted {wanted}")

    # Timing

    def time(self, peer: Peer, found: Round) -> None:
        client = peer.client()
        for kind in KINDS:
            if peer.can(kind):
                self._warm(peer, client, kind)
                found.seconds[peer.name, kind, "alone"] += self._times(peer, client, kind)
        client.close()

    def _warm(self, peer: Peer, client: Client, kind: str) -> None:
        for _time in range(4 if kind in AGAIN else 2 if isinstance(peer, Ours) else 1):  # in both languages, for ours
            client.get(peer.page(self.question(peer, kind)))

    def _times(self, peer: Peer, client: Client, kind: str) -> list[float]:
        times: list[float] = []
        while len(times) < FEWEST or (len(times) < MOST and sum(times) < ENOUGH):
            times.append(self._one(peer, client, kind))
        return times

    def _one(self, peer: Peer, client: Client, kind: str) -> float:
        question = self.question(peer, kind)
        answer = client.get(peer.page(question))
        if answer.status != 200:
            raise Differs(f"{peer.name}, {peer.page(question)}: status {answer.status}")
        return answer.seconds

    def time_floor(self, found: Round) -> None:
        """The SQL alone, in this process."""
        for kind in KINDS:
            if not kind.startswith("search"):
                row = self.rows.setdefault(("SQL", kind), self.register.ask(kind))
                self.floor.seconds(next(row))
                found.seconds["SQL", kind, "alone"] += [self.floor.seconds(next(row)) for _sample in range(MOST)]

    def time_bare(self, peer: Bare, found: Round) -> None:
        client = peer.client()
        client.get("/")
        found.seconds[peer.name, "any", "alone"] += [client.get("/").seconds for _sample in range(50)]
        client.close()

    def time_again_unchanged(self, peer: Ours, found: Round) -> None:
        """The same page with the mark it came with, which a browser sends along: an answer without a page."""
        client = peer.client()
        for language in ("nl", "en"):
            headers = {"Accept-Language": language}
            if mark := client.get("/motions/", **headers).headers.get("etag"):
                answers = [client.get("/motions/", **headers, **{"If-None-Match": mark}) for _sample in range(MOST)]
                if {answer.status for answer in answers} == {304}:
                    found.seconds[peer.name, "unchanged", "alone"] += [answer.seconds for answer in answers]
        client.close()

    def time_writing(self, peer: Ours, found: Round, environment: dict[str, str]) -> None:
        """All kinds in turn, while an editor saves a motion a second."""
        with Saver(environment) as saver:
            client, until = peer.client(), time.monotonic() + WRITING
            kinds, samples = [kind for kind in KINDS if peer.can(kind)], 0
            while time.monotonic() < until or samples < FEWEST:
                for kind in kinds:
                    found.seconds[peer.name, kind, "writing"].append(self._one(peer, client, kind))
                samples += 1
            client.close()
        found.facts[peer.name, "saved meanwhile"] = saver.saved

    def time_many(self, peer: Peer, found: Round) -> None:
        paths = [peer.page(self.question(peer, "plain list")) for _path in range(200)]
        times = together(peer.client, paths, CLIENTS, BROWSING)
        found.seconds[peer.name, f"{CLIENTS} at once", "alone"] += times
        found.facts[peer.name, "pages a second"] = len(times) / BROWSING


class Saver:
    """The editor who saves, as a process of its own: ready before the timing starts."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.saved = 0
        self.process = subprocess.Popen(
            [sys.executable, "tests/bench/saver.py"], cwd=ROOT, env={**os.environ, **environment},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> "Saver":
        self.process.stdout.readline()  # it is ready
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return self

    def __exit__(self, *error) -> None:
        self.process.stdin.close()
        self.saved = int(self.process.stdout.read().strip() or 0)
        if self.process.wait(30) or not self.saved:
            raise Differs("the editor who saves once a second could not")
