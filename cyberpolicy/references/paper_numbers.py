"""The number of one parliamentary paper: reading it from any spelling, and writing it as parliament does."""

import re

PREFIX = re.compile(
    r"\A(?:kamerstuk(?:ken)?|kst|[te]k)?[\s-]*(?:[i]{1,2}\s+)?(?:\d{4}[-/–]\d{2,4},?\s*)?", re.IGNORECASE
)
NUMBER = re.compile(
    r"(?P<dossier>\d{2}[\s.\u00a0]*\d{3})(?P<suffix>\s*-\s*(?:\d{1,2}|[IVXLA-H]+)|\s+[IVXL]+(?=,?\s*n[rou]))??"
    r"(?:\s*,?\s*(?:nrs?|no|nummers?|numbers?)\.?\s*|\s*,\s*|\s*-\s*|\s+)(?P<number>\d{1,5}|\d{1,2}\.\d{3}|[A-Z]{1,3})",
    re.IGNORECASE,
)


def paper_number(text: str) -> tuple[str, str] | None:
    """Dossier and number of one parliamentary paper in any usual spelling, or None.

    "33 694, nr. 56", "33694-56", "kst-33694-56" and "Kamerstuk 33 694 nr. 56" all give ("33694", "56"),
    "35 570 V, nr. 12" gives ("35570-V", "12").
    """
    match = NUMBER.fullmatch(PREFIX.sub("", text.strip(), count=1))
    if not match:
        return None
    dossier = re.sub(r"\D", "", match["dossier"])
    suffix = re.sub(r"[\s-]", "", match["suffix"] or "").upper()
    return f"{dossier}-{suffix}" if suffix else dossier, match["number"].replace(".", "").upper()


def paper_slug(text: str) -> str | None:
    """The one address name of a paper, "33694-56", from any spelling; None when it is not a paper number."""
    found = paper_number(text)
    return "-".join(found) if found else None


def paper_names(text: str) -> list[str]:
    """The address names that a paper of this number may have here, "33694-56" and "kst-33694-56"; none without one."""
    slug = paper_slug(text)
    return [slug, f"kst-{slug}"] if slug else []


def written(dossier: str, number: str) -> str:
    """A paper's number as parliament writes it: "33 694, nr. 56", with no-break spaces; empty without one."""
    return f"{written_dossier(dossier)}, nr.\u00a0{number}" if dossier and number else ""


def written_dossier(dossier: str) -> str:
    """ "33694" as "33 694", "21501-33" as "21 501-33"."""
    base, hyphen, suffix = dossier.partition("-")
    return f"{base[:-3]}\u00a0{base[-3:]}{hyphen}{suffix}" if len(base) > 3 else dossier
