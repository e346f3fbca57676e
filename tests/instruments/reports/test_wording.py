"""Words of reports that a ministry replaced: what is wrong with a file is told, and nothing is half-made."""

import re
import shutil

import pytest

from instruments.models import Snapshot
from instruments.reports import wording
from tests.factories import make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db

MAKE = "/reports/make/?kind=budget-annex&start=2018-01-01&end=2018-12-31"


@pytest.fixture(autouse=True)
def liaison(client):
    client.force_login(make_user("liaison"))


@pytest.fixture
def folder(settings, tmp_path):
    """A copy of the templates that the site reads."""
    shutil.copytree(wording.FOLDER, tmp_path, dirs_exist_ok=True)
    settings.REPORT_TEMPLATES = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"x = {'[' * 5000}{']' * 5000}", "nested too deeply"),
        (f"x = {'9' * 6000}", "digits"),
        ('title = "Bijlage \\u0007"', "U+0007"),
        ('version = "1\\u001b"', "U+001B"),
    ],
)
def test_a_template_that_no_program_can_hold_is_told(client, folder, line, why):
    file = folder / "budget-annex.nl.toml"
    name = line.partition(" ")[0]
    kept = [old for old in file.read_text().splitlines() if not old.startswith(f"{name} =")]
    file.write_text("\n".join([line, *kept]))
    page = visit(client, MAKE)
    assert "budget-annex.nl.toml" in page.text and why in page.text
    assert client.get(f"{MAKE.replace('make/?', 'make/file/?')}&format=docx").status_code == 400


def test_control_characters_in_the_words_of_tables_and_chambers_are_told(client, folder):
    file, sentences = folder / "budget-annex.nl.toml", folder / "sentences.nl.toml"
    whole = file.read_text()
    file.write_text(re.sub('heading = "', r'heading = "\\u0001', whole, count=1))
    assert "“tables.motions-settled” holds a character" in visit(client, MAKE).text
    file.write_text(whole)
    sentences.write_text(re.sub('tweede = "', r'tweede = "\\u0001', sentences.read_text()))
    assert "“chambers.tweede” holds a character" in visit(client, MAKE).text


@pytest.mark.parametrize(("text", "wrong"), [("Van $strat tot $end", "$strat"), ("Voor 3 $ of minder", "$")])
def test_a_wrong_word_to_fill_in_is_named(client, folder, text, wrong):
    file = folder / "budget-annex.nl.toml"
    file.write_text(re.sub("(?m)^title = .*", f'title = "{text}"', file.read_text()))
    assert f"“title” holds “{wrong}”, which is no word to fill in." in visit(client, MAKE).text


def test_a_folder_of_templates_that_cannot_be_is_told(client, settings):
    settings.REPORT_TEMPLATES = "/tmp/\0"
    assert "cannot be read" in visit(client, MAKE).text


@pytest.mark.parametrize(("name", "wrong"), [("version", "v" * 41), ("version", ""), ("title", "")])
def test_a_template_whose_head_cannot_be_kept_is_told_and_not_frozen(client, folder, name, wrong):
    file = folder / "budget-annex.nl.toml"
    file.write_text(re.sub(f"(?m)^{name} = .*", f'{name} = "{wrong}"', file.read_text()))
    assert f"“{name}” is missing or is not what it must be" in visit(client, MAKE).text
    client.post(MAKE)
    assert not Snapshot.objects.exists()
