"""Saved views: keeping a list with its filters under a name, finding it back, changing and deleting it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from cyberpolicy.kinds import entry_models
from cyberpolicy.lists import EntryList
from cyberpolicy.models import SavedView, Watch
from cyberpolicy.tables import table_of
from cyberpolicy.watching import list_of
from cyberpolicy.widgets import TEXT

QUERY_LENGTH = SavedView._meta.get_field("query").max_length
NAME_LENGTH = SavedView._meta.get_field("name").max_length


class SavedViewForm(forms.Form):
    """The name of a view and who may use it; for a new one also whether it takes the place of an older one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH, required=False)
    replaces = forms.ModelChoiceField(
        SavedView.objects.none(),
        label=gettext_lazy("Or put it in the place of"),
        empty_label=gettext_lazy("no other view: keep it as a new one"),
        required=False,
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Share it with my unit"), required=False)

    def __init__(self, *args, view: SavedView, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        if view.pk:
            del self.fields["replaces"]
        else:
            self.fields["replaces"].queryset = SavedView.objects.filter(owner=view.owner, kind=view.kind)
        if not view.owner.unit_id:
            del self.fields["is_shared"]
        self.fields["name"].widget.attrs["class"] = TEXT

    def clean(self) -> dict:
        data = super().clean()
        replaced, name = data.get("replaces"), data.get("name", "")
        if not name and not replaced and "name" not in self.errors:
            self.add_error("name", ValidationError(_("Give the view a name.")))
        if len(self.view.query) > QUERY_LENGTH:
            self.add_error("name", ValidationError(_("This list has too many filters to keep.")))
        same = SavedView.objects.filter(owner=self.view.owner, kind=self.view.kind, name=name)
        if name and same.exclude(pk=(replaced or self.view).pk).exists():
            self.add_error("name", ValidationError(_("You have a view of this list with that name already.")))
        return data

    def save(self) -> SavedView:
        data, view = self.cleaned_data, self.view
        if replaced := data.get("replaces"):
            replaced.query = view.query
            view = replaced
        view.name = data["name"] or view.name
        view.unit = view.owner.unit if data.get("is_shared") else None
        view.save()
        return view


class SavedViewListView(LoginRequiredMixin, TemplateView):
    """The views of the one who looks, and those that colleagues of the unit share."""

    template_name = "views/list.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        views = list(SavedView.objects.open_to(user).select_related("owner", "unit"))
        return super().get_context_data(**kwargs) | {
            "own": [view for view in views if view.owner_id == user.pk],
            "shared": [view for view in views if view.owner_id != user.pk],
            "watched": set(Watch.objects.filter(user=user, view__isnull=False).values_list("view_id", flat=True)),
            "crumbs": [(reverse("home"), _("Overview")), (self.request.path, _("Saved views"))],
        }


class SavedViewView(LoginRequiredMixin, View):
    """The address of a view leads to its list. A colleague is not shown values that only the owner may know."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView.objects.open_to(request.user), pk=pk)
        if view.kind not in entry_models():
            raise Http404
        query = view.query
        if view.owner_id != request.user.pk:
            query = list_of(view, request.user).understood_query()
            if query != view.query:
                messages.warning(request, _("Part of this view's filters does not apply to you; it was left out."))
        url = reverse(f"{view.kind}-list")
        return HttpResponseRedirect(f"{url}?{query}" if query else url)


class SavedViewFormView(LoginRequiredMixin, TemplateView):
    """A page with the form of a view."""

    template_name = "views/form.html"
    heading = gettext_lazy("Save this list")

    def view(self) -> SavedView:
        """A new view of the list that the address names."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        kind, query = given.get("kind", ""), given.get("query", "")
        if kind not in entry_models():
            raise Http404
        entries = EntryList(
            table_of(kind), reverse(f"{kind}-list"), QueryDict(query[: 2 * QUERY_LENGTH]), self.request.user
        )
        return SavedView(owner=self.request.user, kind=kind, query=entries.full_query())

    def get_context_data(self, **kwargs) -> dict:
        form = kwargs.get("form") or self.form()
        entries = list_of(form.view, self.request.user)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "view": form.view,
            "heading": self.heading,
            "chips": entries.chips(),
            "count": entries.count,
            "crumbs": [
                (reverse("home"), _("Overview")),
                (reverse("view-list"), _("Saved views")),
                (self.request.path, self.heading),
            ],
        }

    def form(self, data: QueryDict | None = None) -> SavedViewForm:
        view = self.view()
        initial = {"name": view.name, "is_shared": bool(view.unit_id)}
        return SavedViewForm(data, view=view, initial=initial)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        saved = form.save()
        messages.success(request, _("The view “%(name)s” was saved.") % {"name": saved.name})
        return HttpResponseRedirect(reverse("view-list"))


class SavedViewEditView(SavedViewFormView):
    """Another name, or another circle. Its filters change by saving a list in its place."""

    heading = gettext_lazy("Change this view")

    def view(self) -> SavedView:
        return get_object_or_404(SavedView.objects.filter(owner=self.request.user), pk=self.kwargs["pk"])


class SavedViewDeleteView(LoginRequiredMixin, TemplateView):
    """Deleting a view of one's own, after asking."""

    template_name = "views/delete.html"

    def get_context_data(self, **kwargs) -> dict:
        view = get_object_or_404(SavedView.objects.filter(owner=self.request.user), pk=self.kwargs["pk"])
        crumbs = [(reverse("home"), _("Overview")), (reverse("view-list"), _("Saved views")), ("", _("Delete"))]
        return super().get_context_data(**kwargs) | {"view": view, "crumbs": crumbs}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView.objects.filter(owner=request.user), pk=pk)
        view.delete()
        messages.success(request, _("The view “%(name)s” was deleted.") % {"name": view.name})
        return HttpResponseRedirect(reverse("view-list"))
