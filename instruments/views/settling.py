"""Settling what is owed: the document, the passage and the quote that prove it, or the reason why there is none."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy.permissions import may_change
from instruments.forms import SettleForm
from instruments.models import Owed
from instruments.services import Conflict, settle

LOOK_UP = "look_up"  # the button that only fetches the passages of a document


class SettleView(TemplateView):
    """A form for one motion or commitment; works without script: one button looks up passages, the other settles."""

    model: type[Owed] | None = None
    template_name = "instruments/settle.html"

    def dispatch(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.owed = self.model.objects.visible_to(request.user).filter(slug=slug).first()
        if self.owed is None:
            raise Http404
        if not may_change(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, slug=slug)

    def get_context_data(self, **kwargs) -> dict:
        name = self.model._meta.model_name
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or SettleForm(owed=self.owed, user=self.request.user),
            "entry": self.owed,
            "crumbs": [
                (reverse(f"{name}-list"), self.model._meta.verbose_name_plural),
                (self.owed.get_absolute_url(), self.owed.title),
                (self.request.path, _("Settle")),
            ],
        }

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if LOOK_UP in request.POST:
            known = {name: request.POST.get(name, "") for name in SettleForm.base_fields}
            form = SettleForm(owed=self.owed, user=request.user, initial=known)
            if known["document"].strip() and not form.found:
                messages.warning(request, _("There is no such document here."))
            return self.render_to_response(self.get_context_data(form=form))
        form = SettleForm(request.POST, owed=self.owed, user=request.user)
        if form.is_valid() and self._settle(form):
            messages.success(request, _("Settled. The action can be undone in the history."))
            return HttpResponseRedirect(self.owed.get_absolute_url())
        return self.render_to_response(self.get_context_data(form=form))

    def _settle(self, form: SettleForm) -> bool:
        data = form.cleaned_data
        try:
            settle(
                owed=self.owed, by=self.request.user, on=data["on"], proof=form.proof(), version=data["version"],
                status=data["status"], request_number=data.get("request"),
                justification=(data["justification_nl"], data["justification_en"]),
            )  # fmt: skip
        except Conflict:
            form.add_error(None, _("Someone else changed this record meanwhile. Open it again and look at it first."))
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_list") else next(iter(error.error_dict)), _first(error))
        return not form.errors


def _first(error: ValidationError) -> str:
    return error.messages[0]
