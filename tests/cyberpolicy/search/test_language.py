import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cyberpolicy.search.language import LONGEST, MOST, parse, significant

FIELDS = {
    "spoor": "track",
    "track": "track",
    "jaar": "year",
    "datum": "date",
    "date": "date",
    "lid": "submitter",
    "kamer": "chamber",
}


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


def read(text: str):
    return parse(text, FIELDS)


def said(text: str) -> list[list[str]]:
    """The words of each clause that must hold."""
    return [[" ".join(term.words) for term in clause] for clause in read(text).clauses]


def test_every_word_is_a_clause():
    assert said("Politieke attributie") == [["politieke"], ["attributie"]]


def test_quotes_keep_words_together():
    (clause,) = read("“politieke attributie”").clauses
    assert clause[0].words == ("politieke", "attributie") and clause[0].is_exact


def test_quotes_around_small_words_only_are_left_out_with_a_hint():
    query = read('"van het" cyber')
    assert [clause[0].is_small for clause in query.clauses] == [True, True, False]
    assert "“van het”" in query.hints[0] and not query.chips()
    assert read('"stok achter de deur"').clauses[0][0].is_exact


def test_or_joins_its_neighbours():
    assert said("verdrag OR conventie boedapest") == [["verdrag", "conventie"], ["boedapest"]]


@pytest.mark.parametrize("text", ["OR verdrag", "verdrag OR", "OR OR verdrag OR"])
def test_or_without_a_neighbour_says_nothing(text):
    assert said(text) == [["verdrag"]]


def test_minus_leaves_out():
    query = read('sancties -rusland -"noord korea"')
    assert said("sancties -rusland") == [["sancties"]]
    assert [term.words for term in query.without] == [("rusland",), ("noord", "korea")]


@pytest.mark.parametrize("text", ["sancties NOT rusland", "sancties NIET rusland", 'NOT "rusland" sancties'])
def test_not_leaves_out_what_comes_next(text):
    query = read(text)
    assert said(text) == [["sancties"]] and [term.words for term in query.without] == [("rusland",)]
    assert [rest for _said, rest in query.chips()] == ["sancties"]


def test_not_before_a_filter_leaves_out_what_has_the_value():
    query = read("sancties NOT spoor:respons")
    assert [(f.name, f.is_without) for f in query.filters] == [("track", True)]


@pytest.mark.parametrize("text", ["verdrag NOT", "verdrag not"])
def test_not_with_nothing_behind_it_is_a_word(text):
    assert said(text) == [["verdrag"], ["not"]] and not read(text).without


def test_letter_of_many_says_nothing():
    assert said("NGO's en CBM’s") == said("NGO en CBM") and said("'s-Gravenhage") == [["s gravenhage"]]
    assert read('"CBM\'s"').clauses[0][0].words == ("cbm",)


@pytest.mark.parametrize("text", ["x -verhoeven/koopmans", "x NOT verhoeven/koopmans", "x NOT verhoeven OR koopmans"])
def test_all_that_belongs_to_what_is_left_out_is_left_out(text):
    query = read(text)
    assert said(text) == [["x"]] and [term.words for term in query.without] == [("verhoeven",), ("koopmans",)]


def test_small_words_in_quotes_can_be_left_out():
    assert [term.words for term in read('sancties NOT "van de"').without] == [("van", "de")]


def test_field_may_stand_apart_from_its_value():
    query = read("jaar: 2019 cyber: x")
    assert [(f.name, f.value) for f in query.filters] == [("year", "2019")]
    assert said("jaar: 2019 cyber: x") == [["cyber"], ["x"]]


@pytest.mark.parametrize("text", ["VS/China", "VS+China"])
def test_words_tied_by_a_sign_are_words_of_their_own(text):
    assert said(text) == [["vs"], ["china"]] and said("5/7/2019") == [["5 7 2019"]]


def test_hyphen_inside_a_word_is_no_minus():
    assert said("open-ended") == [["open ended"]] and not read("open-ended").without


def test_asterisk_asks_for_the_beginning():
    assert read("capac*").clauses[0][0].is_start
    assert "sterretje" in read("* capac").hints[0] and said("* capac") == [["capac"]]


def test_asterisk_needs_three_letters_and_only_a_few_are_used():
    short = read("ve*")
    assert not short.clauses[0][0].is_start and short.clauses[0][0].words == ("ve",) and "te kort" in short.hints[0]
    many = read("aanv* staa* verd* norm*")
    assert [clause[0].is_start for clause in many.clauses] == [True, True, False, False] and "2" in many.hints[0]


def test_field_is_known_by_any_of_its_names():
    query = read('SPOOR:respons track:"legal order" -jaar:2019')
    assert [(f.name, f.value, f.is_without) for f in query.filters] == [
        ("track", "respons", False),
        ("track", "legal order", False),
        ("year", "2019", True),
    ]
    assert not query.clauses


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("AIV:advies", [["aiv"], ["advies"]]), ("Rusland:sancties", [["rusland"], ["sancties"]]),
        ("Tweede Kamer: motie", [["tweede"], ["kamer"], ["motie"]]), ("artikel lid: 5", [["artikel"], ["lid"], ["5"]]),
    ],
)  # fmt: skip
def test_names_before_a_colon_are_words(query, words):
    assert (said(query), read(query).filters) == (words, ())


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("datum:12 maart 2020 motie", "12 maart 2020"), ("Datum: 12 maart 2020", "12 maart 2020"),
        ("date: March 12, 2020", "March 12, 2020"), ("jaar:maart 2020", "maart 2020"),
        ("jaar: 2020 motie maart", "2020"), ('datum:"12 maart 2020"', "12 maart 2020"),
    ],
)  # fmt: skip
def test_date_behind_a_field_may_have_several_words(query, value):
    assert [each.value for each in read(query).filters] == [value]


def test_an_equals_sign_behind_a_field_is_a_colon():
    assert [each.value for each in read("jaar=2020 -spoor=respons a=b").filters] == ["2020", "respons"]
    assert not read("e=mc2").filters


def test_unknown_field_is_left_out_with_a_hint():
    query = read("foo:bar attributie")
    assert said("foo:bar attributie") == [["bar"], ["attributie"]]
    assert "“foo”" in query.hints[0]


@pytest.mark.parametrize("query", ["cyberweerbaarheid en -slagkracht", "attack or -threat", "aanval of -dreiging"])
def test_hyphen_for_what_stands_before_is_no_minus_and_the_page_says_so(query):
    read_as = read(query)
    assert (len(read_as.clauses), read_as.without) == (3, ())
    assert query.split()[-1] in read_as.hints[0]
    assert read(query.replace(" -", ' -"') + '"').without  # what is in quotes is left out all the same


@pytest.mark.parametrize(
    ("query", "count"),
    [("sancties en -rusland", 1), ("sancties -motie en -brief", 2), ("sancties NIET motie en -brief", 2)],
)
def test_minus_behind_and_leaves_out_what_cannot_be_the_end_of_a_word(query, count):
    assert (len(read(query).without), read(query).hints) == (count, ())


def test_title_in_capitals_holds_no_operators_but_or():
    assert not read("RULES THAT MUST NOT DIFFER").without
    assert len(read("MINISTRY OF FOREIGN AFFAIRS").clauses) == 4
    for query in ("NATO NOT EU", "NATO OEWG NOT EU", "NATO OR EU NOT RUSSIA", 'THE "FOREIGN AFFAIRS" NOT RUSSIA'):
        assert read(query).without, query
    assert len(read("NATO OR THE EU OR OSCE").clauses) == 2


def test_open_quote_is_left_out_with_a_hint():
    assert said('"politieke attributie') == [["politieke"], ["attributie"]]
    assert "aanhalingsteken" in read('"politieke attributie').hints[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("33 694, nr. 56", ("kst", "33694", "56")),
        ("33694-56", ("kst", "33694", "56")),
        ("kst-33694-56", ("kst", "33694", "56")),
        ("21501-33, nr. 734", ("kst", "21501", "33", "734")),
        ("Stb. 2019, 457", ("stb", "2019", "457")),
        ("2019/796", ("celex", "32019r0796")),
    ],
)
def test_number_alone_is_one_term(text, name):
    ((term,),) = read(text).clauses
    assert name in term.numbers


def test_number_also_stands_without_the_words_before_it():
    ((act,),), ((paper,),) = read("Council Regulation (EU) 2019/796").clauses, read("33 694, nr. 56").clauses
    assert ("2019", "796") in act.numbers
    assert ("56",) not in paper.numbers


def test_slash_between_words_parts_them_and_belongs_to_a_number():
    assert said("Verhoeven/Koopmans") == [["verhoeven"], ["koopmans"]]
    assert said("A/RES/70/237") == [["a res 70 237"]]


def test_number_among_words_is_one_term():
    clauses = read("motie Kamerstuk 33 694, nr. 56 attributie").clauses
    assert [bool(clause[0].numbers) for clause in clauses] == [False, True, False]


def test_of_numbers_named_together_either_will_do():
    query = read("21501-33, nrs. 734 en 747 cyber")
    assert [len(clause) for clause in query.clauses] == [2, 1]
    assert [term.words[-1] for term in query.clauses[0]] == ["734", "747"]
    assert len(read("40000-892 en 40017-57").clauses) == 1 and len(read("40000-892 cyber").clauses) == 2
    without = read("cyber NOT 21501-33, nrs. 734 en 747")
    assert [rest for _said, rest in without.chips()] == ["cyber"]
    assert len(without.clauses) == 1 and [term.words[-1] for term in without.without] == ["734", "747"]


def test_small_words_need_not_occur_unless_they_are_all():
    assert len(read("de motie van Verhoeven").clauses) == 4
    assert [clause[0].is_small for clause in read("de motie").clauses] == [True, False]


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("motie van het lid Verhoeven", "motie verhoeven"),
        ("de leden Verhoeven en Koopmans", "verhoeven koopmans"),
        ("de leden van de NAVO", "leden navo"),
        ("EU-leden", "eu leden"),
        ("alinea over sancties", "sancties"),
        ("verzoek over sancties", "sancties"),
        ("verzoek om hulp", "verzoek hulp"),
        ("welk lid", "welk lid"),
        ("vanwege sancties", "sancties"),
    ],
)
def test_words_that_only_lead_to_others_need_not_occur(query, needed):
    terms = [term for clause in significant(read(query)) for term in clause]
    assert [word for term in terms for word in term.words] == needed.split()


def test_chips_name_what_is_more_than_a_word():
    query = read('attributie "rode draad" -rusland spoor:respons')
    assert query.chips() == [
        ('"rode draad"', "attributie -rusland spoor:respons"),
        ("-rusland", 'attributie "rode draad" spoor:respons'),
        ("spoor:respons", 'attributie "rode draad" -rusland'),
    ]


def test_endless_query_is_cut_with_a_hint():
    query = read("woord " * 5000)
    assert len(query.text) <= LONGEST and len(query.clauses) == MOST and len(query.hints) == 2


@given(st.text(max_size=300))
def test_anything_can_be_read(text):
    query = read(text)
    assert len(query.clauses) <= MOST
    assert all(0 <= term.start <= term.end <= len(query.text) for clause in query.clauses for term in clause)


@pytest.mark.parametrize("text", ["", "   ", '""', "-", "--", "()", "\x00", "OR", "&|!", "…"])
def test_nothing_to_search_for_is_no_query(text):
    assert not read(text)


def test_what_is_no_filter_is_said_to_be_looked_for_or_left_out():
    assert [read(text).hints for text in ("vogel:zwaluw", "-vogel:zwaluw")] == [
        ("“vogel” is geen filter; er is gezocht op wat erachter staat.",),
        ("“vogel” is geen filter; wat erachter staat is weggelaten.",),
    ]
