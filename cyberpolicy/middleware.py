"""What every answer gets: the security headers, the language of the reader, and a page where Django gives none."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers

from cyberpolicy.views import failures

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEALTH = ("/healthz", "/healthz/")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PageCompressionMiddleware(GZipMiddleware):
    """Pages travel packed, with random bytes against guessing from their size. Exports pack themselves or stream."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        return super().process_response(request, response) if is_page else response


class SecurityHeadersMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # what one person may see stays in no cache, not even for "back" after logging out
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware(LocaleMiddleware):
    """The reader's language: ``?lang=`` of this address, else the switch's cookie, else the browser's, else Dutch."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asked = request.GET.get("lang")
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        if "\x00" in request.path:
            raise Http404  # here, where the language is known: no record is called so, and PostgreSQL refuses to look

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        patch_vary_headers(response, ("Cookie",))
        return response


class HostMiddleware(CommonMiddleware):
    """Refuses a host name that is not ours, except for the health check: a monitor knows the machine by its address.

    That answer depends on nothing in the request, so a false name in it does no harm.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return None if request.path_info in HEALTH else super().process_request(request)


class MaintenanceMiddleware:
    """While ``settings.MAINTENANCE_FILE`` is there, every page but the health check says that work is being done."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH or not settings.MAINTENANCE_FILE.exists():
            return self.get_response(request)
        return failures.unavailable("maintenance.html", seconds=60 * self._minutes())

    @staticmethod
    def _minutes() -> int:
        """What the file says, from a minute to a day; ten when it holds no number."""
        try:
            said = settings.MAINTENANCE_FILE.read_text("utf-8", errors="replace")[:20].strip()
        except OSError:  # gone in the meantime
            return 1
        return min(max(int(said), 1), 1440) if said.isascii() and said.isdigit() else 10


class TurnedAwayMiddleware:
    """Puts a page in place of two bare answers: to a form sent after the session ended, and to a wrong method."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and self._leads_to_login(response) and not request.user.is_authenticated:
            return failures.logged_out(request)
        if response.status_code == 405 and not response.content:
            return failures.wrong_method(request, response.headers.get("Allow", ""))
        return response

    @staticmethod
    def _leads_to_login(response: HttpResponse) -> bool:
        target = urlsplit(response.headers.get("Location", "")).path
        return target in {resolve_url("login"), resolve_url("admin:login")}
