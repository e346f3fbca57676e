"""Logging in, guarded against guessing: after too many wrong passwords an account waits, and the page says how long."""

import math

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def client_address(request: HttpRequest) -> str | None:
    """Where the visitor is. A proxy is believed only where there is one; what it saw itself stands last."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    return seen or request.META.get("REMOTE_ADDR") or None


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The page of an account that waits, in place of the log-in page."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    context = {"minutes": _minutes_left(username, client_address(request)), "next": request.POST.get("next", "")}
    return render(request, "registration/locked.html", context, status=429)


def _minutes_left(username: str, address: str | None) -> int:
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    latest = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    left = latest + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, math.ceil(left.total_seconds() / 60))
