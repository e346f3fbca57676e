import pytest
from django.utils import translation

import cyberpolicy.urls  # noqa: F401  the tables are known once the addresses are
from cyberpolicy.comparison import Comparison
from tests.factories import add, cite, make_document, make_forum, make_party, make_position, make_term, relate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(entries, user=None, **more) -> dict:
    """What the comparison says: section, row, and what stands in each cell."""
    sections = Comparison(entries, user).sections(**more)
    return {
        s.label: {str(row.label): [[str(said) for said in cell] for cell in row.cells] for row in s.rows}
        for s in sections
    }


def test_positions_stand_by_topic():
    china, russia, topic = make_party(title="China"), make_party(title="Russia"), make_term(title="Norms")
    make_position(china, topic, "against", as_of="2020-03-01")
    make_position(russia, topic, "for")
    assert told([china, russia])["Positions"] == {"Norms": [["against (1 March 2020)"], ["for"]]}


def test_relations_show_who_shares_them():
    china, russia = make_party(title="China"), make_party(title="Russia")
    group, other = make_forum(title="Group"), make_forum(title="Other")
    relate(china, "member-of", group)
    relate(russia, "member-of", group, qualifier_nl="sinds 2020", qualifier_en="since 2020")
    relate(russia, "member-of", other)
    found = told([china, russia])
    assert found["Member of"] == {"Group": [["yes"], ["yes (since 2020)"]], "Other": [[], ["yes"]]}


def test_of_very_many_relations_the_latest_are_told_of_all(monkeypatch):
    monkeypatch.setattr("cyberpolicy.comparison.MOST_LINKED", 2)
    china, russia = make_party(title="China"), make_party(title="Russia")
    groups = [make_forum(title=f"Group {number}") for number in range(5)]
    for group in groups:
        relate(china, "member-of", group)
    relate(russia, "member-of", groups[0])
    assert told([china, russia])["Member of"] == {
        "Group 0": [["yes"], ["yes"]],  # the latest of Russia: China is not said to be without it
        "Group 3": [["yes"], []],
        "Group 4": [["yes"], []],
    }
    (section,) = [s for s in Comparison([china, russia], None).sections() if s.label == "Member of"]
    assert section.left_out == "only the latest 2 of each"
    assert not any(s.left_out for s in Comparison([russia, make_party()], None).sections())


def test_milestones_stand_by_kind():
    one, two = make_forum(title="One"), make_forum(title="Two")
    add(one, "milestones", kind="set_up", date="2011")
    add(two, "milestones", kind="set_up", date="2018-12", is_disputed=True)
    assert told([one, two])["Milestones"] == {"Set up": [["2011"], ["Dec. 2018 (disputed)"]]}


def test_rows_where_nobody_has_anything_are_left_out():
    found = told([make_forum(kind="process"), make_forum(kind="process")])
    assert found == {"Characteristics": {"Kind": [["Process"], ["Process"]]}}


def test_only_differences_leaves_out_what_is_the_same():
    one, two = make_forum(kind="process"), make_forum(kind="process", dutch_role_nl="lid", dutch_role_en="member")
    assert list(told([one, two], only_differences=True)["Characteristics"]) == ["Role of the Netherlands"]


def test_each_statement_has_its_sources():
    china, russia = make_party(), make_party()
    position = make_position(china, make_term(title="Norms"), "against")
    cite(china, make_document("33694", "60", passages=["2.1"]), "2.1", part=position)
    section = next(s for s in Comparison([china, russia], None).sections() if s.label == "Positions")
    assert [citation.short_place for citation in section.rows[0].cells[0][0].citations] == ["§\u00a02.1"]


def test_what_may_not_be_seen_is_no_row():
    china, russia = make_party(), make_party()
    relate(china, "member-of", make_forum(title="Secret", visibility="internal"))
    make_position(russia, make_term(title="Secret too", state="draft"))
    assert set(told([china, russia])) == {"Characteristics"}


def test_query_count_is_the_same_for_two_and_four(django_assert_num_queries):
    parties = [make_party() for _ in range(4)]
    for party in parties:
        make_position(party, make_term())
        relate(party, "member-of", make_forum())
    told(parties[:1])  # reads who may see what
    with django_assert_num_queries(9):
        told(parties[:2])
    with django_assert_num_queries(9):
        told(parties)
