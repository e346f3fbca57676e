from cyberpolicy.search.matching import Phrase
from cyberpolicy.search.snippets import LENGTH, excerpt, marked
from cyberpolicy.search.widening import Clause


def clause(*phrases: str) -> Clause:
    found = {}
    for phrase in phrases:
        found[Phrase(tuple(phrase.rstrip("*").split()), phrase.endswith("*"))] = 1.0
    return Clause((), found)


def shown(segments) -> str:
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in segments)


def test_words_are_marked_whatever_their_accents():
    assert shown(marked("De Coördinatie van 2019.", [clause("coordinatie")])) == "De [Coördinatie] van 2019."


def test_beginnings_and_phrases_are_marked_whole():
    found = marked("Open-ended en cyberaanval", [clause("open ended"), clause("cyber*")])
    assert shown(found) == "[Open-ended] en [cyberaanval]"


def test_words_of_a_phrase_are_not_marked_apart():
    assert (
        shown(marked("politiek, en later attributie", [clause("politieke attributie")]))
        == "politiek, en later attributie"
    )


def test_excerpt_is_where_most_words_stand():
    text = "begin attributie " + "vulling " * 100 + "politieke attributie aan het eind"
    found = shown(excerpt(text, [clause("politieke"), clause("attributie")]))
    assert found.startswith("… ") and "[politieke] [attributie]" in found


def test_excerpt_without_the_words_is_the_beginning():
    found = shown(excerpt("woord " * 100, [clause("anders")]))
    assert found.startswith("woord") and found.endswith("…") and len(found) <= LENGTH + 5


def test_short_text_is_shown_whole():
    assert shown(excerpt("Kort  en\nbondig", [])) == "Kort en bondig"
