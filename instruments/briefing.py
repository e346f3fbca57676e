"""A dossier of two to six pages on one record, for a minister: only what its reader may see, the most important first.

How much each part may take is bounded; what was left out is said, with the address where it stands.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils import formats
from django.utils.formats import localize
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyberpolicy import dates
from cyberpolicy.asking import among
from cyberpolicy.detail import EntryPage, Evidence
from cyberpolicy.exports.paper import Block, Heading, Items, NewPage, Paper, Paragraph, Run, Text
from cyberpolicy.exports.sheets import creator, made_at
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import CatalogueEntry, Entry, Relation
from cyberpolicy.visibility import State, Visibility, access_of
from instruments.flags import BROKEN_PROOF, attach_flags
from instruments.models import CLOSED, Commitment, Motion, Owed
from tracks.models import Position

DEEDS = ("initiative", "instrument", "listing")
MOST = {"positions": 8, "deeds": 10, "owed": 12, "dates": 14, "relations": 12, "sources": 30}
SUMMARY, LINE, NAMES = 1500, 220, 6  # characters of a summary and of a line, records named behind one verb


class Briefing:
    """Puts the dossier of ``entry`` together for ``user``, in the active language and a fixed number of queries."""

    def __init__(self, entry: Entry, user, site: str) -> None:
        self.entry, self.user, self.site = entry, user, site
        self.access = access_of(user)
        parts = tuple(name for name in part_models(entry.kind_name) if name != Relation.part_name)
        self.page = EntryPage(entry, user, parts=parts, facts=())
        self.left_out: list[str] = []

    def paper(self) -> Paper:
        kind = capfirst(str(self.entry._meta.verbose_name))
        about = ", ".join([kind, *_not_for_all(self.entry)])
        blocks = [
            Paragraph(_("%(kind)s. Made on %(moment)s.") % {"kind": about, "moment": made_at()}, is_note=True),
            *self._cautions(),
            Heading(_("Summary")),
            *self._summary(),
            *self._section(_("Positions"), "positions", self._positions()),
            *self._section(_("What we did"), "deeds", self._deeds()),
            *self._section(_("What we owe parliament"), "owed", self._owed(), len(self._owed_keys)),
            *self._section(_("Timeline"), "dates", self._dates()),
            *self._section(_("Relations"), "relations", self._relations()),
        ]
        sources = self._sources()
        return Paper(
            _("Briefing: %(title)s") % {"title": self.entry.title}, get_language() or "nl", creator(),
            [*blocks, *self._rest(), NewPage(), Heading(_("Sources")), *sources], kind,
        )  # fmt: skip

    # Its parts: each a list of texts, the most important first

    def _summary(self) -> list[Block]:
        text = self.entry.summary or _("There is no summary yet.")
        return [Paragraph((_short(text, SUMMARY), *self._marks(self.page.own_evidence)))]

    def _cautions(self) -> list[Block]:
        """Which sources no longer say what is quoted from them: nobody should be briefed on those without knowing."""
        gone = [evidence for evidence in self.page.evidence if evidence.is_gone]
        if not gone:
            return []
        told = _("The words quoted from %(sources)s no longer stand there: what rests on them has to be looked at.")
        return [Paragraph((Run(told % {"sources": ", ".join(f"[{e.number}]" for e in gone)}, is_bold=True),))]

    def _positions(self) -> list[Text]:
        own = [(str(position.topic.title), position, cited) for position, cited in self.page.positions]
        if not own:
            others = Position.objects.visible_to(self.user).filter(self.access.q("topic__"))
            others = others.filter(entry_id__in=among(self._related("party"))).select_related("entry", "topic")
            found = others.order_by("-as_of", "pk")
            own = [(f"{p.entry.title}, {p.topic.title}", p, []) for p in found]
        return [(Run(f"{who}: ", is_bold=True), _short(p.stance, LINE), *self._marks(cited)) for who, p, cited in own]

    def _deeds(self) -> list[Text]:
        found = []
        for kind in DEEDS:
            records = entry_models()[kind].objects.visible_to(self.user).filter(pk__in=among(self._related(kind)))
            found += list(records.order_by("-sort_date", "pk")[: MOST["deeds"] + 1])
        found.sort(key=lambda record: str(record.sort_date or ""), reverse=True)
        return [(Run(_named(record), self._address(record)), _more(record.summary)) for record in found]

    def _owed(self) -> list[Text]:
        first = self._owed_keys[: MOST["owed"]]
        found: dict[int, Owed] = {}
        for model in (Motion, Commitment):
            found |= model.objects.visible_to(self.user).in_bulk(first)
            attach_flags([found[key] for key in first if isinstance(found.get(key), model)], self.user)
        return [self._owed_line(found[key]) for key in first if key in found]

    @cached_property
    def _owed_keys(self) -> list[int]:
        """What is still open first, the nearest deadline before others; a forum may have thousands."""
        found: list[tuple] = []
        for model in (Motion, Commitment):
            keys = among({*self._related(model._meta.model_name), self.entry.pk})
            owed = model.objects.visible_to(self.user).filter(pk__in=keys).order_by()
            found += owed.values_list("execution", "due_on", "slug", "pk")
        found.sort(key=lambda row: (row[0] in CLOSED, str(row[1] or "9999"), row[2]))
        return [pk for *_said, pk in found]

    def _owed_line(self, owed: Owed) -> Text:
        due = _("due on %(day)s") % {"day": formats.date_format(owed.due_on, "j F Y")} if owed.due_on else ""
        paper = owed.paper if isinstance(owed, Motion) else owed.register_number
        lost = BROKEN_PROOF.label if BROKEN_PROOF in owed.flags else ""
        about = ", ".join(map(str, filter(None, [paper, owed.get_execution_display() or _("open"), due, lost])))
        return Run(_named(owed), self._address(owed)), f" ({about}).", _more(owed.public_text)

    def _dates(self) -> list[Text]:
        found = [(part, str(part), cited) for part, cited in self.page.milestones]
        found += [(line.part, f"{capfirst(str(line.side))}: {line.look}", line.evidence) for line in self._statuses()]
        found.sort(key=lambda item: str(item[0].date_earliest or item[0].date_latest or ""), reverse=True)
        return [
            (Run(f"{_date(part)}: ", is_bold=True), _short(said, LINE), *self._marks(cited))
            for part, said, cited in found
        ]

    def _statuses(self) -> list[Any]:
        return [line for line in self.page.status_history if line.part.date]

    def _relations(self) -> list[Text]:
        return [
            (
                Run(f"{capfirst(str(group.label))}: ", is_bold=True),
                *self._names([link[0] for link in group.links], group.total),
            )
            for group in self.page.relations
        ]

    def _names(self, records: list, total: int) -> Iterable[Run | str]:
        for number, record in enumerate(records[:NAMES]):
            yield from (", ", Run(_named(record, 90), self._address(record)))[0 if number else 1 :]
        if total > NAMES:
            yield _(" and %(count)s more") % {"count": localize(total - NAMES)}

    def _sources(self) -> list[Block]:
        shown = [evidence for evidence in self.page.evidence if evidence.number <= MOST["sources"]]
        if not shown:
            return [Paragraph(_("Nothing of this record has a source yet."))]
        return [Paragraph(self._source(evidence), name=f"s{evidence.number}") for evidence in shown]

    def _source(self, evidence: Evidence) -> Text:
        cite = evidence.citation
        said = f"[{evidence.number}] {_short(cite.document.citation, 160)}"
        place = f", {cite.place}" if cite.place else ""
        quote = Run(f" “{_short(cite.quote, LINE)}”", is_italic=True) if cite.is_verbatim or evidence.is_gone else ""
        lost = (" ", Run(_("These words no longer stand there."), is_bold=True)) if evidence.is_gone else ()
        return Run(said, cite.document.url or self._address(cite.document)), place, quote, *lost

    # Bounds

    def _section(self, title: str, name: str, texts: list[Text], total: int | None = None) -> list[Block]:
        if not texts:
            return []
        self._leave_out(title, (len(texts) if total is None else total) - MOST[name])
        return [Heading(title), Items(tuple(texts[: MOST[name]]))]

    def _leave_out(self, title: str, count: int) -> None:
        if count > 0:
            self.left_out.append(_("%(section)s: %(count)s") % {"section": title, "count": localize(count)})

    def _rest(self) -> list[Block]:
        """What was left out, and where it stands."""
        self._leave_out(_("Sources"), len(self.page.evidence) - MOST["sources"])
        if not self.left_out:
            return []
        said = _("Left out for length: %(parts)s. ") % {"parts": "; ".join(self.left_out)}
        link = Run(_("All of it stands on the page of this record."), self._address(self.entry))
        return [Paragraph((said, link), is_note=True)]

    # What they need

    def _related(self, kind: str) -> set[int]:
        return self._linked[kind]

    @cached_property
    def _linked(self) -> dict[str, set[int]]:
        """By kind all records that this one is linked with."""
        found: dict[str, set[int]] = defaultdict(set)
        for mine, theirs in (("subject", "object"), ("object", "subject")):
            links = Relation.objects.visible_to(self.user).filter(**{mine: self.entry.pk}).order_by()
            stands = links.exclude(**{f"{theirs}__state": State.WITHDRAWN})
            for kind, key in stands.values_list(f"{theirs}__kind", theirs):
                found[kind].add(key)
        return found

    def _marks(self, evidence: list[Evidence]) -> Iterable[Run | str]:
        for cited in [e for e in evidence if e.number <= MOST["sources"]][:4]:
            yield from (" ", Run(f"[{cited.number}]", f"#s{cited.number}"))

    def _address(self, record) -> str:
        return self.site + record.get_absolute_url()


def _named(record: Entry | CatalogueEntry, most: int = LINE) -> str:
    """Its title, with a word for what is not for everyone: who is briefed must know what can be said outside."""
    limits = ", ".join(_not_for_all(record))
    return f"{_short(record.title, most)} [{limits}]" if limits else _short(record.title, most)


def _not_for_all(record: Entry | CatalogueEntry) -> list[str]:
    shown = [record.get_visibility_display()] if record.visibility != Visibility.PUBLIC else []
    return shown + ([record.get_state_display()] if record.state != State.PUBLISHED else [])


def _short(text: object, most: int) -> str:
    return Truncator(str(text)).chars(most)


def _more(text: object) -> str:
    return f" {_short(text, LINE)}" if text else ""


def _date(part: Any) -> str:
    return dates.written(dates.parse(part.date)) if part.date else _("undated")
