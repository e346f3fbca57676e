"""The words of reports: files that a ministry can replace, one for each kind and language, and one of sentences.

A word to fill in is written as $day. Which words a sentence knows stands in ``WORDS``; any other is refused when the
file is read, so that no report is half-made.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cyberpolicy.characters import FORBIDDEN
from instruments.models import CLOSED, Execution, Snapshot
from instruments.reports.tables import NAMES

FOLDER = Path(__file__).parent / "templates"  # what comes with the software
CHAMBERS = ("tweede", "eerste", "both", "none")
COLUMNS = ("description", "place", "state", "settled_on", "due_on", "execution", "owner", "unit", "internal_text")
INTERNAL_COLUMNS = ("owner", "internal_text")
WORDS = {
    "informed_by_letter": {"chamber", "day", "citation"},
    "settled_by_paper": {"day", "citation"},
    "settled": {"day"},
    "transferred": {"day"},
    "will_not_be_carried_out": {"day"},
    "unknown_day": set(),
    "deadline": {"day"},
    **{str(status): set() for status in Execution if status not in CLOSED},
    "nothing_known": set(),
}
FRAME = {"start", "end", "as_of", "chamber"}


class WordingError(Exception):
    """A file with the words of a report is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class TableWording:
    """``columns``: the heading of each value of ``COLUMNS`` that the table shows, in order."""

    name: str
    heading: str
    columns: dict[str, str]
    empty: str


@dataclass(frozen=True)
class Wording:
    """All words of one kind of report in one language."""

    version: str
    sha256: str
    title: str
    opening: tuple[str, ...]
    tables: tuple[TableWording, ...]
    sentences: dict[str, str]
    chambers: dict[str, str]

    def say(self, name: str, **words: str) -> str:
        return Template(self.sentences[name]).substitute(words)

    def chamber(self, code: str) -> str:
        return self.chambers[code or "none"]


def wording_of(kind: str, language: str) -> Wording:
    """Read the files. Raises WordingError, with a sentence for a person, when one is missing or wrong."""
    report, sentences = _File(f"{kind}.{language}.toml"), _File(f"sentences.{language}.toml")
    tables = report.take("tables", dict)
    return Wording(
        version=report.version(),
        sha256=hashlib.sha256(report.content + sentences.content).hexdigest(),
        title=report.sentence("title", report.take("title", str) or report.fail("title"), FRAME),
        opening=tuple(report.sentence("opening", text, FRAME) for text in report.take("opening", list)),
        tables=tuple(report.table(name, tables.get(name)) for name in NAMES),
        sentences={name: sentences.sentence(name, sentences.take(name, str), known) for name, known in WORDS.items()},
        chambers={name: sentences.chamber(name) for name in CHAMBERS},
    )  # fmt: skip


class _File:
    def __init__(self, name: str) -> None:
        self.path = Path(settings.REPORT_TEMPLATES or FOLDER) / name
        self.content = self._read()
        self.data = self._parsed()

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except (OSError, ValueError) as error:  # a path with a NUL in it is a ValueError
            missing = _("The file %(path)s with the words of this report cannot be read. Copy the one from %(folder)s.")
            raise WordingError(missing % {"path": self.path, "folder": FOLDER}) from error

    def _parsed(self) -> dict[str, Any]:
        wrong = _("The file %(path)s is not well-formed TOML: %(error)s")
        try:
            return tomllib.loads(self.content.decode("utf-8-sig"))  # Windows' editors put a mark in front
        except ValueError as error:  # also letters that are no UTF-8, and numbers of thousands of digits
            raise WordingError(wrong % {"path": self.path, "error": error}) from error
        except RecursionError as error:
            raise WordingError(wrong % {"path": self.path, "error": _("it is nested too deeply")}) from error

    def fail(self, name: str) -> Any:
        wrong = _("In the file %(path)s “%(name)s” is missing or is not what it must be. Compare it with %(folder)s.")
        raise WordingError(wrong % {"path": self.path, "name": name, "folder": FOLDER})

    def take(self, name: str, kind: type) -> Any:
        value = self.data.get(name)
        return value if isinstance(value, kind) else self.fail(name)

    def version(self) -> str:
        """Short enough to be kept with a frozen report."""
        version, most = self.take("version", str), Snapshot._meta.get_field("template_version").max_length
        return self.text("version", version) if version and len(version) <= most else self.fail("version")

    def text(self, name: str, text: Any) -> str:
        """The text itself, when it is one and every file can hold it."""
        if not isinstance(text, str):
            self.fail(name)
        if found := FORBIDDEN.search(text):
            wrong = _("In the file %(path)s “%(name)s” holds a character that no document can: %(code)s.")
            raise WordingError(wrong % {"path": self.path, "name": name, "code": f"U+{ord(found[0]):04X}"})
        return text

    def sentence(self, name: str, text: Any, known: set[str]) -> str:
        """The text itself, when it is one and every $word in it is known."""
        template = Template(self.text(name, text))
        unknown = sorted(set(template.get_identifiers()) - known)
        if template.is_valid() and not unknown:
            return text
        words = ", ".join(f"${word}" for word in sorted(known)) or "–"
        wrong = _(
            "In the file %(path)s “%(name)s” holds “%(wrong)s”, which is no word to fill in. Known are: %(words)s. "
            "Write $$ where a dollar sign is meant."
        )
        shown = "$" + "".join(unknown[:1])  # only a loose dollar sign when every name is known
        raise WordingError(wrong % {"path": self.path, "name": name, "wrong": shown, "words": words})

    def chamber(self, name: str) -> str:
        found = self.take("chambers", dict).get(name)
        return self.text(f"chambers.{name}", found or None)

    def table(self, name: str, data: Any) -> TableWording:
        data = data if isinstance(data, dict) else self.fail(f"tables.{name}")
        columns = data.get("columns")
        if not isinstance(columns, dict) or not columns or set(columns) - set(COLUMNS):
            self.fail(f"tables.{name}.columns")
        texts = [data.get("heading"), data.get("empty"), *columns.values()]
        for text in texts:
            self.text(f"tables.{name}", text or None)
        return TableWording(name, data["heading"], columns, data["empty"])
