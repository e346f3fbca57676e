"""How every page is looked at: wide, in light and dark, and small; is it accessible, does it fit."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "small": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
}
# Not preloading: that reads style sheets again and puts them in the page, which the Content-Security-Policy refuses.
# Only what is wrong: to name all that is right takes longer than to check it.
ONLY_FAULTS = {"preload": False, "resultTypes": ["violations"]}
RULES = ONLY_FAULTS | {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
}
# what the colours decide; the other rules find the same in the dark
COLOURS = ONLY_FAULTS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def faults(page: Page, look: str = "wide") -> str:
    """What is wrong with a page opened in this look, a line each; empty when nothing is."""
    found = _violations(page, RULES)
    if look == "small":
        return "\n".join([*found, *too_wide(page)])
    page.emulate_media(color_scheme="dark")
    dark = _violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return "\n".join([*found, *dark])


def _violations(page: Page, options: dict) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)  # a large script: put in once, not for every look at a page
    found = page.evaluate("options => axe.run(document, options)", options)
    return [_told(violation) for violation in found["violations"]]


def _told(violation: dict) -> str:
    """A violation of a rule, with the first places where it is."""
    nodes = violation["nodes"]
    where = [f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in nodes[:5]]
    return "\n".join([f"{violation['id']} ({len(nodes)}): {violation['help']}", *where])


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; none when it does not."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth
        if (document.documentElement.scrollWidth <= width) return []
        return [...document.querySelectorAll("body *")]
            .filter((element) => element.getBoundingClientRect().right > width + 1)
            .map((element) => `${element.tagName}.${element.className}`).slice(0, 8)
    }""")
