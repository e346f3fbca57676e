"""The words of the field that explain themselves where a text uses them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Alias, Entry
from cyberpolicy.stamps import Remembered
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.visibility import Access, access_of

SHORTEST = 3
QUOTED = re.compile(r"“[^”]*”|„[^”“]*[”“]|«[^»]*»|‘[^’]{2,}’(?!\w)")


@dataclass(frozen=True)
class Explanation:
    """A term with what it means; ``pk`` is that of its record."""

    pk: int
    slug: str
    title: str
    summary: Bilingual
    url: str

    def html(self, words: str) -> SafeString:
        """``words`` as a button that opens the explanation: works without script, by keyboard, touch and voice."""
        language = format_html(' lang="{}"', self.summary.language) if self.summary.is_fallback else ""
        return format_html(
            '<button class="cp-term" type="button" popovertarget="term-{slug}">{words}</button>'
            '<span class="cp-term__pop" id="term-{slug}" popover><b>{title}</b> <span{language}>{summary}</span> '
            '<a class="nl-link" href="{url}">{more}</a></span>',
            slug=self.slug, words=words, title=self.title, language=language, summary=self.summary, url=self.url,
            more=_("More on this term"),
        )  # fmt: skip


class Glossary:
    """Explanations by the names under which the words occur. A name of two terms explains neither."""

    def __init__(self, explanations: Iterable[tuple[Explanation, Iterable[str]]] = ()) -> None:
        names: dict[str, set[Explanation]] = {}
        for explanation, own_names in explanations:
            for name in own_names:
                if len(name) >= SHORTEST:
                    names.setdefault(_plain(name), set()).add(explanation)
        self.names = {name: found.pop() for name, found in names.items() if len(found) == 1}
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_spelled, longest_first))})(?![\w-])")

    def found(self, text: str) -> Iterator[tuple[int, int, Explanation]]:
        """Where the words stand in ``text``, outside quotation marks: from, to, and what explains them."""
        if not self.names:
            return
        quoted = [match.span() for match in QUOTED.finditer(text)]
        for match in self._pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in quoted):
                yield match.start(), match.end(), self.names[_plain(match[0])]


_known: dict[tuple[str, Access], tuple[tuple, Glossary]] = {}
_at_hand: Remembered[Glossary] = Remembered(100)


def glossary_for(user) -> Glossary:
    """The glossary of what ``user`` may see, in the active language. Kept until a term changes."""
    access, language = access_of(user), (get_language() or "nl")[:2]
    return _at_hand.of((language, access), lambda: _glossary(access, language))


def _glossary(access: Access, language: str) -> Glossary:
    """The one that was made before when only other things than terms changed: one small query."""
    models = [model for model in entry_models().values() if model.explains_itself]
    visible = [model.objects.visible_to(access).order_by() for model in models]
    stamp = tuple(tuple(rows.aggregate(Count("pk"), Max("updated_at")).values()) for rows in visible)
    kept = _known.get((language, access))
    if kept is None or kept[0] != stamp:
        kept = _known[language, access] = (stamp, Glossary(_explanations(visible, language)))
    return kept[1]


def _explanations(visible: Iterable, language: str) -> Iterator[tuple[Explanation, list[str]]]:
    for rows in visible:
        terms: list[Entry] = [term for term in rows if term.summary]
        aliases = Alias.objects.filter(entry__in=[term.pk for term in terms], language__in=("", language))
        others: dict[int, list[str]] = {}
        for alias in aliases:
            others.setdefault(alias.entry_id, []).append(alias.text)
        for term in terms:
            explanation = Explanation(term.pk, term.slug, str(term.title), term.summary, term.get_absolute_url())
            yield explanation, [str(term.title), str(term.abbreviation), *others.get(term.pk, [])]


def _plain(name: str) -> str:
    """A name as it is compared: single spaces, and a small first letter unless it is an abbreviation."""
    words = " ".join(name.split())
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _spelled(name: str) -> str:
    """A pattern for a name, with or without a capital, over line ends too."""
    first = f"[{name[0]}{name[0].upper()}]" if name[0].islower() else re.escape(name[0])
    return first + r"\s+".join(map(re.escape, name[1:].split(" ")))
