"""Who submitted, made or sent a record: a name finds what is of its bearer, where no text says so too.

The title of a motion names its first submitter. That the others submitted it is a relation; so a name stands for the
records that are its bearer's, as a word that nobody can type and no row holds. ``Finder`` asks here for these.
"""

from collections.abc import Collection, Iterable

from pyroaring import BitMap

from cyberpolicy.asking import among
from cyberpolicy.models import Relation
from cyberpolicy.search.matching import Clause, Phrase
from cyberpolicy.search.words import FACT

BEARER = "party"  # the kind of record that others are by
# The relations that tell by whom a record is, by the end that is who; the other is the record.
ENDS = {("subject", "object"): ("submitted",), ("object", "subject"): ("made-by", "sent-by", "co-sent-by")}
MARK = f"{FACT}by"


def phrase(bearer: int) -> Phrase:
    """What stands for all that is by this record."""
    return Phrase((f"{MARK}{bearer}",))


def parted(phrases: Iterable[Phrase]) -> tuple[Clause, list[int]]:
    """The phrases that stand in texts, and the keys of those whose records will do as well."""
    said, bearers = [], []
    for each in phrases:
        if each.words[0].startswith(MARK):
            bearers.append(int(each.words[0].removeprefix(MARK)))
        else:
            said.append(each)
    return tuple(said), bearers


def records(bearers: Collection[int], within: BitMap | None = None) -> BitMap:
    """The records that are by any of these, all or those ``within`` some. Whoever may see both ends may be told."""
    found = BitMap()
    if not bearers or (within is not None and not within):
        return found
    for (end, record), kinds in ENDS.items():
        links = Relation.objects.order_by().filter(kind__in=kinds, **{f"{end}__in": bearers})
        if within is not None:
            links = links.filter(**{f"{record}__in": among(within)})
        found.update(links.values_list(record, flat=True))
    return found
