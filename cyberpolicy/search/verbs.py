"""Forms of Dutch verbs that the rules for stems leave apart: "steunt", "steunde", "gesteund" are of "steunen". Pure.

Only of verbs that are known: else "sport" would be a form of "sporen" and "krant" of "kranen".
"""

import re
from collections.abc import Iterator

VOWELS = "aeiouy"
VOICELESS = ("k", "f", "s", "ch", "p", "x", "t")  # after these letters a past has a "t", after others a "d"
LONG_END = re.compile(r"(.*)([aeou])\2([^aeiouy])")  # "reageer"
SHORT_END = re.compile(r"(.*[^aeiouy])?[aeiou][^aeiouywx]")  # "stem"
SPELT = {"f": "v", "s": "z"}  # the last letter of "geef" and "wijs" in "geven" and "wijzen"
BEFORE = (
    "aan", "achter", "af", "be", "bij", "door", "er", "her", "in", "mee", "na", "om", "ont", "onder", "op", "over",
    "samen", "tegen", "terug", "toe", "uit", "vast", "ver", "voor", "weg",
)  # fmt: skip
# "toegerekend": before and after "ge" it is what the verb consists of
IN_TWO = re.compile(rf"({'|'.join(BEFORE)})ge(\w{{3,}})")
# What can stand apart, "op te sporen"; the others of BEFORE never do, and "onder" hardly ever
APART = (*(before for before in BEFORE if before not in ("be", "er", "her", "ont", "onder", "ver")), "deel", "plaats")
LATIN = re.compile(r"\w{2,}[^aeioy]eren")  # organiseren, financieren: whatever has forms and ends so is a verb
# Verbs, with which those that begin with one of BEFORE are known too.
_VERBS = """
    aanmanen achten arresteren bedoelen begeleiden beogen beschermen beslissen bevorderen beweren bidden bieden
    binden blokken boeken borgen bouwen breken brengen bundelen dalen danken delen denken dichten dienen doelen
    dragen dreigen drijven dringen drukken duiden dulden durven dwingen eindigen eisen erkennen gaan gebeuren
    gebruiken gelden geloven geven gieten grijpen groeien hacken haken halen handelen handhaven hangen hechten
    heffen helpen herinneren hinderen hoeden hopen horen houden huizen huren ijveren jagen kaarten kennen keren
    keuren kiezen kijken klagen klappen koken komen kopen koppelen kosten krijgen kunnen laden lanceren landen laten
    leggen leiden lekken lenen leren letten leunen leven leveren lezen liggen lijden lijken lopen lossen luiden
    luisteren machtigen maken melden mengen merken meten middelen mijden moedigen mogen nemen nodigen noemen oefenen
    onderhandelen ondermijnen ondersteunen ontwikkelen oordelen openen opereren opsporen ordenen passen peilen
    plaatsen plegen ploegen pogen praten prijzen raden raken rapen regelen reiken reizen rekenen rekken remmen
    richten rijden roepen ruilen ruimen rusten schaden schakelen schatten scheiden schenden schenken schermen
    schieten schorsen schrijven schrikken schuilen schuiven slaan slagen slapen sluiten snijden spannen sparen
    spelen spreiden spreken staan stappen starten staven steken stelen stellen stemmen sterken steunen stichten
    stijgen stimuleren stoppen storen storten straffen streven strijden sturen tasten tekenen tellen toetsen tonen
    trachten trainen treden treffen trekken twijfelen uiten vallen vangen varen vatten vechten veranderen verdedigen
    verdienen vergaderen verwachten vestigen vinden vliegen voegen voelen voeren volgen volken voorkomen vorderen
    vormen vragen vrezen vullen waarborgen waarderen waarschuwen wachten wapenen wekken wenden wennen wensen werken
    werpen werven weten wijken wijten wijzen wikkelen winnen wisselen wonen worden wraken zeggen zenden zetten zien
    zoeken zorgen zwakken zwijgen
"""
VERBS = frozenset(_VERBS.split())
BEHIND = VERBS | {"sporen"}  # which is no verb that is known by itself: "sport" is none of its forms
# A verb, or the noun for what it says: "escaleren" and "escalatie", "attribueren" and "attributie".
DOING = re.compile(r"(\w{3,}[^aeiouy])(?:eren|aties?)|(\w{3,}u)(?:eren|a?ties?)")
# Nouns that say something else than their verb does. Forms of it may share a stem with them all the same.
APART_FROM_VERBS = re.compile(r"\w*(?:informatie|organisatie|delegatie|generatie|situatie)s?")
NOUNS = {"gebied", "geluid"}  # of no verb, though they look like a form of one
# What changes its vowel
STRONG = {
    "besloten": "besluiten", "besproken": "bespreken", "bewezen": "bewijzen", "gebleken": "blijken",
    "gegeven": "geven", "gekozen": "kiezen", "genomen": "nemen", "geschonden": "schenden", "geschreven": "schrijven",
    "gesloten": "sluiten", "gesproken": "spreken", "getroffen": "treffen", "getrokken": "trekken",
    "gevonden": "vinden", "geworpen": "werpen", "gezocht": "zoeken", "onderschreven": "onderschrijven",
    "onderzocht": "onderzoeken", "ondernomen": "ondernemen", "overwogen": "overwegen", "verboden": "verbieden",
    "verkozen": "verkiezen", "verworpen": "verwerpen", "verzocht": "verzoeken",
}  # fmt: skip


def infinitives(word: str) -> set[str]:
    """The verbs that a folded word is a form of; most words are of none."""
    found = {STRONG[word]} if word in STRONG else set()
    if two := IN_TWO.fullmatch(word):
        strong = STRONG.get(f"ge{two[2]}")
        found |= {two[1] + strong} if strong else {two[1] + verb for verb in _of_roots(two[2])}
    return found | _of_roots(word)


def of_doing(word: str) -> set[str]:
    """Verb and noun of the same doing: "attribueren" of "attributie", "escalatie" of "escaleren" and "escaleert"."""
    found = set()
    for form in {word, *infinitives(word)}:
        said = DOING.fullmatch(form)
        if said and not APART_FROM_VERBS.fullmatch(form):
            found |= {f"{said[1]}{end}" for end in ("eren", "atie") if said[1]}
            found |= {f"{said[2]}{end}" for end in ("eren", "atie", "tie") if said[2]}
    return {other for other in found if other != word and not APART_FROM_VERBS.fullmatch(other)}


def with_te(word: str) -> tuple[str, ...]:
    """How a verb in two parts may be written: "opsporen" as "op te sporen". Nothing for other words."""
    rests = ((before, word.removeprefix(before)) for before in APART)
    return next(((before, "te", rest) for before, rest in rests if rest in BEHIND and rest != word), ())


def _of_roots(word: str) -> set[str]:
    return {verb for root in _roots(word) for verb in _infinitives_of_root(root) if _is_verb(verb)}


def _roots(word: str) -> Iterator[str]:
    """What may be left of a verb without its ending: of "steunt", "steunden" and "gesteund" it is "steun"."""
    for end in ("den", "ten", "de", "te", "d", "t"):
        root = word.removesuffix(end)
        if root == word or (end != "t" and root.endswith(VOICELESS) != (end[0] == "t")):
            continue
        yield from (root, root.removeprefix("ge"))
    if word.endswith(("d", "t")) and word not in NOUNS:  # the root of "richt" and "gericht" ends in a "t" of its own
        yield from (word, word.removeprefix("ge"))


def _infinitives_of_root(root: str) -> set[str]:
    """With the vowel and the last letter as they are written before an ending: "reageer" gives "reageren"."""
    if not root or root[-1] in VOWELS:
        return set()
    found = {f"{root}en"}
    if long := LONG_END.fullmatch(root):
        found.add(f"{long[1]}{long[2]}{long[3]}en")
    elif SHORT_END.fullmatch(root):
        found.add(f"{root}{root[-1]}en")
    return found | {f"{verb[:-3]}{SPELT[verb[-3]]}en" for verb in found if verb[-3:-2] in SPELT}


def _is_verb(word: str) -> bool:
    """Whether it is a verb that is known, by itself or behind one or two of what may stand before it."""
    if word in VERBS or LATIN.fullmatch(word):
        return True
    # most words begin with none of these, which is sooner asked of all at once
    return word.startswith(BEFORE) and any(
        _is_verb(word[len(before) :]) for before in BEFORE if word.startswith(before)
    )
