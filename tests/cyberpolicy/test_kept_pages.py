"""Pages that are kept: made once, never shown to another, never older than the data."""

import datetime
import gzip

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.views.generic import TemplateView

from cyberpolicy import kept_pages
from cyberpolicy.models import Watch
from cyberpolicy.views import entries
from tests.factories import add, make_forum, make_motion, make_place, make_unit, make_user, relate

pytestmark = pytest.mark.django_db
PLAIN = {"accept-encoding": "identity", "accept-language": "en"}


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The addresses of the pages that were really made."""
    addresses: list[str] = []
    build = entries.EntryListView.get_context_data

    def counted(view, **kwargs):
        addresses.append(view.request.get_full_path())
        return build(view, **kwargs)

    monkeypatch.setattr(entries.EntryListView, "get_context_data", counted)
    return addresses


def person(group: str = "reader", **values) -> Client:
    """Somebody who logged in and has had a page, and with it the cookie that forms need."""
    client = Client(headers=PLAIN)
    client.force_login(make_user(group, **values))
    client.get("/help/")
    return client


def text(client: Client, address: str = "/forums/", **headers) -> str:
    return client.get(address, headers=headers).content.decode()


def test_what_did_not_change_is_made_once(made):
    make_forum(title="OEWG")
    visitor, reader = Client(headers=PLAIN), person()
    for client in (visitor, reader):
        pages = {text(client) for _ in range(3)}
        assert len(pages) == 1
        assert "OEWG" in pages.pop()
    assert made == ["/forums/"] * 2


@pytest.mark.parametrize("address", ["/timeline/", "/graph/", "/compare/?kind=forum&with=oewg"])
def test_pictures_and_comparisons_are_made_once_until_something_changes(address, monkeypatch):
    forum = make_forum(slug="oewg", title="OEWG")
    add(forum, "milestones", kind="held", date="2021")
    relate(forum, "located-in", make_place())
    answer, reader = TemplateView.render_to_response, person()
    made: list[str] = []
    monkeypatch.setattr(
        TemplateView, "render_to_response", lambda view, *a, **k: (made.append(address), answer(view, *a, **k))[1]
    )
    assert text(reader, address) == text(reader, address)
    assert made == [address]
    forum.title_nl = forum.title_en = "Open-ended working group"
    forum.save()
    assert "Open-ended working group" in text(reader, address)
    assert made == [address] * 2


def test_nobody_gets_what_was_made_for_another(made):
    make_forum(title="Openbaar")
    make_forum(title="Geheim", visibility="internal")
    reader, visitor = person(first_name="Anna", last_name="Lezer"), Client(headers=PLAIN)
    assert "Geheim" in text(reader)
    assert "Anna" in text(reader)
    for client, secret in ((visitor, "Geheim"), (person(), "Anna")):
        assert secret not in text(client)
    assert len(made) == 3


@pytest.mark.parametrize("kind", ["save", "delete", "create"])
def test_every_change_shows_at_once(kind):
    forum = make_forum(title="Oud")
    clients = Client(headers=PLAIN), person()
    assert all("Oud" in text(client) for client in clients)
    if kind == "create":
        make_forum(title="Nieuw")
    elif kind == "save":
        forum.title_nl = forum.title_en = "Nieuw"
        forum.save()
    else:
        forum.delete()
    for client in clients:
        assert ("Nieuw" in text(client)) == (kind != "delete")
        assert ("Oud" in text(client)) == (kind == "create")


def test_hidden_record_is_gone_at_once():
    forum = make_forum(title="Even openbaar", slug="even")
    visitor = Client(headers=PLAIN)
    for address in ("/forums/", "/forums/even/", "/search/?q=even"):
        assert "/forums/even/" in text(visitor, address)
    forum.visibility = "internal"
    forum.save()
    assert "/forums/even/" not in text(visitor) + text(visitor, "/search/?q=even")
    assert visitor.get("/forums/even/").status_code == 404


def test_who_loses_a_right_loses_it_at_once():
    make_forum(title="Intern", visibility="internal")
    reader = person(username="els")
    assert "Intern" in text(reader)
    Group.objects.get(name="reader").permissions.clear()
    assert "Intern" not in text(reader)


def test_who_logs_out_gets_the_page_of_a_visitor():
    make_forum(title="Intern", visibility="internal")
    reader = person()
    assert "Intern" in text(reader)
    reader.logout()
    assert "Intern" not in text(reader)


def test_what_a_person_keeps_and_watches_shows_at_once():
    forum = make_forum(slug="oewg")
    reader = person()
    before = text(reader, "/forums/oewg/")
    reader.post("/watching/change/", {"entry": forum.pk})
    assert Watch.objects.count() == 1
    assert text(reader, "/forums/oewg/") != before


def test_name_of_a_unit_shows_at_once():
    unit = make_unit(name_nl="Directie A")
    make_motion(unit=unit, title="M")
    reader = person()
    assert "Directie A" in text(reader, "/motions/?lang=nl")
    unit.name_nl = "Directie B"
    unit.save()
    assert "Directie B" in text(reader, "/motions/?lang=nl")


def test_each_language_piece_and_day_has_its_own(made, monkeypatch):
    make_forum(title="OEWG")
    visitor = Client(headers=PLAIN)
    assert 'lang="en"' in text(visitor)
    assert 'lang="nl"' in text(visitor, **{"accept-language": "nl"})
    assert "<html" not in text(visitor, **{"hx-request": "true"})
    assert "<html" in text(visitor)
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2031, 2, 3))
    text(visitor)
    assert len(made) == 4


def test_message_to_the_reader_is_shown_once():
    reader = person()
    text(reader)
    reader.post("/views/new/", {"kind": "forum", "query": "", "name": "Alle fora"})
    assert ["Alle fora" in text(reader) for _ in range(2)] == [True, False]


def token_in(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_form_in_a_kept_page_still_works(made):
    client = Client(enforce_csrf_checks=True, headers=PLAIN)
    client.force_login(make_user("reader"))
    for _ in range(3):
        page = text(client)
    assert len(made) == 1
    assert client.post("/logout/", {"csrfmiddlewaretoken": token_in(page)}).status_code == 302


def test_form_works_for_who_lost_the_cookie_since(made):
    client = Client(enforce_csrf_checks=True, headers=PLAIN)
    client.force_login(make_user("reader"))
    first = text(client)
    del client.cookies["csrftoken"]
    second = text(client)
    assert (len(made), token_in(first) == token_in(second)) == (1, False)
    assert second.count(token_in(second)) == first.count(token_in(first)) > 1
    assert client.post("/logout/", {"csrfmiddlewaretoken": token_in(first)}).status_code == 403
    assert client.post("/logout/", {"csrfmiddlewaretoken": token_in(second)}).status_code == 302


def test_browser_that_has_the_page_is_told_so(made):
    make_forum(title="OEWG")
    visitor = Client(headers=PLAIN)
    first = visitor.get("/forums/")
    again = visitor.get("/forums/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, len(made)) == (304, b"", 1)
    assert "no-cache" in first["Cache-Control"]
    make_forum(title="GFCE")
    assert "GFCE" in text(visitor, **{"if-none-match": first["ETag"]})


def test_tag_of_one_reader_says_nothing_to_another():
    reader, other = person(), person()
    tag = reader.get("/forums/")["ETag"]
    assert other.get("/forums/", headers={"if-none-match": tag}).status_code == 200
    assert "no-store" in reader.get("/forums/")["Cache-Control"]


def test_page_travels_packed_to_who_can_unpack_it(made):
    make_forum(title="OEWG")
    visitor = Client(headers=PLAIN)
    plain = visitor.get("/forums/").content
    for _ in range(2):
        packed = visitor.get("/forums/", headers={"accept-encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed["Vary"]
        assert gzip.decompress(packed.content) == plain
    assert len(made) == 1


def test_room_is_bounded_and_what_was_not_asked_for_goes_first(made, settings):
    settings.KEPT_PAGES_MB, room = 1 / 16, (1 << 20) // 16
    size = len(gzip.compress(Client(headers=PLAIN).get("/forums/").content))
    visitor = Client(headers=PLAIN)
    for number in range(2 * room // size):
        text(visitor, f"/forums/?year_from={1000 + number}")
        text(visitor, "/forums/")
    assert made.count("/forums/") == 1
    assert 0 < kept_pages.shelf._size <= room
    made.clear()
    text(visitor, "/forums/?year_from=1000")
    assert made == ["/forums/?year_from=1000"]


def test_nothing_is_kept_when_that_is_switched_off(made, settings):
    settings.KEPT_PAGES_MB = 0
    visitor = Client(headers=PLAIN)
    assert [visitor.get("/forums/").status_code for _ in range(2)] == [200, 200]
    assert len(made) == 2


def test_browser_asks_anew_when_the_site_was_set_otherwise(settings):
    visitor = Client(headers=PLAIN)
    tags = [visitor.get("/forums/").headers["ETag"]]
    settings.HELD_OVER_MONTHS = 2
    kept_pages._seal.cache_clear()  # as when the site starts again
    tags.append(visitor.get("/forums/").headers["ETag"])
    assert len(set(tags)) == 2
    kept_pages._seal.cache_clear()
