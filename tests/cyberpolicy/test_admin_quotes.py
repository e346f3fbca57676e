"""Words quoted from a passage, on the form of the record: new ones must stand there, old ones may have been lost."""

import pytest

from cyberpolicy.history import Action
from cyberpolicy.models import Passage
from tests.admin_forms import Form, change_url
from tests.cyberpolicy.test_admin_conflicts import staff_client
from tests.factories import cite, make_document, make_initiative

LOST = "The ferry sails\nevery hour. "


@pytest.fixture
def editor(db):
    return staff_client()


@pytest.fixture
def letter(db):
    return make_document("33694", "60", passages=["1.2", "2.1"])


@pytest.fixture
def quoting(letter):
    """An initiative that quotes a passage which the letter, in its new text, no longer has."""
    initiative = make_initiative(title="Ferry")
    cite(initiative, letter, "2.1", quote=LOST)
    layout, texts = [["1.2", "1", 1, "paragraph"]], {"1.2": "The bridge is open."}
    with Action("import"):
        letter.versions.create(number=1, layout=layout, passages=texts)
        letter.text_version = 1
        letter.save()
    return initiative


@pytest.mark.parametrize("text", ["", "The ferry sails twice a day."])
def test_quote_that_its_source_lost_does_not_hold_up_other_changes(editor, quoting, text):
    Passage.objects.filter(locator="2.1").update(text=text)
    form = Form(editor, change_url(quoting)).set(title_en="Ferries")
    form.row("citations", 0, quote=LOST.replace("\n", "\r\n"), pages="3")  # a browser sends lines so
    assert form.save() == []
    quoting.refresh_from_db()
    assert (quoting.title_en, quoting.catalogue.citations.get().quote) == ("Ferries", LOST)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"quote": "The ferry sails at night."}, "“The ferry sails at night.” does not stand in the passage."),
        ({"locator": "1.2"}, "After “The ” the passage goes on with “bridge is open.”"),
    ],
)
def test_quote_that_is_changed_must_stand_in_its_source(editor, quoting, values, wrong):
    (error,) = Form(editor, change_url(quoting)).row("citations", 0, **values).save()
    assert wrong in error
    assert quoting.catalogue.citations.get().quote == LOST


def test_new_quote_must_stand_in_its_source(editor, quoting, letter):
    form = Form(editor, change_url(quoting))
    (error,) = form.add("citations", document=letter.pk, locator="2.1", quote="The ferry sails").save()
    assert error == "“The ferry sails” does not stand in the passage."
