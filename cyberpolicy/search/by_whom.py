"""Who submitted, made or sent a record: a name finds what is of its bearer, where no text says so too.

The title of a motion names its first submitter. That the others submitted it is a relation; so a name stands for the
records that are its bearer's, as a word that nobody can type and no row holds. ``Finder`` asks here for these.
"""

from collections.abc import Iterable

from pyroaring import BitMap

from cyberpolicy.models import Relation
from cyberpolicy.search.matching import Clause, Phrase
from cyberpolicy.search.words import FACT

BEARER = "party"  # the kind of record that others are by
# The relations that tell by whom a record is, by the end that is who; the other is the record.
ENDS = {("subject", "object"): ("submitted",), ("object", "subject"): ("made-by", "sent-by", "co-sent-by")}
MARK = f"{FACT}by"


def phrase(who: int) -> Phrase:
    """What stands for all that is by this record."""
    return Phrase((f"{MARK}{who}",))


def among(phrases: Iterable[Phrase]) -> Clause:
    """Those of the phrases that stand for what is by somebody."""
    return tuple(each for each in phrases if each.words[0].startswith(MARK))


def parted(clause: Clause) -> tuple[Clause, list[int]]:
    """The phrases that stand in texts, and the keys of those whose records will do as well."""
    bearers = among(clause)
    said = tuple(each for each in clause if each not in bearers) if bearers else clause
    return said, [int(each.words[0].removeprefix(MARK)) for each in bearers]


def records(who: Iterable[int]) -> BitMap:
    """The records that are by any of these. Whoever may see both ends may be told."""
    found = BitMap()
    for (end, record), kinds in ENDS.items() if (keys := list(who)) else ():
        links = Relation.objects.order_by().filter(kind__in=kinds, **{f"{end}__in": keys})
        found.update(links.values_list(record, flat=True))
    return found
