"""A picture as a file of its own: what the style sheet says on the page stands in the drawing itself."""

import re
from functools import cache
from xml.etree import ElementTree

from django.conf import settings
from django.template.loader import render_to_string

from cyberpolicy.characters import FORBIDDEN

SVG = "http://www.w3.org/2000/svg"
FONT = "'Fira Sans', 'Segoe UI', Arial, sans-serif"
TRACK, TINT = "track", "track-tint"  # stand for the colours of the track that a mark lies in

# The looks of charts.css as attributes: by class of the element; a colour by the name of its token.
LOOKS: dict[str, dict[str, str]] = {
    "ax": {"fill": "ink-muted", "font-size": "12"},
    "grid": {"stroke": "line"},
    "lane": {"fill": TINT},
    "lanename": {"fill": TRACK, "font-size": "13", "font-weight": "600"},
    "laneno": {"fill": TRACK, "font-size": "12"},
    "dot": {"fill": TRACK},
    "bar": {"fill": TRACK},
    "span": {"fill": TRACK, "fill-opacity": "0.22", "stroke": TRACK},
    "inc": {"fill": "surface", "stroke": "ink", "stroke-width": "2"},
    "plan": {"fill": "surface", "stroke": TRACK, "stroke-width": "2", "stroke-dasharray": "3 2"},
    "doubt": {"fill": "none", "stroke": "late", "stroke-width": "2", "stroke-dasharray": "2 2"},
    "many": {"fill": "surface", "stroke": TRACK, "stroke-width": "1.5"},
    "bart": {"fill": "surface", "font-size": "13"},
    "manyt": {"fill": TRACK, "font-size": "12", "font-weight": "600"},
    "now": {"stroke": "late", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "nowt": {"fill": "late", "font-size": "12", "font-weight": "600"},
    "box": {"fill": "surface", "stroke": "line-strong"},
    "boxsel": {"fill": "brand", "stroke": "brand"},
    "boxselt": {"fill": "brand-ink", "font-weight": "600"},
    "sub": {"fill": "ink-muted", "font-size": "12"},
    "verb": {"fill": "ink-muted", "font-size": "12", "font-weight": "600"},
    "colh": {"fill": "ink-muted", "font-weight": "600"},
    "edge": {"fill": "none", "stroke": TRACK, "stroke-width": "1.5"},
    "tip": {"fill": TRACK},
    "hit": {"fill": "none"},
}


@cache
def _colours() -> dict[str, str]:
    """The light colour of each token, as the style sheet has it."""
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text("utf-8").partition("@media print")[0]
    return dict(re.findall(r"--cp-([\w-]+): (?:light-dark\()?(#[0-9a-f]{6})", css))


def standalone(template: str, context: dict, site: str) -> bytes:
    """The drawing of ``template`` as an SVG file that needs nothing else; its links lead to ``site``."""
    drawn = FORBIDDEN.sub("", render_to_string(template, context)).strip()
    root = ElementTree.fromstring(drawn.replace("<svg ", f'<svg xmlns="{SVG}" ', 1))
    ElementTree.register_namespace("", SVG)
    _dress(root, track="0", site=site)
    width, height = root.get("viewBox", "0 0 1180 600").split()[2:]
    root.attrib |= {"width": width, "height": height, "font-family": FONT, "font-size": "13"}
    ground = ElementTree.Element(f"{{{SVG}}}rect", {"width": width, "height": height, "fill": _colours()["surface"]})
    root.insert(2, ground)  # behind all, after title and desc
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")


def _dress(element: ElementTree.Element, *, track: str, site: str) -> None:
    """Put the looks of an element's classes on it as attributes, and on all below it."""
    classes = element.attrib.pop("class", "").split()
    track = next((name[4:] for name in classes if name.startswith("cp-t") and name[4:].isdigit()), track)
    for name in classes:
        for attribute, value in LOOKS.get(name, {}).items():
            element.attrib.setdefault(attribute, _value(value, track))
    if element.tag == f"{{{SVG}}}text":
        element.attrib.setdefault("fill", _colours()["ink"])
    if element.get("href", "").startswith("/"):
        element.set("href", site + element.get("href", ""))
    for child in element:
        _dress(child, track=track, site=site)


def _value(value: str, track: str) -> str:
    known = _colours()
    own = f"t{track}" if f"t{track}" in known else ""
    return known.get({TRACK: own or "new", TINT: f"{own}-tint" if own else "new-tint"}.get(value, value), value)
