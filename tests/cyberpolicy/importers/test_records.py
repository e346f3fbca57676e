import pytest

from cyberpolicy.importers.records import RecordFileError, Source, parse, store
from cyberpolicy.models import CatalogueEntry, ChangeGroup, FormerAddress, ImportedRecord, Passage, Relation, Revision
from cyberpolicy.states import state_of
from tests.factories import add, make_forum
from tracks.models import Forum, Initiative

pytestmark = pytest.mark.django_db

SOURCE = Source("test", "document:brief", assumed={"statuses": {"date": "2020-11-16"}})
DOCUMENT = """
[[document]]
slug = "brief"
title_nl = "Brief"
kind = "letter"
passages = [{ locator = "1.1", section = "1", number = 1 }, { locator = "1.2", section = "1", number = 2 }]
"""
FORUM = """
[[forum]]
slug = "oewg"
title_nl = "Werkgroep"
title_en = "Working group"
kind = "process"
cites = ["1.1"]
aliases = [{ text = "Anders", cites = ["1.2"] }]
"""


def load(*texts: str, source: Source = SOURCE):
    return store(parse([(f"{number}.toml", text.encode()) for number, text in enumerate(texts, 1)], source), source)


def refused(*texts: str) -> str:
    """The message with which the files are refused, after a look that nothing was written."""
    before = CatalogueEntry.objects.count()
    with pytest.raises(RecordFileError) as error:
        load(*texts)
    assert CatalogueEntry.objects.count() == before
    return str(error.value)


def with_line(line: str) -> str:
    return DOCUMENT + FORUM + line + "\n"


# What comes in


def test_record_comes_in_published_with_its_parts_and_sources():
    report = load(DOCUMENT + FORUM)
    assert state_of(Forum.objects.get()) == {
        "slug": "oewg", "title_nl": "Werkgroep", "title_en": "Working group", "kind": "process", "state": "published",
        "cites": [{"document": "document:brief", "locator": "1.1"}],
        "aliases": [{"text": "Anders", "cites": [{"document": "document:brief", "locator": "1.2"}]}],
    }  # fmt: skip
    assert report.counts == {"created": 2}


def test_passages_come_in_reading_order():
    load(DOCUMENT)
    assert list(Passage.objects.values_list("locator", "position")) == [("1.1", 1), ("1.2", 2)]


def test_records_may_refer_to_each_other_in_any_order():
    load('[[forum]]\nslug="a"\ntitle_nl="A"\nkind="organ"\nrelations=[{kind="part-of", object="forum:b"}]', FORUM_B)
    assert Relation.objects.get(kind="part-of").object.slug == "b"


FORUM_B = '[[forum]]\nslug="b"\ntitle_nl="B"\nkind="organisation"\nrelations=[{kind="supports", object="forum:a"}]'


def test_tracks_are_a_shorthand_for_relations():
    track = '[[track]]\nslug="legal-order"\ntitle_nl="Rechtsorde"\norder=1'
    load(with_line('tracks=["legal-order"]\ntrack_basis="section"'), track)
    relation = Relation.objects.get()
    assert (relation.kind, relation.object.slug, relation.basis) == ("in-track", "legal-order", "section")


def test_assumptions_of_the_source_fill_what_the_file_leaves_out():
    load(with_line('statuses=[{status="ongoing"}, {status="completed", date="2021"}]'))
    assert [status["date"] for status in state_of(Forum.objects.get())["statuses"]] == ["2020-11-16", "2021"]
    assert Forum.objects.get().progress == "completed"


def test_every_new_record_has_a_history():
    load(DOCUMENT + FORUM + '\n[[place]]\nslug="parijs"\ntitle_nl="Parijs"\nkind="city"')
    assert set(Revision.objects.values_list("record", "kind")) == {
        ("document:brief", "created"), ("forum:oewg", "created"), ("place:parijs", "created"),
    }  # fmt: skip
    assert ChangeGroup.objects.count() == 1


# Again


def test_second_run_changes_nothing():
    load(DOCUMENT + FORUM)
    before = list(Forum.objects.values_list("updated_at", "version")), Revision.objects.count()
    report = load(DOCUMENT + FORUM)
    assert report.counts == {"unchanged": 2}
    assert (list(Forum.objects.values_list("updated_at", "version")), Revision.objects.count()) == before


def test_changed_file_changes_what_nobody_edited():
    load(DOCUMENT + FORUM)
    report = load(DOCUMENT + FORUM.replace("Werkgroep", "Nieuwe naam").replace("Anders", "Weer anders"))
    forum = Forum.objects.get()
    assert forum.title_nl == "Nieuwe naam"
    assert [alias["text"] for alias in state_of(forum)["aliases"]] == ["Weer anders"]
    assert report.counts == {"changed": 1, "unchanged": 1}


def test_value_that_a_person_edited_is_kept_and_reported():
    load(DOCUMENT + FORUM)
    forum = Forum.objects.get()
    forum.title_nl = "Van een mens"
    forum.save()
    report = load(DOCUMENT + FORUM.replace("Werkgroep", "Uit het bestand").replace("Working group", "From the file"))
    forum.refresh_from_db()
    assert (forum.title_nl, forum.title_en) == ("Van een mens", "From the file")
    assert report.kept == ["forum:oewg: title_nl"]


def test_part_that_a_person_added_is_kept():
    load(DOCUMENT + FORUM)
    add(Forum.objects.get(), "aliases", text="Van een mens")
    load(DOCUMENT + FORUM.replace("Anders", "Weer anders"))
    assert [alias["text"] for alias in state_of(Forum.objects.get())["aliases"]] == ["Anders", "Van een mens"]


def test_withdrawn_record_stays_withdrawn():
    load(DOCUMENT + FORUM)
    forum = Forum.objects.get()
    forum.state = "withdrawn"
    forum.save()
    report = load(DOCUMENT + FORUM)
    forum.refresh_from_db()
    assert forum.state == "withdrawn"
    assert report.kept == ["forum:oewg: state"]


def test_deleted_record_is_not_brought_back():
    load(DOCUMENT + FORUM)
    Forum.objects.get().delete()
    report = load(DOCUMENT + FORUM)
    assert not Forum.objects.exists()
    assert report.counts["kept"] == 1
    assert "forum:oewg" in report.kept[0]


def test_renamed_record_is_found_again():
    load(DOCUMENT + FORUM)
    forum = Forum.objects.get()
    forum.slug = "werkgroep"
    forum.save()
    load(DOCUMENT + FORUM.replace("Working group", "New name"))
    forum.refresh_from_db()
    assert (Forum.objects.count(), forum.slug, forum.title_en) == (1, "werkgroep", "New name")
    assert FormerAddress.objects.get().slug == "oewg"


def test_part_put_in_between_is_no_edit_by_a_person():
    load(with_line('milestones=[{kind="started", date="2018"}, {kind="ended", date="2020"}]'))
    more = with_line(
        'milestones=[{kind="started", date="2018"}, {kind="continued", date="2019"}, {kind="ended", date="2020"}]'
    )
    load(more)
    assert load(more).counts == {"unchanged": 2}


def test_record_that_was_here_before_the_first_import_keeps_its_values():
    make_forum(slug="oewg", title="Van een mens")
    report = load(DOCUMENT + FORUM.replace("aliases", 'summary_nl = "Nieuw"\naliases'))
    forum = Forum.objects.get()
    assert (forum.title_nl, forum.summary_nl) == ("Van een mens", "Nieuw")
    assert report.counts["kept"] == 1


def test_passage_added_to_a_file_can_be_cited():
    load(DOCUMENT + FORUM)
    longer = DOCUMENT.replace("number = 2 }]", 'number = 2 }, { locator = "1.3", section = "1", number = 3 }]')
    load(longer + FORUM.replace('cites = ["1.1"]', 'cites = ["1.3"]'))
    assert state_of(Forum.objects.get())["cites"] == [{"document": "document:brief", "locator": "1.3"}]


def test_two_sources_do_not_disturb_each_other():
    load(DOCUMENT + FORUM)
    load(DOCUMENT, source=Source("other", "document:brief"))
    assert ImportedRecord.objects.filter(source="test").count() == 2
    assert load(DOCUMENT + FORUM).counts == {"unchanged": 2}


# What is refused


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('colour = "red"', "colour"),
        ('kind = "nonsense"', ""),
        ('verified_on = "2020-02-30"', "verified_on"),
        ('milestones = [{ kind = "started", date = "2019-13" }]', "milestones[1].date"),
        ('milestones = [{ kind = "started" }, { kind = "nonsense" }]', "milestones[2].kind"),
        ('milestones = [{ kind = "started", colour = "red" }]', "milestones[1].colour"),
        ('milestones = [{ date = "2019" }]', "milestones[1].kind"),
        ('notes = [{ basis = "reading" }]', "notes[1].text_nl"),
        ('relations = [{ kind = "part-of", object = "forum:nowhere" }]', "relations[1].object"),
        ('relations = [{ kind = "part-of" }]', "relations[1].object"),
        ('relations = [{ kind = "part-of", object = "forum:oewg" }]', "relations[1].object"),
        ('tracks = ["nowhere"]', "relations[1].object"),
        ('notes = [{ text_nl = "x", cites = ["9.9"] }]', "notes[1].cites"),
        ('notes = [{ text_nl = "x", cites = [{ locator = "1.1", colour = "red" }] }]', "notes[1].cites"),
        ('notes = [{ text_nl = "x", cites = [{ document = "document:nowhere" }] }]', "notes[1].cites"),
        ("notes = [3]", "notes"),
        ('notes = "text"', "notes"),
        ("notes = [{ text_nl = 'x', cites = [3] }]", "notes[1].cites"),
        ("notes = [{ text_nl = 'x', cites = '1.1' }]", "notes[1].cites"),
        ('tracks = "legal-order"', "tracks"),
        ('passages = [{ locator = "1.1" }]', "passages"),
        ('cites = "1.1"', "cites"),
    ],
)
def test_wrong_value_names_file_record_and_field(line, where):
    replaced = {"kind": 'kind = "process"', "cites": 'cites = ["1.1"]'}.get(line.partition(" ")[0], "")
    text = (DOCUMENT + FORUM).replace(replaced, line) if replaced else with_line(line)
    message = refused(text)
    assert message.startswith("1.toml, [forum:oewg], ")
    assert (where or "kind") in message


def test_missing_title_is_named():
    assert refused(FORUM.replace('title_nl = "Werkgroep"', "")).startswith("1.toml, [forum:oewg], title_nl: ")


def test_missing_kind_is_named():
    assert refused(DOCUMENT + FORUM.replace('kind = "process"', "")).startswith("1.toml, [forum:oewg], kind: ")


def test_unknown_locator_of_the_record_is_named():
    assert "1.toml, [forum:oewg], cites: " in refused((DOCUMENT + FORUM).replace('cites = ["1.1"]', 'cites = ["9.9"]'))


def test_broken_toml_names_the_file_and_the_line():
    message = refused(DOCUMENT, "[[forum]\nslug=")
    assert message.startswith("2.toml: ")
    assert "line 1" in message


def test_file_that_is_not_utf8_is_named():
    with pytest.raises(RecordFileError, match=r"^a\.toml: "):
        parse([("a.toml", b"\xff\xfe")], SOURCE)


@pytest.mark.parametrize(
    "text", ['[[nonsense]]\nslug="a"', '[forum]\nslug="a"', "forum = 3", "forum = [3]", 'title = "x"']
)
def test_unknown_kind_of_record_is_named(text):
    assert refused(text).startswith("1.toml, ")


@pytest.mark.parametrize("slug", ["", 'slug = ""', "slug = 3", 'slug = "not a slug"', 'slug = "../x"'])
def test_record_without_a_good_slug_is_named(slug):
    message = refused(f'[[forum]]\n{slug}\ntitle_nl="x"\nkind="organ"')
    assert message.startswith("1.toml, [forum:")
    assert "slug: " in message


def test_double_record_is_named():
    assert refused(DOCUMENT + FORUM, FORUM).startswith("2.toml, [forum:oewg], slug: ")


@pytest.mark.parametrize(
    "line",
    [
        'relations = [{ kind="supports", object="document:brief" }, { kind="supports", object="document:brief" }]',
        'aliases = [{ text = "Anders" }, { text = "Anders" }]',
    ],
)
def test_double_part_is_named(line):
    text = (DOCUMENT + FORUM).replace('aliases = [{ text = "Anders", cites = ["1.2"] }]', line)
    assert refused(text).startswith("1.toml, [forum:oewg]")


def test_value_that_another_record_already_has_is_named():
    party = '[[party]]\nslug="{0}"\ntitle_nl="{0}"\nkind="country"\niso_code="NL"\n'
    assert refused(party.format("een") + party.format("twee")).startswith("1.toml, [party:twee]")


@pytest.mark.parametrize(
    "passage",
    ['{ colour = "red", locator = "1.1" }', '{ section = "1" }', '{ locator = "1.1", kind = "nonsense" }', "3"],
)
def test_wrong_passage_is_named(passage):
    text = f'[[document]]\nslug="brief"\ntitle_nl="Brief"\nkind="letter"\npassages=[{passage}]'
    assert refused(text).startswith("1.toml, [document:brief], passages")


def test_wrong_file_after_a_good_one_changes_nothing():
    load(DOCUMENT + FORUM)
    refused(
        DOCUMENT + FORUM.replace("Werkgroep", "Nieuw"), '[[forum]]\nslug="x"\ntitle_nl="x"\nkind="organ"\ncites=["9.9"]'
    )
    assert Forum.objects.get().title_nl == "Werkgroep"


def test_parsing_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        first = parse([("a.toml", (DOCUMENT + FORUM).encode())], SOURCE)
        assert parse([("a.toml", (DOCUMENT + FORUM).encode())], SOURCE) == first


def test_report_counts_in_words():
    assert not Initiative.objects.exists()
    assert "2" in str(load(DOCUMENT + FORUM))
