"""The message files: find every text in the code, keep the Dutch beside it, compile it. Babel does it, not gettext."""

import os
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

LANGUAGE = "nl"
# Which arguments of a call hold the text; (1, "c") is the context.
PLAIN, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {"_": PLAIN} | {
    name + suffix: arguments
    for suffix in ("", "_lazy")
    for name, arguments in {
        "gettext": PLAIN,
        "ngettext": PLURAL,
        "pgettext": IN_CONTEXT,
        "npgettext": PLURAL_IN_CONTEXT,
    }.items()
}
TEMPLATES = {".html", ".txt", ".xml"}
PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|%[sd]|\{\w*\}")
# Without the dates that Babel would write: the file changes only when a text does.
HEADER = f"""\
# The Dutch texts of the interface. The English ones are in the code; `manage.py messages --extract` brings them here.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def po_file() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.po"


# Finding


def messages_in_code() -> Catalog:
    """Every text of the project's own Python files and templates, in English, untranslated."""
    catalog = Catalog(locale=LANGUAGE)
    for path in _own_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for text, context in messages_in(name, path.read_text("utf-8")):
            catalog.add(text, locations=[(name, None)], context=context)
    return catalog


def _own_files() -> Iterator[Path]:
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    for folder in (*own, *settings.TEMPLATES[0]["DIRS"]):
        yield from sorted(path for path in Path(folder).rglob("*") if path.suffix in {".py", *TEMPLATES})


def messages_in(name: str, source: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The texts of one file, each with its context: a text alone, or singular and plural."""
    if Path(name).suffix in TEMPLATES:
        # One message a line, no indentation: Babel reads it as if it were Python.
        source = "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())
    content = source.encode()
    for _line, text, _comments, context in extract("python", BytesIO(content), KEYWORDS):
        if any(text) if isinstance(text, tuple) else text:
            yield text, context
    if name.endswith("/relation_kinds.py"):
        for _line, _function, (_slug, *verbs), _comments in extract_python(BytesIO(content), ["_kind"], [], {}):
            yield from ((verb, "relation") for verb in verbs if verb)


# Keeping


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(catalog: Catalog, found: Catalog) -> None:
    """Bring ``catalog`` up to ``found``; a text that went is kept as obsolete, and used again when it comes back."""
    for message in catalog.obsolete.values():
        catalog[message.id] = message
    catalog.obsolete.clear()
    catalog.update(found, no_fuzzy_matching=True)


def write(catalog: Catalog, path: Path) -> None:
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + body.getvalue())


# Checking


def problems(catalog: Catalog, found: Catalog) -> list[str]:
    """A line for each text without Dutch, each left over, and each whose placeholders differ from the English."""
    known, wanted = _by_key(catalog), _by_key(found)
    missing = [f"not translated: {_shown(m)}" for key, m in wanted.items() if not _is_translated(known.get(key))]
    left = [f"no longer in the code: {_shown(m)}" for key, m in known.items() if key not in wanted]
    differ = [f"placeholders differ: {_shown(m)}" for m in known.values() if _is_translated(m) and _differs(m)]
    return sorted(missing) + sorted(left) + sorted(differ)


def _by_key(catalog: Catalog) -> dict[tuple, Message]:
    return {(message.id, message.context): message for message in catalog if message.id}


def _is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message.string))


def _differs(message: Message) -> bool:
    pairs = zip(_forms(message.id), _forms(message.string), strict=True)
    return any(_placeholders(english) != _placeholders(dutch) for english, dutch in pairs)


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """Singular and plural, or the text alone; a new message of Babel has None."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _shown(message: Message) -> str:
    """The text, its context, and the first place where it stands."""
    context = f" [{message.context}]" if message.context else ""
    place = f"  ({message.locations[0][0]})" if message.locations else ""
    return " / ".join(map(repr, _forms(message.id))) + context + place


# Compiling


def compile_messages(path: Path) -> bool:
    """Write the .mo beside the .po. Gives False when there was nothing to do."""
    compiled = path.with_suffix(".mo")
    if not path.exists() or (compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime):
        return False
    body = BytesIO()
    write_mo(body, read(path))
    half = compiled.with_suffix(f".mo-{os.getpid()}")
    half.write_bytes(body.getvalue())
    half.replace(compiled)  # at once: a server that starts now reads the old file or the new one
    translation_file_changed(None, compiled)  # what follows in this process speaks the new words: the search keeps some
    return True
