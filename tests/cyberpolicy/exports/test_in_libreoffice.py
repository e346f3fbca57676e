"""The workbooks opened by LibreOffice, which takes or refuses them as Excel would."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.factories import make
from tests.workbooks import FORMULAS, OFFICE, as_csv_has_it, export, read

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="session")
def office_home(tmp_path_factory) -> Path:
    """The settings of a LibreOffice of our own: one that runs already would take the work and say nothing."""
    return tmp_path_factory.mktemp("soffice")


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("format", OFFICE)
def test_libreoffice_reads_every_cell(client, letter, tmp_path, office_home, format):
    odd = [make("initiative", title=text, date="2020-11-16", summary_en="a\n  b & <r>") for text in FORMULAS]
    file = tmp_path / f"list.{format}"
    file.write_bytes(export(client, "initiative", format))
    # comma, quote, UTF-8, from line 1, cells as they are shown, only the first sheet
    made = convert(file, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", office_home)
    lines = list(csv.reader(io.StringIO(made.read_text("utf-8"), newline="")))
    cells = read(file.read_bytes())[0]
    assert lines == [[as_csv_has_it(cell) for cell in row] for row in cells]
    assert {line[0] for line in lines} >= {entry.title_en for entry in odd}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("format", OFFICE)
def test_libreoffice_prints_it(client, letter, tmp_path, office_home, format):
    file = tmp_path / f"list.{format}"
    file.write_bytes(export(client, "motion", format, "nl"))
    assert convert(file, "pdf", office_home).read_bytes().startswith(b"%PDF")


def convert(file: Path, to: str, home: Path) -> Path:
    """The file in another format; LibreOffice gives none, and says why, when it cannot read what it got."""
    command = [SOFFICE, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", to]
    done = subprocess.run([*command, "--outdir", file.parent, file], capture_output=True, text=True, timeout=120)
    made = [path for path in file.parent.iterdir() if path.suffix == f".{to.partition(':')[0]}"]
    assert len(made) == 1, made
    assert "Error" not in done.stdout + done.stderr
    return made[0]
