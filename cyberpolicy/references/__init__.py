"""Official references: finding them in text, and how they and the places in a document are written.

Pure: no database, no network. ``parse`` reads prose, ``guess`` reads what somebody types in a search box.
"""

from .locators import locator, place, short_locator, short_place
from .paper_numbers import paper_names, paper_number, paper_slug, written, written_dossier
from .parsing import guess, parse
from .reference import Reference
from .sessions import session_year_within
from .writing import cited_paper, short_session, written_citation

__all__ = [
    "Reference",
    "cited_paper",
    "guess",
    "locator",
    "paper_names",
    "paper_number",
    "paper_slug",
    "parse",
    "place",
    "session_year_within",
    "short_locator",
    "short_place",
    "short_session",
    "written",
    "written_citation",
    "written_dossier",
]
