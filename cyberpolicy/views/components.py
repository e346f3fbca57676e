"""A page of all components, for who builds or checks the site: drawn with the real templates from examples."""

import datetime
from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy import dates
from cyberpolicy.addresses import Address
from cyberpolicy.glossary import Explanation, Glossary
from cyberpolicy.running_text import Mark, RunningText
from cyberpolicy.text_fields import Bilingual
from cyberpolicy.values import LOOKS, Choice

DAY = datetime.date(2020, 11, 16)
VAGUE = ("2020-11-16", "2019-05", "2019", "2021-40", "2020/2022", "[2019-05..2020-10-22]", "2021/..", "[..2020]")
SENTENCE = "Deze sporen zijn een uitwerking van de agenda (Kamerstuk 26 643, nr. 536)1 en beschermen de publieke kern."


class ComponentsView(TemplateView):
    """Open where the site is built (DEBUG) and to staff."""

    template_name = "pages/components.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (settings.DEBUG or request.user.is_staff):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "statuses": [Choice(code, code.replace("_", " ")) for code in LOOKS],
            "tracks": [SimpleNamespace(order=n, label=_("Track %(n)s") % {"n": n}) for n in range(4)],
            "dates": [dates.parse(value) for value in VAGUE],
            "day": DAY,
            "fallback": Bilingual("Alleen in het Nederlands geschreven", "nl", is_fallback=True),
            "running": _running(),
            "steppers": steppers(),
            "chips": [(_("Kind"), _("process"), "#chips"), (_("Track"), _("Cross-cutting"), "#chips")],
            "list": SimpleNamespace(total=15),
            "notices": [_("“%(name)s” is not a filter of this list; it was left out.") % {"name": "colour"}],
            "pieces": [SimpleNamespace(kind=kind, text=kind) for kind in ("same", "del", "ins")],
            "page_example": _page(self.request.path),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Components"))],
        }


def steppers() -> list[tuple[str, list[SimpleNamespace]]]:
    """The way of a motion with each of its ends."""

    def steps(*rows: tuple[str, ...]) -> list[SimpleNamespace]:
        names = ("label", "detail", "state", "end")
        return [SimpleNamespace(**dict(zip(names, row, strict=False))) for row in rows]

    submitted, adopted = (_("Submitted"), "2019", "done"), (_("Adopted"), "2019", "done")
    ahead = [(_("In progress"), "", "ahead"), (_("Reported"), "", "ahead"), (_("Settled"), "", "ahead")]
    done = [(_("In progress"), "", "done"), (_("Reported"), "2020", "done")]
    ends = [(_("Rejected"), "2019"), (_("Withdrawn"), "2019"), (_("Lapsed"), "2019")]
    return [
        ("underway", steps(submitted, adopted, (_("In progress"), "2020", "current"), *ahead[1:])),
        ("settled", steps(submitted, adopted, *done, (_("Settled"), "2021", "current", "ok"))),
        *((label, steps(submitted, (label, date, "current", "late"))) for label, date in ends),
    ]


def _running() -> str:
    """A sentence with a reference, a footnote, a quote and a word that is explained."""
    core = Explanation(0, "example", "Publieke kern", Bilingual("Waarop het internet rust.", "nl"), "#text")
    text = RunningText({}, Glossary([(core, ["publieke kern"])]), notes={"1": "#text"})
    return text.html(SENTENCE, [Mark(0, len("Deze sporen zijn een uitwerking"), "q0")])


def _page(path: str) -> dict:
    return Address(path, QueryDict(), ("page",)).pager(Paginator(range(500), 50).page(5))
