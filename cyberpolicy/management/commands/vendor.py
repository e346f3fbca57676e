"""Fetch the design system's CSS and the typeface into static/vendor/, from the versions in static/package-lock.json.

The site is complete without them: it then draws itself with css/fallback.css and system fonts.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STATIC = Path(settings.BASE_DIR) / "static"
STAMP = ".made-from"  # a dot file, so that collectstatic leaves it out
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]

LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+2000-206F, U+20AC, U+2122, U+2212"
LATIN_EXT = "U+0100-0130, U+0132-0151, U+0154-024F, U+1E00-1EFF"
# (subset, weight, style, characters); a browser fetches an extended subset only when a page needs it
FACES = [
    ("latin", 400, "normal", LATIN),
    ("latin", 400, "italic", LATIN),
    ("latin", 500, "normal", LATIN),
    ("latin", 600, "normal", LATIN),
    ("latin-ext", 400, "normal", LATIN_EXT),
    ("latin-ext", 600, "normal", LATIN_EXT),
]
FACE = """@font-face {{
  font-family: "Fira Sans";
  font-style: {style};
  font-weight: {weight};
  font-display: optional;
  src: url("fonts/{file}") format("woff2");
  unicode-range: {characters};
}}
"""


class Command(BaseCommand):
    help = "Fetch the design system's CSS and fonts with npm into static/vendor/. The site is complete without them."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        vendor, origin = STATIC / "vendor", origin_hash(STATIC)
        if made_from(vendor) == origin:
            self.stdout.write("static/vendor/ is up to date.")
        elif npm := shutil.which("npm"):
            count = make_vendor(npm, STATIC, vendor, origin)
            self.stdout.write(f"static/vendor/ made from {count} npm packages.")
        else:
            self.stdout.write("npm not found: static/vendor/ not made. The site is complete without, in system fonts.")


def origin_hash(static: Path) -> str:
    """Of what decides how it is made: the locked packages and this command."""
    parts = (static / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def made_from(vendor: Path) -> str | None:
    """``origin_hash`` of what ``vendor`` was made from; None if it was not made."""
    stamp = vendor / STAMP
    return stamp.read_text("utf-8").strip() if stamp.exists() else None


def make_vendor(npm: str, static: Path, vendor: Path, origin: str) -> int:
    """Fetch into a temporary directory and replace ``vendor`` only when all is there. Gives the number of packages."""
    with tempfile.TemporaryDirectory(prefix="vendor-") as directory:
        work = Path(directory)
        modules = fetch(npm, static, work)
        names = list(json.loads((work / "package.json").read_text("utf-8"))["dependencies"])
        assemble(modules, names, work / "vendor")
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(work / "vendor", vendor)
    (vendor / STAMP).write_text(f"{origin}\n", "utf-8")  # last: a copy that was cut short is made again
    return len(names)


def fetch(npm: str, static: Path, work: Path) -> Path:
    """Let npm's own client fetch the locked packages into ``work``; gives the directory that holds them."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(static / name, work)
    done = subprocess.run([npm, *NPM_CI], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"npm ci failed, static/vendor/ is as it was. npm says:\n{done.stderr.strip()}")
    return work / "node_modules"


def assemble(modules: Path, names: list[str], out: Path) -> None:
    """Write nlds.css, fonts.css, fonts/ and LICENSES.txt into the new directory ``out``."""
    (out / "fonts").mkdir(parents=True)
    about = {name: json.loads((modules / name / "package.json").read_text("utf-8")) for name in names}
    sheets = "\n".join(stylesheets(modules, about))
    (out / "nlds.css").write_text(f"@layer nlds {{\n{sheets}\n}}\n", "utf-8")
    (out / "fonts.css").write_text("\n".join(font_faces(modules, out / "fonts")), "utf-8")
    (out / "LICENSES.txt").write_text("".join(f"{credit(meta)}\n" for meta in about.values()), "utf-8")


def credit(meta: dict) -> str:
    return f"{meta['name']} {meta['version']} {meta['license']}"


def stylesheets(modules: Path, about: dict[str, dict]) -> Iterator[str]:
    """The CSS of each component package, under its name, version and licence."""
    for name, meta in about.items():
        if not name.endswith("-css"):
            continue
        component = name.rsplit("/", 1)[1].removesuffix("-css")
        file = "index.min.css" if name.startswith("@utrecht/") else f"{component}.css"
        css = (modules / name / "dist" / file).read_text("utf-8")
        yield f"/*! {credit(meta)} */\n{without_references(css)}"


def without_references(css: str) -> str:
    """Drop source maps and character sets: neither may stand inside a layer of a larger file."""
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|@charset \"[^\"]+\";", "", css).strip()


def font_faces(modules: Path, fonts: Path) -> Iterator[str]:
    """Copy each face into ``fonts`` and give its @font-face rule."""
    for subset, weight, style, characters in FACES:
        file = f"fira-sans-{subset}-{weight}-{style}.woff2"
        shutil.copy(modules / "@fontsource" / "fira-sans" / "files" / file, fonts)
        yield FACE.format(style=style, weight=weight, file=file, characters=characters)
