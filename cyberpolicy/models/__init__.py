"""The kernel's models: what every fact needs. Apps import them from here."""

from cyberpolicy.models.catalogue import CatalogueEntry, FormerAddress, Part
from cyberpolicy.models.citations import Citation
from cyberpolicy.models.documents import Chamber, Document, DocumentKind, DocumentVersion, Passage, PassageKind
from cyberpolicy.models.entries import Entry
from cyberpolicy.models.milestones import Milestone, MilestoneKind
from cyberpolicy.models.names import Alias, EditorNote
from cyberpolicy.models.parts import DateBasis, EntryPart, VaguelyDated
from cyberpolicy.models.people import Unit, User
from cyberpolicy.models.personal import ListPreference, SavedView, Watch
from cyberpolicy.models.relations import Relation
from cyberpolicy.models.revisions import ChangeGroup, ImportedRecord, Revision, Tombstone
from cyberpolicy.models.search import SearchEntry, SearchIndex, SearchName, SearchWord
from cyberpolicy.models.stamps import DataChange
from cyberpolicy.models.statuses import DatedRow, Progress, ProgressStatus

__all__ = [
    "Alias",
    "CatalogueEntry",
    "Chamber",
    "ChangeGroup",
    "Citation",
    "DataChange",
    "DateBasis",
    "DatedRow",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "EditorNote",
    "Entry",
    "EntryPart",
    "FormerAddress",
    "ImportedRecord",
    "ListPreference",
    "Milestone",
    "MilestoneKind",
    "Part",
    "Passage",
    "PassageKind",
    "Progress",
    "ProgressStatus",
    "Relation",
    "Revision",
    "SavedView",
    "SearchEntry",
    "SearchIndex",
    "SearchName",
    "SearchWord",
    "Tombstone",
    "Unit",
    "User",
    "VaguelyDated",
    "Watch",
]
