import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cyberpolicy.kinds import entry_models
from cyberpolicy.models import CatalogueEntry, FormerAddress
from tests.factories import KINDS, add, built, cite, make, make_document, make_forum, relate
from tracks.models import Forum

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_record_and_row_have_one_key_and_one_address(kind):
    entry = make(kind)
    assert entry.pk == CatalogueEntry.objects.get(kind=kind).pk
    assert entry.get_absolute_url() == entry.catalogue.get_absolute_url() == f"/{entry.plural}/{entry.slug}/"
    assert entry.key == entry.catalogue.key == f"{kind}:{entry.slug}"


@pytest.mark.parametrize("kind", KINDS)
def test_sensible_record_passes_its_own_validation(kind):
    entry = make(kind)
    entry.full_clean()


def test_two_records_of_a_kind_cannot_share_an_address_name():
    make_forum(slug="oewg")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_forum(slug="oewg")
    assert Forum.objects.count() == CatalogueEntry.objects.count() == 1


@pytest.mark.parametrize("slug", ["with space", "-a", "a-", "a--b", "a/b", "é", "", "a\n"])
def test_address_name_is_checked(slug):
    with pytest.raises(ValidationError, match="slug"):
        built("forum", slug=slug).full_clean(exclude=["catalogue"])


@pytest.mark.parametrize("values", [{"visibility": "secret"}, {"state": "gone"}, {"title_nl": ""}])
def test_database_keeps_the_access_rule_and_the_title(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_forum(**values)


def test_changed_address_leaves_a_redirect_and_changing_back_removes_it():
    forum = make_forum(slug="a")
    forum.slug = "b"
    forum.save()
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["a"]
    forum.slug = "a"
    forum.save()
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["b"]


def test_deleting_a_record_leaves_nothing_behind():
    forum = make_forum()
    cite(forum, make_document(slug="letter"), part=add(forum, "aliases", text="Anders"))
    relate(forum, "part-of", make_forum(slug="un"))
    forum.delete()
    assert {row.key for row in CatalogueEntry.objects.all()} == {"document:letter", "forum:un"}
    assert not Forum.objects.get().catalogue.incoming_relations.exists()


def test_record_that_was_deleted_is_no_longer_a_row_of_its_kind():
    for kind in KINDS:
        make(kind).delete()
    assert not CatalogueEntry.objects.exists()
    assert not any(model.objects.exists() for model in entry_models().values())
