"""Forms of Dutch verbs, which the rules for stems leave apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.search.verbs import infinitives, of_doing, with_te
from cyberpolicy.search.words import stems
from tests.cyberpolicy.search.found import found
from tests.factories import make_forum


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("steunt", "steunen"), ("steunde", "steunen"), ("gesteund", "steunen"), ("steunt", "steun"),
        ("reageert", "reageren"), ("reageerde", "reageren"), ("draagt", "dragen"), ("wijst", "wijzen"),
        ("streeft", "streven"), ("stemt", "stemmen"), ("gestemd", "stemmen"), ("schendt", "schenden"),
        ("werkten", "werken"), ("verdedigd", "verdedigen"), ("ondermijnt", "ondermijnen"), ("ingediend", "indienen"),
        ("opgericht", "oprichten"), ("toegerekend", "toerekenen"), ("verworpen", "verwerpen"), ("gericht", "richten"),
        ("georganiseerd", "organiseren"), ("aangenomen", "aannemen"),
    ],
)  # fmt: skip
def test_form_of_a_verb_shares_a_stem_with_it(form, verb):
    assert stems(form) & stems(verb)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("waarden", "war"), ("diplomaten", "diploma"), ("gemeente", "gemeen"), ("sport", "spoor"),
        ("bestand", "bestaan"), ("joint", "join"), ("plant", "plan"), ("zwart", "zware"), ("krant", "kranen"),
        ("verband", "verbannen"), ("maanden", "manen"), ("gestart", "star"), ("kaart", "karen"), ("gevaar", "varen"),
    ],
)  # fmt: skip
def test_other_words_that_end_so_do_not(one, other):
    assert not stems(one) & stems(other)


@pytest.mark.parametrize("word", ["vrede", "wereld", "maand", "landen", "minuten", "hoogte", "gebied"])
def test_word_that_cannot_be_of_a_verb_has_none(word):
    assert infinitives(word) == set()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("opsporen", "op te sporen"), ("optreden", "op te treden"), ("deelnemen", "deel te nemen"), ("openen", ""),
        ("verdragen", ""), ("inwoners", ""), ("bedreigen", ""), ("opgespoord", ""),
        ("informeren", ""), ("opereren", ""), ("ondersteunen", ""),
    ],
)  # fmt: skip
def test_verb_in_two_parts_is_written_with_te_between_them(word, said):
    assert " ".join(with_te(word)) == said


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("escaleren", {"escalatie"}), ("escaleert", {"escaleren", "escalatie"}), ("escalatie", {"escaleren"}),
        ("evaluatie", {"evalueren", "evalutie"}), ("ratificeren", {"ratificatie"}),
        ("organisatie", set()), ("organiseren", set()), ("informeren", set()), ("natie", set()), ("motie", set()),
        ("sanctie", set()),
    ],
)  # fmt: skip
def test_verb_and_noun_of_the_same_doing(word, others):
    assert of_doing(word) == others


@given(st.text(alphabet="abdegijklmnoprstuvwz", max_size=14))
def test_whatever_word_it_is_of_verbs_that_are_known(word):
    assert all(verb.endswith("en") for verb in infinitives(word))


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["steunen", "steun", "gesteund", "steunde"])
def test_what_a_sentence_says_is_found_by_the_verb(query):
    make_forum(title="Overleg", summary_nl="Nederland steunt dit.")
    assert found(query) == ["Overleg"]


@pytest.mark.django_db
def test_verb_is_found_where_it_stands_apart():
    make_forum(title="Overleg", summary_nl="Gevraagd is daders op te sporen en te straffen.")
    make_forum(title="Ander overleg", summary_nl="Op tijd te sporen, en met sporen op het terrein.")
    assert found("opsporen") == ["Overleg"]
