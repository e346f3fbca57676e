"""How wide a text will be on the page, without a browser: so that the labels of a picture never overlap."""

# In thousandths of the size of the type: of Fira Sans and DejaVu Sans, the narrowest and the widest faces that the
# font stack may end in, always the wider glyph. A label so measured fits whichever of them the reader's machine has.
WIDTHS = {
    280: "'jĭįĵļ", 300: "IilÌÍÎÏìíîïĨĩĪīĬĮİıĴĺł", 320: " ,.J\u00a0·‘’", 340: ":;", 360: "fŀſ", 380: "ľ",
    400: "()[]tţťŧ",
    420: "!-r|¡¦²³¹ŕŗř", 460: '"', 500: "*`¨ª¯´¸º", 520: "/\\_–“”", 540: "?sz§°¿śŝşšźżž", 560: "LcçćĉċčĳĹĻĽĿ",
    580: "FkķĸŁ", 600: "vxyýÿĲŷ", 620: "PTYaeo«»ÝÞàáâãäåèéêëðòóôõöøāăąēĕėęěōŏőŢŤŦŶŸ",
    640: "$0123456789ESbdghnpqu{}¢£¤¥µÈÉÊËßñùúûüþďđĒĔĖĘĚĝğġģĥńņňŋŚŜŞŠũūŭůűų", 660: "KĶ",
    700: "ABCRVXZÀÁÂÃÄÅÇĀĂĄĆĈĊČħŔŖŘŹŻŽ",
    740: "U¶ÙÚÛÜŨŪŬŮŰŲ", 760: "HNÑĤŃŅŇŊ", 780: "&DGÐĎĐĜĞĠĢ", 800: "OQÒÓÔÕÖØŌŎŐ", 820: "wŉŵ", 840: "#+<=>^~¬±×÷",
    880: "M", 920: "Ħ", 960: "%", 980: "m¼½¾Æ", 1000: "W©®æŴ—…", 1020: "@", 1040: "œ", 1080: "Œ",
}  # fmt: skip
_WIDTH_OF = {glyph: width for width, glyphs in WIDTHS.items() for glyph in glyphs}
OTHER = 1100  # Chinese, emoji: as wide as they are high
BOLD = 1.06


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width of ``text`` in the unit of ``size``, never less than what a browser will need."""
    return sum(_WIDTH_OF.get(glyph, OTHER) for glyph in text) * size / 1000 * (BOLD if is_bold else 1)


def fitted(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """``text`` where it fits in ``room``; else its beginning, cut after a word where there is one, with an ellipsis."""
    if width(text, size, is_bold=is_bold) <= room:
        return text
    room -= width("…", size, is_bold=is_bold)
    kept, used = 0, 0.0
    while kept < len(text) and (used := used + width(text[kept], size, is_bold=is_bold)) <= room:
        kept += 1
    cut = text[:kept]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > kept * 0.75 else cut).rstrip(' ,;:(–-')}…"
