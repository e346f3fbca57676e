"""Reading in a real browser: documents, citing, lists walked through, words explained, paper, and what goes wrong."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looks import LOOKS, faults, too_wide

pytestmark = pytest.mark.browser

LETTER = "/documents/kst-33694-60/"
TEXT = Path(os.environ.get("LETTER_TEXT", Path(__file__).resolve().parents[3] / "shared" / "letter" / "letter.txt"))
PAGES = [
    LETTER,
    f"{LETTER}cite/?passage=2.4",
    "/documents/stb-2019-457/",
    "/motions/33694-56/?from=sort%3D-date",
    "/forums/ungge/cite/",
    "/forums/ungeg/",
    "/help/",
    "/accessibility/",
    "/privacy/",
]


@pytest.mark.parametrize(
    ("path", "look"), [*((path, "wide") for path in PAGES), *((path, "small") for path in PAGES[::2])]
)
def test_page_is_accessible_in_both_languages_and_with_large_letters(open_page, path: str, look: str):
    page = open_page(path, **LOOKS[look], locale="en-GB" if look == "small" else "nl-NL")
    assert not faults(page, look)
    page.set_viewport_size({"width": 640, "height": 512})  # 1280 px wide at 200 %
    assert not too_wide(page)


@pytest.mark.parametrize("look", LOOKS)
def test_components_are_accessible(open_as, look: str):
    page = open_as("liaison", "/components/", **{"locale": "nl-NL"} | LOOKS[look])
    assert not faults(page, look)


def test_reader_walks_through_a_list_without_javascript(open_page):
    page = open_page("/motions/?sort=title", java_script_enabled=False, locale="en-GB")
    page.locator("tbody th a").first.click()
    walk = page.get_by_role("navigation", name="In the list you came from")
    expect(walk).to_contain_text("1 of 3")
    walk.get_by_role("link", name="Next").click()
    expect(walk).to_contain_text("2 of 3")
    walk.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(r"/motions/\?sort=title$"))


def test_word_is_explained_by_keyboard_without_javascript(open_page):
    page = open_page("/forums/ungge/", java_script_enabled=False)
    page.goto("/motions/33694-56/")
    word = page.locator(".cp-term").first
    meaning = page.locator(f"#{word.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_open_explanation_is_accessible(open_page):
    page = open_page("/motions/33694-56/")
    page.locator(".cp-term").first.click()
    assert not faults(page)


def test_citation_is_copied_and_that_is_said(open_page):
    page = open_page(f"{LETTER}cite/?passage=2.4", permissions=["clipboard-read", "clipboard-write"])
    page.locator("main .cp-copy").first.click()
    expect(page.get_by_role("status").filter(has_text="Gekopieerd")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\u00a0", " ").startswith("Kamerstukken II 2020/21, 33 694, nr. 60, § 2")


def test_without_javascript_no_copy_button_shows(open_page):
    page = open_page(f"{LETTER}cite/", java_script_enabled=False)
    expect(page.locator(".cp-copy").first).to_be_hidden()


def test_shortcuts_are_off_until_switched_on_and_never_work_while_typing(open_page):
    page = open_page("/motions/")
    page.keyboard.press("/")
    expect(page.locator("#q-site")).not_to_be_focused()
    page.goto("/help/")
    page.locator("#use-shortcuts").check()
    page.goto("/motions/")
    page.keyboard.press("/")
    expect(page.locator("#q-site")).to_be_focused()
    page.keyboard.type("a?h/")
    expect(page.locator("#q-site")).to_have_value("a?h/")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/help/$"))
    expect(page.locator("#use-shortcuts")).to_be_checked()


def test_first_stop_of_the_keyboard_skips_to_the_content(open_page):
    page = open_page(LETTER)
    page.keyboard.press("Tab")
    expect(page.locator(".nl-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(("path", "locale", "language"), [(LETTER, "nl-NL", "nl"), ("/motions/", "en-GB", "en")])
def test_paper_is_a_tagged_pdf_in_its_language(open_page, path: str, locale: str, language: str):
    pdf = open_page(path, locale=locale).pdf(format="A4", tagged=True)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(" + language.encode(), pdf)


def test_paper_shows_no_controls_and_writes_addresses_out(open_page):
    page = open_page("/motions/33694-56/?from=")
    page.emulate_media(media="print")
    for control in (".cp-nav", ".cp-search", ".cp-actions", ".cp-neighbours", ".nl-skip-link"):
        expect(page.locator(control).first).to_be_hidden()
    written = page.locator('.cp-source a[href^="http"]').first.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://" in written or "attr(href)" in written


def test_address_of_a_paragraph_opens_the_page_of_a_long_document_on_which_it_stands(open_page, site, tmp_path):
    paragraphs = "\n\n".join(f"Dit is alinea {number} van een lange brief." for number in range(1, 131))
    (tmp_path / "long.txt").write_text(f"Geachte voorzitter,\n\n1. Inzet\n\n{paragraphs}\n", "utf-8")
    site.manage("import_document", str(tmp_path / "long.txt"), "--id", "kst-26643-411")
    page = open_page("/documents/kst-26643-411/#1.120")
    expect(page.locator(":target")).to_contain_text("Dit is alinea 120 van")
    expect(page.locator(":target")).to_be_in_viewport()
    page.evaluate("location.hash = '#1.2'")  # as a link in the text, or typed in the address bar
    expect(page.locator(":target")).to_contain_text("Dit is alinea 2 van")
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.skipif(not TEXT.exists(), reason="the text of the letter is not here")
def test_reader_reads_the_letter(open_page, site):
    site.manage("import_document", str(TEXT), "--id", "kst-33694-60")
    page = open_page(LETTER, locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("navigation", name="Contents").get_by_role("link").nth(3).click()
    expect(page.locator(":target h3")).to_be_in_viewport()
    page.locator(".cp-fnref").first.click()
    expect(page.locator(":target")).to_have_attribute("id", re.compile(r"fn\.\d"))
    page.locator(":target .cp-fnback").click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator(".cp-passage .cp-copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{site.url}{LETTER}#")
    for look, visitor in LOOKS.items():
        assert not faults(open_page(LETTER, **visitor), look)
