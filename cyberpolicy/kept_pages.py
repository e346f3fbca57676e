"""Pages kept in memory: who asks again for what did not change gets the page that was made before.

A page is kept for the one reader it was made for, at one stamp of the data, on one day, in one language: whatever it
depends on is in its key, so no rule has to say when it is stale. Each process has its own, and forgets the one that was
not asked for longest. Browsers are told by an ETag made of the same key, so that a page they have is not made at all.
"""

import gzip
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial, wraps
from io import BytesIO
from threading import Lock

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from cyberpolicy import stamps
from cyberpolicy.middleware import PageCompressionMiddleware

TAKES_PACKED = re.compile(r"\bgzip\b")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
MB = 1 << 20
LARGEST = MB  # bytes of a page that is kept
LEVEL = 3  # of packing: takes two fifths of the time of Django's 6, for a page that is a sixth larger
# Settings that pages tell: a browser must not take a page for the same one after they changed.
SHOWN = (
    "SITE_NAME", "ORGANISATION", "HELD_OVER_MONTHS", "HELD_OVER_SOURCE",
    "SENATE_HELD_OVER_MONTHS", "SENATE_HELD_OVER_SOURCE", "SENATE_REMINDERS",
)  # fmt: skip


@dataclass(frozen=True)
class KeptPage:
    """An answer as it was sent, packed: a tenth of its size, and most readers ask for it so.

    ``token`` and ``csrf_cookie``: what its forms, and the browser with them, hold against forged requests, if any.
    """

    packed: bytes
    headers: dict[str, str]
    token: str = ""
    csrf_cookie: str = ""

    @property
    def size(self) -> int:
        return len(self.packed)

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.packed)

    def answer(self, request: HttpRequest) -> HttpResponse:
        fits = not self.token or request.META.get("CSRF_COOKIE") == self.csrf_cookie
        token = get_token(request) if self.token else ""  # sends the cookie again that belongs to it
        if not fits:  # the forms hold the token of whoever asked first
            return HttpResponse(self.body.replace(self.token.encode(), token.encode()), headers=self.headers)
        is_packed = bool(TAKES_PACKED.search(request.headers.get("Accept-Encoding", "")))
        response = HttpResponse(self.packed if is_packed else self.body, headers=self.headers)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ("Accept-Encoding",))
        return response


class Shelf:
    """The kept pages of this process, at most ``settings.KEPT_PAGES_MB``."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._size, self._lock = 0, Lock()

    def get(self, key: str) -> KeptPage | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: str, page: KeptPage) -> None:
        with self._lock:
            self._take_out(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > settings.KEPT_PAGES_MB * MB:
                self._take_out(next(iter(self._pages)))

    def _take_out(self, key: str) -> None:
        if page := self._pages.pop(key, None):
            self._size -= page.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0


shelf = Shelf()


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep what the view answers to GET. Only for views whose pages depend on nothing that is not in the key."""

    @wraps(view)
    def keeping(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "GET" or not settings.KEPT_PAGES_MB or len(messages.get_messages(request)):
            return view(request, *args, **kwargs)
        with stamps.one_page():
            return _answer(request, partial(view, request, *args, **kwargs))

    return keeping


def _answer(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """That the browser has the page already, the page that is kept, or a new one."""
    key = _key(request)
    if known := get_conditional_response(request, etag=_etag(request, key)):
        return _marked(known, request, key)
    if page := shelf.get(key):
        return _marked(page.answer(request), request, key)
    response = make()
    if hasattr(response, "render"):
        response = response.render()
    if _can_be_kept(request, response):
        page = _page(request, response)
        shelf.put(key, page)
        response = page.answer(request)  # which is packed already
        return _marked(response, request, key)
    return response


def _key(request: HttpRequest) -> str:
    """Everything that the page depends on."""
    htmx = request.htmx
    return "\n".join(
        str(part)
        for part in (
            *stamps.current(), timezone.localdate(), request.scheme, request.get_host(), request.get_full_path(),
            get_language(), request.user.pk,
            bool(htmx), htmx.history_restore_request, htmx.current_url, htmx.target,
        )
    )  # fmt: skip


def _etag(request: HttpRequest, key: str) -> str:
    """Of the page with the forms as this reader has them."""
    tagged = f"{key}\n{request.META.get('CSRF_COOKIE')}".encode()
    return f'W/"{hmac.digest(_seal(), tagged, "sha256").hex()[:32]}"'


@cache
def _seal() -> bytes:
    """Makes tags that cannot be guessed, and others when the software was replaced or set otherwise."""
    code = (path for folder in ("cyberpolicy", "instruments", "tracks", "templates", "static") for path in
            (settings.BASE_DIR / folder).rglob("*.*"))  # fmt: skip
    shown = [getattr(settings, name) for name in SHOWN]
    return f"{settings.SECRET_KEY} {max(path.stat().st_mtime_ns for path in code)} {shown}".encode()


def _page(request: HttpRequest, response: HttpResponse) -> KeptPage:
    form = TOKEN.search(response.content)
    found = {"token": form[1].decode(), "csrf_cookie": request.META["CSRF_COOKIE"]} if form else {}
    return KeptPage(_packed(response.content), dict(response.headers), **found)


def _packed(content: bytes) -> bytes:
    """Under a name of random length, as Django packs other pages: the size of a page tells nothing of what is in it."""
    packed, name = BytesIO(), "a" * secrets.randbelow(PageCompressionMiddleware.max_random_bytes)
    with gzip.GzipFile(name, "wb", LEVEL, packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()


def _can_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Not what is no page, or what brings cookies of its own."""
    is_page = response.status_code == 200 and not response.streaming and not response.cookies
    return is_page and not request.session.modified and len(response.content) < LARGEST


def _marked(response: HttpResponse, request: HttpRequest, key: str) -> HttpResponse:
    response.headers["ETag"] = _etag(request, key)
    if not request.user.is_authenticated:
        response.headers.setdefault("Cache-Control", "private, no-cache")  # ask each time; it may not have changed
    return response
