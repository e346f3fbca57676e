"""Typed reading of environment variables: one place that knows how a setting is written outside."""

import datetime
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no. Raises ImproperlyConfigured for any other word."""
    value = text(name, "yes" if default else "no").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: write yes or no.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured when it is not one."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without the empty ones."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def days(name: str, default: str = "") -> list[str]:
    """Days of the year, as month-day: "01-01,07-01". Raises ImproperlyConfigured for any other."""
    found = words(name, default)
    for day in found:
        try:
            datetime.date.fromisoformat(f"2023-{day}")  # no leap year: the 29th of February is no day of every year
        except ValueError:
            raise ImproperlyConfigured(f"{name}={day!r}: write days as 01-01,07-01.") from None
    return found


def secret_key(name: str, keep_in: Path) -> str:
    """The key from the environment, else the one kept in the file, made there at the first run."""
    if key := text(name):
        return key
    if keep_in.exists():
        return keep_in.read_text("ascii").strip()
    keep_in.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # a process that started at the same time was first
        return keep_in.read_text("ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
