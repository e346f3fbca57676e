"""What is shown when something fails: what happened, what still works, and the way on. Never a dead end."""

import logging
import secrets
import sys
from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cyberpolicy.suggestions import suggestions

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
ROLES = {
    "reader": _("reader"),
    "editor": _("editor"),
    "liaison": _("parliament liaison"),
    "administrator": _("administrator"),
}
NEVER_SHOWN = ("password", "csrfmiddlewaretoken")  # parts of the names of fields
log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with what may have been meant."""
    found = suggestions(request.path_info, getattr(request, "user", None))
    return render(request, "404.html", {"suggestions": found}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: which role opens this page, and what is open without it. A form that was sent keeps what was typed in it."""
    if request.method == "POST" and not request.user.is_authenticated:
        return logged_out(request)
    return render(request, "403.html", {"roles": _roles_for(request)}, status=403)


def _roles_for(request: HttpRequest) -> list[str]:
    """The groups that have the right which the view of this address asks for; none when it names none."""
    view = getattr(request.resolver_match, "func", None)
    right = getattr(getattr(view, "view_class", None), "permission_required", None)
    if not isinstance(right, str):
        return []
    app, _dot, codename = right.partition(".")
    groups = Group.objects.filter(permissions__codename=codename, permissions__content_type__app_label=app)
    return [ROLES.get(name, name) for name in groups.order_by("name").values_list("name", flat=True)]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token. What was typed comes back when the browser says it was typed here."""
    return render(request, "403_csrf.html", {"typed": list(_typed(request))}, status=403)


def logged_out(request: HttpRequest) -> HttpResponse:
    """403 for a form that was sent after the session ended, with all that was typed in it."""
    return render(request, "403_logged_out.html", {"typed": list(_typed(request))}, status=403)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The fields of the form that was sent from a page of this site; nothing of one from elsewhere."""
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        for name, values in request.POST.lists():
            if not any(word in name.lower() for word in NEVER_SHOWN):
                yield from ((name, value) for value in values)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for more than the site takes at once. Static: the request may be too strange to read further."""
    template, status = ("413.html", 413) if isinstance(exception, TOO_LARGE) else ("400.html", 400)
    return HttpResponse(render_to_string(template), status=status)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: this address does not take what was sent."""
    response = render(request, "405.html", status=405)
    response.headers["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away: static pages, that work without database, session and style sheets.

    The reference on the page stands in the log too, beside the address.
    """
    reference = secrets.token_hex(4).upper()
    log.error("reference %s: %s %s", reference, request.method, request.path)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable("503.html", seconds=60)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def unavailable(template: str, *, seconds: int) -> HttpResponse:
    """503, with the time after which it is worth to try again."""
    page = render_to_string(template, {"minutes": max(1, round(seconds / 60))})
    return HttpResponse(page, status=503, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})
