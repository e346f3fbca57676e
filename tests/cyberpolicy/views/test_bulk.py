import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from cyberpolicy import bulk, undo
from cyberpolicy.models import ChangeGroup
from instruments.models import Motion
from tests.factories import HIDDEN, add, make, make_commitment, make_motion, make_track, make_unit, make_user
from tests.reading import Page, attribute, visit

pytestmark = pytest.mark.django_db
URL = "/desk/bulk/motion/"


@pytest.fixture
def liaison(client):
    client.force_login(user := make_user("liaison", username="jan", first_name="Jan"))
    return user


def post(client, url: str = URL, **values) -> Page:
    return Page(client.post(url, values, HTTP_ACCEPT_LANGUAGE="en"))


def confirm(client, page: Page, url: str = URL, button: str = "sure"):
    """Press "change them", or another button: send what the preview holds."""
    values: dict[str, list[str]] = {button: ["1"]}
    for field in page.all("input", type="hidden"):
        values.setdefault(attribute(field, "name"), []).append(attribute(field, "value"))
    return client.post(url, values, HTTP_ACCEPT_LANGUAGE="en")


def test_ticked_rows_get_unit_owner_deadline_and_track_in_one_action(client, liaison):
    make_unit("dvb")
    track = make_track(slug="legal-order")
    motions = [make_motion(title=f"Motion {n}") for n in range(3)]
    keys = [motion.pk for motion in motions[:2]]
    preview = post(
        client, unit="dvb", owner="jan", due_on="2030-01-01", deadline_reason="Uitstel", track="legal-order", pk=keys
    )
    assert "2 records change." in preview.text
    assert "Motion 2" not in preview.text
    assert ChangeGroup.objects.count() == 0
    assert confirm(client, preview).status_code == 302
    for motion in motions:
        motion.refresh_from_db()
    assert [str(motion.due_on) for motion in motions] == ["2030-01-01", "2030-01-01", "None"]
    assert [motion.owner for motion in motions] == [liaison, liaison, None]
    assert [getattr(motion.unit, "code", "") for motion in motions] == ["dvb", "dvb", ""]
    assert visit(client, "/motions/?track=legal-order").counts == [2, 3]
    group = ChangeGroup.objects.get()
    assert group.revisions.count() == 2
    undo.carry_out(undo.plan_of(group), by=liaison)
    motions[0].refresh_from_db()
    assert (motions[0].due_on, motions[0].owner, motions[0].unit) == (None, None, None)
    assert track.catalogue.incoming_relations.count() == 0


def test_all_that_match_follow_the_filters_of_the_list(client, liaison):
    for n in range(60):
        make_motion(title=f"Zebra {n}")
    other = make_motion(title="Other")
    url = f"{URL}?q=zebra"
    assert "All 60 that match" in visit(client, url).text
    assert url in visit(client, "/motions/?q=zebra").links
    preview = post(client, url, which="all", owner="jan")
    assert "60 records change." in preview.text
    assert "And 10 more." in preview.text
    confirm(client, preview, url)
    other.refresh_from_db()
    assert other.owner is None
    assert visit(client, "/motions/?owner=jan").counts == [60, 61]


def test_what_is_like_that_already_is_left_alone(client, liaison):
    done, todo = make_motion(owner=liaison), make_motion()
    preview = post(client, owner="jan", pk=[done.pk, todo.pk])
    assert "1 record changes. 1 is like that already." in preview.text
    confirm(client, preview)
    assert ChangeGroup.objects.get().revisions.count() == 1


def test_empty_takes_the_owner_away(client, liaison):
    motion = make_motion(owner=liaison)
    confirm(client, post(client, owner="-", pk=motion.pk))
    motion.refresh_from_db()
    assert motion.owner is None


def test_a_change_between_preview_and_confirming_is_seen(client, liaison):
    motion = make_motion()
    preview = post(client, owner="jan", pk=motion.pk)
    motion.title_nl = "Iets anders"
    motion.save()
    assert "changed meanwhile" in " ".join(Page(confirm(client, preview)).notices)
    motion.refresh_from_db()
    assert motion.owner is None


def test_who_saves_while_the_change_waits_for_its_turn_loses_nothing(client, liaison, monkeypatch):
    motion = make_motion()
    preview = post(client, owner="jan", pk=motion.pk)
    carry_out = bulk.carry_out

    def after_another(changes, entries, *args, **kwargs):
        motion.summary_nl = "Net geschreven"
        motion.save()
        return carry_out(changes, entries, *args, **kwargs)

    monkeypatch.setattr(bulk, "carry_out", after_another)
    assert "changed meanwhile" in " ".join(Page(confirm(client, preview)).notices)
    motion.refresh_from_db()
    assert (motion.summary_nl, motion.owner) == ("Net geschreven", None)


def test_nothing_chosen_and_nothing_to_set_are_said(client, liaison):
    motion = make_motion()
    assert "Choose at least one row." in " ".join(post(client, owner="jan").notices)
    assert "Choose something to set." in post(client, pk=motion.pk).html


def ticked(page: Page) -> list[str]:
    return [attribute(box, "value") for box in page.all("input", "cp-check") if "checked" in box.attrib]


def test_what_was_ticked_and_set_is_there_again_when_something_is_wrong(client, liaison):
    first, _second = make_motion(), make_motion()
    page = post(client, owner="jan", due_on="1066-10-14", pk=first.pk)
    assert "Choose years" in page.html
    assert ticked(page) == ["ticked", str(first.pk)]
    assert ticked(post(client, due_on="1066-10-14", which="all")) == ["all"]


def test_back_from_the_preview_keeps_what_was_ticked_and_set(client, liaison):
    first, _second = make_motion(), make_motion()
    preview = post(client, owner="jan", reason="Jan neemt over", pk=first.pk)
    page = Page(confirm(client, preview, button="back"))
    assert ticked(page) == ["ticked", str(first.pk)]
    assert 'value="Jan neemt over"' in page.html
    assert '<option value="jan" selected>' in page.html
    first.refresh_from_db()
    assert first.owner is None


@pytest.mark.parametrize("pk", ["%00", "x", "-1", "9" * 400, "1e9"])
def test_hostile_rows_choose_nothing(client, liaison, pk):
    assert post(client, owner="jan", pk=pk).status == 200


def test_days_stand_in_the_preview_as_a_reader_writes_them(client, liaison):
    assert "1 January 2030" in post(client, due_on="2030-01-01", pk=make_motion().pk).text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_deadline_lies_in_a_year_that_can_be_meant(client, liaison, day):
    page = post(client, due_on=day, pk=make_motion().pk)
    assert "Choose years between 1850 and 2200." in page.text
    assert page.heading == "Change several" and "1 record" not in page.text


@pytest.mark.parametrize("values", [{"unit": "zzz"}, {"owner": "\x00"}, {"due_on": "soon"}, {"track": "x" * 5000}])
def test_hostile_values_are_refused(client, liaison, values):
    page = post(client, pk=make_motion().pk, **values)
    assert page.status == 200
    assert page.heading == "Change several"


def test_who_may_not_change_may_not_come_here(client):
    assert client.get(URL).status_code == 403
    client.force_login(make_user("reader"))
    assert client.get(URL).status_code == 403
    assert not [link for link in visit(client, "/motions/").links if "bulk" in link]
    client.force_login(make_user("liaison"))
    assert client.get("/desk/bulk/forum/").status_code == 403
    assert client.get("/desk/bulk/nonsense/").status_code == 404


def test_hidden_rows_cannot_be_changed_by_their_key(client):
    user = make_user("reader")
    user.user_permissions.add(Permission.objects.get(codename="change_motion"))
    client.force_login(user)
    hidden = [make("motion", **HIDDEN[state]) for state in ("confidential", "draft")]
    page = post(client, owner="-", unit="-", pk=[motion.pk for motion in hidden])
    assert "Choose at least one row." in " ".join(page.notices)


def test_preview_costs_no_query_a_row(client, liaison):
    def queries(number: int) -> int:
        keys = [make_motion().pk for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            post(client, owner="jan", pk=keys)
        return len(captured)

    queries(1)  # what is counted by is read once
    assert queries(2) == queries(20)


def test_changing_and_undoing_cost_no_query_a_row(client, liaison):
    make_unit("dvb")
    make_track(slug="legal-order")

    def queries(number: int) -> tuple[int, int]:
        keys = [make_motion().pk for _ in range(number)]
        preview = post(client, unit="dvb", owner="jan", due_on="2030-01-01", track="legal-order", pk=keys)
        with CaptureQueriesContext(connection) as changing:
            confirm(client, preview)
        group = ChangeGroup.objects.first()
        assert group.revisions.count() == number
        with CaptureQueriesContext(connection) as undoing:
            assert undo.carry_out(undo.plan_of(group), by=liaison) == number
        assert not Motion.objects.filter(Q(owner=liaison) | Q(due_on__isnull=False) | Q(unit__isnull=False)).exists()
        return len(changing), len(undoing)

    queries(1)  # what is counted by is read once
    assert queries(2) == queries(20)


def test_commitments_get_deadlines_with_their_history(client, liaison):
    commitment = make_commitment()
    add(commitment, "deadlines", due_on="2030-01-01", date="2020-01-01")
    confirm(
        client, post(client, "/desk/bulk/commitment/", due_on="2030-06-01", pk=commitment.pk), "/desk/bulk/commitment/"
    )
    commitment.refresh_from_db()
    assert str(commitment.due_on) == "2030-06-01"
    assert visit(client, f"/commitments/{commitment.slug}/?as_of=2020-06-01").fact("Due on").endswith("2030")
