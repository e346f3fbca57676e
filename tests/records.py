"""The records of a list as pages read them: what files, which read batches of rows, are compared with."""

from cyberpolicy.attachments import attach
from cyberpolicy.kinds import part_models
from cyberpolicy.lists import EntryList
from cyberpolicy.models import Entry


def whole_records(entries: EntryList) -> list[Entry]:
    """The records of a list with all that hangs on them."""
    records = list(entries.table.joined(entries.queryset))
    attach(records, entries.user, parts=part_models(entries.kind).keys() - {"relations"}, is_whole=True)
    entries.table.prepare(records, entries.user)
    return records
