"""“Cite this”: a record, a document or a passage as it is cited elsewhere, as a page and as files."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy import citing
from cyberpolicy.context import site_name
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import Document, Entry, Passage

LANGUAGES = ("nl", "en")
FORMATS = {"bibtex": "BibTeX", "csl-json": "CSL-JSON"}


class CitedView(TemplateView):
    """The citation in words in both languages, and as BibTeX and CSL-JSON to read or to take along."""

    kind: ClassVar[str] = ""
    template_name = "documents/cite.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        model = entry_models()[self.kind]
        self.entry: Entry | None = model.objects.visible_to(request.user).filter(slug=slug).first()
        if self.entry is None:
            raise Http404
        self.asked = request.GET.get("passage", "").strip()[:40]
        self.passage = self._passage()
        wanted = request.GET.get("format", "")
        return self._file(wanted) if wanted in FORMATS else super().get(request, slug=slug)

    def _passage(self) -> Passage | None:
        if not self.asked or "\x00" in self.asked or not isinstance(self.entry, Document):
            return None
        return self.entry.passages.filter(locator=self.asked).first()

    def _work(self) -> citing.Work:
        target = self.passage or self.entry
        return citing.work_of(
            self.entry, self.request.user, passage=self.passage, today=timezone.localdate(), site=site_name(),
            address=self.request.build_absolute_uri(target.get_absolute_url()),
        )  # fmt: skip

    def _file(self, wanted: str) -> HttpResponse:
        work, language = self._work(), (get_language() or "nl")[:2]
        if wanted == "bibtex":
            text = citing.as_bibtex(work, language)
            response, ending = HttpResponse(text, content_type="application/x-bibtex; charset=utf-8"), "bib"
        else:
            response, ending = JsonResponse(
                citing.as_csl(work, language), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2},
                content_type="application/vnd.citationstyles.csl+json",
            ), "json"  # fmt: skip
        response.headers["Content-Disposition"] = f'attachment; filename="{work.key}.{ending}"'
        return response

    def get_context_data(self, **kwargs) -> dict:
        work, options = self._work(), self.entry._meta
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "passage": self.passage,
            "notices": self._notices(),
            "written": [(language, citing.as_written(work, language)) for language in LANGUAGES],
            "in_law_reviews": citing.in_law_reviews(work),
            "bibtex": citing.as_bibtex(work, (get_language() or "nl")[:2]),
            "files": [(name, label, self._files(name)) for name, label in FORMATS.items()],
            "has_passages": isinstance(self.entry, Document) and self.entry.passages.exists(),
            "crumbs": [
                (reverse(f"{options.model_name}-list"), options.verbose_name_plural),
                (self.entry.get_absolute_url(), getattr(self.entry, "paper", "") or self.entry.title),
                (self.request.path, _("Cite")),
            ],
        }

    def _files(self, format: str) -> list[tuple[str, str]]:
        """The address of a file in each language."""
        passage = f"&passage={self.passage.locator}" if self.passage else ""
        return [(language, f"{self.request.path}?format={format}&lang={language}{passage}") for language in LANGUAGES]

    def _notices(self) -> list[str]:
        notices, format = [], self.request.GET.get("format")
        if self.asked and self.passage is None:
            notices.append(_("There is no passage “%(name)s” here; the whole is cited.") % {"name": self.asked})
        if format:
            notices.append(_("“%(name)s” is not a form of citation; choose one below.") % {"name": format[:40]})
        return notices
