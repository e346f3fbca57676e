"""Editors with a browser of their own, who write until the server is gone, and keep what became of each write."""

import http.cookiejar
import random
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FINGERPRINT = re.compile(r'name="version" value="([^"]+)"')
PARAGRAPHS = 150
UNITS = ("one", "two")


@dataclass
class Write:
    """One action asked of the site. ``token`` stands in all that it writes, and in nothing else."""

    kind: str
    token: str
    records: int = 1  # revisions that it makes
    outcome: str = "sent"  # then "confirmed" or "refused"; what stays "sent" was under way when the server was killed


class Form(HTMLParser):
    """The values of the forms on a page, as a browser would send them."""

    BUTTONS = frozenset({"_save", "_continue", "_addanother", "_saveasnew"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        own = dict(attributes)
        name = own.get("name") or ""
        if tag in {"textarea", "select"} and "__prefix__" not in name:
            self._open = name
            self.values[name] = ""
        elif tag == "option" and "selected" in own and self._open:
            self.values[self._open] = own.get("value") or ""
        elif tag == "input" and name and "__prefix__" not in name and name not in self.BUTTONS:
            self._take_input(name, own)

    def _take_input(self, name: str, own: dict[str, str | None]) -> None:
        if own.get("type") == "checkbox" and "checked" in own:
            self.values[name] = own.get("value", "on")
        elif own.get("type") not in {"checkbox", "radio", "submit"}:
            self.values[name] = own.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            # a line end right after the tag belongs to the markup
            self.values[self._open] += data.removeprefix("\n") if not self.values[self._open] else data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self._open = ""


class _StayHere(urllib.request.HTTPRedirectHandler):
    """An answer that sends elsewhere is how the site says "done"."""

    def redirect_request(self, *args) -> None:
        return None


@dataclass
class Browser:
    """Logged in to the site."""

    base: str
    name: str
    password: str
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, _StayHere)
        assert self.post("/login/", {"username": self.name, "password": self.password}) == 302

    def get(self, path: str) -> str:
        return self.opener.open(self.base + path, timeout=60).read().decode()

    def post(self, path: str, values: dict, *, page: str = "", text: tuple[str, str] | None = None) -> int:
        """Send a form, read from ``page`` or else from its own address; a file as name and text. Gives the number."""
        values = values | {"csrfmiddlewaretoken": TOKEN.search(page or self.get(path))[1]}
        body, kind = _multipart(values, *text) if text else (urllib.parse.urlencode(values, True).encode(), None)
        headers = {"Referer": self.base + path} | ({"Content-Type": kind} if kind else {})
        try:
            with self.opener.open(urllib.request.Request(self.base + path, body, headers), timeout=60) as answer:
                self.last = answer.read().decode()
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


def _multipart(values: dict[str, str], name: str, text: str) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'Content-Disposition: form-data; name="{field_name}"\r\n\r\n{value}' for field_name, value in values.items()
    ]
    parts.append(f'Content-Disposition: form-data; name="file"; filename="{name}.txt"\r\n\r\n{text}')
    body = "".join(f"--{edge}\r\n{part}\r\n" for part in parts) + f"--{edge}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={edge}"


def letter(token: str) -> str:
    """The text of a letter with the token in each of its paragraphs."""
    return "\n\n".join(["Geachte voorzitter,", *(f"Alinea {n} {token} over iets." for n in range(PARAGRAPHS))])


@dataclass
class Editor:
    """Does one kind of write after another until the server is gone."""

    browser: Browser
    write: Callable[["Editor"], None]
    writes: list[Write] = field(default_factory=list)
    group: int | None = None  # the last action of this editor that can be undone

    def work(self) -> None:
        while True:
            try:
                self.write(self)
            except (OSError, HTTPException):  # the server is gone
                return

    def send(self, kind: str, path: str, values: dict, *, records: int = 1, token: str = "", **more) -> bool:
        write = Write(kind, token, records)
        self.writes.append(write)
        answer = self.browser.post(path, values, **more)
        done = answer == 302 or (kind == "text" and answer == 200 and "utrecht-alert--error" not in self.browser.last)
        write.outcome = "confirmed" if done else "refused"
        return done


# What an editor does


def saves(pks: list[int]) -> Callable[[Editor], None]:
    """The admin's form of a record: two texts of it, and one more name."""

    def write(editor: Editor) -> None:
        path, token = f"/admin/tracks/forum/{random.choice(pks)}/change/", uuid.uuid4().hex
        page = editor.browser.get(path)
        values = Form(page).values | {"summary_nl": token, "summary_en": token}
        number = int(values["alias_set-TOTAL_FORMS"])
        values |= {
            "alias_set-TOTAL_FORMS": str(number + 1),
            f"alias_set-{number}-text": token,
            f"alias_set-{number}-kind": "other_name",
        }
        editor.send("save", path, values, page=page, token=token)

    return write


def changes_many(kind: str, count: int, *, undoes: bool) -> Callable[[Editor], None]:
    """All records of a kind to another unit; and back by undoing it. Nobody else writes that kind."""

    def write(editor: Editor) -> None:
        if editor.group:
            path = f"/changes/{editor.group}/undo/"
            done = editor.send("undo", path, {}, records=count, token=str(editor.group))
            editor.group = None if done else editor.group
            return
        path, token = f"/desk/bulk/{kind}/", uuid.uuid4().hex
        for unit in UNITS:  # one of them the records have already
            values = {"which": "all", "unit": unit, "reason": token}
            editor.browser.post(path, values)
            if 'name="sure"' in editor.browser.last:
                break
        sure = {"sure": "1", "version": FINGERPRINT.search(editor.browser.last)[1]}
        if editor.send("bulk", path, values | sure, page=editor.browser.last, records=count, token=token):
            editor.group = _group_with(token, editor.browser.get("/changes/")) if undoes else None

    return write


def _group_with(token: str, page: str) -> int | None:
    """The number of the action that gave this reason, on the page of changes."""
    found = (re.search(r"/changes/(\d+)/", item) for item in page.split("<li>") if token in item)
    return next((int(number[1]) for number in found if number), None)


def brings_in(slug: str) -> Callable[[Editor], None]:
    """Another text for a document."""

    def write(editor: Editor) -> None:
        token = uuid.uuid4().hex
        editor.send("text", f"/documents/{slug}/text/", {}, token=token, text=(token, letter(token)))

    return write
