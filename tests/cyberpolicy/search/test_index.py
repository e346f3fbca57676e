"""The search follows every write in its transaction: saving, parts, bulk, undoing, merging, importing, deleting."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cyberpolicy import catalogue, undo
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.importers import documents
from cyberpolicy.importers.text import parse
from cyberpolicy.models import CatalogueEntry, ChangeGroup, Passage, SearchEntry, SearchIndex, SearchName, SearchWord
from cyberpolicy.search import index, rebuilding, sqlite
from cyberpolicy.search.finding import Search
from tests.factories import add, make, make_document, make_forum, make_motion, make_user
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def found(query: str, user=None) -> list[str]:
    """The titles found."""
    keys = Search(query, user).records
    return sorted(CatalogueEntry.objects.filter(pk__in=keys).values_list("title_nl", flat=True))


def is_in_step() -> bool:
    return list(rebuilding.differences()) == []


def test_saving_makes_and_moves_words():
    forum = Forum(slug="x", title_nl="Zwaluw", kind="process", state="published")
    forum.save()
    assert found("zwaluw") == ["Zwaluw"]
    forum.title_nl = "Merel"
    forum.save()
    assert found("zwaluw") == [] and found("merel") == ["Merel"]
    assert is_in_step()


def test_other_names_and_texts_among_the_parts_count():
    motion = make_motion(title="Motie")
    add(motion, "aliases", text="Zwaluwmotie")
    add(motion, "requests", number=1, text_nl="verzoekt de regering merels te tellen")
    add(motion, "notes", text_nl="Zie ook de spreeuw.")
    assert found("zwaluwmotie") == found("merels") == found("spreeuw") == ["Motie"]
    motion.catalogue.alias_set.get().delete()
    assert found("zwaluwmotie") == []
    assert is_in_step()


def test_visibility_follows_at_once_for_passages_too():
    document = make_document("33694", "60", title="Brief")
    Passage.objects.create(document=document, locator="1.1", position=1, text="Over de zwaluw.")
    catalogue.refresh(document)
    assert found("zwaluw") == ["Brief"]
    document.visibility = "internal"
    document.save()
    assert found("zwaluw") == [] and found("zwaluw", make_user("reader")) == ["Brief"]
    assert is_in_step()


def test_imported_text_is_found_and_a_new_version_replaces_it():
    document = make_document("33694", "60", title="Brief")
    documents.store(document, parse(b"Geachte voorzitter,\n\nDe zwaluw vliegt uit.\n\nHoogachtend,\n"))
    assert found("zwaluw") == ["Brief"]
    documents.store(document, parse(b"Geachte voorzitter,\n\nDe merel vliegt uit.\n\nHoogachtend,\n"))
    assert found("zwaluw") == [] and found("merel") == ["Brief"]
    assert is_in_step()


def test_undoing_brings_the_words_back():
    forum = make_forum(title="Zwaluw")
    with Action("edit"):
        forum.title_nl = "Merel"
        forum.save()
    undo.carry_out(undo.plan_of(ChangeGroup.objects.get()), by=None)
    assert found("zwaluw") == ["Zwaluw"] and found("merel") == []


def test_deleted_record_leaves_nothing():
    forum = make_forum(title="Zwaluw")
    forum.delete()
    assert found("zwaluw") == [] and not SearchEntry.objects.exists() and not SearchName.objects.exists()
    assert is_in_step()


def test_rollback_leaves_no_ghost():
    with pytest.raises(RuntimeError), transaction.atomic():
        make_forum(title="Zwaluw")
        assert found("zwaluw") == ["Zwaluw"]
        raise RuntimeError
    assert found("zwaluw") == [] and not SearchWord.objects.filter(word="zwaluw").exists()


def test_unchanged_record_is_not_written(django_assert_num_queries):
    from cyberpolicy.search import index

    forum = make_forum(title="Zwaluw", aliases=["Merel"])
    with django_assert_num_queries(4):  # names, notes, its row, its names to search by
        index.put([forum])


@pytest.mark.parametrize("kind", ["forum", "motion", "document"])
def test_check_names_what_is_out_of_step_and_rebuilding_mends_it(kind):
    entry = make(kind, title="Zwaluw")
    SearchEntry.objects.update(titles="merel")
    SearchName.objects.all().delete()
    with pytest.raises(CommandError, match=entry.key):
        call_command("rebuild_search", check=True)
    call_command("rebuild_search", verbosity=0)
    assert found("zwaluw") == ["Zwaluw"] and is_in_step()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL derives its columns itself")
@pytest.mark.parametrize("table", sqlite.TABLES)
def test_every_full_text_table_follows_what_is_written_and_can_be_mended(table):
    forum = make_forum(title="Zwaluw", summary_nl="Over de merel")
    make_forum(title="Mus").delete()
    forum.title_nl = "Spreeuw"
    forum.save()
    assert sqlite.is_whole()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
    assert not sqlite.is_whole()
    rebuilding.rebuild()
    assert sqlite.is_whole() and found("spre* mere*") == ["Spreeuw"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no pieces")
@pytest.mark.parametrize("table", sqlite.TABLES)
def test_full_text_tables_are_in_one_piece_after_rebuilding(table):
    for title in ("Zwaluw", "Merel", "Mus", "Spreeuw"):
        make_forum(title=title)
    rebuilding.rebuild()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx")
        assert cursor.fetchone()[0] == 1
        cursor.execute(f"SELECT v FROM {table}_config WHERE k = 'automerge'")
        assert cursor.fetchone()[0] == sqlite.MERGING


def test_rebuilding_forgets_words_that_no_longer_occur():
    forum = make_forum(title="Zwaluw")
    forum.title_nl = forum.title_en = "Merel"
    forum.save()
    assert SearchWord.objects.filter(word="zwaluw").exists()
    rebuilding.rebuild()
    assert not SearchWord.objects.filter(word="zwaluw").exists() and SearchWord.objects.filter(word="merel").exists()


def test_word_that_is_written_while_the_index_is_rebuilt_stays(monkeypatch):
    make_forum(title="Merel")
    make_forum(title="Mus").delete()
    in_use = rebuilding._words_in_use

    def and_then_somebody_writes():
        found = in_use()
        make_forum(title="Zwaluw")
        make_forum(title="Mus")
        return found

    monkeypatch.setattr(rebuilding, "_words_in_use", and_then_somebody_writes)
    rebuilding.rebuild()
    assert SearchWord.objects.filter(word="zwaluw").exists() and SearchWord.objects.filter(word="mus").exists()


@pytest.mark.parametrize("change", ["saved", "deleted"])
def test_record_that_changes_while_it_is_read_is_read_again(monkeypatch, change):
    forum = make_forum(title="Zwaluw")
    read = index.read

    def and_then_somebody_writes(entries, **how):
        wanted = read(entries, **how)
        monkeypatch.setattr(index, "read", read)
        forum.title_nl = "Merel"
        forum.save() if change == "saved" else forum.delete()
        return wanted

    with history_kept_elsewhere():
        Forum.objects.update(title_nl="Spreeuw")  # so that there is something to write
    monkeypatch.setattr(index, "read", and_then_somebody_writes)
    rebuilding.rebuild()
    assert found("merel") == (["Merel"] if change == "saved" else []) and not found("spreeuw")
    assert is_in_step()


def test_rebuilding_gives_known_words_the_keys_of_now():
    make_forum(title="Behaviour")
    SearchWord.objects.exclude(key="=behaviour").delete()
    SearchWord.objects.create(key="dold", word="behaviour")
    assert not found("behavior")
    with pytest.raises(CommandError, match="word behaviour"):
        call_command("rebuild_search", check=True)
    rebuilding.rebuild()
    assert found("behavior") == ["Behaviour"] and not SearchWord.objects.filter(key="dold").exists()
    assert is_in_step()


def test_older_index_is_known_as_such():
    assert not rebuilding.is_up_to_date()
    rebuilding.rebuild()
    assert rebuilding.is_up_to_date()
    SearchIndex.objects.update(version=0)
    assert not rebuilding.is_up_to_date()


def test_bulk_writes_past_the_history_are_made_good():
    make_forum(title="Zwaluw")
    with history_kept_elsewhere():
        Forum.objects.update(title_nl="Merel")
    assert not is_in_step()
    rebuilding.rebuild()
    assert len(found("merel")) == 1 and is_in_step()
