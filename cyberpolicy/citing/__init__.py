"""Citing what stands here in one's own work: in words, as BibTeX and as CSL-JSON."""

from .as_bibtex import as_bibtex
from .as_csl import as_csl
from .works import Work, work_of
from .written import as_written, in_law_reviews

__all__ = ["Work", "as_bibtex", "as_csl", "as_written", "in_law_reviews", "work_of"]
