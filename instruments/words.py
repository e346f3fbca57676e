"""What the words of parliament's registers mean in ours. A word that is not here is kept as it came, and means nothing.

The words are those of the open data of the Tweede Kamer (BesluitSoort, toezeggingstatus, Kabinetsappreciatie), and
those that its papers and the register of the Eerste Kamer use.
"""

OUTCOMES = {
    "ingediend": "submitted", "voorgesteld": "submitted",
    "gewijzigd": "amended", "nader gewijzigd": "amended",
    "aangehouden": "held_over", "stemmen - aangehouden": "held_over", "opnieuw aangehouden": "held_over",
    "ingetrokken": "withdrawn", "stemmen - ingetrokken": "withdrawn",
    "overgenomen": "taken_over", "stemmen - overgenomen": "taken_over",
    "aangenomen": "adopted", "stemmen - aangenomen": "adopted",
    "verworpen": "rejected", "stemmen - verworpen": "rejected",
    "vervallen": "lapsed", "stemmen - vervallen": "lapsed",
    "controversieel": "controversial", "controversieel verklaard": "controversial",
}  # fmt: skip
REGISTER = {
    "openstaand": "open", "open": "open",
    "deels voldaan": "partly_settled", "deels afgedaan": "partly_settled",
    "voldaan": "settled", "afgedaan": "settled",
    "vervallen": "lapsed",
}  # fmt: skip
APPRAISALS = {
    "oordeel kamer": "left_to_house", "aan het oordeel van de kamer": "left_to_house",
    "ontraden": "advised_against", "ontraden, tenzij gewijzigd": "against_unless_amended",
    "overgenomen": "taken_over", "ontijdig": "premature", "overbodig": "superfluous",
    "verzocht motie aan te houden": "asked_to_hold", "geen (expliciete) appreciatie": "none_given",
}  # fmt: skip


def meaning(words: dict[str, str], word: str) -> str:
    """Our word for theirs, whatever its capitals, spaces and full stop; empty when it is unknown."""
    return words.get(" ".join(word.split()).rstrip(".").casefold(), "")
