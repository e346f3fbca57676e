"""References as a reader expects to see them, in Dutch and in English."""

from .paper_numbers import written, written_dossier
from .reference import Reference

SPACE = "\u00a0"


def written_paper(dossier: str, number: str) -> tuple[str, str]:
    """A parliamentary paper: "Kamerstuk 33 694, nr. 56" and "Parliamentary paper 33 694, no. 56"."""
    return (
        f"Kamerstuk {written(dossier, number)}",
        f"Parliamentary paper {written_dossier(dossier)}, no.{SPACE}{number}",
    )


def short_session(session_year: str) -> str:
    """ "2019-2020" as "2019/20", but "1999-2000" as "1999/2000"."""
    first, _hyphen, last = session_year.partition("-")
    return f"{first}/{last[2:] if first[:2] == last[:2] else last}"


def written_citation(reference: Reference, chamber: str = "", session_year: str = "") -> str:
    """A paper the way parliament cites it: "Kamerstukken II 2019/20, 33694, nr. 56", or "I 2018/19, 33694, S".

    What the reference itself does not say, ``chamber`` ("I" or "II") and ``session_year`` ("2019-2020") may fill in.
    When something is missing still, or it is no paper, the ordinary Dutch form is given.
    """
    chamber, session_year = reference.chamber or chamber, reference.session_year or session_year
    parts = reference.id.split("-")
    if reference.kind != "kamerstuk" or len(parts) < 3 or not (chamber and session_year):
        return reference.written_nl
    *dossier, number = parts[1:]
    return cited_paper("-".join(dossier), number, chamber, session_year)


def cited_paper(dossier: str, number: str, chamber: str, session_year: str) -> str:
    """The same from what a document says of itself; the ordinary Dutch form when chamber or session is unknown."""
    if not (chamber and session_year):
        return written_paper(dossier, number)[0]
    shown = number if number.isalpha() else f"nr.{SPACE}{number}"
    return f"Kamerstukken {chamber} {short_session(session_year)}, {dossier}, {shown}"
