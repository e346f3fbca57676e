"""The vocabulary of relations: for each kind the verb as read from its subject, and as read from its object."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class RelationKind:
    """``forward`` heads the objects on the subject's page, ``inverse`` the subjects on the object's page."""

    slug: str
    forward: Promise
    inverse: Promise


def _kind(slug: str, forward: str, inverse: str) -> RelationKind:
    return RelationKind(slug, pgettext_lazy("relation", forward), pgettext_lazy("relation", inverse))


IN_TRACK = "in-track"
ADVERSE = frozenset({"attributed-to", "opposes", "targeted", "threatens"})  # what is held against the other end

RELATION_KINDS = {
    kind.slug: kind
    for kind in (
        _kind("adopted", "adopted", "adopted by"),
        _kind("addressed-to", "addressed to", "received"),
        _kind("aimed-at", "aimed at", "target group of"),
        _kind("aligned-with", "aligned with", "aligned with it"),
        _kind("applied-to", "applied to", "answered with"),
        _kind("attributed-to", "attributed to", "held responsible for"),
        _kind("belongs-to", "belongs to", "includes"),
        _kind("carried", "carried (a motion)", "carried by"),
        _kind("carries-out", "carries out", "carried out by"),
        _kind("co-sent-by", "sent also on behalf of", "co-sender of"),
        _kind("concerns", "concerns", "subject of"),
        _kind("conforms-to", "in line with", "what is in line with it"),
        _kind("cooperates-with", "cooperates with", "cooperates with it"),
        _kind("coordinates", "coordinates", "coordinated by"),
        _kind("documents", "documents", "documented in"),
        _kind("draft-of", "draft of", "has draft"),
        _kind("drives", "drives", "driven by"),
        _kind("elaborates", "elaborates", "elaborated in"),
        _kind("held-in", "took place in", "stage for"),
        _kind(IN_TRACK, "in track", "holds"),
        _kind("initiated", "initiated", "initiated by"),
        _kind("introduces", "introduces", "introduced by"),
        _kind("involved-in", "involved in", "involves"),
        _kind("issued", "issued", "issued by"),
        _kind("leads-to", "leads to", "follows from"),
        _kind("listed-under", "listed under", "basis of listing"),
        _kind("located-in", "located in", "location of"),
        _kind("made-by", "made by", "said it would"),
        _kind("member-of", "member of", "has as member"),
        _kind("opposes", "opposes", "opposed by"),
        _kind("owed-to", "owed to", "is owed"),
        _kind("owns", "owns", "owned by"),
        _kind("parallel-to", "runs parallel to", "runs parallel to it"),
        _kind("part-of", "part of", "has as part"),
        _kind("partner-in", "partner in", "has as partner"),
        _kind("preferred-over", "preferred over", "less preferred than"),
        _kind("proposed", "proposed", "proposed by"),
        _kind("ratified", "ratified", "ratified by"),
        _kind("reports-on", "reports on", "reported on in"),
        _kind("responds-to", "responds to", "answered by"),
        _kind("responsible-for", "responsible for", "responsibility of"),
        _kind("sent-by", "sent by", "sender of"),
        _kind("signed", "signed", "signed by"),
        _kind("spreads-recommendations-of", "spreads recommendations of", "recommendations spread by"),
        _kind("submitted", "submitted", "submitted by"),
        _kind("supports", "supports", "supported by"),
        _kind("targeted", "targeted", "target of"),
        _kind("threatens", "threatens", "threatened by"),
        _kind("welcomed", "welcomed", "welcomed by"),
        _kind("works-in", "works in", "place of work of"),
    )
}
