"""An editor who never saw the admin adds an initiative and keeps it up to date, in a real browser; and axe looks on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

LETTER = """Geachte voorzitter,

Nederland zet zich in voor een open, vrij en veilig internet.

1. Inzet

Nederland betaalt mee aan de training van partners in Latijns-Amerika.
"""
TAKE_AWAY = """
from tracks.models import Initiative
Initiative.objects.get(slug="training-in-latin-america").delete()
"""
PAGES = [
    "/desk/",
    "/desk/?pile=unowned",
    "/desk/status/initiative/norm-implementation/",
    "/desk/status/motion/33694-56/",
    "/desk/cite/initiative/norm-implementation/",
    "/desk/cite/initiative/norm-implementation/?document=kst-33694-60",
    "/desk/cite/initiative/norm-implementation/?document=kst-33694-60&passage=1.2",
    "/desk/sources/?document=kst-33694-60&passage=1.2",
]


@pytest.fixture
def editor(open_as):
    """Opens a page as a new editor."""
    return lambda path, **visitor: open_as("editor", path, **LOOKS["wide"] | visitor)


def choose(page: Page, box: str, words: str, name: str) -> None:
    """In a choice box of the admin: type, and take what is offered."""
    page.locator(f".field-{box} .select2-selection").click()
    page.keyboard.type(words)
    page.get_by_role("option", name=name).first.click()


def test_new_initiative_with_forum_partner_period_status_and_cited_words(editor, site):
    page = editor("/initiatives/")
    page.get_by_role("link", name="Add", exact=True).click()
    expect(page.locator("#id_title_nl")).to_be_focused()
    page.keyboard.type("Training in Latijns-Amerika")
    page.locator("#id_title_en").fill("Training in Latin America")
    choose(page, "forums", "UNGGE", "Governmental Experts")
    choose(page, "partners", "Estland", "Estonia")
    with page.expect_popup() as opened:
        page.locator(".field-sources").first.get_by_role("button", name="Find a passage").click()
    popup = opened.value
    popup.locator(".cp-choices a").first.click()
    popup.locator("input[type=radio]").nth(1).check()
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Choose").click()
    page.locator("#id_milestone_set-0-date").fill("2019/2021")
    page.locator("#id_progressstatus_set-0-status").select_option("ongoing")
    page.locator("#id_progressstatus_set-0-date").fill("2019")
    page.locator("#id_state").select_option("published")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page).to_have_url(re.compile("/initiatives/training-in-latin-america/$"))
    expect(page.get_by_role("status").filter(has_text="The record is saved.")).to_be_visible()
    expect(page.locator(".cp-evidence > li")).to_have_count(1)
    for words in ("Ongoing", "Governmental Experts", "Estonia", "2019–2021"):
        expect(page.locator("main")).to_contain_text(words)
    site.manage("shell", "--command", TAKE_AWAY)  # other tests count the initiatives


@pytest.mark.parametrize("javascript", [True, False])
def test_new_status_takes_three_boxes(editor, javascript: bool):
    page = editor("/initiatives/norm-implementation/", java_script_enabled=javascript)
    page.get_by_role("link", name="New status").click()
    page.get_by_label("New status").select_option("completed")
    page.get_by_label("Source").fill("kst-33694-60: 1.2")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#status ~ *, section:has(#status)").first).to_contain_text("Completed")
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo this action").click()


def test_words_that_are_selected_with_the_keyboard_become_the_quote(editor, site, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    site.manage("import_document", str(tmp_path / "letter.txt"), "--id", "kst-33694-47")
    page = editor("/desk/cite/forum/ungge/?document=kst-33694-47")
    page.get_by_label("Words in the paragraph").fill("latijns")
    expect(page.locator(".cp-choice:visible")).to_have_count(1)
    page.locator(".cp-choice:visible input").check()
    page.get_by_role("button", name="Choose").click()
    page.get_by_label("The paragraph").focus()
    page.get_by_label("The paragraph").evaluate("(box) => box.setSelectionRange(0, 0)")
    for _word in range(2):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.get_by_label("The words")).to_have_value("Nederland betaalt")
    page.get_by_role("button", name="Add the source").click()
    expect(page.locator("main")).to_contain_text("“Nederland betaalt”")


def test_passage_is_picked_into_the_box_of_a_form(editor):
    page = editor("/desk/status/initiative/norm-implementation/")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Find a passage").click()
    popup = opened.value
    popup.goto(f"{popup.url}?document=kst-33694-60")
    popup.locator("input[type=radio]").first.check()
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Choose").click()
    expect(page.get_by_label("Source")).to_have_value(re.compile(r"^kst-33694-60: "))


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_desk_are_accessible_and_fit(editor, look):
    page, found = editor("/desk/", **LOOKS[look]), {}
    for path in PAGES:
        page.goto(path)
        found[path] = faults(page, look)
    assert not any(found.values()), found
