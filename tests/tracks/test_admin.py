"""What the admin of tracks, parties and initiatives does of its own."""

import pytest

from cyberpolicy.models import Relation
from tests.admin_forms import Form, change_url, make_staff
from tests.factories import built, make_forum, make_party, make_position, make_term, make_track
from tracks.models import Initiative, Position


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


def test_new_initiative_gets_its_forums_and_partners_from_two_boxes(client, db):
    client.force_login(make_staff())
    forum, country = make_forum(), make_party()
    url = change_url(built("initiative"), "add")
    form = Form(client, url).set(title_nl="Training", forums=[forum.pk], partners=[country.pk, forum.pk])
    form.add("outgoing_relations", kind="works-in", object=forum.pk, position="0", basis="stated")  # said twice
    assert form.save() == []
    made = Initiative.objects.get()
    links = set(Relation.objects.values_list("subject_id", "kind", "object_id"))
    assert links == {
        (made.pk, "works-in", forum.pk),
        (country.pk, "partner-in", made.pk),
        (forum.pk, "partner-in", made.pk),
    }
    assert "forums" not in Form(client, change_url(made)).values


def test_box_takes_no_record_of_another_kind(client, db):
    client.force_login(make_staff())
    form = Form(client, change_url(built("initiative"), "add"))
    assert form.set(title_nl="Training", forums=[make_party().pk]).save()
    assert not Initiative.objects.exists()
