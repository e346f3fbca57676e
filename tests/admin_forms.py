"""Filling in a form of the admin as a browser does: read the page, change some values, send all of them."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement as Element

from cyberpolicy.models import Entry, User
from tests.factories import make_user
from tests.reading import Page, attribute

SUBMITS = {"_save", "_continue", "_addanother"}
TEXTAREA = re.compile(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)  # the parser folds its lines


def make_staff(group: str = "editor", **values: Any) -> User:
    """A person who may enter the admin."""
    return make_user(group, is_staff=True, **values)


def change_url(entry: Entry, page: str = "change") -> str:
    options = entry._meta
    args = [] if page in {"add", "changelist"} else [entry.pk]
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


class Form:
    """The values of the form on a page; ``url`` is where it was read and is sent to."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self._read(client.get(url))

    def _read(self, response: HttpResponse) -> None:
        assert response.status_code == 200, response.status_code
        self.page = Page(response)
        form = next(self.page.all("form", id=f"{self._kind()}_form"))
        self.values: dict[str, Any] = {}
        for element in form.iterdescendants("input", "select", "textarea", "button"):
            self._take(element)
        texts = TEXTAREA.findall(self.page.html)
        self.values |= {name: unescape(text) for name, text in texts if "__prefix__" not in name}

    def _kind(self) -> str:
        return self.url.split("/")[3]

    def _take(self, element: Element) -> None:
        name = attribute(element, "name")
        if not name or "disabled" in element.attrib or "__prefix__" in name or name in SUBMITS:
            return
        if element.tag == "select":
            chosen = [option for option in element.iterdescendants("option") if "selected" in option.attrib]
            if "multiple" in element.attrib:
                self.values[name] = [attribute(option, "value") for option in chosen]
            else:
                self.values[name] = attribute(chosen[0], "value") if chosen else ""
        elif attribute(element, "type") == "checkbox":
            if "checked" in element.attrib:
                self.values.setdefault(name, []).append(attribute(element, "value") or "on")
        elif element.tag == "input":
            self.values[name] = attribute(element, "value")

    def set(self, **values: Any) -> "Form":
        self.values |= values
        return self

    def row(self, prefix: str, number: int, /, **values: Any) -> "Form":
        """Change values of a row that is there: ``row("milestone_set", 0, date="2020")``."""
        return self.set(**{f"{prefix}-{number}-{name}": value for name, value in values.items()})

    def add(self, prefix: str, /, **values: Any) -> "Form":
        """Add a row."""
        number = int(self.values[f"{prefix}-TOTAL_FORMS"])
        self.values[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        return self.row(prefix, number, **values)

    def save(self) -> list[str]:
        """Send it. Gives the errors; without any the form is read again."""
        response = self.client.post(self.url, self.values)
        if response.status_code == 200:
            kept, self.page = self.values, Page(response)
            self._read(response)
            self.sent = kept
            return self.page.texts("ul", "errorlist")
        assert response.status_code == 302, response.status_code
        return []
