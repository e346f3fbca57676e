"""What the admin of tracks, parties and initiatives does of its own."""

import pytest

from tests.admin_forms import Form, change_url, make_staff
from tests.factories import make_party, make_position, make_term, make_track
from tracks.models import Position


@pytest.fixture
def editor(client, db):
    client.force_login(make_staff("editor"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_means_of_a_track_are_lines(editor):
    track = make_track(means_nl=["diplomatie", "sancties"])
    form = Form(editor, change_url(track))
    assert form.values["means_nl"].split() == ["diplomatie", "sancties"]
    assert form.set(means_nl="diplomatie\r\n\r\n recht ").save() == []
    track.refresh_from_db()
    assert track.means_nl == ["diplomatie", "recht"]


def test_party_takes_a_position_on_a_topic(editor):
    party, topic = make_party(), make_term(kind="topic")
    form = Form(editor, change_url(party)).add("position_set", topic=topic.pk, stance_nl="voor")
    assert form.save() == []
    assert Position.objects.get().topic == topic


def test_public_party_takes_no_position_on_a_hidden_topic(editor):
    party, topic = make_party(), make_term(title="Topic", state="draft")
    form = Form(editor, change_url(party)).add("position_set", topic=topic.pk, stance_nl="voor")
    assert form.save() == ["Cannot be public: it names what is not public and published yet: “Topic”."]
    assert not Position.objects.exists()
    assert form.set(visibility="internal").save() == []


def test_position_on_a_hidden_topic_can_be_taken_away(editor):
    party, topic = make_party(), make_term(title="Topic")
    make_position(party, topic)
    topic.state = "withdrawn"
    topic.save()
    form = Form(editor, change_url(party))
    assert form.row("position_set", 0, DELETE="on").save() == []
