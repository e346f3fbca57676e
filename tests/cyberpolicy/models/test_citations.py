import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from cyberpolicy.models import Citation
from tests.factories import cite, make_document, make_forum

pytestmark = pytest.mark.django_db


def test_place_in_words_with_pages():
    letter = make_document("33694", "60", passages=["2.4"])
    citation = cite(make_forum(), letter, "2.4", pages="3-4")
    with translation.override("en"):
        assert citation.place == "§ 2, par. 4, p. 3-4"
        assert citation.short_place == "§\u00a02.4"
    assert citation.get_absolute_url() == "/documents/kst-33694-60/#2.4"


def test_citation_of_a_whole_document_leads_to_the_document():
    citation = cite(make_forum(), make_document("33694", "60"))
    assert (citation.place, citation.get_absolute_url()) == ("", "/documents/kst-33694-60/")


def test_passage_must_stand_in_the_document():
    letter, other = make_document(passages=["1.1"]), make_document()
    with pytest.raises(ValidationError) as error:
        Citation(entry=make_forum().catalogue, document=other, passage=letter.passages.get()).clean()
    assert "passage" in error.value.message_dict


@pytest.mark.parametrize(
    ("quote", "is_right"), [("de tekst", True), ("De tekst", False), ("de  tekst", False), ("", True)]
)
def test_quote_must_stand_in_the_passage_letter_by_letter(quote, is_right):
    letter = make_document(passages=["1.1"])
    passage = letter.passages.get()
    passage.text = "Dit is de tekst."
    citation = Citation(entry=make_forum().catalogue, document=letter, passage=passage, quote=quote)
    if is_right:
        citation.clean()
    else:
        with pytest.raises(ValidationError):
            citation.clean()


def test_cited_document_cannot_be_deleted():
    letter = make_document()
    cite(make_forum(), letter)
    with pytest.raises(ProtectedError):
        letter.delete()


def test_document_that_rests_only_on_itself_can_be_deleted():
    letter = make_document(passages=["aanhef"])
    cite(letter, letter, "aanhef")
    letter.delete()
    assert not Citation.objects.exists()


def test_offsets_follow_the_quote_when_it_is_saved():
    document = make_document("33694", "60", passages=["1.2"])
    document.passages.update(text="een twee een twee")
    citation = cite(make_forum(), document, "1.2", quote="twee")
    assert (citation.quote_start, citation.quote_end) == (4, 8)
    citation.quote_start, citation.quote_end = 13, 17  # the second of two, chosen before
    citation.save()
    assert citation.quote_start == 13
    citation.quote = "drie"
    citation.save()
    assert (citation.quote_start, citation.quote_end) == (None, None)
