"""How the project is put together: what may import what, how long a file may be, what no template may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["cyberpolicy", "tracks", "instruments"]  # each may import those before it
NAMES_THE_APPS = {"cyberpolicy/urls.py", "cyberpolicy/settings.py"}
LONGEST = 400

SOURCES = sorted(
    file
    for folder in [*LAYERS, "tests"]
    for file in (ROOT / folder).rglob("*.py")
    if "migrations" not in file.parts and "__pycache__" not in file.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(file: Path) -> set[str]:
    """The packages that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer):
    later = set(LAYERS[LAYERS.index(layer) + 1 :])
    files = [file for file in SOURCES if name_of(file).startswith(f"{layer}/") and name_of(file) not in NAMES_THE_APPS]
    assert files
    assert {name_of(file): sorted(imported(file) & later) for file in files if imported(file) & later} == {}


def test_migrations_point_one_way():
    wrong = []
    for number, layer in enumerate(LAYERS):
        for file in (ROOT / layer / "migrations").glob("*.py"):
            wrong += [
                f"{name_of(file)}: {later}" for later in LAYERS[number + 1 :] if f'"{later}"' in file.read_text("utf-8")
            ]
    assert wrong == []


def test_the_site_imports_no_tests():
    assert [
        name_of(file) for file in SOURCES if not name_of(file).startswith("tests/") and "tests" in imported(file)
    ] == []


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_no_file_is_too_long(file):
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_template_holds_no_style_or_script_of_its_own(file):
    text = file.read_text("utf-8")
    assert re.findall(r"""<[^>]*\s(?:style|on[a-z]+)\s*=""", text) == []
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|javascript:", text) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_template_takes_nothing_from_other_sites(file):
    assert (
        re.findall(r"""(?:src|srcset)=["']?https?:|<link[^>]+href=["']?https?:|@import""", file.read_text("utf-8"))
        == []
    )


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_template_begins_with_what_it_takes(file):
    text = re.sub(r"\A(?:\s*\{% (?:extends|load) [^%]*%\})*\s*", "", file.read_text("utf-8"))
    if text.startswith("{% block") and not variables_of(text):
        return
    comment = re.match(r"\{% comment %\}\s*(?P<name>[\w/]+\.html): .+?\{% endcomment %\}", text, re.DOTALL)
    assert comment, "begin with {% comment %} name.html: what it is, and its variables {% endcomment %}"
    assert comment["name"].rpartition("/")[2] == file.name


def variables_of(text: str) -> list[str]:
    return re.findall(r"\{\{\s*(\w+)", text)


def tracked() -> list[Path]:
    """The files of the project: those git knows, or all where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [*SOURCES, *TEMPLATES]
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_points_outside_the_project():
    paths = re.compile(r"/(?:work|home|root|farm)/|\.\./shared")
    wrong = []
    for file in tracked():
        if (
            file.exists()
            and not name_of(file).startswith("tests/")
            and file.suffix in {".py", ".html", ".css", ".md", ".toml", ".txt"}
        ):
            wrong += [
                f"{name_of(file)}:{n}"
                for n, line in enumerate(file.read_text("utf-8").splitlines(), 1)
                if paths.search(line)
            ]
    assert wrong == []
