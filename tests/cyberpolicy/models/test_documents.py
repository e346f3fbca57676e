import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import built, make_document

pytestmark = pytest.mark.django_db


def test_paper_is_written_as_parliament_does():
    assert make_document("21501-33", "734").paper == "21\u00a0501-33, nr.\u00a0734"
    assert make_document().paper == ""


@pytest.mark.parametrize("dossier", ["33 694", "33694-", "abc", "1234567"])
def test_dossier_is_checked(dossier):
    with pytest.raises(ValidationError, match="dossier"):
        built("document", dossier=dossier, number="1").full_clean(exclude=["catalogue"])


@pytest.mark.parametrize("dossier", ["33694", "21501-33", "35570-V", "35000-XVI"])
def test_every_sort_of_dossier_is_taken(dossier):
    built("document", dossier=dossier, number="12").full_clean(exclude=["catalogue"])


def test_number_is_used_once():
    make_document("33694", "60")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_document("33694", "60", slug="other")


def test_documents_without_a_number_do_not_clash():
    make_document()
    make_document()
