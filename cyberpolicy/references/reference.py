"""One official reference, as every family of the parser makes it."""

from dataclasses import dataclass

PUBLICATIONS = "https://zoek.officielebekendmakingen.nl"


@dataclass(frozen=True, slots=True)
class Reference:
    """An official document that a text names, and where it does so.

    ``id`` is the name its publisher gives it: kst-33694-56, dossier-33694, stb-2019-457, celex-32019R0796.
    ``text[start:end]`` is where it stands. The span is empty for a number that is only implied: in "nr. 47 t/m 49"
    that is 48. ``chamber`` ("I" or "II") and ``session_year`` ("2019-2020") are filled where the text says so.
    """

    id: str
    kind: str
    url: str
    start: int
    end: int
    written_nl: str
    written_en: str
    chamber: str = ""
    session_year: str = ""

    @property
    def is_implied(self) -> bool:
        """Whether it is one of the numbers inside a range, which the text itself does not spell out."""
        return self.start == self.end


def publication_url(name: str) -> str:
    """The official address of a publication: kst-33694-56 is at .../kst-33694-56.html."""
    return f"{PUBLICATIONS}/{name}.html"
