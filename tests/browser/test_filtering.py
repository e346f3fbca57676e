"""Filtering lists in a real browser: as one chooses, without a script, with a keyboard only, and when it goes wrong."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

ALL, IN_TRACK = "31 resultaten", "13 van 31 resultaten"
COUNT_SHIFTS = """
    window.shift = 0
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (!entry.hadRecentInput) window.shift += entry.value
    })).observe({type: "layout-shift", buffered: true})
"""


def count(page: Page):
    return page.locator("#list-count")


def is_focused(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_focused()


def hold(page: Page) -> list[Route]:
    """Requests of the script wait here until a test lets them go."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route) if route.request.headers.get("hx-request") else route.continue_()

    page.route("**/initiatives/?*", keep)
    return waiting


def test_a_whole_page_in_the_address_is_answered_and_can_be_filtered(open_page):
    page = open_page("/initiatives/?q=" + "cyber+dialoog+" * 2_000)
    everything = count(page).inner_text()
    page.locator("#track-legal-order").check()
    expect(count(page)).not_to_have_text(everything)


@pytest.mark.parametrize(
    ("locale", "shown", "title"),
    [
        ("nl-NL", "13 van 31 resultaten", "Initiatieven (13) – Kennisbank cyberbeleid"),
        ("en-GB", "13 of 31 results", "Initiatives (13) – Cyber policy knowledge base"),
    ],
)
def test_choice_counts_at_once(open_page, locale: str, shown: str, title: str):
    page = open_page("/initiatives/", locale=locale)
    page.locator("#track-legal-order").check()
    expect(count(page)).to_have_text(shown)
    expect(page).to_have_url(re.compile(r"/initiatives/\?track=legal-order$"))
    expect(page).to_have_title(title)
    expect(page.locator("tbody tr")).to_have_count(13)
    expect(page.locator("#chosen-track")).to_contain_text("1")
    is_focused(page, "#track-legal-order")


def test_count_is_told_by_a_region_that_stays(open_page):
    page = open_page("/initiatives/")
    count(page).evaluate("element => { window.told = element }")
    page.locator("#track-legal-order").check()
    expect(count(page)).to_have_text(IN_TRACK)
    assert count(page).evaluate("element => element === window.told && element.getAttribute('role') === 'status'")


def test_numbers_follow_the_other_filters(open_page):
    page = open_page("/initiatives/")
    number = page.locator("label", has=page.locator("#status-ongoing")).locator(".cp-opt__n")
    before = number.inner_text()
    page.locator("#track-legal-order").check()
    expect(number).not_to_have_text(before)
    expect(page.locator("label", has=page.locator("#track-diplomatic-response")).locator(".cp-opt__n")).to_contain_text(
        "9"
    )


def test_typing_counts_after_a_pause_and_keeps_what_is_typed(open_page):
    page = open_page("/initiatives/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.headers.get("hx-request") else None)
    page.locator("#q").press_sequentially("recht", delay=40)
    expect(page).to_have_url(re.compile(r"\?q=recht$"))
    is_focused(page, "#q")
    page.locator("#q").press_sequentially("sorde", delay=40)
    expect(page).to_have_url(re.compile(r"\?q=rechtsorde$"))
    expect(page.locator("#q")).to_have_value("rechtsorde")
    assert len(asked) == 2


def test_back_forward_and_reload_give_the_list_of_the_address(open_page):
    page = open_page("/initiatives/")
    page.locator("#track-legal-order").check()
    expect(count(page)).to_have_text(IN_TRACK)
    page.locator("#q").fill("recht")
    expect(page).to_have_url(re.compile(r"q=recht"))
    page.go_back()
    expect(count(page)).to_have_text(IN_TRACK)
    expect(page.locator("#q")).to_have_value("")
    page.go_back()
    expect(count(page)).to_have_text(ALL)
    expect(page.locator("#track-legal-order")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#track-legal-order")).to_be_checked()
    page.reload()
    expect(count(page)).to_have_text(IN_TRACK)
    page.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/initiatives/[a-z-]+/(\?|$)"))
    page.go_back()
    expect(count(page)).to_have_text(IN_TRACK)
    expect(page.locator("header")).to_be_visible()


def test_chip_removes_its_filter_and_focus_goes_to_the_results(open_page):
    page = open_page("/initiatives/?q=recht&track=legal-order")
    page.locator(".cp-chip").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/initiatives/\?track=legal-order$"))
    expect(page.locator("#q")).to_have_value("")
    is_focused(page, "#list-heading")


def test_keyboard_alone_chooses_sorts_and_turns_pages(open_page):
    page = open_page("/initiatives/?per_page=25")
    page.locator("#track-capacity-building").focus()
    page.keyboard.press("Space")
    expect(count(page)).to_have_text("12 van 31 resultaten")
    is_focused(page, "#track-capacity-building")
    page.keyboard.press("Space")
    expect(count(page)).to_have_text(ALL)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)  # nobody is so quick
    page.locator("#sort-title").press("Enter")
    expect(page).to_have_url(re.compile(r"sort=-title"))
    is_focused(page, "#sort-title")
    page.get_by_role("link", name="Volgende").press("Enter")
    expect(page).to_have_url(re.compile(r"page=2"))
    expect(page.locator("tbody tr")).to_have_count(6)
    is_focused(page, "#list-heading")


def test_bar_of_a_year_is_a_link_like_any_other(open_page):
    page = open_page("/initiatives/")
    bar = page.get_by_role("link", name=re.compile("^2020: "))
    results = re.search(r": (\d+)", bar.inner_text())[1]
    bar.press("Enter")
    expect(page.locator("#year_from")).to_have_value("2020")
    expect(count(page)).to_have_text(f"{results} van 31 resultaten")


def test_long_facet_finds_an_option(open_page):
    page = open_page("/initiatives/")
    page.get_by_role("searchbox", name="Zoek in Forum").fill("üngge")
    shown = page.locator("#options-forum .cp-opt:visible .cp-opt__label")
    expect(shown).to_have_text(["UNGGE"])
    shown.click()
    expect(page).to_have_url(re.compile(r"forum="))
    expect(shown).to_have_text(["UNGGE"])


# Two at once, slow, and failing


def test_only_the_last_of_two_quick_choices_counts(open_page):
    page = open_page("/initiatives/")
    waiting = hold(page)
    page.locator("#track-legal-order").check()
    page.locator("#track-capacity-building").check()
    expect(page.locator("#track-capacity-building")).to_be_checked()
    page.wait_for_timeout(200)  # both are on their way
    waiting[-1].continue_()
    expect(page).to_have_url(re.compile(r"track=legal-order&track=capacity-building$"))
    expect(page.locator("#track-legal-order")).to_be_checked()
    expect(page.locator("#track-capacity-building")).to_be_checked()
    expect(page.locator(".cp-chip")).to_have_count(2)


def test_slow_answer_shows_that_it_is_coming(open_page):
    page = open_page("/initiatives/")
    waiting = hold(page)
    results = page.locator("#resultaten")
    page.locator("#track-legal-order").check()
    expect(results).to_have_attribute("aria-busy", "true")
    assert results.evaluate("element => getComputedStyle(element).opacity") == "0.6"
    waiting[0].continue_()
    expect(count(page)).to_have_text(IN_TRACK)
    expect(results).not_to_have_attribute("aria-busy", "true")


@pytest.fixture
def open_troubled_page(browser, site):
    """A page whose complaints are meant: its requests fail."""
    context = browser.new_context(base_url=site.url, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("trouble", ["server", "network"])
def test_failure_is_told_and_can_be_tried_again(open_troubled_page, trouble: str):
    page = open_troubled_page
    page.goto("/initiatives/")
    fail = (lambda route: route.fulfill(status=500)) if trouble == "server" else (lambda route: route.abort())
    page.route("**/initiatives/?*", fail)
    page.locator("#q").fill("recht")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("De lijst kon niet worden opgehaald.")
    expect(page.locator("#q")).to_have_value("recht")
    expect(page.locator("tbody tr")).to_have_count(31)
    page.unroute("**/initiatives/?*")
    alert.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"q=recht"))
    expect(page.locator("#list-failure")).to_be_hidden()


# Without a script


@pytest.mark.parametrize(("locale", "button"), [("nl-NL", "Filters toepassen"), ("en-GB", "Apply filters")])
def test_everything_works_without_a_script(open_page, locale: str, button: str):
    page = open_page("/initiatives/", locale=locale, java_script_enabled=False)
    page.locator("#track-legal-order").check()
    page.locator("#q").fill("recht")
    page.get_by_role("button", name=button).click()
    expect(count(page)).to_have_text(re.compile(r"^3 (van|of) 31"))
    expect(page.locator(".cp-find").first).to_be_hidden()
    page.locator(".cp-histo a").first.click()
    expect(page).to_have_url(re.compile(r"year_from=\d+&year_to=\d+"))
    page.locator("#look-menu > summary").click()
    page.locator("input[name=columns][value=tracks]").uncheck()
    page.locator("#look-menu button").click()
    expect(page.locator("thead")).not_to_contain_text(re.compile("Spoor|Track"))


def test_button_gives_way_without_a_jump(open_page):
    page = open_page("about:blank")
    page.add_init_script(COUNT_SHIFTS)
    page.goto("/initiatives/")
    expect(page.locator(".cp-facets__apply button")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") < 0.05


# Looking after it


@pytest.mark.parametrize("look", LOOKS)
def test_list_is_accessible_after_a_swap(open_page, look: str):
    page = open_page("/initiatives/", **LOOKS[look])
    if look == "small":
        page.locator(".cp-facetbox > summary").click()
    page.locator("#track-legal-order").check()
    expect(count(page)).to_have_text(IN_TRACK)
    assert not faults(page, look)
    page.locator("#look-menu > summary").click()
    assert not faults(page, look)
    page.keyboard.press("Escape")
    is_focused(page, "#look-menu > summary")


def test_language_switch_and_export_follow_the_filters(open_page):
    page = open_page("/initiatives/")
    page.locator("#track-legal-order").check()
    expect(count(page)).to_have_text(IN_TRACK)
    page.locator("summary", has_text="Exporteren").click()
    link = page.get_by_role("link", name=re.compile("^JSON"))
    expect(link).to_have_attribute("href", "/initiatives/export/?track=legal-order&format=json")
    page.get_by_role("link", name="EN English").click()
    expect(count(page)).to_have_text("13 of 31 results")
