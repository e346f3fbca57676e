"""The editors' desk: what waits, and merging two records that are the same."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy import desk
from cyberpolicy.compare import Reader
from cyberpolicy.kinds import entry_models
from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import Entry
from cyberpolicy.states import StateError


class DeskView(PermissionRequiredMixin, TemplateView):
    """What waits for the one who looks: of the own unit first, or of everyone."""

    permission_required = "cyberpolicy.view_unpublished"
    raise_exception = True
    template_name = "desk/desk.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        unit = user.unit if self.request.GET.get("of") == "mine" else None
        return super().get_context_data(**kwargs) | {
            "piles": desk.piles(user, timezone.localdate(), unit=unit),
            "unit": unit,
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Editors' desk"))],
        }


class MergeForm(forms.Form):
    """The record that is the same as this one, by its address name."""

    other = forms.CharField(
        label=gettext_lazy("Address name of the record that is the same"),
        help_text=gettext_lazy("The last part of its address. It will be withdrawn, and its address will lead here."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def __init__(self, *args, kept: Entry, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.user = kept, user
        for field in self.fields.values():
            field.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"

    def clean_other(self) -> Entry:
        slug = self.cleaned_data["other"].strip().strip("/").rpartition("/")[2]
        other = type(self.kept).objects.visible_to(self.user).filter(slug=slug).first()
        if other is None:
            raise ValidationError(_("There is no such record of this kind."))
        self.merger = Merger(self.kept, other)
        return other


class MergeView(TemplateView):
    """Choose the other record, look at what the merging makes, and carry it out."""

    template_name = "desk/merge.html"

    def dispatch(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        if kind not in entry_models():
            raise Http404
        model = entry_models()[kind]
        self.kept = model.objects.visible_to(request.user).filter(slug=slug).first()
        if self.kept is None:
            raise Http404
        if not request.user.has_perm(f"{model._meta.app_label}.change_{kind}"):
            raise PermissionDenied
        return super().dispatch(request, kind=kind, slug=slug)

    def get_context_data(self, **kwargs) -> dict:
        form = kwargs.pop("form", None) or MergeForm(self.request.GET or None, kept=self.kept, user=self.request.user)
        merger = form.merger if form.is_bound and form.is_valid() else None
        model = type(self.kept)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "entry": self.kept,
            "merger": merger,
            "fields": Reader(self.kept.kind_name, merger.changes, self.request.user).fields() if merger else [],
            "crumbs": [
                (reverse(f"{self.kept.kind_name}-list"), model._meta.verbose_name_plural),
                (self.kept.get_absolute_url(), self.kept.title),
                (self.request.path, _("Merge")),
            ],
        }

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = MergeForm(request.POST, kept=self.kept, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            merge(form.merger, by=request.user, reason=form.cleaned_data["reason"])
        except StateError as error:
            messages.error(request, _("Nothing was merged: %(error)s.") % {"error": error})
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The two records are one now. The action can be undone in the history."))
        return HttpResponseRedirect(self.kept.get_absolute_url())
