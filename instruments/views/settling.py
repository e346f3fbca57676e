"""Settling what is owed: the document, the passage and the quote that prove it, or the reason why there is none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.views.editing import RecordEditView
from instruments.forms import SettleForm
from instruments.models import Owed

LOOK_UP = "look_up"  # the button that only fetches the passages of a document


class SettleView(RecordEditView):
    """A form for one motion or commitment; works without script: one button looks up passages, the other settles."""

    model: type[Owed] | None = None
    form_class = SettleForm
    template_name = "instruments/settle.html"
    title = gettext_lazy("Settle")
    action = "settle"
    done = gettext_lazy("Settled.")

    def dispatch(self, request: HttpRequest, slug: str) -> HttpResponse:
        return super().dispatch(request, kind=self.model._meta.model_name, slug=slug)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if LOOK_UP not in request.POST:
            return super().post(request, **kwargs)
        known = {name: request.POST.get(name, "") for name in SettleForm.base_fields}
        form = SettleForm(entry=self.entry, user=request.user, initial=known)
        form.fields["seen_version"].initial = known["seen_version"]
        if known["document"].strip() and not form.found:
            messages.warning(request, _("There is no such document here."))
        return self.render_to_response(self.get_context_data(form=form))
