import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from cyberpolicy.models import Relation
from tests.factories import make_forum, relate

pytestmark = pytest.mark.django_db


def test_relation_reads_as_a_sentence():
    with translation.override("en"):
        assert str(relate(make_forum(title="UNGA"), "part-of", make_forum(title="UN"))) == "UNGA part of UN"


def test_same_relation_twice_is_refused_unless_its_qualifier_differs():
    forum, other = make_forum(), make_forum()
    relate(forum, "part-of", other)
    relate(forum, "part-of", other, qualifier_en="since 2018")
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(forum, "part-of", other)


def test_relation_with_itself_is_refused():
    forum = make_forum()
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(forum, "part-of", forum)
    with pytest.raises(ValidationError):
        Relation(subject=forum.catalogue, object=forum.catalogue, kind="part-of").clean()
