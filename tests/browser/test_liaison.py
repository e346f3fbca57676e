"""The liaison's work in a real browser: the annex of a period, taken out and frozen; and axe looks on."""

import re

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

FOLLOWING = """
import datetime
from cyberpolicy.models import User
from instruments.reports.freezing import freeze
from instruments.reports.kinds import KINDS, Selection
kind, liaison = KINDS["annual-report-annex"], User.objects.get(username="liaison")
for year in (2020, 2021):
    day = datetime.date(year, 12, 31)
    freeze(Selection(kind, day.replace(month=1, day=1), day, day), liaison)
"""
PAGES = [
    "/reports/",
    "/reports/make/?kind=unit-list&start=2019-01-01&end=2021-12-31",
    "/reports/make/?start=2021-01-01&end=2020-01-01",
    "/reports/1/compare/2/",
    "/desk/obligations/",
    "/desk/obligations/?pile=undated",
    "/motions/33694-56/settle/",
    "/motions/33694-56/?as_of=2020-01-01",
    "/briefing/forum/ungge/",
]


@pytest.fixture
def liaison(open_as):
    """Opens a page as a liaison."""
    return lambda path, **visitor: open_as("liaison", path, **LOOKS["wide"] | visitor)


@pytest.mark.parametrize("javascript", [True, False])
def test_annex_of_a_period_is_three_clicks_from_the_list(liaison, tmp_path, javascript: bool):
    page = liaison("/motions/", java_script_enabled=javascript)
    page.get_by_role("link", name="Report to parliament").click()
    page.get_by_label("From").fill("2018-01-01")
    page.get_by_label("Up to and including").fill("2020-12-31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("van 1 januari 2018 tot en met 31 december 2020")
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("^DOCX")).click()
    downloading.value.save_as(tmp_path / "annex.docx")
    annex = docx.Document(str(tmp_path / "annex.docx"))
    titles = [row.cells[0].text for table in annex.tables for row in table.rows]
    assert "Motie Verhoeven en Koopmans (33 694, nr. 56)" in titles


@pytest.fixture(scope="session")
def frozen(site) -> None:
    """Two reports, the second following on the first."""
    site.manage("shell", "--command", FOLLOWING)


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_liaison_are_accessible_and_fit(liaison, frozen, look):
    page, found = liaison("/reports/1/", **LOOKS[look]), {}
    for path in PAGES:
        page.goto(path)
        found[path] = faults(page, look)
    assert not any(found.values()), found
