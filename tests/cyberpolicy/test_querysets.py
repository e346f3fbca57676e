import pytest

from cyberpolicy.models import CatalogueEntry, Citation, Milestone, Relation
from tests.factories import add, cite, make_document, make_forum, make_initiative, make_track, make_user, relate
from tracks.models import Forum, Initiative

pytestmark = pytest.mark.django_db


def test_relation_is_hidden_when_either_end_is():
    shown, hidden = make_forum(), make_forum(visibility="internal")
    relate(shown, "part-of", hidden)
    relate(hidden, "part-of", shown)
    relate(shown, "part-of", make_forum())
    assert Relation.objects.visible_to(None).count() == 1
    assert Relation.objects.visible_to(make_user("reader")).count() == 3


def test_citation_is_hidden_when_record_or_document_is():
    record, document = make_forum(), make_document()
    cite(record, document)
    cite(record, make_document(visibility="confidential"))
    cite(make_forum(state="draft"), document)
    assert Citation.objects.visible_to(None).count() == 1
    assert Citation.objects.visible_to(make_user("editor")).count() == 3


def test_part_is_hidden_with_its_record():
    add(make_forum(), "milestones", kind="started", date="2019")
    add(make_forum(state="withdrawn"), "milestones", kind="started", date="2019")
    assert Milestone.objects.visible_to(None).count() == 1


def test_words_match_in_titles_summaries_and_names():
    forum = make_forum(
        title="Werkgroep",
        abbreviation_nl="OEWG",
        summary_nl="Open voor alle staten",
        aliases=["Open-ended Working Group"],
    )
    make_forum(title="Iets anders")
    for query in ("WERKGROEP", "alle staten", "open-ended", "oewg", "groep staten oew"):
        assert list(Forum.objects.matching(query)) == [forum], query


@pytest.mark.parametrize("query", ["100%", "a_b", "it's", "back\\slash"])
def test_words_with_signs_of_sql_match_only_themselves(query):
    forum = make_forum(title=f"Over {query} gesproken")
    make_forum(title="Over 1000 aXb its backslash")
    assert list(Forum.objects.matching(query)) == [forum]


def test_catalogue_rows_match_as_records_do():
    forum = make_forum(title="Werkgroep")
    assert [row.key for row in CatalogueEntry.objects.matching("werkgroep")] == [forum.key]


def test_linked_follows_one_kind_of_relation_in_one_direction():
    track, initiative = make_track(slug="legal-order"), make_initiative()
    relate(initiative, "in-track", track)
    assert list(Initiative.objects.linked("in-track", ["legal-order"])) == [initiative]
    assert not Initiative.objects.linked("part-of", ["legal-order"]).exists()
    assert not Initiative.objects.linked("in-track", ["legal-order"], reverse=True).exists()


def test_deleting_parts_leaves_no_row_behind():
    forum = make_forum()
    part = add(forum, "aliases", text="Anders")
    cite(forum, make_document(), part=part)
    forum.catalogue.alias_set.all().delete()
    assert not forum.catalogue.parts.exists()
    assert not forum.catalogue.citations.exists()
