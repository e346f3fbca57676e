"""Changing one thing of a record from its own page: permitted, checked against other editors, in one action."""

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import ChangeGroup, Entry, Revision
from cyberpolicy.permissions import may_change
from cyberpolicy.views.changes import readable
from cyberpolicy.widgets import dress


class RecordForm(forms.Form):
    """About one record. ``seen_version`` is the version the editor saw when opening the page."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, entry: Entry, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.user = entry, user
        self.fields["seen_version"].initial = entry.version
        self.add_choices()
        dress(self)

    def add_choices(self) -> None:
        """Fill in what can be chosen for this record."""

    def save(self) -> None:
        """Write what was typed. Called in an open action that holds the record. Raises ValidationError, by field."""
        raise NotImplementedError

    def accept(self, version: int) -> None:
        """Let the next press on "save" know that the editor has seen this version."""
        self.data = self.data.copy()
        self.data["seen_version"] = str(version)


class RecordEditView(TemplateView):
    """A form on a page of its own. A subclass names form, template, title, and the word for the action."""

    form_class: ClassVar[type[RecordForm]]
    title: ClassVar[Promise]
    action: ClassVar[str]
    done: ClassVar[Promise]

    def dispatch(self, request: HttpRequest, kind: str, slug: str) -> HttpResponse:
        model = entry_models().get(kind)
        self.entry = model and model.objects.visible_to(request.user).filter(slug=slug).first()
        if self.entry is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_change(request.user, model):
            raise PermissionDenied
        return super().dispatch(request, kind=kind, slug=slug)

    def make_form(self, data=None) -> RecordForm:
        return self.form_class(data, entry=self.entry, user=self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        model = type(self.entry)
        return {"newer": None} | super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self.make_form(),
            "entry": self.entry,
            "crumbs": [
                (reverse(f"{self.entry.kind_name}-list"), model._meta.verbose_name_plural),
                (self.entry.get_absolute_url(), self.entry.title),
                (self.request.path, self.title),
            ],
        }  # fmt: skip

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            with Action(self.action, by=request.user) as action:
                action.watch([self.entry])  # of two who save at once the second sees the first
                self.entry.refresh_from_db()
                is_newer = self.entry.version > form.cleaned_data["seen_version"]
                if not is_newer:
                    form.save()
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        if is_newer:
            return self._tell_conflict(form)
        messages.success(request, told(self.done, action.group))
        return HttpResponseRedirect(self.entry.get_absolute_url())

    def _tell_conflict(self, form: RecordForm) -> HttpResponse:
        seen = form.cleaned_data["seen_version"]
        revisions = Revision.objects.filter(entry_id=self.entry.pk, version__gt=seen)
        newer = readable(revisions.select_related("group__by", "entry").order_by("version"), self.request.user)
        form.accept(self.entry.version)
        return self.render_to_response(self.get_context_data(form=form, newer=newer))


def told(done: Promise | str, group: ChangeGroup) -> SafeString | str:
    """What was done, with links to the change and to undoing it; without when nothing was there to change."""
    if group.pk is None:
        return _("Nothing changed: it was so already.")
    links = ((reverse("change-detail", args=[group.pk]), _("See the change")),
             (reverse("change-undo", args=[group.pk]), _("Undo")))  # fmt: skip
    shown = (format_html('<a class="nl-link" href="{}">{}</a>', *link) for link in links)
    return format_html("{} {} · {}", done, *shown)
