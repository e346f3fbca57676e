"""The editors' desk: what waits, and merging two records that are the same."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cyberpolicy import desk
from cyberpolicy.addresses import Address
from cyberpolicy.compare import Reader
from cyberpolicy.kinds import entry_models
from cyberpolicy.merging import Merger, merge
from cyberpolicy.models import CatalogueEntry, Entry, Unit
from cyberpolicy.permissions import may_change
from cyberpolicy.states import StateError
from cyberpolicy.widgets import TEXT, dress

NO_UNIT, PER_PAGE = "none", 50
MOST_NAMED = 10  # records that the merging page offers to choose from


class DeskForm(forms.Form):
    """Of which unit and which kind the waiting work is shown, and of which pile all of it."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    pile = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = [(unit.code, str(unit)) for unit in units]
        kinds = [(kind, capfirst(model._meta.verbose_name_plural)) for kind, model in entry_models().items()]
        self.fields["unit"].choices = [("", _("every unit")), *names, (NO_UNIT, _("without a unit"))]
        self.fields["kind"].choices = [("", _("every kind")), *kinds]
        self.fields["pile"].choices = [(pile.name, pile.label) for pile in desk.PILES.values()]
        dress(self)

    def notices(self) -> list[str]:
        return [error for errors in self.errors.values() for error in errors]


class DeskView(PermissionRequiredMixin, TemplateView):
    """What waits, of one unit and one kind or of all; and of one pile everything, page by page."""

    permission_required = "cyberpolicy.view_unpublished"
    raise_exception = True
    template_name = "desk/desk.html"

    def get_context_data(self, **kwargs) -> dict:
        units, query = list(Unit.objects.all()), self.request.GET
        form = DeskForm(query, units=units)
        form.is_valid()
        chosen, address = form.cleaned_data, Address(self.request.path, query, ("pile", "unit", "kind", "page"))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "notices": form.notices(),
            "chosen": chosen,
            "address": address,
            "own_unit": self.request.user.unit_id and next(u for u in units if u.pk == self.request.user.unit_id),
            **self._piles(chosen, units, address),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Editors' desk"))],
        }

    def _piles(self, chosen: dict, units: list[Unit], address: Address) -> dict:
        unit = next((unit for unit in units if unit.code == chosen.get("unit")), None)
        is_unowned = chosen.get("unit") == NO_UNIT
        user, today = self.request.user, timezone.localdate()
        waits = desk.Desk(user, today, unit=unit, unowned=is_unowned, kind=chosen.get("kind", ""))
        if alone := desk.PILES.get(chosen.get("pile", "")):
            waiting = waits.waiting(alone)
            page = Paginator(waiting, PER_PAGE).get_page(self.request.GET.get("page", 1))
            return {"alone": alone, "piles": [self._shown(waiting, page.object_list, address)], **address.pager(page)}
        piles = [waits.waiting(pile) for pile in desk.PILES.values() if not (unit and pile.name == "unowned")]
        return {"alone": None, "piles": [self._shown(pile, pile[: desk.SHOWN], address) for pile in piles]}

    def _shown(self, waiting: desk.Waiting, records, address: Address) -> dict:
        """A pile with its address, those of its kinds, and where each record is changed by who may."""
        user, name = self.request.user, waiting.pile.name
        return {
            "pile": waiting.pile,
            "count": len(waiting),
            "url": address.having("pile", name),
            "kinds": [(kind, number, self._url(name, kind)) for kind, number in waiting.kinds],
            "records": [(record, change_url(record, user)) for record in records],
        }

    def _url(self, pile: str, kind: str) -> str:
        """One kind of a pile, of the same unit."""
        unit = self.request.GET.get("unit", "")
        query = {"pile": pile} | ({"unit": unit} if unit else {}) | {"kind": kind}
        return f"{self.request.path}?{urlencode(query)}"


def change_url(record: CatalogueEntry, user) -> str:
    """Where the admin changes a record; empty for who may not."""
    model = entry_models()[record.kind]
    if not (user.is_staff and may_change(user, model)):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])


class MergeForm(forms.Form):
    """The record that is the same as this one, by its name or its address; ``found``: what else the words may mean."""

    other = forms.CharField(
        label=gettext_lazy("The record that is the same"),
        help_text=gettext_lazy("Its name or its address. It will be withdrawn, and its address will lead here."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=300)

    def __init__(self, *args, kept: Entry, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.user = kept, user
        self.found: list[Entry] = []
        for field in self.fields.values():
            field.widget.attrs["class"] = TEXT

    def clean_other(self) -> Entry:
        words = self.cleaned_data["other"].strip()
        records = type(self.kept).objects.visible_to(self.user)
        other = records.filter(slug=words.strip("/").rpartition("/")[2]).first() or self._only_named(words, records)
        self.merger = Merger(self.kept, other)
        self.data = self.data.copy()
        self.data["other"] = other.slug  # what was looked at is what will be merged
        return other

    def _only_named(self, words: str, records: QuerySet) -> Entry:
        """The one record that the search finds by ``words``. Of several the editor chooses."""
        found = list(records.matching(words, self.user).exclude(pk=self.kept.pk).order_by("title_nl")[: MOST_NAMED + 1])
        if len(found) == 1:
            return found[0]
        self.found = found[:MOST_NAMED]
        if found:
            raise ValidationError(_("More records have that name. Choose one below, or type more of it."))
        raise ValidationError(_("There is no such record of this kind."))


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
        if not may_change(request.user, model):
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
        except (StateError, ValidationError) as error:
            messages.error(request, _("Nothing was merged: %(error)s.") % {"error": _sentence(error)})
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The two records are one now. The action can be undone in the history."))
        return HttpResponseRedirect(self.kept.get_absolute_url())


def _sentence(error: StateError | ValidationError) -> str:
    return " ".join(error.messages).rstrip(".") if isinstance(error, ValidationError) else str(error)
