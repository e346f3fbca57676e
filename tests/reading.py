"""Reading an answer as a person does: what stands on the page, and where."""

import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import HtmlElement as Element

TAG = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)>"  # no tags in these
    r"|<(?P<closes>/?)(?P<name>[a-zA-Z][\w:-]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>",
    re.DOTALL,
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)


def visit(client: Client, url: str, language: str = "en") -> "Page":
    return Page(client.get(url, HTTP_ACCEPT_LANGUAGE=language))


def body(response: HttpResponse) -> bytes:
    """The whole answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(element: Element) -> str:
    words = " ".join(" ".join(element.itertext()).split())
    return re.sub(r" ([,;:.)])", r"\1", words).replace("( ", "(")


def attribute(element: Element, name: str) -> str:
    return element.get(name, "")


def inside(element: Element, tag: str, cls: str = "") -> Iterator[Element]:
    """The elements in this one that have a tag and a class, in reading order."""
    return (found for found in element.iterdescendants(tag) if not cls or cls in attribute(found, "class").split())


def check_closed(page: str) -> None:
    """Fails when a tag is not closed, or another than the last that was opened."""
    opened: list[str] = []
    for tag in TAG.finditer(page):
        name = tag["name"]
        if not name or name in VOID or tag["empty"]:
            continue
        if not tag["closes"]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise AssertionError(f"</{name}> closes nothing: {page[max(0, tag.start() - 200) : tag.end()]}")
    assert not opened, f"not closed: {opened}"


class Page:
    """A page of the site. Reading it fails when a tag is not closed."""

    def __init__(self, response: HttpResponse) -> None:
        self.response, self.status = response, response.status_code
        self.html = body(response).decode()
        check_closed(self.html)
        # as bytes of a stated encoding: a page may hold characters that a tree of text does not take
        self.root = html.document_fromstring(self.html.encode() or b"<p>", parser=PARSER)

    def all(self, tag: str, cls: str = "", **attributes: str) -> Iterator[Element]:
        """Every element with this tag, class and attributes, in reading order."""
        for element in inside(self.root, tag, cls):
            if all(attribute(element, k) == v for k, v in attributes.items()):
                yield element

    def texts(self, tag: str, cls: str = "", **attributes: str) -> list[str]:
        return [text_of(element) for element in self.all(tag, cls, **attributes)]

    @property
    def text(self) -> str:
        """What stands in the main part of the page."""
        return text_of(next(self.all("main")))

    @property
    def heading(self) -> str:
        return self.texts("h1")[0]

    @property
    def links(self) -> list[str]:
        return [attribute(element, "href") for element in self.all("a")]

    # A list

    @property
    def titles(self) -> list[str]:
        """The titles of the rows, in their order."""
        return [text_of(next(inside(cell, "a"))) for cell in self.all("th", "cp-title", scope="row")]

    @property
    def counts(self) -> list[int]:
        """The numbers in "2 of 12 results"."""
        said = re.sub(r"(?<=\d)[.,](?=\d{3})", "", self.texts("span", role="status")[0])
        return [int(number) for number in re.findall(r"\d+", said)]

    @property
    def notices(self) -> list[str]:
        return self.texts("div", "utrecht-alert__message")

    @property
    def chips(self) -> list[str]:
        return self.texts("a", "cp-chip")

    def facet(self, name: str) -> dict[str, int]:
        """The options of a facet with their counts, in their order."""
        labels = (label for label in self.all("label", "cp-opt"))
        boxes = ((next(inside(label, "input")), next(inside(label, "span", "cp-opt__n"))) for label in labels)
        return {
            attribute(box, "value"): int(re.search(r"\d+", text_of(shown))[0])
            for box, shown in boxes
            if attribute(box, "name") == name
        }

    def cells(self, label: str) -> list[str]:
        """The cells under a heading, in the order of the rows."""
        return [text_of(cell) for cell in self.all("td") if attribute(cell, "data-label") == label]

    def fact(self, label: str) -> str:
        """The value beside a label in the box of key facts; empty without one."""
        items = (element for element in self.all("div", "utrecht-data-list__item"))
        pairs = ((text_of(next(inside(item, "dt"))), text_of(next(inside(item, "dd")))) for item in items)
        return next((value for key, value in pairs if key == label), "")

    def section(self, heading_id: str) -> str:
        """The text of the section whose heading has this id; empty without one."""
        found = next(self.all("section", **{"aria-labelledby": heading_id}), None)
        return "" if found is None else text_of(found)
