"""Two people on one record, each in a browser of their own: nobody loses what was typed, nothing is covered unseen."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import LOOKS

pytestmark = pytest.mark.browser

KEY = """
from tracks.models import Initiative
print(Initiative.objects.get(slug="norm-implementation").pk)
"""
SAVED = """
from tracks.models import Initiative
one = Initiative.objects.get(slug="norm-implementation")
print(one.title_en, one.summary_en, sep="|")
"""


@pytest.fixture
def two(open_as):
    """Opens a page as two people."""
    return lambda path: [open_as(group, path, **LOOKS["wide"]) for group in ("editor", "administrator")]


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()


def test_admin_form_shows_both_and_lets_the_second_choose(two, site):
    path = f"/admin/tracks/initiative/{site.asked(KEY).strip()}/change/"
    first, second = two(path)
    title = first.locator("#id_title_en").input_value()
    summary = first.locator("#id_summary_en").input_value()
    first.locator("#id_title_en").fill(f"{title} (first)")
    save(first)
    expect(first.get_by_role("status").filter(has_text="The record is saved.")).to_be_visible()
    second.locator("#id_summary_en").fill(f"{summary} And the second.")
    save(second)
    expect(second.locator(".cp-conflict")).to_contain_text("(first)")
    expect(second.locator("#id_summary_en")).to_have_value(f"{summary} And the second.")
    expect(second.locator("#keep-title_en")).to_be_checked()
    second.locator("#id_save_over").check()
    save(second)
    expect(second.get_by_role("status").filter(has_text="The record is saved.")).to_be_visible()
    assert site.asked(SAVED).strip() == f"{title} (first)|{summary} And the second."


def test_new_status_of_the_second_is_kept_on_the_page(two):
    first, second = two("/desk/status/initiative/norm-implementation/")
    for page in (first, second):
        page.get_by_label("Since").fill("2021-05")
        page.get_by_label("New status").select_option("ongoing")
    save(first)
    expect(first.get_by_role("link", name="Undo").first).to_be_visible()
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("changed this record")
    expect(second.get_by_label("Since")).to_have_value("2021-05")
    expect(second.get_by_role("button", name="Save all the same")).to_be_visible()
