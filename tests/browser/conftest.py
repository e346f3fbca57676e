"""A real server with the letter loaded, and a real browser that looks at it."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# Debian's Chromium without windows, where it is: the whole browser takes twice as long over the same pages.
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(os.path.exists, BROWSERS), BROWSERS[-1])
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MAKE_PERSON = """
from django.contrib.auth.models import Group
from cyberpolicy.models import User
User.objects.create_user("{name}", password="{password}", is_staff=True).groups.add(Group.objects.get(name="{name}"))
"""


@dataclass
class Site:
    """The server under test. ``people``: name and password of one person of each group that a journey needs."""

    url: str
    environment: dict[str, str]
    people: dict[str, str] = field(default_factory=dict)

    def manage(self, *words: str) -> str:
        """Give a command of manage.py; gives what it writes."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def asked(self, code: str) -> str:
        """What a piece of Python prints, run beside the server."""
        return self.manage("shell", "--no-imports", "--command", code)

    def make_person(self, group: str) -> None:
        self.people[group] = secrets.token_urlsafe(12)
        self.manage("shell", "--command", MAKE_PERSON.format(name=group, password=self.people[group]))

    def is_up(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=20).status == 200
        except OSError:  # not there yet, or too busy with starting
            return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What `make run` starts, on a free port and with a database and files of its own."""
    var, port = tmp_path_factory.mktemp("site"), _free_port()
    own = {
        "VAR_DIR": str(var),
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{var}/site.sqlite3",
        "LOG_LEVEL": "WARNING",
        "WEB_CONCURRENCY": "1",  # one visitor needs no more, and each process reads all lists when it starts
    }
    site = Site(f"http://127.0.0.1:{port}", os.environ | own | {"DJANGO_SETTINGS_MODULE": "cyberpolicy.settings"})
    site.manage("prepare")
    site.make_person("liaison")
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=site.environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(site, server, var / "server.log")
        yield site
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(site: Site, server: subprocess.Popen, log: Path) -> None:
    for _attempt in range(300):
        if site.is_up():
            return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A new page of a new visitor, Dutch unless said otherwise. Whatever the browser complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", **visitor) -> Page:
        context = browser.new_context(base_url=site.url, **{"locale": "nl-NL", "reduced_motion": "reduce"} | visitor)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said, page) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.extend(_failure(request)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "The browser complains:\n" + "\n".join(complaints)


@pytest.fixture
def open_as(open_page: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """A page as a person of a group, in English unless said otherwise; there, scripts and all, when it is given."""

    def open_as(group: str, path: str, **visitor) -> Page:
        if group not in site.people:
            site.make_person(group)
        page = open_page(f"/login/?next={quote(path)}", **{"locale": "en-GB"} | visitor)
        page.locator("#id_username").fill(group)
        page.locator("#id_password").fill(site.people[group])
        with page.expect_navigation():
            page.locator("main").get_by_role("button").click()
        return page

    return open_as


def _is_complaint(said: ConsoleMessage, page: Page) -> bool:
    """Whether the browser found something wrong; that a page itself is "not found" is what it should say."""
    return said.type in ("error", "warning") and not ("404" in said.text and said.location["url"] == page.url)


def _failure(request: Request) -> list[str]:
    """Why a request failed. One that turned into a download is "aborted", and is none."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]
