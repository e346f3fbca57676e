"""The admin in a real browser: every sort of its pages is accessible and fits, and the browser has no complaint."""

import pytest

from tests.browser.looks import LOOKS, faults

pytestmark = pytest.mark.browser

PAGES = [
    "/admin/tracks/initiative/add/",
    "/admin/instruments/motion/?q=motie",
    "/admin/instruments/motion/{motion}/change/",
    "/admin/tracks/initiative/{initiative}/delete/",
    "/admin/cyberpolicy/user/{user}/change/",
]
KEYS = """
from cyberpolicy.models import User
from instruments.models import Motion
from tracks.models import Initiative
print(Motion.objects.first().pk, Initiative.objects.first().pk, User.objects.get(username="administrator").pk)
"""


@pytest.mark.parametrize("look", LOOKS)
def test_admin_is_accessible_and_fits(open_as, site, look):
    page, found = open_as("administrator", "/admin/", **{"locale": "nl-NL"} | LOOKS[look]), {}
    keys = dict(zip(("motion", "initiative", "user"), site.asked(KEYS).split(), strict=True))
    for path in PAGES:
        page.goto(path.format(**keys), wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true })")
        found[path] = faults(page, look)
    assert not any(found.values()), found
