"""A document gets its text: passages, versions, and quotes that are checked again."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from cyberpolicy import undo
from cyberpolicy.importers.documents import store
from cyberpolicy.importers.text import parse
from cyberpolicy.models import ChangeGroup, Citation, Document, Passage, Revision
from cyberpolicy.states import StateError
from tests.factories import cite, make_document, make_forum, make_user

LETTERS = Path(settings.BASE_DIR) / "tests" / "data" / "letters"
REAL_LETTER = Path(settings.BASE_DIR).parent / "shared" / "letter" / "letter.txt"

pytestmark = pytest.mark.django_db


def brief(*paragraphs: str):
    return parse("\n\n".join(["Geachte voorzitter,", *paragraphs, "De minister van Proeven,\nF. Proef"]).encode())


@pytest.fixture
def document() -> Document:
    return make_document("99901", "12", passages=["aanhef", "inleiding.1", "inleiding.2"])


def text_of(document: Document, locator: str) -> str:
    return document.passages.get(locator=locator).text


def versions_of(document: Document) -> list[int]:
    return sorted(document.versions.exclude(number=0).values_list("number", flat=True))


def quote_of(citation: Citation) -> Citation:
    return Citation.objects.select_related("passage").get(pk=citation.pk)


def test_passages_get_their_text_and_missing_ones_are_made(document):
    report = store(document, brief("De pont vaart.", "Zij vaart vaak."))
    assert text_of(document, "inleiding.2") == "Zij vaart vaak."
    assert (report.changed, report.created) == (["aanhef", "inleiding.1", "inleiding.2"], ["slot"])
    assert [passage.locator for passage in document.passages.all()] == ["aanhef", "inleiding.1", "inleiding.2", "slot"]
    assert document.passages.get(locator="slot").kind == "signature"
    assert len(document.passages.get(locator="slot").text_hash) == 64


def test_same_text_again_changes_nothing(document):
    store(document, brief("De pont vaart."))
    report = store(document, brief("De pont vaart."))
    assert (report.created, report.changed, report.removed, report.is_new_version) == ([], [], [], False)
    assert versions_of(document) == [1]
    assert "1" in str(report) and str(report) != str(store(document, brief("Anders.")))


def test_new_version_keeps_the_old_one(document):
    editor = make_user()
    store(document, brief("1. Begin", "De pont vaart."), by=editor, source_name="brief.txt")
    report = store(document, brief("1. Begin", "De pont ligt stil."))
    new, old, _before_any = document.versions.all()
    assert (report.version, report.changed) == (2, ["1.1"])
    assert (old.number, old.passages["1.1"], old.sections) == (1, "De pont vaart.", {"1": "Begin"})
    assert (old.imported_by, old.source_name) == (editor, "brief.txt")
    assert new.passages["1.1"] == text_of(document, "1.1") == "De pont ligt stil."


def test_quote_is_verbatim_once_its_passage_says_it(document):
    citation = cite(make_forum(), document, "inleiding.1", quote="pont vaart")
    assert not quote_of(citation).is_verbatim
    report = store(document, brief("De pont vaart."))
    assert report.lost_quotes == []
    assert quote_of(citation).is_verbatim
    assert (quote_of(citation).quote_start, quote_of(citation).quote_end) == (3, 13)


def test_quote_that_no_longer_matches_is_reported(document):
    forum = make_forum(slug="veerraad")
    citation = cite(forum, document, "inleiding.1", quote="De pont vaart. " * 9)
    store(document, brief("De pont vaart. " * 9 + "Echt."))
    (lost,) = store(document, brief("De pont  vaart.")).lost_quotes
    assert (lost.record, lost.locator) == ("forum:veerraad", "inleiding.1")
    assert str(lost).startswith("forum:veerraad inleiding.1: “De pont vaart. De pont") and str(lost).endswith("…”")
    assert quote_of(citation).quote_start is None


def test_quote_without_a_passage_may_stand_anywhere(document):
    cite(make_forum(), document, pages="2", quote="vaart vaak")
    assert store(document, brief("De pont vaart.", "Zij vaart vaak.")).lost_quotes == []
    assert len(store(document, brief("De pont vaart.")).lost_quotes) == 1


def test_passage_that_vanished_stays_only_when_it_is_cited(document):
    cite(make_forum(), document, "inleiding.2", quote="vaart vaak")
    store(document, brief("De pont vaart.", "Zij vaart vaak.", "Zij vaart laat."))
    report = store(document, brief("De pont vaart."))
    assert (report.kept, report.removed) == (["inleiding.2"], ["inleiding.3"])
    assert text_of(document, "inleiding.2") == ""
    assert [passage.locator for passage in document.passages.all()][-1] == "inleiding.2"
    assert [lost.locator for lost in report.lost_quotes] == ["inleiding.2"]
    assert len(list(report.lines())) == 2
    again = store(document, brief("De pont vaart."))
    assert (again.changed, again.kept) == ([], ["inleiding.2"])


def test_new_title_is_in_the_history(document):
    store(document, brief("De pont vaart."), title="Brief over de pont")
    document.refresh_from_db()
    assert document.title_nl == "Brief over de pont"
    revisions = Revision.objects.filter(entry_id=document.pk)
    assert {revision.group.action for revision in revisions} == {"import_document"}
    assert {name for revision in revisions for name in revision.changes} == {"title_nl", "text_version"}


def test_title_that_cannot_be_leaves_nothing_behind(document):
    with pytest.raises(ValidationError):
        store(document, brief("De pont vaart."), title="x" * 301)
    assert text_of(document, "inleiding.1") == "" and not document.versions.exists()


def test_import_takes_the_same_number_of_queries_for_long_letters(document, django_assert_max_num_queries):
    with django_assert_max_num_queries(67):
        store(document, brief(*[f"Alinea {number} staat hier." for number in range(200)]))


# Undoing


def rows_of(document: Document) -> list[tuple]:
    return list(document.passages.values_list("locator", "section", "number", "kind", "position", "text", "text_hash"))


def undo_last_import(document: Document) -> undo.Plan:
    group = ChangeGroup.objects.filter(action="import_document", revisions__entry=document.pk).latest("pk")
    plan = undo.plan_of(group)
    undo.carry_out(plan, by=None)
    return plan


def test_undoing_the_first_text_gives_bare_passages_again(document):
    before, title = rows_of(document), document.title_nl
    store(document, brief("De pont vaart.", "Zij vaart vaak.", "Zij vaart laat."), title="Brief over de pont")
    undo_last_import(document)
    document.refresh_from_db()
    assert rows_of(document) == before
    assert (document.text_version, document.title_nl) == (0, title)


def test_undoing_a_new_version_gives_the_old_text_and_its_quotes(document):
    citation = cite(make_forum(), document, "inleiding.2", quote="vaart vaak")
    store(document, brief("De pont vaart.", "Zij vaart vaak.", "Zij vaart laat."))
    before = rows_of(document)
    store(document, brief("1. Begin", "De pont ligt stil."))
    assert quote_of(citation).quote_start is None
    undo_last_import(document)
    assert rows_of(document) == before
    assert (quote_of(citation).is_verbatim, quote_of(citation).quote_start) == (True, 4)


def test_import_undone_by_mistake_is_brought_back_by_undoing_that(document):
    store(document, brief("De pont vaart."))
    before = rows_of(document)
    undo_last_import(document)
    undo.carry_out(undo.plan_of(ChangeGroup.objects.latest("pk")), by=None)
    assert rows_of(document) == before


def test_text_that_was_replaced_since_is_a_conflict(document):
    store(document, brief("De pont vaart."))
    first = ChangeGroup.objects.latest("pk")
    store(document, brief("De pont ligt stil."))
    (step,) = undo.plan_of(first).steps
    assert step.conflicts == ["text_version"]
    undo.carry_out(undo.plan_of(first), by=None)
    assert text_of(document, "inleiding.1") == "De pont ligt stil."


def test_same_file_after_undoing_is_the_same_version(document):
    store(document, brief("De pont vaart."))
    store(document, brief("De pont ligt stil."))
    undo_last_import(document)
    assert not store(document, brief("De pont vaart.")).is_new_version
    assert store(document, brief("De pont ligt stil.")).version == 2
    assert versions_of(document) == [1, 2]


def test_passage_made_by_hand_outlives_imports_and_their_undoing(document):
    store(document, brief("De pont vaart."))
    Passage.objects.create(document=document, locator="bijlage.1", position=99)
    store(document, brief("De pont ligt stil."))
    undo_last_import(document)
    assert document.passages.filter(locator="bijlage.1").exists()


def test_version_that_is_not_there_is_refused(document):
    document.text_version = 7
    with pytest.raises(StateError, match="7"):
        document.save()


# The command


def test_command_reads_a_file_and_says_what_it_did(document, capsys):
    call_command("import_document", str(LETTERS / "page-feet.txt"), id="99 901, nr. 12")
    assert text_of(document, "1.4").startswith("b) De aansluiting")
    said = capsys.readouterr().out
    assert "1.1 (" in said and "23)" in said
    call_command("import_document", str(LETTERS / "page-feet.txt"), id="kst-99901-12")
    assert versions_of(document) == [1]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "kst-99901-12", "brief.txt"),
        (b"Geachte voorzitter,\n\n\xff.", "kst-99901-12", "3"),
        (b"De pont vaart.", "kst-99901-13", "load_letter"),
        (None, "kst-99901-12", "brief.txt"),
    ],
)
def test_command_refuses_with_a_sentence(document, tmp_path, content, name, said):
    if content is not None:
        (tmp_path / "brief.txt").write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_document", str(tmp_path / "brief.txt"), id=name)
    assert not document.versions.exists()


@pytest.mark.skipif(not REAL_LETTER.exists(), reason="the letter is not on this machine")
def test_real_letter_gives_all_cited_passages_their_text(letter):
    document = Document.objects.get(slug="kst-33694-60")
    report = store(document, parse(REAL_LETTER.read_bytes()))
    assert (len(report.changed), report.created, report.removed, report.kept) == (38, [], [], [])
    assert not document.passages.filter(text="").exists()
    again = store(document, parse(REAL_LETTER.read_bytes()))
    assert (len(again.unchanged), again.is_new_version) == (38, False)
