"""What stands below the boxes of the admin where an editor might doubt, beside what the models say themselves."""

from django.db.models import Field
from django.utils.translation import gettext_lazy as _

_TRANSLATED = _("Leave it empty rather than machine-translated: the page shows the other language and says so.")
_REMARK = _("What a reader must know to understand the status; not the source's own words.")

HINTS = {
    "title_nl": _("As the Netherlands officially calls it; a source's own wording goes under other names."),
    "title_en": _TRANSLATED,
    "abbreviation_nl": _("Only when it is in general use, such as UNGGE."),
    "summary_nl": _("What it is, in one to three plain sentences. Say nothing that no source proves."),
    "summary_en": _TRANSLATED,
    "state": _("Only “published” is shown to readers. Withdraw what no longer holds: nothing is lost."),
    "visibility": _("Public: everyone. Internal: readers with an account. Confidential: editors and liaisons."),
    "unit": _("Who answers for it, and finds it on the editors' desk."),
    "verified_on": _("The last day on which somebody checked that all of it still holds, in both languages."),
    "basis": _("How we know: said by the source, concluded from it, or from the public record."),
    "as_stated": _("Only when the source's value differs from ours."),
    "field": _("The field it is about, such as “title”; empty for the record as a whole."),
    "quote": _("Word for word from the paragraph; optional. It is checked letter by letter."),
    "qualifier_nl": _("What the verb alone leaves out, such as “as observer”."),
    "source_wording": _("The word of the source, when it differs from ours."),
    "is_expected": _("Tick it for what is still to come."),
    "remark_nl": _REMARK,
    "text": _("Every name by which people may search for it."),
    "appraisal": _("What the cabinet said of it in the debate."),
    "replaces": _("The earlier motion, when an amended one got a new number."),
    "repeats": _("The earlier commitment of which this one says the same or more."),
    "outcome": _("What happened to it in parliament."),
    "status": _("How it stood from the date on. For a change of status add a row: the earlier ones stay."),
    "binding": _("Whether it binds states in law."),
    "iso_code": _("Two letters, such as NL; countries only."),
    "made_on": _("The day it was said in parliament, or the date of the letter."),
    "reason_nl": _("Why this day, and why it moved."),
}


def hint(field: Field) -> dict:
    """The ``help_text`` for the box of a field; nothing where the model has its own."""
    return {} if field.help_text or field.name not in HINTS else {"help_text": HINTS[field.name]}
