"""What is not right with something owed to parliament: contradictions, lateness, proof that is missing or wrong.

Each flag is one condition on a query of motions or commitments, so that the page, the column, the facet and every file
say the same. Flags are for those who may see internal records, and tell of no record that the reader may not see.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Range
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from cyberpolicy.asking import written_once
from cyberpolicy.counting import Marks, Tally, tally_then
from cyberpolicy.counting.dimensions import marks_of
from cyberpolicy.counting.values import Values
from cyberpolicy.models import Chamber, Citation, Relation
from cyberpolicy.moments import Moment
from cyberpolicy.narrow import Batch
from cyberpolicy.readings import several_texts
from cyberpolicy.visibility import Access, access_of
from instruments.clocks import Clock
from instruments.held_over import clocks, last_held
from instruments.models import (
    CLOSED,
    ENDED_IN_PARLIAMENT,
    Execution,
    ExecutionStatus,
    Outcome,
    OutcomeEvent,
    Owed,
    Registered,
    RegisterStatus,
)
from instruments.querysets import OwedQuerySet

NOT_VERIFIED_FOR = datetime.timedelta(days=183)  # parliament is told twice a year


@dataclass(frozen=True)
class Flag:
    """A thing to look at. ``holds`` gives its condition; ``tone`` and ``icon`` are those of its badge.

    ``reaches``: it depends on other records too, so that readers differ in what they see of it.
    """

    code: str
    label: Promise
    holds: Callable[["Look"], Q]
    tone: str = "late"
    icon: str = "alert"
    is_quiet: bool = False  # left out of the rows of a list, where it would stand at nearly all
    reaches: bool = False

    def __str__(self) -> str:
        return str(self.label)


class Look:
    """A query of one kind, seen by one person on one day."""

    def __init__(self, queryset: OwedQuerySet, user, today: datetime.date) -> None:
        self.queryset, self.user, self.at = queryset, user, queryset.at
        self.day = queryset.at.day_or(today)
        self.is_motion = "outcome" in queryset.model.followed

    def has(self, name: str, *values: str) -> Q:
        return self.queryset.says(name, values)

    def rows(self, model):
        """The dated rows of a record that held and were known."""
        return model.objects.standing(self.at).filter(entry=OuterRef("pk")).order_by()

    def cites(self):
        """The citations that the reader may see, of records that they see."""
        return Citation.objects.of_seen(self.user).order_by()


NONE = BitMap()
NEVER = Q(pk__in=[])


def _settled_by_parliament(look: Look) -> Q:
    return look.has("register_status", Registered.SETTLED) & ~look.has("execution", *CLOSED)


def _settled_by_us(look: Look) -> Q:
    said = look.has("register_status", Registered.OPEN, Registered.PARTLY_SETTLED)
    return said & look.has("execution", *CLOSED)


def _ended_yet_carried_out(look: Look) -> Q:
    if not look.is_motion:
        return NEVER
    begun = (Execution.IN_PROGRESS, Execution.PARTLY_SETTLED, Execution.SETTLED)
    return look.has("outcome", *ENDED_IN_PARLIAMENT) & look.has("execution", *begun)


def _older_execution(look: Look) -> Q:
    """A paper, or a thing done, that is older than the motion it is said to carry out."""
    if not look.is_motion:
        return NEVER
    proof = look.cites().filter(
        entry=OuterRef("pk"),
        document__sort_date__lt=OuterRef("sort_date"),
    )
    proof = proof.filter(Exists(ExecutionStatus.objects.standing(look.at).filter(pk=OuterRef("part"))))
    deeds = Relation.objects.filter(access_of(look.user).q("subject__"), kind="carries-out", object=OuterRef("pk"))
    deeds = deeds.filter(subject__sort_date__lt=OuterRef("sort_date"))
    return Exists(proof) | Exists(deeds.order_by())


def _late(look: Look) -> Q:
    return look.queryset.is_before(look.day) & _is_open(look)


def _not_verified(look: Look) -> Q:
    verified = Q(verified_on__isnull=True) | Q(verified_on__lt=look.day - NOT_VERIFIED_FOR)
    return verified & _is_open(look)


def _without_proof(look: Look) -> Q:
    proven = Exists(look.cites().filter(part=OuterRef("pk")))
    unproven = look.rows(ExecutionStatus).filter(~proven, status=Execution.SETTLED, justification_nl="")
    return Exists(unproven.filter(justification_en=""))


def _broken_proof(look: Look) -> Q:
    return Q(Exists(look.cites().filter(entry=OuterRef("pk")).gone()))


def _unknown_word(look: Look) -> Q:
    unknown = Exists(look.rows(RegisterStatus).filter(status="").exclude(source_wording=""))
    if look.is_motion:
        unknown |= Exists(look.rows(OutcomeEvent).filter(outcome="").exclude(source_wording=""))
        unknown |= Q(appraisal="") & ~Q(appraisal_wording="")
    return Q(unknown)


def _held_too_long(look: Look) -> Q:
    """Held over, and not held again before the day on which it lapses. Where no rule is known nothing is said."""
    if not look.is_motion:
        return NEVER
    last, lapsed = last_held(look.rows(OutcomeEvent)), NEVER
    for chamber, clock in clocks().items():
        for period in clock.lapsed_before(look.day):
            lapsed |= _is_of(look, chamber) & Q(Range(last, period))
    return look.has("outcome", Outcome.HELD_OVER) & lapsed


def _is_of(look: Look, chamber: str) -> Q:
    """The condition for ``Motion.of_chamber``."""
    by_number = Q(number__gte="A") if chamber == Chamber.EERSTE else Q(number__lt="A")
    return look.has("chamber", chamber) | (look.has("chamber", "") & by_number)


def _is_open(look: Look) -> Q:
    return ~look.queryset.is_closed() & ~look.queryset.is_ended()


BROKEN_PROOF = Flag("broken-proof", _("quote gone from its document"), _broken_proof, reaches=True)
FLAGS = {
    flag.code: flag
    for flag in (
        Flag("parliament-settled", _("parliament says settled, we say open"), _settled_by_parliament),
        Flag("we-settled", _("we say settled, parliament says open"), _settled_by_us),
        Flag("ended", _("carried out, not adopted"), _ended_yet_carried_out),
        Flag("older", _("execution older than the motion"), _older_execution, reaches=True),
        Flag("late", _("past its deadline"), _late, icon="clock"),
        Flag("held-too-long", _("held over, perhaps lapsed"), _held_too_long, icon="clock"),
        Flag("unproven", _("settled without proof"), _without_proof, reaches=True),
        BROKEN_PROOF,
        Flag("unknown-word", _("unknown word of parliament"), _unknown_word, "busy", is_quiet=True),
        Flag("unverified", _("not verified for half a year"), _not_verified, "busy", "clock", is_quiet=True),
    )
}


def may_see(user) -> bool:
    """Whether ``user`` sees flags: they are the ministry's own."""
    return bool(user and user.has_perm("cyberpolicy.view_internal"))


def conditions(queryset: OwedQuerySet, user, flags: Collection[Flag] = FLAGS.values()) -> dict[str, Q]:
    """The condition of each flag on the records of ``queryset``, by its code."""
    look = Look(queryset, user, timezone.localdate())
    return {flag.code: Q(flag.holds(look)) for flag in flags}


def _dimensions(model: type[Owed], access: Access) -> list[Marks]:
    """The flags of today, to count by: those that are the same for every reader, and those as ``access`` sees them."""
    return [_marks(model, None), _marks(model, access)]


def _marks(model: type[Owed], access: Access | None) -> Marks:
    reaches = access is not None
    flags = [flag for flag in FLAGS.values() if flag.reaches == reaches]
    holds = partial(conditions, user=access, flags=flags)
    return Marks(model, "flag", timezone.localdate(), access, conditions=holds, reaches=reaches)


def keys_by_flag(tally: Tally, access: Access) -> Values:
    """For each flag the records that have it, as those with this access see it."""
    return {code: keys for marks in _dimensions(tally.model, access) for code, keys in tally.values(marks).items()}


def attach_flags(entries: list[Owed], user) -> None:
    """Set ``flags`` on records of one kind, in two queries at most; nothing for who may not see them."""
    found = raised(type(entries[0]), [entry.pk for entry in entries], entries[0].at, user) if entries else {}
    for entry in entries:
        entry.flags = found.get(entry.pk, [])


def raised(model: type[Owed], keys: Collection[int], at: Moment, user) -> dict[int, list[Flag]]:
    """The flags of records of a kind, by key, in two queries at most; nothing for who may not see them."""
    if not may_see(user):
        return {}
    tally, access = tally_then(model, at), access_of(user)
    if all(map(tally.has_read, _dimensions(model, access))):
        return _from_memory(keys, keys_by_flag(tally, access))
    return _from_database(model, keys, at, user)


def _from_memory(keys: Collection[int], up: Values) -> dict[int, list[Flag]]:
    asked, found = BitMap(keys), defaultdict(list)
    for code, flag in FLAGS.items():
        for key in asked & up.get(code, NONE):
            found[key].append(flag)
    return found


def _from_database(model: type[Owed], keys: Collection[int], at: Moment, user) -> dict[int, list[Flag]]:
    held = tuple(clocks().values()) if "outcome" in model.followed else ()
    rows = _marked(keys, model, at, access_of(user), timezone.localdate(), held)
    return {pk: [flag for flag, is_up in zip(FLAGS.values(), up, strict=True) if is_up] for pk, *up in rows}


@written_once
def _marked(
    keys: RawSQL, model: type[Owed], at: Moment, access: Access, _today: datetime.date, _held: tuple[Clock, ...]
) -> QuerySet:
    """Key and each flag of the records; on another day, or when other clocks run, the conditions are others."""
    queryset = model.objects.filter(pk__in=keys).as_of(at)
    marks = marks_of(conditions(queryset, access))
    return queryset.annotate(**marks).values_list("pk", *marks)


def _words(batch: Batch) -> Iterator[tuple[int, str]]:
    found = raised(batch.model, batch.keys, batch.at, batch.around.user)
    words = {code: str(flag) for code, flag in FLAGS.items()}  # put into the reader's language once
    return ((key, words[flag.code]) for key, flags in found.items() for flag in flags)


RAISED = several_texts(attrgetter("flags"), _words)
