import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import built, make_party, make_position, make_term

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
