"""What somebody may have meant by an address that leads nowhere: by the number in it, or by near spelling."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import reduce
from operator import or_
from urllib.parse import unquote

from django.db.models import Q
from django.db.models.functions import Length

from cyberpolicy import references
from cyberpolicy.asking import among
from cyberpolicy.counting import FieldValues, tally_of, union
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, Entry
from cyberpolicy.references import Reference
from cyberpolicy.search.backend import starting
from cyberpolicy.text import folded

MOST = 5
NEAR = 0.6  # how alike two names must be, from 0 to 1
CANDIDATES = 300
MANY = 2_000  # records of one kind
LONGEST = 100  # characters of an address that are looked at


@dataclass
class Suggestions:
    """Records that may be meant, the list they would stand in, and the official address of the paper named."""

    records: list[CatalogueEntry] = field(default_factory=list)
    model: type[Entry] | None = None
    paper: Reference | None = None


def suggestions(path: str, user) -> Suggestions:
    """For the path of a page that does not exist, among what ``user`` may see; at most four small queries."""
    first, name = _pieces(path)
    model = _model(first)
    if not name or (model is None and first != name):
        return Suggestions(model=model)  # /wp-admin/setup.php: nothing of ours is meant
    visible = CatalogueEntry.objects.visible_to(user)
    slugs = [slug for slug in _paper_slugs(name) if slug]
    records = list(visible.filter(slug__in=slugs).order_by("kind", "pk")[:MOST]) if slugs else []
    return Suggestions(records or _near(visible, name, model), model, _paper(name))


def _pieces(path: str) -> tuple[str, str]:
    """The first and the last part of a path, as somebody typed them; the same one when there is only one."""
    plain = "".join(letter for letter in unquote(path)[: 2 * LONGEST] if letter.isprintable())
    pieces = [piece.strip()[:LONGEST] for piece in plain.split("/") if piece.strip()]
    return (pieces[0], pieces[1] if len(pieces) > 1 else pieces[0]) if pieces else ("", "")


def _model(name: str) -> type[Entry] | None:
    """The kind of record whose list is called so, or nearly."""
    plurals = {model.plural: model for model in entry_models().values()}
    found = get_close_matches(name.lower(), plurals, n=1, cutoff=0.75)
    return plurals[found[0]] if found else None


def _paper_slugs(name: str) -> list[str]:
    names = references.paper_names(name)
    return [*names, *(reference.id for reference in references.guess(name))] if names else []


def _paper(name: str) -> Reference | None:
    """The official paper of this number, which exists elsewhere even when it is not here."""
    found = references.guess(name) if references.paper_slug(name) else []
    return next((reference for reference in found if reference.kind == "kamerstuk"), None)


def _near(visible, name: str, model: type[Entry] | None) -> list[CatalogueEntry]:
    """Records with an address name or title like ``name``, the most alike first."""
    wanted = folded(name).replace("_", "-").replace(" ", "-")
    likeness = {row: _likeness(wanted, row.slug.lower()) for row in _candidates(visible, wanted, model)}
    near = [row for row, alike in likeness.items() if alike >= NEAR]
    return sorted(near, key=lambda row: (-likeness[row], row.pk))[:MOST]


def _candidates(visible, wanted: str, model: type[Entry] | None) -> Iterator[CatalogueEntry]:
    """Records that are worth comparing, the shortest names first.

    Those whose name holds a piece of what was wanted; among the many of one kind, which nobody can read through for
    one wrong address, those of which it has the first half.
    """
    pieces = {wanted[:3], wanted[-3:], *(word[:4] for word in wanted.split("-"))}
    holds = [Q(slug__icontains=piece) for piece in sorted(pieces) if len(piece) >= 3]
    if not holds:
        return
    of_kind = tally_of(CatalogueEntry).values(FieldValues(CatalogueEntry, "kind"))
    kinds = {model._meta.model_name} & of_kind.keys() if model else of_kind.keys()
    many = {kind for kind in kinds if len(of_kind[kind]) > MANY}
    some = []
    if few := union(of_kind[kind] for kind in kinds - many):
        some.append(visible.filter(reduce(or_, holds), pk__in=among(few)))
    if many:
        begins_so = starting("slug", wanted[: max(3, len(wanted) // 2)])
        some.append(visible.filter(begins_so, kind__in=sorted(many)))
    for found in (records.annotate(size=Length("slug")) for records in some):
        yield from found.order_by("size", "pk")[:CANDIDATES]


def _likeness(wanted: str, slug: str) -> float:
    """How alike, from 0 to 1; a name that holds the other whole counts as near."""
    if len(wanted) >= 3 and (wanted in slug or slug in wanted):
        return max(NEAR, SequenceMatcher(None, wanted, slug).ratio())
    return SequenceMatcher(None, wanted, slug).ratio()
