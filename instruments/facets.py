"""The facets of what is owed: by person, by unit, by deadline, by flag. Persons and flags are the ministry's own."""

import datetime
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.counting import Dimension, FieldValues
from cyberpolicy.counting.dimensions import marks_of
from cyberpolicy.facets import NONE, ColumnFacet, Facet, Option
from cyberpolicy.models import Unit, User
from instruments import flags
from instruments.agenda import DAY
from instruments.owing import ENDED, Owing
from instruments.querysets import SOON, OwedQuerySet


class KeyFacet(ColumnFacet):
    """The rows that a foreign key leads to, under the name that ``names`` gives each; ``NONE`` is to nothing."""

    names: dict[int | None, str]

    def dimension(self, model) -> FieldValues:
        return FieldValues(model, f"{self.field_name}_id")

    def keys_by_option(self) -> dict[str, BitMap]:
        return {self.names[pk]: had for pk, had in self._values().items() if pk in self.names}

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        column = queryset.column(self.field_name)
        found = Q(**{f"{column}__in": [pk for pk, name in self.names.items() if pk and name in value]})
        return queryset.filter(found | Q(**{f"{column}__isnull": True}) if NONE in value else found)

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        rows = queryset.order_by().values_list(queryset.column(self.field_name)).annotate(n=Count("pk"))
        return {self.names[pk]: count for pk, count in rows if pk in self.names}


class PersonFacet(KeyFacet):
    """The people who own records, by their user names; "me" is the one who looks."""

    @cached_property
    def people(self) -> list[User]:
        return self._once(self._find_people, self.user.pk) if flags.may_see(self.user) else []

    def _find_people(self) -> list[User]:
        seen = self.seen_values(self.model, self.field_name)
        return list(User.objects.filter(Q(pk__in=seen) | Q(pk=self.user.pk)).order_by("last_name", "username"))

    @cached_property
    def names(self) -> dict[int | None, str]:
        return {person.pk: person.username for person in self.people} | {None: NONE} if self.people else {}

    def find_options(self, model) -> list[Option]:
        options = [Option(person.username, str(person)) for person in self.people]
        return [*options, Option(NONE, _("no owner"))] if options else []


class UnitFacet(KeyFacet):
    """The units that own records."""

    @cached_property
    def units(self) -> list[Unit]:
        return self._once(lambda: list(Unit.objects.filter(pk__in=self.seen_values(self.model, self.field_name))))

    @cached_property
    def names(self) -> dict[int | None, str]:
        return {unit.pk: unit.code for unit in self.units} | {None: NONE}

    def find_options(self, model) -> list[Option]:
        options = [Option(unit.code, str(unit)) for unit in self.units]
        return [*options, Option(NONE, _("no unit"))] if options else []


class ConditionFacet(Facet):
    """Options that are conditions; one query counts them all."""

    def conditions(self, queryset: QuerySet) -> dict[str, Q]:
        raise NotImplementedError

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        conditions = self.conditions(queryset)
        return queryset.filter(Q(*(conditions[code] for code in value), _connector=Q.OR))

    def counts(self, queryset: QuerySet) -> dict[str, int]:
        if not self.options:
            return {}
        conditions = self.conditions(queryset)
        # Marked first and counted after: a condition on other tables, counted beside the annotations of another
        # day, gives 0 (Django 5.2).
        marks = marks_of(conditions)
        numbers = {f"count_{name}": Count("pk", filter=Q(**{name: True})) for name in marks}
        return dict(zip(conditions, queryset.order_by().annotate(**marks).aggregate(**numbers).values(), strict=True))


class DeadlineFacet(ConditionFacet):
    """How near the deadline is of what is still open."""

    LABELS = {
        "late": _("past its deadline"),
        "soon": _("due within 30 days"),
        "later": _("due later"),
        "none": _("no deadline"),
    }

    def find_options(self, model) -> list[Option]:
        return [Option(code, label) for code, label in self.LABELS.items()]

    def columns(self, model) -> list[Dimension]:
        return [FieldValues(model, name) for name in ("due_on", *ENDED.keys() & model.followed.keys())]

    def keys_by_option(self) -> dict[str, BitMap]:
        """Put together from the fields: asking the database each condition is dear for another moment."""
        day = self.tally.at_moment.day_or(timezone.localdate())
        return self.tally.made((DeadlineFacet, day), lambda: self._due_about(day))

    def _due_about(self, day: datetime.date) -> dict[str, BitMap]:
        owing = Owing(self.tally, self.tally.everything)
        return {
            "late": owing.overdue(day),
            "soon": owing.due_soon(day),
            "later": owing.due(day + SOON + DAY, datetime.date.max),
            "none": owing.open & owing.undated,
        }

    @staticmethod
    def conditions(queryset: OwedQuerySet) -> dict[str, Q]:
        day = queryset.at.day_or(timezone.localdate())
        due_on, is_open = queryset.column("due_on"), ~queryset.is_closed() & ~queryset.is_ended()
        return {
            "late": is_open & queryset.is_before(day),
            "soon": is_open & queryset.is_between(day, day + SOON),
            "later": is_open & Q(**{f"{due_on}__gt": day + SOON}),
            "none": is_open & Q(**{f"{due_on}__isnull": True}),
        }


class FlagFacet(ConditionFacet):
    """What is not right."""

    def find_options(self, model) -> list[Option]:
        return [Option(code, flag.label) for code, flag in flags.FLAGS.items()] if flags.may_see(self.user) else []

    def keys_by_option(self) -> dict[str, BitMap]:
        return flags.keys_by_flag(self.tally, self.access) if self.options else {}

    def conditions(self, queryset: OwedQuerySet) -> dict[str, Q]:
        return flags.conditions(queryset, self.user)
