"""Made-up Dutch of the field: words as often as in real papers, few very often and many seldom. Pure and repeatable."""

from itertools import accumulate
from random import Random

_SMALL = """
    de van het een in en voor te op dat met is die aan om bij door over als uit ook naar tot niet er zijn wordt
    worden heeft hebben deze dit onder tussen tegen ten welke waarin zodat waarbij binnen verder daarbij reeds
    nog meer
"""
_PLAIN = """
    regering kabinet kamer motie toezegging verzoekt overwegende constaterende beraadslaging gehoord
    samenwerking veiligheid staten landen internationaal verdrag recht normen gedrag digitale aanval aanvallen
    attributie sancties sanctieregime capaciteitsopbouw diplomatie weerbaarheid dreiging inlichtingen spionage
    sabotage ransomware software netwerk infrastructuur vitale sectoren toezicht regelgeving onderzoek kennis
    opleiding training partners bondgenoten onderhandelingen resolutie verklaring standpunt voorstel voortgang
    rapportage strategie uitvoering middelen begroting mensenrechten privacy vrijheid meningsuiting internet
    domeinnamen encryptie gegevens burgers bedrijven onderwijs wetenschap economie handel export technologie
    intelligentie satellieten kabels energie zorg haven luchtvaart banken verkiezingen desinformatie media
    platformen kinderen justitie politie defensie krijgsmacht oorlogsrecht soevereiniteit zorgvuldigheid
    aansprakelijkheid vertrouwen transparantie dialoog overleg werkgroep conferentie commissie raad ministerie
    ambassade gezant coördinatie crisis respons maatregelen incident kwetsbaarheid melding herstel oefening
    financiering ontwikkeling partnerschap regio afrika azië europa unie navo nederland rusland china iran noord
    korea voorjaar najaar jaarlijks spoedig schriftelijk mogelijk noodzakelijk effectief gezamenlijk structureel
    bilateraal multilateraal inzetten versterken bevorderen onderzoeken informeren rapporteren afstemmen
    bestrijden beschermen ondersteunen aandringen bepleiten verkennen uitwerken evalueren verlengen uitbreiden
    vaststellen voorkomen stelt
"""
_FORE = """
    cyber internet netwerk data veiligheids inlichtingen sanctie norm verdrags capaciteits kennis dreigings
    crisis informatie communicatie computer software systeem keten sector grens handels export energie zorg
    haven bank verkiezings media defensie politie justitie rechts staats volken mensenrechten ontwikkelings
    samenwerkings onderzoeks opleidings toezicht uitvoerings begrotings beleids voortgangs coördinatie
    attributie respons herstel
"""
_REAR = """
    aanval beleid dialoog dreiging misdaad oefening regime overleg kader plan fonds centrum team programma
    instrument maatregel strategie diplomatie wet raad akkoord analyse melding netwerk standaard onderzoek
    opbouw adviseur inzet agenda brief debat proces middel doel norm taak rol risico partner keten domein ruimte
    kennis kracht toets model
"""
SMALL, PLAIN, FORE, REAR = _SMALL.split(), _PLAIN.split(), _FORE.split(), _REAR.split()
TOPICS = [
    ("internationale normen voor gedrag van staten", "international norms of state behaviour"),
    ("politieke attributie van cyberaanvallen", "political attribution of cyber attacks"),
    ("het Europese cybersanctieregime", "the European cyber sanctions regime"),
    ("capaciteitsopbouw in partnerlanden", "capacity building in partner countries"),
    ("de bescherming van onderzeese kabels", "the protection of submarine cables"),
    ("de toepassing van het internationaal recht online", "the application of international law online"),
    ("mensenrechten en vrijheid van meningsuiting op internet", "human rights and free speech on the internet"),
    ("desinformatie rond verkiezingen", "disinformation around elections"),
    ("ransomware in ziekenhuizen", "ransomware in hospitals"),
    ("vertrouwenwekkende maatregelen in de OVSE", "confidence-building measures in the OSCE"),
    ("de veiligheid van 5G-netwerken", "the security of 5G networks"),
    ("exportcontrole op surveillancesoftware", "export control of surveillance software"),
    ("het Verdrag van Boedapest", "the Budapest Convention"),
    ("een wereldwijd verdrag tegen cybercriminaliteit", "a global treaty against cybercrime"),
    ("de publieke kern van het internet", "the public core of the internet"),
    ("spionage bij kennisinstellingen", "espionage at knowledge institutions"),
    ("zorgvuldigheidsverplichtingen van staten", "due diligence of states"),
    ("de samenwerking met de NAVO", "cooperation with NATO"),
    ("militaire toepassing van kunstmatige intelligentie", "military use of artificial intelligence"),
    ("de rol van maatschappelijke organisaties", "the role of civil society"),
    ("kwantumtechnologie en encryptie", "quantum technology and encryption"),
    ("de meldplicht voor kwetsbaarheden", "the duty to report vulnerabilities"),
    ("digitale soevereiniteit van de Europese Unie", "the digital sovereignty of the European Union"),
    ("de inzet van cyberdiplomaten", "the deployment of cyber diplomats"),
]
SURNAMES = """
    Jansen,de Vries,van den Berg,Bakker,Visser,Smit,Meijer,de Boer,Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,
    Dekker,Brouwer,de Wit,Dijkstra,Smits,de Graaf,van der Meer,van der Linden,Kok,Jacobs,de Haan,Vermeulen,
    van den Heuvel,van der Veen,van den Broek,de Bruijn,de Bruin,van der Heijden,Schouten,van Beek,Willems,van Vliet,
    van de Ven,Hoekstra,Maas,Verhoeven,Koster,van Dam,van der Wal,Prins,Blom,Huisman,Peeters,de Jonge,Kuipers,
    van Veen,Kuiper,Postma,Veenstra,Kramer,van den Brink,Scholten,van Wijk,Postmus,Martens,Vink,Molenaar,Bosch,Gerritsen
""".replace("\n", " ")
NAMES = [name.strip() for name in SURNAMES.split(",")]


class Zipf:
    """Picks from a list so that the first is picked most, the second half as often, the third a third as often ..."""

    def __init__(self, items: list, power: float = 1.0) -> None:
        self.items = items
        self._weights = list(accumulate(1 / rank**power for rank in range(1, len(items) + 1)))

    def pick(self, random: Random, count: int = 1) -> list:
        return random.choices(self.items, cum_weights=self._weights, k=count)

    def one(self, random: Random):
        return self.pick(random)[0]

    def some(self, random: Random, most: int) -> list:
        """One to ``most`` different ones."""
        return list(dict.fromkeys(self.pick(random, random.randint(1, most))))


def vocabulary(seed: int) -> Zipf:
    """The words of all texts: small words first, then words of the field, then thousands of compounds."""
    compounds = [fore + rear for fore in FORE for rear in REAR]
    plain = list(dict.fromkeys(PLAIN))
    Random(seed).shuffle(compounds)
    Random(seed).shuffle(plain)
    return Zipf([*SMALL, *plain, *compounds])


def sentences(random: Random, words: Zipf, count: int) -> str:
    """About ``count`` words in sentences of eight to twenty."""
    picked, made, start = words.pick(random, count), [], 0
    while start < count:
        end = start + random.randint(8, 20)
        sentence = " ".join(picked[start:end])
        made.append(sentence[0].upper() + sentence[1:] + ".")
        start = end
    return " ".join(made)
