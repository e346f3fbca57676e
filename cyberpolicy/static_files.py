"""Addresses of static files that a page can always be made with, also of a file that was never collected."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The style sheets that every page has, in their order. Collected they are one file: a visitor asks once, and together
# they are packed to two thirds.
SHEETS = ("theme", "base", "header", "controls", "badges", "lists", "tables", "facets", "search", "states")
DESIGN_SYSTEM, WITHOUT_IT = "vendor/nlds.css", "css/fallback.css"
TOGETHER = "css/site.css"
RULE = re.compile(r"(?<=[{};/])([^{}@/;]+)\{[^{}]*\}")
CLASS = re.compile(r"\b(?:nl|utrecht)-[\w-]+")


def sheets(*, has_vendor: bool) -> list[str]:
    return ["css/tokens.css", DESIGN_SYSTEM if has_vendor else WITHOUT_IT, *(f"css/{name}.css" for name in SHEETS)]


def used_classes() -> set[str]:
    """Every word in templates, code and scripts that may be a class of the design system."""
    root = Path(settings.BASE_DIR)
    folders = [
        root / "templates",
        *(root / name for name in ("cyberpolicy", "tracks", "instruments")),
        root / "static/js",
    ]
    files = (file for folder in folders for file in folder.rglob("*.*") if file.suffix in {".html", ".py", ".js"})
    return {name for file in files for name in CLASS.findall(file.read_text("utf-8"))}


def without_unused(css: str, used: set[str]) -> str:
    """The rules of the design system that can apply: half of them are for parts that this site has not.

    A name that a template builds ("utrecht-alert--" and a word) stands for all that begin so.
    """

    def is_used(name: str) -> bool:
        return name in used or f"{name.rpartition('--')[0]}--" in used

    def kept(match: re.Match) -> str:
        selectors = match[1].split(",")
        can_apply = ":not(" in match[1] or any(all(map(is_used, CLASS.findall(one))) for one in selectors)
        return match[0] if can_apply else ""

    return RULE.sub(kept, css)


class ForgivingStorage(CompressedManifestStaticFilesStorage):
    """Gives the plain name of a file that is not among the collected ones: a page without style beats no page.

    The pages that tell what went wrong need this most. What is collected keeps its name with the hash in it.
    """

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    def post_process(self, paths: dict, dry_run: bool = False, **options) -> Iterator[tuple]:
        """Put the style sheets of every page together before all files get their names."""
        if not dry_run and "css/tokens.css" in paths:
            self._put_together(paths)
        return super().post_process(paths, dry_run, **options)

    def _put_together(self, paths: dict) -> None:
        texts = []
        for name in sheets(has_vendor=DESIGN_SYSTEM in paths):
            storage, path = paths[name]
            with storage.open(path) as file:
                text = file.read().decode()
            texts.append(without_unused(text, used_classes()) if name == DESIGN_SYSTEM else text)
        file = Path(self.path(TOGETHER))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(texts), "utf-8")
        paths[TOGETHER] = (self, TOGETHER)
