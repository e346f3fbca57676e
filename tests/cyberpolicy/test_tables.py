import pytest

import cyberpolicy.urls  # noqa: F401
from cyberpolicy.kinds import entry_models
from cyberpolicy.tables import table_of
from tests.factories import make, make_initiative, make_many, make_track, relate
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", entry_models())
def test_every_kind_has_a_table_with_its_title_and_sources(kind):
    names = [column.name for column in table_of(kind).columns]
    assert {"title", "sources"} <= set(names)
    assert len(names) == len(set(names))
    assert table_of(kind).default_sort.removeprefix("-") in table_of(kind).sorts


@pytest.mark.parametrize("kind", entry_models())
def test_every_sort_names_a_field(kind):
    table, fields = table_of(kind), {field.name for field in entry_models()[kind]._meta.get_fields()}
    assert {column.sort.format(lang="nl") for column in table.sorts.values()} <= fields


def test_files_have_what_every_column_reads():
    """A column that forgot to name its relations fails here."""
    for kind in entry_models():
        make(kind)
        table = table_of(kind)
        assert list(table.batches(table.model.objects.all(), None))
        assert list(table.whole_batches(table.model.objects.all(), None))


def test_rows_of_an_export_are_fetched_in_batches(django_assert_num_queries):
    table, _many = table_of("forum"), make_many("forum", 1_100)
    with django_assert_num_queries(1 + 2 * 2):  # of each batch the outgoing relations and the citations
        batches = list(table.batches(table.ordered(table.model.objects.all(), "title"), None))
    assert [len(batch.keys) for batch, _cells in batches] == [200, 900]


def test_tracks_stand_in_a_row_with_their_numbers(client):
    initiative = make_initiative(title="A")
    relate(initiative, "in-track", make_track(title="Capacity", order=3))
    page = visit(client, "/initiatives/")
    assert page.cells("Track") == ["Capacity"]
    assert list(page.all("span", "cp-t3"))


def test_many_links_in_a_cell_are_cut(client):
    initiative = make_initiative()
    for number in range(6):
        from tests.factories import make_forum

        relate(initiative, "works-in", make_forum(title=f"F{number}"))
    assert visit(client, "/initiatives/").cells("Forums") == ["F0, F1, F2, F3 and 2 more"]
