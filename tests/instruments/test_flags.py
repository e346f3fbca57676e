import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.importers.documents import store
from cyberpolicy.importers.text import parse
from instruments import flags
from tests.factories import add, cite, make_commitment, make_document, make_initiative, make_motion, make_user, relate
from tests.lists import READABLE
from tests.reading import body, visit

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
VERIFIED = {"verified_on": datetime.date(2099, 1, 1)}  # never stale
PASSAGE = "Het kabinet heeft de Kamer geïnformeerd."


@pytest.fixture
def liaison(client):
    client.force_login(user := make_user("liaison"))
    return user


def paper(day: str = "", **values):
    document = make_document(passages=["1.1"], **values)
    if day:
        add(document, "milestones", kind="published", date=day)
    with history_kept_elsewhere():
        passage = document.passages.get()
        passage.text = PASSAGE
        passage.save()
    return document


def raised(user, entry) -> set[str]:
    flags.attach_flags([entry], user)
    return {flag.code for flag in entry.flags}


def settled(entry, quote: str = PASSAGE, document=None, locator: str = "1.1", **values):
    row = add(entry, "executions", status="settled", date="2020-11-16", **values)
    if document:
        cite(entry, document, locator, part=row, quote=quote)
    return row


def brief(*paragraphs: str):
    return parse("\n\n".join(["Geachte voorzitter,", *paragraphs, "De minister van Proeven,\nF. Proef"]).encode())


def test_contradictions_are_seen_both_ways(liaison):
    theirs, ours = make_commitment(**VERIFIED), make_commitment(**VERIFIED)
    add(theirs, "register_statuses", source_wording="Voldaan", date="2021-01-01")
    add(ours, "register_statuses", source_wording="Deels Afgedaan", date="2021-01-01")
    settled(ours, document=paper())
    assert raised(liaison, theirs) == {"parliament-settled"}
    assert raised(liaison, ours) == {"we-settled"}


def test_carrying_out_what_was_rejected_is_a_contradiction(liaison):
    motion = make_motion(**VERIFIED)
    add(motion, "executions", status="in_progress", date="2020-01-01")
    add(motion, "outcomes", source_wording="Stemmen - verworpen", date="2020-01-01")
    assert raised(liaison, motion) == {"ended"}


def test_execution_older_than_the_motion(liaison):
    motion = make_motion(**VERIFIED)
    add(motion, "outcomes", outcome="adopted", date="2020-01-01")
    settled(motion, document=paper("2019-12-31"))
    assert raised(liaison, motion) == {"older"}
    younger = make_motion(**VERIFIED)
    add(younger, "outcomes", outcome="adopted", date="2020-01-01")
    settled(younger, document=paper("2020-01-01"))
    assert raised(liaison, younger) == set()


def test_a_deed_older_than_the_motion(liaison):
    motion, deed = make_motion(**VERIFIED), make_initiative()
    add(motion, "outcomes", outcome="adopted", date="2020-01-01")
    add(deed, "milestones", kind="started", date="2018")
    relate(deed, "carries-out", motion)
    assert raised(liaison, motion) == {"older"}


@pytest.mark.parametrize(("status", "expected"), [("in_progress", {"late"}), ("settled", {"unproven"})])
def test_late_is_only_what_is_still_open(liaison, status, expected):
    commitment = make_commitment(**VERIFIED)
    add(commitment, "deadlines", due_on=TODAY() - datetime.timedelta(days=1))
    add(commitment, "executions", status=status, date="2020-11-16")
    assert raised(liaison, commitment) == expected
    assert "late" not in raised(liaison, commitment) or commitment.due_on < TODAY()


def test_due_today_is_not_late(liaison):
    commitment = make_commitment(**VERIFIED)
    add(commitment, "deadlines", due_on=TODAY())
    assert raised(liaison, commitment) == set()


def test_settled_without_proof_needs_a_reason(liaison):
    unproven, justified = make_commitment(**VERIFIED), make_commitment(**VERIFIED)
    settled(unproven)
    settled(justified, justification_nl="In het debat mondeling afgedaan.")
    assert raised(liaison, unproven) == {"unproven"}
    assert raised(liaison, justified) == set()


def test_a_quote_that_no_longer_stands_in_its_document(liaison):
    commitment, document = make_commitment(**VERIFIED), paper()
    settled(commitment, document=document)
    assert raised(liaison, commitment) == set()
    document.passages.update(text=PASSAGE.upper())
    assert raised(liaison, commitment) == {"broken-proof"}
    document.passages.update(text="")  # not loaded: it cannot be checked
    assert raised(liaison, commitment) == set()


def test_a_cited_passage_that_vanished_from_its_document(client, liaison):
    commitment, letter = make_commitment(slug="late", title="The late one", **VERIFIED), make_document(title="Brief")
    store(letter, brief("Eerste.", PASSAGE))
    settled(commitment, document=letter, locator="inleiding.2")
    assert visit(client, "/commitments/?flag=broken-proof").titles == []
    store(letter, brief("Eerste."))
    assert letter.passages.get(locator="inleiding.2").text == ""
    assert raised(liaison, commitment) == {"broken-proof"}
    assert visit(client, "/commitments/?flag=broken-proof").titles == ["The late one"]
    page = visit(client, "/commitments/late/")
    assert "Quote gone from its document" in page.section("flags")
    assert "The source changed since it was quoted" in page.section("evidence")
    store(letter, brief("Eerste.", PASSAGE))
    assert raised(liaison, commitment) == set()


def test_a_quote_without_a_passage_may_stand_anywhere_in_its_document(client, liaison):
    commitment, letter = make_commitment(slug="late", title="The late one", **VERIFIED), make_document(title="Brief")
    settled(commitment, document=letter, locator="")
    assert raised(liaison, commitment) == set()  # not loaded: it cannot be checked
    store(letter, brief("Eerste.", PASSAGE))
    assert raised(liaison, commitment) == set()
    assert "The source changed" not in visit(client, "/commitments/late/").section("evidence")
    store(letter, brief("Eerste."))
    assert raised(liaison, commitment) == {"broken-proof"}
    assert "The source changed" in visit(client, "/commitments/late/").section("evidence")


def test_unknown_word_is_kept_shown_and_flagged(client, liaison):
    motion = make_motion("33694", "56", **VERIFIED)
    add(motion, "outcomes", outcome="submitted", date="2020-01-01")
    row = add(motion, "outcomes", source_wording="Doorgeleid", date="2020-02-01")
    assert (row.outcome, motion.outcome) == ("", "submitted")
    assert raised(liaison, motion) == {"unknown-word"}
    assert "“Doorgeleid”: nobody mapped this word" in visit(client, "/motions/33694-56/").text


def test_not_verified_for_half_a_year(liaison):
    day = TODAY()
    fresh = make_commitment(verified_on=day - datetime.timedelta(days=183))
    stale = make_commitment(verified_on=day - datetime.timedelta(days=184))
    assert (raised(liaison, fresh), raised(liaison, stale)) == (set(), {"unverified"})


def test_held_over_longer_than_the_period(liaison, settings):
    motion = make_motion(**VERIFIED)
    add(motion, "outcomes", outcome="held_over", date="2020-01-31")
    assert raised(liaison, motion) == set()  # the period is not known
    settings.HELD_OVER_MONTHS = 3
    assert raised(liaison, motion) == {"held-too-long"}
    add(motion, "outcomes", source_wording="Opnieuw aangehouden", date=TODAY().isoformat())
    assert raised(liaison, motion) == set()


# On the page, in the list, in the files


def test_flags_stand_on_page_list_facet_and_file(client, liaison):
    late = make_commitment(slug="late", title="The late one", **VERIFIED)
    add(late, "deadlines", due_on="2020-01-01")
    make_commitment(title="Another", **VERIFIED)
    assert "Past its deadline" in visit(client, "/commitments/late/").section("flags")
    listing = visit(client, "/commitments/")
    assert listing.facet("flag")["late"] == 1
    assert visit(client, "/commitments/?flag=late").titles == ["The late one"]
    assert visit(client, "/commitments/?flag=late&flag=older").titles == ["The late one"]
    assert "past its deadline" in body(client.get("/commitments/export/?format=csv&lang=en")).decode()


def test_flags_follow_the_day_looked_at(client, liaison):
    late = make_commitment(slug="late", title="The late one", **VERIFIED)
    add(late, "deadlines", due_on="2020-06-01", date="2020-01-01")
    add(late, "executions", status="settled", date="2020-07-01", justification_nl="Reden")
    page = visit(client, "/commitments/?flag=late&as_of=2020-06-15")
    assert page.titles == ["The late one"]
    assert (page.facet("flag")["late"], page.facet("deadline")["late"]) == (1, 1)
    assert visit(client, "/commitments/?flag=late&as_of=2020-06-01").titles == []
    assert visit(client, "/commitments/?flag=late&as_of=2020-07-01").titles == []
    assert "Past its deadline" in visit(client, "/commitments/late/?as_of=2020-06-15").section("flags")


def test_the_public_sees_no_flags_and_no_owners(client):
    inside = {"internal_text_nl": "Zwaluw", "planning_en": "Zwaluw", "deputy": make_user(last_name="Zwaluw")}
    add(make_commitment(slug="late", owner=make_user(first_name="Zwaluw"), **inside), "deadlines", due_on="2020-01-01")
    assert visit(client, "/search/?q=zwaluw").counts == [0]
    for address in ("/commitments/", "/commitments/late/", "/commitments/?flag=late"):
        page = visit(client, address)
        assert (page.section("flags"), page.facet("flag"), page.facet("owner")) == ("", {}, {})
        assert "Zwaluw" not in page.html
    for format in READABLE:
        export = body(client.get(f"/commitments/export/?format={format}&lang=en")).decode()
        assert "Zwaluw" not in export
        assert "past its deadline" not in export


def test_flags_cost_the_same_for_one_record_and_for_many(client, liaison):
    def queries(page: str) -> int:
        """Of a page not seen before, when what is counted by was read."""
        visit(client, f"/motions/?year_to={page}")
        with CaptureQueriesContext(connection) as captured:
            visit(client, f"/motions/?year_to={page}&per_page=25")
        return len(captured)

    make_motion()
    few = queries("2098")
    for _number in range(20):
        add(make_motion(), "deadlines", due_on="2020-01-01")
    assert queries("2099") == few
