"""Words as the search compares them: folded, split the same way for every database, and their stems. Pure."""

import re
from collections.abc import Iterable

import Stemmer

from cyberpolicy.search.verbs import infinitives
from cyberpolicy.text import folded

LONGEST = 60  # letters of a word that count
LONGEST_LINE = 60_000  # letters of one field that count: PostgreSQL takes no more than a megabyte of words and places
SHORTEST_STEMMED = 4
SHORTEST_STEM = 3  # a word of so many letters is its own stem: "law" of "laws"
SHORTEST_START = 3  # a word of so many letters also finds those that begin with it
SHORTEST_INSIDE = 4  # ... those that hold it as the later part of a compound
BEFORE = 3  # letters that the part before it must have: "be-staat" and "te-recht" are no compounds
BETWEEN = "¦"  # stands between two pieces of one field, so that no phrase runs from one into the other
FACT = "§"  # begins a word that stands for a status or a date: nobody can type it
OF_MANY = re.compile(r"(?<=[^\W\d_])['’][sS](?!\w)")
WORD = re.compile(r"[^\W_]+")
# Words that say nothing by themselves: they need not occur, unless they are all there is or stand in quotes.
_SMALL = """
    aan al alle als betekent betreffende bij dan dat de deden deed den der deze dhr die diende dit doen doet door een
    en er even gaan gaat gedaan ging gingen hebben heeft het hoe hoeveel ik in inzake is kan kreeg kregen krijgen
    krijgt kunnen maar meneer met mevrouw naar niet nog nr nrs of om omdat onder ons onze ook op over schreef staan
    stonden te tegen tot tussen uit van vanwege via volgens voor vroeg vroegen waar waarom waarover wanneer waren
    was wat we wegens welke werd wie wij wil wilde wilden willen worden wordt zal zat zaten ze zei zeiden zich zijn
    zit zitten zou
    a about after against all an and are as ask asked asks at be became become been between by can concerning could
    did do does done for from get gets got has have how in is it its many mrs much no not of on or our regarding
    said says should that the their there this to under want wanted wants was we were what when where which who why
    will with would wrote
"""
SMALL = frozenset(_SMALL.split())
# What stands before the thing that is asked for, and says nothing then: "alinea over ...", "het lid Verhoeven"; but not
# in "de leden van de NAVO" or "EU-leden".
LEADING = re.compile(
    r"(?i:alinea|paragraaf|paragraph|passage|stuk|nummer|number)(?=\s)"
    r"|(?i:verzoek|request)(?=\s+(?i:over|about)\b)|(?i:verschil|difference)(?=\s+(?i:tussen|between)\b)"
    r"|(?<=[Hh]et )lid(?= (?!van\b|of\b))|(?<=[Dd]e )leden(?= (?!van\b|of\b))"
)
_DUTCH, _PORTER, _ENGLISH = (Stemmer.Stemmer(name) for name in ("dutch", "dutch_porter", "english"))
HARD = {"v": "f", "z": "s"}
# English as it is spelt in America: "behavior" is a form of "behaviour"
AMERICAN = [
    (re.compile(r"(?<=behavi|neighb|endeav)our|(?<=\bhon|\blab|\bfav|\bcol)our|(?<=\bharb)our"), "or"),
    (re.compile(r"isation(?=s?\b)"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing)\b)"), "iz"),
    (re.compile(r"(?<=\bdefen|\boffen|\blicen)c(?=es?\b)"), "s"),
    (re.compile(r"(?<=\bprogram)me(?=s?\b)"), ""),
    (re.compile(r"(?<=cent)re\b"), "er"),
]
# Words with a stem of their own: what is new is no news, a government no governance, and what is public not just open
APART = {"news", "governance", "openbaar"}
IRREGULAR = {
    "openbare": "openbaar",
    "leden": "lid",
    "steden": "stad",
    "schepen": "schip",
    "machten": "macht",
    "wegen": "weg",
}


def words(text: str) -> list[str]:
    """The words of a text in their order, folded: "Cyber-attributie, nr. 56" gives cyber, attributie, nr, 56.

    "NGO's" gives ngo.
    """
    return [word[:LONGEST] for word in WORD.findall(folded(OF_MANY.sub("", text)))]


def joined(pieces: Iterable[str]) -> str:
    """The words of several texts as the index keeps them: with spaces, and a mark between the texts."""
    texts = [found for piece in pieces if piece and (found := words(piece))]
    line = f" {BETWEEN} ".join(" ".join(text) for text in texts)
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE].rpartition(" ")[0]


def leads(text: str, start: int, end: int) -> bool:
    """Whether the word that stands here in a text only leads to the words behind it."""
    leading = LEADING.match(text, start)
    return bool(leading and leading.end() == end)


def stems(word: str) -> set[str]:
    """The stems of a word, each with a letter for its rules; two words with one in common are forms of each other.

    Two sets of rules for Dutch, because each misses words that the other has (Kraaij-Pohlmann and Porter: on 50 pairs
    44 and 34 right, either 47), and one for English. None for short words and numbers.
    """
    if any(letter.isdigit() for letter in word) or len(word) < SHORTEST_STEM:
        return set()
    word = IRREGULAR.get(word, word)
    if len(word) < SHORTEST_STEMMED or word in APART:
        return {rules + word for rules in "dep"}
    if word.endswith(("heid", "heden")):  # both rules would make "over" of "overheid"
        return {"h" + word.removesuffix("heden").removesuffix("heid")}
    found = {"e" + _ENGLISH.stemWord(word), "e" + _ENGLISH.stemWord(_american(word))}
    return found.union(*map(_dutch_stems, [word, *infinitives(word)]))


def _dutch_stems(word: str) -> set[str]:
    found = {"p" + _PORTER.stemWord(word)}
    dutch = _DUTCH.stemWord(word)
    if len(dutch) > 4 or len(word) - len(dutch) < 3:  # else "veiling" would be "veilig"
        found.add("d" + dutch)
    return set(map(_hardened, found))


def _hardened(stem: str) -> str:
    """A Dutch stem as it ends before no ending: of "initiatieven" that of "initiatief"."""
    return stem[:-1] + HARD.get(stem[-1], stem[-1])


def _american(word: str) -> str:
    for british, american in AMERICAN:
        word = british.sub(american, word)
    return word


def inner_parts(word: str) -> list[str]:
    """The ends of a word that could be the later part of a compound, longest first."""
    if any(letter.isdigit() for letter in word):
        return []
    return [word[start:] for start in range(BEFORE, len(word) - SHORTEST_INSIDE + 1)]
