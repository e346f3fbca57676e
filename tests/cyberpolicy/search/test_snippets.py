from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.snippets import LENGTH, Marker
from cyberpolicy.search.widening import WideClause


def clause(*phrases: str) -> WideClause:
    found = {}
    for phrase in phrases:
        found[Phrase(tuple(phrase.rstrip("*").split()), phrase.endswith("*"))] = 1.0
    return WideClause((), found)


def shown(segments) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in segments)


def test_words_are_marked_whatever_their_accents():
    assert shown(Marker([clause("coordinatie")]).marked("De Coördinatie van 2019.")) == "De [Coördinatie] van 2019."


def test_beginnings_and_phrases_are_marked_whole():
    found = Marker([clause("open ended"), clause("cyber*")]).marked("Open-ended en cyberaanval")
    assert shown(found) == "[Open-ended] en [cyberaanval]"


def test_words_of_a_phrase_are_not_marked_apart():
    assert (
        shown(Marker([clause("politieke attributie")]).marked("politiek, en later attributie"))
        == "politiek, en later attributie"
    )


def test_excerpt_is_where_most_words_stand():
    text = "begin attributie " + "vulling " * 100 + "politieke attributie aan het eind"
    found = shown(Marker([clause("politieke"), clause("attributie")]).excerpt(text))
    assert found.startswith("… ") and "[politieke] [attributie]" in found


def test_excerpt_without_the_words_is_the_beginning():
    found = shown(Marker([clause("anders")]).excerpt("woord " * 100))
    assert found.startswith("woord") and found.endswith("…") and len(found) <= LENGTH + 5


def test_short_text_is_shown_whole():
    assert shown(Marker([]).excerpt("Kort  en\nbondig")) == "Kort en bondig"
