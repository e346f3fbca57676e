from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cyberpolicy.models import CatalogueEntry
from instruments.management.commands.load_letter import own_files
from tests.factories import make_forum
from tracks.models import Forum

pytestmark = pytest.mark.django_db

GOOD = '[[forum]]\nslug = "oewg"\ntitle_nl = "Werkgroep"\nkind = "process"\n'
OTHER = '[[forum]]\nslug = "x"\ntitle_nl = "x"\nkind = "organ"\n'


def load(tmp_path, *texts: str) -> str:
    files = []
    for number, text in enumerate(texts, 1):
        (tmp_path / f"{number}.toml").write_text(text, "utf-8")
        files.append(tmp_path / f"{number}.toml")
    shown = StringIO()
    call_command("load_letter", *files, stdout=shown)
    return shown.getvalue()


def test_own_files_are_one_a_kind():
    assert len(own_files()) == 13
    assert all(file.suffix == ".toml" for file in own_files())


def test_other_files_are_loaded_instead(tmp_path):
    assert load(tmp_path, GOOD).startswith("1 ")
    assert [forum.slug for forum in Forum.objects.all()] == ["oewg"]


def test_status_is_dated_by_the_letter_when_the_file_does_not(tmp_path):
    load(tmp_path, GOOD + 'statuses = [{ status = "ongoing" }]')
    (status,) = Forum.objects.get().catalogue.progressstatus_set.all()
    assert (status.date, status.basis) == ("2020-11-16", "public_record")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[forum", "2.toml: "),
        (OTHER + "colour = 1", "2.toml, [forum:x], colour: "),
        (
            OTHER + 'milestones = [{ kind = "started", date = "2019-13" }]',
            "2.toml, [forum:x], milestones[1].date: ",
        ),
        (GOOD, "2.toml, [forum:oewg], slug: "),
    ],
)
def test_wrong_file_stops_the_command_and_changes_nothing(tmp_path, text, message):
    with pytest.raises(CommandError) as error:
        load(tmp_path, GOOD, text)
    assert str(error.value).startswith(message)
    assert "Nothing was changed" in str(error.value)
    assert not CatalogueEntry.objects.exists()


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.toml"):
        call_command("load_letter", tmp_path / "nowhere.toml")


def test_what_was_kept_is_told(tmp_path):
    make_forum(slug="oewg", title="Van een mens")
    assert "kept: forum:oewg: " in load(tmp_path, GOOD)
