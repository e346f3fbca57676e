"""The key of a search row says which record or passage it is of: the migration that made it so, and the rule."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from cyberpolicy import catalogue
from cyberpolicy.models import Passage, SearchEntry
from cyberpolicy.search import rebuilding, sqlite
from cyberpolicy.search.finding import Search
from cyberpolicy.search.rows import row_of_passage
from tests.factories import make_document, make_forum

migration = import_module("cyberpolicy.migrations.0016_keys_of_search_rows")


def tell(statement: str) -> None:
    with connection.schema_editor() as editor:
        editor.execute(statement)


def found(words: str) -> list[int]:
    return sorted(Search(words, None).records)


@pytest.mark.django_db(transaction=True)
def test_rows_with_the_keys_of_before_are_moved():
    document, forum = make_document("33694", "60", title="Brief"), make_forum(title="Over de merel")
    passage = Passage.objects.create(document=document, locator="1.1", position=1, text="Over de zwaluw.")
    catalogue.refresh(document)
    tell(migration.ALLOW[connection.vendor])
    keys = {row.pk: number for number, row in enumerate(SearchEntry.objects.order_by("entry_id", "passage_id"), 1)}
    for old, new in keys.items():
        SearchEntry.objects.filter(pk=old).update(id=new)
    with connection.schema_editor() as editor:
        migration.move(apps, editor)
    assert set(SearchEntry.objects.values_list("pk", flat=True)) == {
        document.pk, forum.pk, row_of_passage(passage.pk),
    }  # fmt: skip
    assert connection.vendor != "sqlite" or sqlite.is_whole()
    assert (found("merel"), found("zwaluw")) == ([forum.pk], [document.pk])
    assert list(rebuilding.differences()) == []


@pytest.mark.django_db(transaction=True)
def test_going_back_leaves_an_index_to_be_built():
    forum = make_forum(title="Over de merel")
    with connection.schema_editor() as editor:
        migration.empty(apps, editor)
    try:
        assert not SearchEntry.objects.exists() and not rebuilding.is_up_to_date()
    finally:
        tell(migration.REFUSE[connection.vendor])
    rebuilding.rebuild()
    assert found("merel") == [forum.pk]


@pytest.mark.django_db
def test_database_refuses_another_key():
    forum, other = make_forum(), make_forum()
    SearchEntry.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchEntry.objects.create(pk=other.pk, entry_id=forum.pk, kind="forum")
