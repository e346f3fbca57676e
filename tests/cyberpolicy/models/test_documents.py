import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import add, built, make_document

pytestmark = pytest.mark.django_db


def test_paper_is_written_as_parliament_does():
    assert make_document("21501-33", "734").paper == "21\u00a0501-33, nr.\u00a0734"
    assert make_document().paper == ""


@pytest.mark.parametrize(
    ("date", "session"),
    [
        ("2020-09-14", "2019/20"), ("2020-09-15", "2020/21"), ("2019-09-17", "2019/20"),
        ("2019-09-16", "2018/19"), ("2020-11", "2020/21"), ("2020-09", ""), ("2020", ""),
        ("../2020", ""), ("[2019-11-15..]", ""), ("[2019-11-15..2020-04-17]", "2019/20"), ("1970-05-01", ""), ("", ""),
    ],
)  # fmt: skip
def test_session_begins_on_the_third_tuesday_of_september_and_is_never_guessed(date, session):
    document = make_document("33694", "56", chamber="tweede")
    add(document, "milestones", kind="published", date=date)
    document.refresh_from_db()
    cited = f"Kamerstukken II {session}, 33694, nr.\u00a056" if session else "Kamerstuk 33\u00a0694, nr.\u00a056"
    assert document.citation == cited


def test_recorded_session_goes_before_that_of_the_day():
    document = make_document("33694", "56", chamber="tweede", session_year="2019-2020")
    assert document.citation == "Kamerstukken II 2019/20, 33694, nr.\u00a056"
    add(document, "milestones", kind="published", date="2020-11-16")
    document.refresh_from_db()
    assert document.session == "2019-2020"


def test_only_a_paper_of_parliament_has_a_session():
    treaty = make_document()
    add(treaty, "milestones", kind="published", date="2019-11-28")
    treaty.refresh_from_db()
    assert treaty.session == ""


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
