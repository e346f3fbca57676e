"""Which texts lag behind their translation: changed in one language, and not in the other since. Known from history."""

from collections.abc import Mapping, Sequence
from typing import Any

CONFIRMS = "verified_on"  # who verifies a record confirms both languages
Changes = Mapping[str, Sequence]  # of one revision: {"title_nl": [old, new]}


def texts_of(entry) -> dict[str, Any]:
    """The texts that a record keeps in two languages, by field."""
    values = {f.name: getattr(entry, f.name) for f in entry._meta.concrete_fields if f.name.endswith(("_nl", "_en"))}
    return {name: value for name, value in values.items() if _other(name) in values}


def touched(changes: Changes) -> bool:
    return CONFIRMS in changes or any(name.endswith(("_nl", "_en")) for name in changes)


def lagging(history: Sequence[Changes], texts: Mapping[str, Any]) -> list[str]:
    """The fields that lag after these changes, oldest first: "summary_en" when only the Dutch summary changed since.

    ``texts`` are the present ones. Both languages agree where they were first written, changed together, caught up or
    verified; a text that was put back agrees again. A text without a translation does not lag: it is missing.
    """
    pairs = [(name, _other(name)) for name in texts if name.endswith("_nl")]
    return sorted(field for pair in pairs if (field := _lagging_of(history, {name: texts[name] for name in pair})))


def _other(name: str) -> str:
    return name[:-2] + ("en" if name.endswith("_nl") else "nl")


def _lagging_of(history: Sequence[Changes], texts: Mapping[str, Any]) -> str:
    """The one of two texts that lags; empty when they agree."""
    if not all(texts.values()):
        return ""
    now = agreed = {name: _first(history, name, text) for name, text in texts.items()}
    lags = ""
    for changes in history:
        changed = {name: changes[name][1] for name in texts if name in changes}
        is_first = any(not now[name] for name in changed)
        now = now | changed
        if len(changed) == 2 or is_first or lags in changed or CONFIRMS in changes:
            agreed, lags = now, ""
        elif changed:
            lags = "" if now == agreed else _other(next(iter(changed)))
    return lags


def _first(history: Sequence[Changes], name: str, text: Any) -> Any:
    """How a text was before the first of these changes."""
    return next((changes[name][0] for changes in history if name in changes), text)
