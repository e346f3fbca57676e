"""Official references: finding them in text, and how they and the places in a document are written.

Pure: no database, no network. ``parse`` reads prose, ``guess`` reads what somebody types in a search box.
"""

from .locators import locator, short_locator
from .paper_numbers import paper_number, paper_slug, written, written_dossier
from .parsing import guess, parse
from .reference import Reference
from .writing import written_citation

__all__ = [
    "Reference",
    "guess",
    "locator",
    "paper_number",
    "paper_slug",
    "parse",
    "short_locator",
    "written",
    "written_citation",
    "written_dossier",
]
