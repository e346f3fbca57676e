"""The pictures in a real browser: accessible in every look, never wider than the screen, no label over another."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

PAGES = [
    "/timeline/",
    "/timeline/?focus=forum:hrc&track=legal-order",
    "/timeline/?from=2020&to=2020&nonsense=1",
    "/timeline/?from=1900&to=1901",
    "/graph/",
    "/graph/?focus=party:russia",
    "/graph/?focus=instrument:eu-sanctions-regime&depth=2",
    "/compare/",
    "/compare/?kind=party&with=netherlands&with=russia&with=china",
    "/motions/33694-56/",
]
OVERLAPS = """() => {
    const texts = [...document.querySelectorAll(".cp-chart svg text")].filter((text) => text.textContent.trim())
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()])
    const found = []
    boxes.forEach(([one, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (across > 1 && down > 5) found.push(`${one} / ${other}`)
    }))
    return found
}"""


@pytest.mark.parametrize(
    ("path", "look"), [*((path, "wide") for path in PAGES), *((path, "small") for path in PAGES[::3])]
)
def test_picture_is_accessible_and_fits(open_page, path: str, look: str):
    page = open_page(path, **LOOKS[look])
    page.evaluate("document.querySelectorAll('main details').forEach((box) => { box.open = true })")
    assert not faults(page, look)


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith(("/timeline", "/graph"))])
def test_labels_never_overlap(open_page, path: str):
    page = open_page(path, locale="nl-NL", viewport={"width": 1280, "height": 900})
    assert page.evaluate(OVERLAPS) == []


def test_reader_zooms_into_a_year_and_opens_a_record(open_page):
    page = open_page("/timeline/", locale="en-GB", java_script_enabled=False)
    page.get_by_role("link", name="Show only 2019").click()
    expect(page.get_by_text("Jul", exact=True)).to_be_visible()
    _mark(page, "5 July 2019").click()
    expect(page).to_have_url(f"{page.url.partition('/documents/')[0]}/documents/kst-33694-47/")


def test_reader_puts_another_record_in_the_middle(open_page):
    page = open_page("/graph/?focus=party:russia", locale="en-GB")
    _mark(page, "OPCW").click()
    expect(page.locator(".cp-picfocus")).to_contain_text("OPCW")


def test_reader_walks_a_picture_with_the_keyboard(open_page):
    page = open_page("/graph/?focus=party:russia", viewport={"width": 1280, "height": 900})
    page.locator(".cp-chart").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg') !== null")


def test_negotiator_adds_a_country_without_javascript(open_page):
    page = open_page("/compare/?kind=party&with=china", locale="en-GB", java_script_enabled=False)
    page.get_by_role("searchbox", name="Add").fill("russia")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Add Russia", exact=True).click()
    expect(page.get_by_role("columnheader", name="Russia")).to_be_visible()


def _mark(page: Page, words: str):
    return page.locator(".cp-chart svg a", has=page.locator("title", has_text=words)).first
