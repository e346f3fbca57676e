import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import built, make_party, make_position, make_term
from tracks.models.parties import Party, PartyKind, surname

pytestmark = pytest.mark.django_db


def test_iso_code_is_used_once_and_may_be_empty():
    make_party()
    make_party()
    make_party(iso_code="NL")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_party(iso_code="NL")


@pytest.mark.parametrize("code", ["nl", "N", "1A"])
def test_iso_code_is_checked(code):
    with pytest.raises(ValidationError, match="iso_code"):
        built("party", iso_code=code).full_clean(exclude=["catalogue"])


def test_topic_of_a_position_cannot_be_deleted():
    topic = make_term()
    make_position(make_party(), topic)
    with pytest.raises(ProtectedError):
        topic.delete()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C. van den Berg", "van den Berg"), ("Stef Blok", "Blok"), ("Verhoeven", "Verhoeven"),
        ("Van den Berg", "Van den Berg"), ("Kees Verhoeven (D66)", "Verhoeven"), ("drs. J. Jansen MSc", "Jansen"),
        ("Jan Jansen jr.", "Jansen"), ("Verhoeven, Kees", "Verhoeven"), ("De heer J. Blok", "Blok"),
        ("Sophie in 't Veld", "in 't Veld"), ("G. ’t Hart", "'t Hart"), ("GAO Qiang", "GAO"),
        ("ZHANG", "ZHANG"), ("", ""),
    ],
)  # fmt: skip
def test_surname_is_what_is_left_without_first_names_and_titles(name, expected):
    assert surname(name) == expected


def test_only_a_person_has_a_surname_and_in_both_languages():
    person = Party(kind=PartyKind.PERSON, title_nl="Vladimir Poetin", title_en="Vladimir Putin")
    assert person.search_short_names() == ["Poetin", "Putin"]
    assert Party(kind=PartyKind.MINISTRY, title_nl="Ministerie van Defensie").search_short_names() == []
