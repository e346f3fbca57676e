"""The search in a real browser: suggestions by keyboard, jumping, and what axe says of its pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser
PAGES = [
    "/search/?q=attributie",
    "/search/?q=cyber&kind=initiative",
    "/search/?q=atributie",
    "/search/?q=zebra+attributie",
]


def test_suggestions_are_chosen_by_keyboard(open_page):
    page = open_page("/")
    box = page.get_by_role("combobox", name="Zoek in de hele site")
    box.press_sequentially("attrib")
    options = page.get_by_role("listbox", name="Suggesties").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    title = options.first.locator("span").first.inner_text()
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "q-site-suggestions-0")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(open_page):
    page = open_page("/search/")
    box = page.get_by_role("combobox", name="Zoek naar")
    box.press_sequentially("attrib")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(box).to_have_value("attrib")
    box.press("Enter")
    expect(page).to_have_url("/search/?q=attrib")


def test_open_suggestions_are_accessible(open_page):
    page = open_page("/search/")
    page.get_by_role("combobox", name="Zoek naar").press_sequentially("attrib")
    expect(page.get_by_role("option").first).to_be_visible()
    assert not faults(page)


def test_everything_works_without_script(open_page):
    page = open_page("/", java_script_enabled=False)
    page.locator("#q-site").fill("33 694, nr. 56")
    page.locator("#q-site").press("Enter")
    expect(page).to_have_url("/motions/33694-56/")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("url", PAGES)
def test_pages_are_accessible_and_fit(open_page, url, look):
    page = open_page(url, **LOOKS[look])
    page.locator("summary", has_text="Hoe u zoekt").click()
    assert not faults(page, look)
