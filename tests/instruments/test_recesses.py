"""Recesses that come with the software, what becomes of them in the hands of an administrator, and what is missing."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from instruments.agenda import unknown_stretches
from instruments.models import Recess
from instruments.recesses import parse
from tests.admin_forms import make_staff
from tests.factories import add, make_commitment, make_motion
from tests.reading import visit

pytestmark = pytest.mark.django_db

day = datetime.date.fromisoformat
GOOD = """[[announcement]]
chamber = "tweede"
source = "https://www.tweedekamer.nl/recessen"
recesses = [{ name_nl = "Zomerreces", name_en = "Summer recess", starts_on = 2030-07-05, ends_on = 2030-09-02 }]
"""


def load(*files) -> str:
    shown = StringIO()
    with translation.override("en"):
        call_command("load_recesses", *files, stdout=shown)
    return shown.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "recesses.toml"
    path.write_text(GOOD, "utf-8")
    return path


def test_those_of_the_chambers_are_there_with_their_source():
    assert load().startswith("12 ")
    summer = Recess.objects.get(chamber="tweede", name_nl="Zomerreces 2023")
    assert (str(summer.starts_on), str(summer.ends_on)) == ("2023-07-07", "2023-09-04")
    assert str(Recess.objects.get(name_en="Christmas recess 2009/2010").ends_on) == "2010-01-18"
    assert Recess.objects.filter(chamber="eerste").count() == 4
    assert not [recess for recess in Recess.objects.all() if not (recess.name_en and "https://" in recess.source)]


def test_loading_again_changes_nothing(file):
    load(file)
    assert load(file).startswith("0 created, 0 changed, 1 unchanged, 0 kept")


def test_what_an_administrator_changed_stays(file):
    load(file)
    Recess.objects.update(ends_on=day("2030-09-09"))
    file.write_text(GOOD.replace("2030-09-02", "2030-09-03"), "utf-8")
    for _time in range(2):
        assert "kept: tweede:Zomerreces" in load(file)
    assert str(Recess.objects.get().ends_on) == "2030-09-09"


def test_what_an_administrator_deleted_does_not_come_back(file):
    load(file)
    Recess.objects.all().delete()
    file.write_text(GOOD.replace("2030-09-02", "2030-09-03"), "utf-8")
    for _time in range(2):
        assert "1 kept" in load(file)
    assert not Recess.objects.exists()


def test_correction_of_the_file_reaches_what_nobody_changed(file):
    load(file)
    before = Recess.objects.get().pk
    file.write_text(GOOD.replace("2030-09-02", "2030-09-03"), "utf-8")
    assert load(file).startswith("0 created, 1 changed")
    assert [(recess.pk, str(recess.ends_on)) for recess in Recess.objects.all()] == [(before, "2030-09-03")]


def test_same_days_entered_by_hand_do_not_stand_there_twice(file):
    own = Recess.objects.create(name_nl="Zomer", chamber="tweede", starts_on="2030-07-06", ends_on="2030-09-02")
    assert "1 kept" in load(file)
    assert Recess.objects.get() == own


@pytest.mark.parametrize(("here", "in_file"), [("both", "tweede"), ("both", "both"), ("eerste", "both")])
def test_days_entered_for_both_chambers_do_not_stand_there_twice(file, here, in_file):
    own = Recess.objects.create(name_nl="Zomer", chamber=here, starts_on="2030-07-06", ends_on="2030-09-02")
    file.write_text(GOOD.replace('"tweede"', f'"{in_file}"'), "utf-8")
    assert f"kept: {in_file}:Zomerreces" in load(file)
    assert Recess.objects.get() == own


def test_same_days_of_the_other_chamber_are_another_recess(file):
    Recess.objects.create(name_nl="Zomer", chamber="eerste", starts_on="2030-07-06", ends_on="2030-09-02")
    assert load(file).startswith("1 created")


def test_file_is_read_without_the_database(file, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(parse([("recesses.toml", file.read_bytes())])) == ["tweede:Zomerreces"]


@pytest.mark.parametrize(
    ("wrong", "right", "where"),
    [
        ('"tweede"', '"derde"', "[derde:Zomerreces], chamber: "),
        ('chamber = "tweede"', "", "[None:Zomerreces], chamber: "),
        ("2030-09-02", '"2030-09-02"', "[tweede:Zomerreces], ends_on: "),
        ("2030-09-02", "2030-07-04", "[tweede:Zomerreces], ends_on: The last day lies before the first."),
        ("2030-09-02", "2031-09-02", "[tweede:Zomerreces], ends_on: A recess does not last longer than half a year."),
        ("name_en", "name_fr", "[tweede:Zomerreces], name_en: "),
        ("source", "bron", "[tweede:Zomerreces], source: "),
        ("source", 'colour = "red"\nsource', "[tweede:Zomerreces], colour: "),
        ("[{", "[3, {", "recesses: "),
        ("[[announcement]]", "[[recess]]", "recess: "),
        ("[[announcement]]", "[[announcement]", "recesses.toml: not readable"),
        ("}]", '}, { name_nl = "Zomerreces" }]', "[tweede:Zomerreces], name_nl: "),
    ],
)
def test_wrong_file_is_refused_with_the_place_and_changes_nothing(file, wrong, right, where):
    file.write_text(GOOD.replace(wrong, right), "utf-8")
    with pytest.raises(CommandError) as error:
        load(file)
    assert where in str(error.value)
    assert str(error.value).startswith("recesses.toml")
    assert not Recess.objects.exists()


def test_deadline_in_a_loaded_recess_says_so(client):
    load()
    inside, outside = make_commitment(slug="inside", chamber="tweede"), make_motion("33694", "56", chamber="eerste")
    for owed in (inside, outside):
        add(owed, "deadlines", due_on="2024-07-05", date="2020")
    sentence = "The deadline falls in a recess: Summer recess 2024, until 2 September 2024."
    assert sentence in visit(client, "/commitments/inside/").text
    assert "falls in a recess" not in visit(client, "/motions/33694-56/").text


# What is missing


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ([], [(None, None)]),
        ([("2023-07-07", "2023-09-04")], [(None, "2023-07-07"), ("2023-09-04", None)]),
        ([("2009-07-09", "2010-01-18"), ("2010-07-08", "2010-09-13")], [(None, "2009-07-09"), ("2010-09-13", None)]),
        (
            [("2023-07-07", "2023-09-04"), ("2010-12-23", "2011-01-17")],
            [(None, "2010-12-23"), ("2011-01-17", "2023-07-07"), ("2023-09-04", None)],
        ),
        ([("2023-01-01", "2023-12-31"), ("2023-02-01", "2023-02-02")], [(None, "2023-01-01"), ("2023-12-31", None)]),
    ],
)
def test_half_a_year_without_a_recess_is_not_known(known, unknown):
    found = unknown_stretches((day(first), day(last)) for first, last in known)
    assert [tuple(one and str(one) for one in stretch) for stretch in found] == unknown


def test_list_of_the_administrator_says_what_is_missing(client):
    client.force_login(make_staff("administrator"))
    address = "/admin/instruments/recess/"
    assert "House of Representatives: nothing is known of recesses at any time." in visit(client, address).text
    load()
    said = visit(client, address).text
    assert "of recesses before 21 April 2023; after 2 September 2024." in said
    assert "Senate: nothing is known of recesses before 9 July 2009; after 17 January 2011." in said
    assert "manage.py load_recesses" in said
    assert "https://www.tweedekamer.nl/debat_en_vergadering/recessen" in visit(client, address).links
    assert "/admin/instruments/recess/add/" in visit(client, address).links
    Recess.objects.create(name_nl="Meireces", chamber="tweede", starts_on="2026-05-01", ends_on="2026-05-11")
    said = visit(client, address).text
    assert "between 2 September 2024 and 1 May 2026; after 11 May 2026." in said
