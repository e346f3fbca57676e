"""What a visitor has to fetch, as the network of a real browser counts it, and whether the page stays where it is."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FIRST, AFTER = 130_000, 25_000  # bytes of a list page with fonts, as sent
SHIFTS = """
    window.shift = 0
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value }))
        .observe({type: "layout-shift", buffered: true})
"""


class Network:
    """Counts what the browser fetches for a page, headers included."""

    def __init__(self, page: Page) -> None:
        self.page, self.sizes = page, []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.loadingFinished", lambda told: self.sizes.append(told["encodedDataLength"]))
        self.session.send("Network.enable")

    def weight(self, path: str) -> int:
        self.sizes.clear()
        self.page.goto(path, wait_until="networkidle")
        return int(sum(self.sizes))

    def slow_down(self, bytes_a_second: int) -> None:
        slow = dict.fromkeys(("downloadThroughput", "uploadThroughput"), bytes_a_second)
        self.session.send("Network.emulateNetworkConditions", slow | {"offline": False, "latency": 50})


def test_list_is_light_and_stays_where_it_is(open_page):
    page = open_page("about:blank", viewport={"width": 1280, "height": 900})
    page.add_init_script(SHIFTS)
    network = Network(page)
    assert 20_000 < network.weight("/initiatives/") < FIRST
    assert page.evaluate("window.shift") < 0.01
    assert network.weight("/initiatives/?page=1") < AFTER
    assert network.weight("/motions/33694-56/") < AFTER


def test_page_that_trickles_in_stays_where_it_is(open_page):
    page = open_page("/initiatives/", viewport={"width": 1280, "height": 900})  # style sheets are there, rows are not
    page.add_init_script(SHIFTS)
    network = Network(page)
    network.slow_down(5_000)
    for path in ("/initiatives/?per_page=100", "/motions/33694-56/"):
        network.weight(path)
        assert page.evaluate("window.shift") < 0.01, path
