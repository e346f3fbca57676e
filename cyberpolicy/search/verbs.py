"""Forms of Dutch verbs that the rules for stems leave apart: "steunt", "steunde", "gesteund" are of "steunen". Pure."""

import re
from collections.abc import Iterator

SHORTEST_ROOT = 4  # letters: "wet" is no form of "wennen"
# "toegerekend": before and after "ge" it is what the verb consists of
IN_TWO = re.compile(
    r"(aan|achter|af|bij|door|in|mee|na|om|onder|op|over|samen|tegen|terug|toe|uit|vast|voor)ge(\w{3,})"
)
PAST_OF_TWO = ("de", "te", "d", "t", "")
WITHOUT_GE = ("be", "er", "her", "ont", "onder", "over", "ver", "voor")  # participles that begin so have no other "ge"
VOWELS = "aeiouy"
HARD = ("k", "f", "s", "ch", "p", "x", "t")  # after these letters a past has a "t", after others a "d"
LONG_END = re.compile(r"(.*)([aeou])\2([^aeiouy])")  # "reageer"
SHORT_END = re.compile(r"(.*[^aeiouy])?[aeiou][^aeiouywx]")  # "stem"
# What changes its vowel, of verbs that parliament and diplomats use
STRONG = {
    "aangenomen": "aannemen", "besloten": "besluiten", "besproken": "bespreken", "bewezen": "bewijzen",
    "gebleken": "blijken", "gegeven": "geven", "gekozen": "kiezen", "genomen": "nemen", "geschonden": "schenden",
    "geschreven": "schrijven", "gesloten": "sluiten", "gesproken": "spreken", "getroffen": "treffen",
    "gevonden": "vinden", "gezocht": "zoeken", "ingetrokken": "intrekken", "onderschreven": "onderschrijven",
    "onderzocht": "onderzoeken", "ondernomen": "ondernemen", "overwogen": "overwegen", "verboden": "verbieden",
    "verkozen": "verkiezen", "verworpen": "verwerpen", "verzocht": "verzoeken", "voorgeschreven": "voorschrijven",
}  # fmt: skip


def infinitives(word: str) -> set[str]:
    """The verbs that a folded word may be a form of, as they are written or nearly so; most words are of none.

    Some are no verbs: of "markt" it gives "marken". What nobody writes does no harm.
    """
    found = {STRONG[word]} if word in STRONG else set()
    if two := IN_TWO.fullmatch(word):
        found |= {two[1] + two[2].removesuffix(end) + "en" for end in PAST_OF_TWO if two[2].endswith(end)}
    return found.union(*map(_infinitives_of_root, _roots(word)))


def _roots(word: str) -> Iterator[str]:
    """What may be left of a verb without its ending: of "steunt", "steunden" and "gesteund" it is "steun"."""
    for end in ("den", "ten", "de", "te", "d", "t"):
        root = word.removesuffix(end)
        if root == word or (end != "t" and root.endswith(HARD) != (end[0] == "t")):
            continue
        without_ge = root.removeprefix("ge")
        is_past_only = end == "d" and without_ge == root and not root.startswith(WITHOUT_GE)
        for each in {root, without_ge} if not is_past_only else ():
            if len(each) >= SHORTEST_ROOT and each[-1] not in VOWELS:
                yield each


def _infinitives_of_root(root: str) -> set[str]:
    """With the vowel and the last letter as they are written before an ending: "reageer" gives "reageren"."""
    found = {f"{root}en"}
    if long := LONG_END.fullmatch(root):
        found.add(f"{long[1]}{long[2]}{long[3]}en")
    elif SHORT_END.fullmatch(root):
        found.add(f"{root}{root[-1]}en")
    return found
