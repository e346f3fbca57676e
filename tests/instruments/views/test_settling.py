import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.models import Citation
from tests.factories import HIDDEN, add, make_commitment, make_document, make_motion, make_user
from tests.reading import Page, attribute, visit

pytestmark = pytest.mark.django_db
URL = "/motions/33694-56/settle/"
PASSAGE = "De motie is hiermee afgedaan."


@pytest.fixture
def motion():
    motion = make_motion("33694", "56", title="The motion")
    for number in (1, 2):
        add(motion, "requests", number=number, text_nl=f"Verzoek {number}", text_en=f"Request {number}")
    return motion


@pytest.fixture
def document():
    document = make_document("33694", "60", passages=["1.1"])
    with history_kept_elsewhere():
        document.passages.update(text=PASSAGE)
    return document


@pytest.fixture(autouse=True)
def liaison(client):
    client.force_login(user := make_user("liaison"))
    return user


def send(client, url: str = URL, **values) -> Page:
    """What a browser sends: the values the page holds, with those that were typed."""
    version = attribute(next(visit(client, url).all("input", type="hidden", name="seen_version")), "value")
    kept = {"status": "settled", "on": timezone.localdate().isoformat(), "seen_version": version}
    return Page(client.post(url, kept | values, HTTP_ACCEPT_LANGUAGE="en"))


def test_request_is_settled_with_a_checked_quote(client, motion, document):
    assert URL in visit(client, "/motions/33694-56/").links
    page = send(client, request="1", document="33 694, nr. 60", passage="1.1", quote=PASSAGE)
    assert page.status == 302
    shown = visit(client, "/motions/33694-56/")
    assert "1 of 2 requests settled" in shown.section("sides")
    assert "Partly settled" in shown.section("sides")
    assert shown.section("asks").count("Settled") >= 1
    assert Citation.objects.get().is_verbatim


def test_passages_are_looked_up_without_script(client, motion, document):
    page = send(client, document="kst-33694-60", look_up="1", justification_nl="Getypt")
    assert (page.status, page.texts("option", value="1.1")[0].split()[-1]) == (200, "afgedaan.")
    assert "Getypt" in page.html
    assert not page.texts("p", "utrecht-form-field-error-message")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Give the document, the passage and an exact quote; or a reason."),
        ({"document": "33694-99"}, "There is no such document here."),
        ({"document": "33694-60", "passage": "1.1", "quote": "nooit gezegd"}, "do not stand in the passage"),
        ({"on": "2999-01-01", "justification_nl": "x"}, "This day is still to come."),
        ({"seen_version": "0", "justification_nl": "x"}, "Someone else changed this record"),
        ({"status": "open", "justification_nl": "x"}, "Select a valid choice"),
        ({"document": "\x00" * 20}, "Null characters"),
        ({"seen_version": "9" * 400, "justification_nl": "x"}, "Not saved yet"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, motion, document, values, said):
    page = send(client, **{"justification_en": ""} | values)
    assert page.status == 200
    assert said in page.text
    motion.refresh_from_db()
    assert (motion.execution, motion.version) == ("", 1)


def test_of_two_who_settle_the_second_sees_what_the_first_did(client, motion, document):
    opened = attribute(next(visit(client, URL).all("input", type="hidden", name="seen_version")), "value")
    assert send(client, status="transferred", justification_nl="Naar BZK.").status == 302
    page = send(client, seen_version=opened, document="33694-60", passage="1.1", quote=PASSAGE)
    assert "Someone else changed this record after you opened it" in page.text
    assert "Naar BZK." in page.text
    assert not Citation.objects.exists()
    assert PASSAGE in page.text


def test_the_reason_is_shown_to_readers(client, motion):
    assert send(client, justification_nl="Mondeling.", justification_en="Said in the debate.").status == 302
    client.logout()
    assert "Without proof: Said in the debate." in visit(client, "/motions/33694-56/").section("status")


def test_who_may_not_change_may_not_settle(client, motion):
    client.force_login(make_user("reader"))
    assert client.get(URL).status_code == 403
    assert URL not in visit(client, "/motions/33694-56/").links
    client.logout()
    assert client.get(URL).url.startswith("/login/")


@pytest.mark.parametrize("state", ["confidential", "draft", "withdrawn"])
def test_hidden_record_and_hidden_paper_are_not_there(client, motion, state):
    make_document("33694", "61", **HIDDEN[state])
    make_commitment(slug="hidden", **HIDDEN[state])
    client.force_login(user := make_user("reader"))
    user.user_permissions.set(Permission.objects.filter(codename__in=("change_motion", "change_commitment")))
    assert client.get("/commitments/hidden/settle/").status_code == 404
    assert "There is no such document here." in send(client, document="33694-61", justification_nl="x").text


def test_another_day_offers_no_settling(client, motion):
    assert URL not in visit(client, "/motions/33694-56/?as_of=2199-01-01").links
