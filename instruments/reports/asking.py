"""What an address asks of a report, and the form that makes such an address. Wrong values are told, never an error."""

import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyberpolicy.models import Chamber, Unit
from cyberpolicy.moments import YEARS
from cyberpolicy.widgets import dress
from instruments.reports.freezing import proposed_period
from instruments.reports.kinds import KINDS, Selection
from tracks.models import Party, Track

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FIRST = ("kind", "start", "end")


class ReportForm(forms.Form):
    """Kind, period, day and what it is about. ``start`` and ``end`` may be left to the proposal."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    chamber = forms.ChoiceField(label=gettext_lazy("Chamber"), required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DAY)
    end = forms.DateField(label=gettext_lazy("Up to and including"), required=False, widget=DAY)
    as_of = forms.DateField(label=gettext_lazy("State on"), required=False, widget=DAY)
    language = forms.ChoiceField(label=gettext_lazy("Language of the report"), required=False)
    ministry = forms.MultipleChoiceField(label=gettext_lazy("Responsible ministry"), required=False)
    track = forms.MultipleChoiceField(label=gettext_lazy("Track"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, query: QueryDict, user) -> None:
        super().__init__(query)
        every, ministries = ("", _("all")), Party.objects.visible_to(user).filter(kind="ministry")
        tracks = Track.objects.visible_to(user).order_by("order")
        choices = {
            "kind": [(name, kind.label) for name, kind in KINDS.items()],
            "chamber": [("", _("as usual for this kind")), *Chamber.choices],
            "language": [("nl", _("Dutch")), ("en", _("English"))],
            "ministry": [(party.slug, party.title) for party in ministries],
            "track": [(track.slug, track.title) for track in tracks],
            "unit": [every, *((unit.code, unit) for unit in Unit.objects.all())],
        }
        for name, options in choices.items():
            self.fields[name].choices = options
        dress(self)

    def clean(self) -> dict:
        """The period follows from the last frozen report where none is given."""
        data = super().clean()
        if self.errors:
            return data
        self.selection = self._selection(data)
        chosen = self.selection
        if chosen.start > chosen.end:
            self.add_error("end", _("The period ends before it begins."))
        elif not chosen.start <= chosen.as_of <= chosen.end:
            self.add_error("as_of", _("The day must lie in the period."))
        elif chosen.start.year not in YEARS or chosen.end.year not in YEARS:
            self.add_error("start", _("Choose years between 1850 and 2200."))
        else:
            self._show_period()
        return data

    def _show_period(self) -> None:
        """The boxes hold the period that was proposed, to be changed."""
        self.data = self.data.copy()
        self.data.update({"start": str(self.selection.start), "end": str(self.selection.end)})

    def _selection(self, data: dict) -> Selection:
        kind = KINDS[data["kind"]]
        chosen = {
            "chamber": data["chamber"] or kind.chamber,
            "ministries": tuple(data["ministry"]),
            "tracks": tuple(data["track"]),
            "unit": data["unit"],
        }
        asked = Selection(kind, datetime.date.min, datetime.date.max, datetime.date.max, **chosen)
        start, end = proposed_period(kind.series, asked.scope, self.today)
        start, end = data["start"] or start, data["end"] or (max(end, data["start"]) if data["start"] else end)
        return Selection(kind, start, end, data["as_of"] or end, data["language"] or "nl", **chosen)

    def about(self, scope: dict) -> str:
        """What a report is about, in words; a record that the reader may not see is not named."""
        asked = {"chamber": [scope["chamber"]], "ministry": scope["ministries"], "track": scope["tracks"]}
        asked["unit"] = [scope["unit"]]
        found = [
            str(dict(self.fields[name].choices).get(value, _("not visible to you")))
            for name, values in asked.items()
            for value in filter(None, values)
        ]
        return ", ".join(found) or _("everything")

    def asked_first(self) -> list[forms.BoundField]:
        """What is asked each time; the rest may be left as it is."""
        return [self[name] for name in FIRST]

    def asked_more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def address(self) -> str:
        """The query that gives this very report, its period included."""
        chosen, query = self.selection, QueryDict(mutable=True)
        query.update({"kind": chosen.kind.name, "start": str(chosen.start), "end": str(chosen.end)})
        query.update({"as_of": str(chosen.as_of), "language": chosen.language})
        query.update({name: value for name in ("chamber", "unit") if (value := getattr(chosen, name))})
        query.setlist("ministry", list(chosen.ministries))
        query.setlist("track", list(chosen.tracks))
        return query.urlencode()
