"""The briefing on a record: to read on the page, and as a file."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy import downloads
from cyberpolicy.addresses import site_of
from cyberpolicy.exports import as_docx, as_odt, as_pdf
from cyberpolicy.kinds import entry_models
from instruments.briefing import Briefing

WRITERS = {"docx": as_docx, "odt": as_odt, "pdf": as_pdf}


class BriefingView(PermissionRequiredMixin, TemplateView):
    """For colleagues: who may see what is internal. It holds what its reader may see, and no more."""

    permission_required = "cyberpolicy.view_internal"
    raise_exception = True
    template_name = "reports/briefing.html"

    def get(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        found = entry_models()[kind].objects.visible_to(request.user) if kind in entry_models() else None
        self.entry = found.filter(slug=slug.replace("\x00", "")).first() if found is not None else None
        if self.entry is None:
            raise Http404
        self.paper = Briefing(self.entry, request.user, site_of(request)).paper()
        return self._file(request.GET["format"]) if "format" in request.GET else super().get(request)

    def _file(self, name: str) -> HttpResponse:
        if name not in WRITERS:
            return downloads.refused(downloads.unknown(name, WRITERS))
        try:
            content = WRITERS[name].write(self.paper)
        except as_pdf.NotPossible as error:
            return downloads.refused(str(error))
        filename = f"briefing-{self.entry.kind_name}-{self.entry.slug}.{name}"
        headers = downloads.headers_of(filename, get_language()) | {"Cache-Control": "private"}
        return HttpResponse(content, content_type=WRITERS[name].MEDIA_TYPE, headers=headers)

    def get_context_data(self, **kwargs) -> dict:
        options = self.entry._meta
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "paper": self.paper,
            "formats": list(WRITERS),
            "crumbs": [
                (reverse(f"{options.model_name}-list"), options.verbose_name_plural),
                (self.entry.get_absolute_url(), self.entry.title),
                (self.request.path, _("Briefing")),
            ],
        }
