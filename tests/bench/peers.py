"""The servers that are compared: starting one, asking it a question, reading what it answered, ending it.

Each listens on 127.0.0.1, on a port that was free, and is ended by its own process id.
"""

import contextlib
import html
import json
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.client import Client
from tests.bench.flat import FACETS
from tests.bench.questions import AGAIN, KINDS, PER_PAGE, WITH_FACETS, Question

ROOT = Path(__file__).resolve().parents[2]
STARTING = 60  # seconds
WORKERS = 2
FACET_NUMBERS = re.compile(r'name="(?P<name>\w+)" value="(?P<value>[\w-]+)"(?P<rest>.*?)(?=<input|</fieldset)', re.S)


class Peer:
    """One server. ``page`` writes a question as its address, ``read`` gives slugs and number of rows of its answer."""

    name: str
    kinds: Sequence[str] | None = None  # of questions it can be asked; None: all
    finds_words = True  # else letters, wherever they stand in a word

    def __init__(self, settings: "Settings") -> None:
        self.settings, self.port = settings, settings.port
        self.cookies: dict[str, str] = {}

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def page(self, question: Question) -> str:
        raise NotImplementedError

    def read(self, client: Client, question: Question) -> tuple[list[str], int]:
        raise NotImplementedError

    def facets(self, client: Client) -> dict[str, dict[str, int]]:
        """The numbers beside the options of the facets on the first page."""
        raise NotImplementedError

    def understood(self, question: Question) -> Question:
        """The question as this peer is asked it."""
        return question

    def can(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    # The process

    def start(self) -> None:
        with socket.socket() as probe:  # raises when another listens there
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", self.port))
        with (self.settings.folder / f"{self.name.split()[0].lower()}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env={**os.environ, **self.settings.environment, **self.environment()},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + STARTING
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended by itself; see its log in {self.settings.folder}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self._check_listener()
        raise RuntimeError(f"{self.name} did not start")

    def _check_listener(self) -> None:
        """Whether it is our own process, or a child of it, that listens there."""
        inodes = _listening(self.port)
        owners = {pid for pid in self.processes() if inodes & _sockets(pid)}
        if not owners:
            raise RuntimeError(f"port {self.port} belongs to another process")

    def stop(self) -> None:
        """End it at once, workers included: nobody waits for an answer any more."""
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # who is left of its group, such as a worker that still sends
        self.process.wait()
        until = time.monotonic() + 10
        while _listening(self.port) and time.monotonic() < until:
            time.sleep(0.1)

    def processes(self) -> list[int]:
        """The process and its children: of gunicorn the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii").split()
        return [self.process.pid, *map(int, children)]

    def memory(self) -> tuple[float, float]:
        """MB that the largest worker has, and had at most, since it started."""
        pids = self.processes()[1:] or self.processes()
        status = [Path(f"/proc/{pid}/status").read_text("ascii") for pid in pids]
        return tuple(
            max(int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024 for text in status) for name in ("VmRSS", "VmHWM")
        )

    def rest(self) -> None:
        """Wait until its processes have nothing to do: one that starts may read for a while what it keeps anyway."""
        until, worked = time.monotonic() + STARTING, -1
        while (now := sum(map(_ticks, self.processes()))) > worked + 1 and time.monotonic() < until:
            worked = now
            time.sleep(1)

    def client(self) -> Client:
        return Client(self.port, self.cookies)


def _listening(port: int) -> set[str]:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


def _sockets(pid: int) -> set[str]:
    """The sockets that a process has open; what it closes meanwhile is none."""
    links = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            links.add(os.readlink(file))
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def _ticks(pid: int) -> int:
    """The processor time that a process has used, in hundredths of a second."""
    user, system = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def gunicorn(module: str, port: int) -> list[str]:
    """Another application on the server of the site, with as many processes and threads as gunicorn.conf.py says."""
    own = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    given = ("--worker-class", own["worker_class"], "--workers", str(WORKERS), "--threads", str(own["threads"]))
    return [
        sys.executable, "-m", "gunicorn", "--config", os.devnull, "--no-control-socket", "--bind", f"127.0.0.1:{port}",
        *given, module,
    ]  # fmt: skip


def query(pairs: list[tuple[str, object]]) -> str:
    return "?" + urllib.parse.urlencode([(name, value) for name, value in pairs if value not in ("", None)])


COUNT = re.compile(r"<title>[^<]*?\(([\d.,]+)\)")


def count_in(text: str) -> int:
    """What the title of a page says there is, in thousands as the reader's language writes them."""
    return int(re.sub(r"\D", "", COUNT.search(text)[1]))


class Ours(Peer):
    """The site itself, signed in as the editor: accounts, visibility, two languages, its own templates."""

    name = "ours"
    ROWS = re.compile(r'<th[^>]*scope="row"><a[^>]*href="/motions/([\w-]+)/')
    HITS = re.compile(r'href="/motions/([\w-]+)/')

    def command(self) -> list[str]:
        return [sys.executable, "-m", "gunicorn"]

    def environment(self) -> dict[str, str]:
        return {"PORT": str(self.port), "WEB_CONCURRENCY": str(WORKERS), "LOG_LEVEL": "ERROR"}

    def start(self) -> None:
        super().start()
        loading = [sys.executable, "tests/bench/load.py", "--sign-in"]
        environment = {**os.environ, **self.settings.environment}
        key = subprocess.run(loading, cwd=ROOT, env=environment, capture_output=True, text=True)
        if key.returncode:
            self.stop()
            raise RuntimeError(key.stderr)
        self.cookies["sessionid"] = key.stdout.strip()

    def page(self, question: Question) -> str:
        if question.slug:
            return f"/motions/{question.slug}/"
        if question.kind == "search page":
            return "/search/" + query([("q", question.words)])
        sort = "" if question.sort == "slug" else question.sort
        page = question.page if question.page > 1 else ""
        return "/motions/" + query([*question.filters, ("q", question.words), ("sort", sort), ("page", page)])

    def read(self, client: Client, question: Question) -> tuple[list[str], int]:
        text = client.get(self.page(question)).text
        if question.slug:
            return [question.slug] if question.slug in text else [], 1
        if question.kind == "search page":
            return list(dict.fromkeys(self.HITS.findall(text))), -1
        return self.ROWS.findall(text), count_in(text)

    def facets(self, client: Client) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for match in FACET_NUMBERS.finditer(client.get("/motions/").text):
            number = re.search(r">\s*([\d.,  ]+)\s*<", match["rest"])
            if match["name"] in found and number:
                found[match["name"]][match["value"]] = int(re.sub(r"\D", "", number[1]))
        return found


class Datasette(Peer):
    """Datasette from PyPI on the plain table, with its full-text table named and every index that helps it."""

    name = "Datasette"
    kinds = tuple(kind for kind in KINDS if kind not in AGAIN | {"search page"})  # it keeps nothing: again is the same

    def command(self) -> list[str]:
        metadata = self.settings.folder / "datasette.json"
        table = {"fts_table": "motions_fts", "fts_pk": "id", "sort": "slug"}
        metadata.write_text(json.dumps({"databases": {"flat": {"tables": {"motions": table}}}}), "utf-8")
        limits = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "default_page_size": PER_PAGE}
        limits |= {"facet_suggest_time_limit_ms": 1, "suggest_facets": "off", "max_csv_mb": 0}
        settings = [word for name, value in limits.items() for word in ("--setting", name, str(value))]
        return [
            str(self.settings.venv / "bin" / "datasette"), "serve", "--immutable", str(self.settings.flat),
            "--host", "127.0.0.1", "--port", str(self.port), "--metadata", str(metadata), *settings,
        ]  # fmt: skip

    def understood(self, question: Question) -> Question:
        """With facets the first page only: on a later one it counts what is left, which is slower and wrong."""
        return replace(question, page=1, after=None, first=None) if question.kind in WITH_FACETS else question

    def page(self, question: Question, extension: str = "") -> str:
        if question.slug:
            return f"/flat/motions{extension}" + query([("slug__exact", question.slug), ("_nofacet", 1)])
        order = ("_sort", "slug") if question.sort == "slug" else ("_sort_desc", "date")
        after = f"{_tilde(question.after[0])},{question.after[1]}" if question.after else ""
        pairs = [*question.filters, ("_search", question.words), order, ("_size", PER_PAGE), ("_next", after)]
        pairs += [("_nocol", name) for name in ("requests", "body")]  # our list does not show them either
        shown = [("_facet", name) for name in FACETS] if question.kind in WITH_FACETS else [("_nofacet", 1)]
        return f"/flat/motions{extension}" + query([*pairs, *shown])

    def read(self, client: Client, question: Question) -> tuple[list[str], int]:
        found = json.loads(client.get(self.page(question, ".json") + "&_shape=objects").text)
        return [row["slug"] for row in found["rows"]], found["filtered_table_rows_count"]

    def facets(self, client: Client) -> dict[str, dict[str, int]]:
        found = json.loads(client.get(self.page(Question("list"), ".json") + "&_facet_size=max&_shape=objects").text)[
            "facet_results"
        ]
        return {name: {str(row["value"]): row["count"] for row in found[name]["results"]} for name in FACETS}


class Usual(Peer):
    """The usual Django page, served as ours is."""

    name = "usual Django"
    finds_words = False
    kinds = ("list", "plain list", "filter", "deep", "deep filter", "detail", "search")  # it is slow: those with a goal
    ROWS = re.compile(r'<tr><td><a href="/motions/([\w-]+)/">')

    def command(self) -> list[str]:
        return gunicorn("tests.bench.usual:application", self.port)

    def page(self, question: Question) -> str:
        if question.slug:
            return f"/motions/{question.slug}/"
        sort = {"slug": "slug", "-date": "-sort_date"}[question.sort]
        plain = "" if question.kind in WITH_FACETS else "1"
        pairs = [*question.filters, ("q", question.words), ("sort", sort), ("page", question.page), ("plain", plain)]
        return "/motions/" + query(pairs)

    def read(self, client: Client, question: Question) -> tuple[list[str], int]:
        text = client.get(self.page(question)).text
        if question.slug:
            return [question.slug] if "<h1>" in text else [], 1
        return self.ROWS.findall(text), count_in(text)

    def facets(self, client: Client) -> dict[str, dict[str, int]]:
        text = html.unescape(client.get("/motions/").text)
        rows = re.findall(r'name="(\w+)" value="([\w-]*)"> [\w-]* <span>(\d+)</span>', text)
        return {name: {value: int(count) for own, value, count in rows if own == name} for name in FACETS}


class Bare(Peer):
    """HTTP itself."""

    name = "bare WSGI"
    kinds = ()

    def command(self) -> list[str]:
        return gunicorn("tests.bench.bare:application", self.port)


def _tilde(text: str) -> str:
    """As Datasette writes values in its addresses."""
    return "".join(letter if letter.isalnum() or letter in "_-" else f"~{ord(letter):02X}" for letter in text)


class Settings:
    """Where things stand for one run."""

    def __init__(self, folder: Path, flat: Path, venv: Path, database_url: str) -> None:
        self.folder, self.flat, self.venv = folder, flat, venv
        self.environment = {"VAR_DIR": str(folder), "DATABASE_URL": database_url}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
