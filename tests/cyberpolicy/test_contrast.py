"""Contrast of every pair of colours that meet on a page, in both themes, as WCAG 2.2 counts it (1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = CSS / "tokens.css"
THEMES = ("light", "dark")

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-muted") for ground in ("surface", "surface-2", "surface-3")],
    *[("link", ground) for ground in ("surface", "surface-2", "t1-tint", "t2-tint", "t3-tint", "mark", "done-tint")],
    *[("link-hover", ground) for ground in ("surface", "surface-2", "surface-3")],
    *[
        ("ink", ground)
        for ground in ("t1-tint", "t2-tint", "t3-tint", "ok-tint", "busy-tint", "late-tint", "done-tint", "ins", "del")
    ],
    *[(track, ground) for track in ("t1", "t2", "t3") for ground in ("surface", "surface-2", f"{track}-tint")],
    *[("surface", track) for track in ("t1", "t2", "t3", "ok", "late")],
    *[(status, ground) for status in ("new", "busy", "done", "ok", "late") for ground in ("surface", f"{status}-tint")],
    ("brand-ink", "brand"),
    ("brand-ink", "brand-hover"),
    ("nav-ink", "nav"),
    ("mark-ink", "mark"),
    ("nav-focus-ink", "nav-focus"),
]
PARTS = [
    ("line-strong", "surface"),
    ("focus", "surface"),
    ("focus", "surface-2"),
    ("nav-focus", "nav"),
    ("brand", "surface"),
    ("focus", "focus-halo"),  # the outline in its halo, on any ground
    *[(status, "surface-2") for status in ("new", "busy", "done", "ok", "late")],
]
DECORATION = {"line"}  # rules between rows: nothing depends on seeing them
# what the stock admin draws on what, by its own variables
ADMIN = [
    *[("body-fg", ground) for ground in ("body-bg", "darkened-bg", "selected-bg", "selected-row")],
    *[("body-fg", f"message-{level}-bg") for level in ("debug", "info", "success", "warning", "error")],
    *[("body-quiet-color", ground) for ground in ("body-bg", "darkened-bg")],
    *[("link-fg", ground) for ground in ("body-bg", "darkened-bg", "selected-row")],
    *[("link-hover-color", ground) for ground in ("body-bg", "darkened-bg", "selected-row")],
    *[(ink, "header-bg") for ink in ("header-color", "header-link-color", "header-branding-color", "accent")],
    *[(ink, "breadcrumbs-bg") for ink in ("breadcrumbs-fg", "breadcrumbs-link-fg")],
    *[
        ("button-fg", f"{kind}button{state}-bg")
        for kind in ("", "default-", "close-", "delete-")
        for state in ("", "-hover")
    ],
    *[("object-tools-fg", ground) for ground in ("object-tools-bg", "object-tools-hover-bg")],
    ("primary-fg", "primary"),
    ("error-fg", "body-bg"),
]


def palette(css: str) -> dict[str, dict[str, str]]:
    """Colours by theme and token name; paper, after @media print, is left out."""
    screen = css.split("@media print")[0]
    one = dict(re.findall(r"--cp-([\w-]+): (#[0-9a-f]{6});", screen))
    pairs = re.findall(r"--cp-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", screen)
    return {
        "light": one | {name: light for name, light, _ in pairs},
        "dark": one | {name: dark for name, _, dark in pairs},
    }


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PALETTE = palette(TOKENS.read_text("utf-8"))


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_both_themes_name_the_same_colours() -> None:
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()
    assert len(PALETTE["light"]) > 30


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert contrast(PALETTE[theme][ink], PALETTE[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_edges_and_focus_can_be_seen(theme: str, part: str, ground: str) -> None:
    assert contrast(PALETTE[theme][part], PALETTE[theme][ground]) >= 3


def test_every_colour_is_measured_on_what_it_meets() -> None:
    measured = {name for pair in [*TEXT, *PARTS] for name in pair}
    assert PALETTE["light"].keys() - measured - DECORATION == set()


def admin_variables() -> dict[str, str]:
    """The token behind each of the admin's own variables."""
    css = (CSS / "admin.css").read_text("utf-8")
    return dict(re.findall(r"^\s+--([\w-]+): var\(--cp-([\w-]+)\);", css, re.MULTILINE))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), ADMIN)
def test_admin_can_be_read(theme: str, ink: str, ground: str) -> None:
    tokens = admin_variables()
    assert contrast(PALETTE[theme][tokens[ink]], PALETTE[theme][tokens[ground]]) >= 4.5
