"""Pieces of pages that are drawn once: never for another reader, never older than what they say."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from django.utils.translation import override

from tests.factories import make_forum, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


def drawn(template: Template, **values) -> str:
    return template.render(Context(values))


def counting(tag: str) -> tuple[Template, Callable[[], int]]:
    """A piece that depends on ``about`` and tells how often it was drawn."""
    return Template(f"{{% {tag} about %}}{{{{ times }}}}{{% end{tag} %}}"), partial(next, count())


@pytest.mark.parametrize("tag", ["fixed", "remembered"])
def test_piece_is_drawn_once_for_each_value_and_language(tag):
    template, times = counting(tag)
    with override("nl"):
        assert [drawn(template, about=about, times=times) for about in "aba"] == ["0", "1", "0"]
    with override("en"):
        assert drawn(template, about="a", times=times) == "2"


def test_remembered_piece_is_of_one_reader_one_day_and_the_records_of_now(monkeypatch):
    template, times = counting("remembered")
    anna, bas = make_user(), make_user()
    assert [drawn(template, user=user, times=times) for user in (anna, bas, anna)] == ["0", "1", "0"]
    make_forum()
    assert drawn(template, user=anna, times=times) == "2"
    monkeypatch.setattr(timezone, "localdate", lambda: date(2040, 1, 1))
    assert drawn(template, user=anna, times=times) == "3"


def test_fixed_piece_of_the_shell_asks_the_database_nothing(client, django_assert_num_queries):
    client.get("/no-such-page")
    with django_assert_num_queries(0):
        client.get("/no-such-other-page/x/y")


def test_piece_has_the_addresses_of_the_path_under_which_the_site_stands():
    template, prefix = Template("{% fixed %}{% url 'home' %}{% endfixed %}"), get_script_prefix()
    assert drawn(template) == "/"
    try:
        set_script_prefix("/kennis/")
        assert drawn(template) == "/kennis/"
    finally:
        set_script_prefix(prefix)


def test_menu_of_a_person_follows_name_and_rights(client):
    anna = make_user("reader", first_name="Anna")
    client.force_login(anna)
    assert "Anna" in visit(client, "/forums/").html
    assert "/admin/" not in visit(client, "/forums/").links
    anna.first_name, anna.is_staff = "Johanna", True
    anna.save()
    page = visit(client, "/forums/")
    assert "Johanna" in page.html
    assert "/admin/" in page.links


def test_tools_of_a_list_are_those_of_its_filters_on_every_page():
    client = Client(headers={"accept-language": "en"})
    for _number in range(30):
        make_forum(kind="committee")
    make_forum(kind="process")
    first, second = (visit(client, f"/forums/?kind=committee&per_page=25&page={page}").links for page in (1, 2))
    files = {link for link in first if "/export/" in link}
    assert files == {link for link in second if "/export/" in link}
    assert all("kind=committee" in link for link in files)
    assert not any("kind=" in link for link in visit(client, "/forums/").links if "/export/" in link)
