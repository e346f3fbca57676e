"""What people come to do, done in a real browser; and every kind of page, looked at as each of them may see it."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

RECORDS = {
    "tracks": "diplomatic-response",
    "initiatives": "norm-implementation",
    "forums": "ungge",
    "parties": "netherlands",
    "places": "latin-america",
    "incidents": "notpetya-2017",
    "challenges": "geopolitics",
    "terms": "political-attribution",
    "instruments": "international-law",
    "listings": "gru-unit-notpetya",
    "motions": "33694-56",
    "commitments": "aiv",
    "documents": "kst-33694-60",
}
PAGES = [
    "/",
    *(f"/{kind}/" for kind in ("tracks", "initiatives", "motions", "documents")),  # the other lists are made alike
    *(f"/{kind}/{slug}/" for kind, slug in RECORDS.items()),
    "/motions/?q=nothing-has-these-words",
    "/motions/?outcome=adopted&unknown=1",
    "/search/",
    "/search/?q=attributie",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/login/",
    "/no-such-page/",
]
# one of each sort of page
ON_A_TELEPHONE = [
    "/",
    "/initiatives/",
    "/motions/?q=nothing-has-these-words",
    *(
        f"/{kind}/{RECORDS[kind]}/"
        for kind in ("tracks", "forums", "parties", "terms", "motions", "commitments", "documents")
    ),
    "/search/?q=attributie",
    "/login/",
    "/no-such-page/",
]


# Journeys


@pytest.mark.parametrize(
    ("locale", "motions", "title"),
    [
        ("nl-NL", "Moties", "Motie Verhoeven en Koopmans (33 694, nr. 56)"),
        ("en-GB", "Motions", "Motion by Verhoeven and Koopmans (33 694, no. 56)"),
    ],
)
def test_reader_finds_the_motion_from_home(open_page, locale: str, motions: str, title: str):
    page = open_page("/", locale=locale)
    page.get_by_role("navigation").get_by_role("link", name=motions, exact=True).click()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_reader_switches_language_and_stays_on_the_page(open_page):
    page = open_page("/motions/33694-56/")
    page.get_by_role("link", name="EN English").click()
    expect(page).to_have_url(re.compile("/motions/33694-56/$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Motion by Verhoeven and Koopmans (33 694, no. 56)")


def test_reader_filters_a_list_without_javascript(open_page):
    page = open_page("/motions/", locale="en-GB", java_script_enabled=False)
    page.get_by_role("checkbox", name="Adopted").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile(r"[?&]outcome=adopted"))
    expect(page.locator("#list-count")).to_contain_text("1 of 3 results")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_reader_follows_a_fact_to_its_passage_in_two_clicks(open_page):
    page = open_page("/motions/33694-56/")
    page.locator("main a.cp-cite").first.click()
    page.locator(".cp-evidence li:target a").first.click()
    expect(page).to_have_url(re.compile(r"/documents/kst-33694-60/#.+"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_liaison_takes_the_motions_as_csv(open_as, tmp_path: Path):
    page = open_as("liaison", "/motions/")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    download.value.save_as(tmp_path / "motions.csv")
    assert re.fullmatch(r"motions-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    with (tmp_path / "motions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert ("33694", "56") in {(row["Dossier"], row["Number"]) for row in csv.DictReader(file)}


# Every kind of page


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_in_light_and_dark(open_page, path: str):
    assert not faults(open_page(path, **LOOKS["wide"]))


@pytest.mark.parametrize("path", ON_A_TELEPHONE)
def test_page_is_accessible_and_fits_on_a_telephone(open_page, path: str):
    assert not faults(open_page(path, **LOOKS["small"]), "small")
