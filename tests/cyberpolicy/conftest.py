"""What tests of several files begin with."""

import pytest

from cyberpolicy import attachments, narrow
from cyberpolicy.kinds import entry_models
from cyberpolicy.narrow import Batch
from cyberpolicy.whole import WholeBatch
from tests.factories import (
    add,
    cite,
    make,
    make_commitment,
    make_document,
    make_initiative,
    make_motion,
    make_party,
    make_position,
    make_term,
    make_unit,
    make_user,
    relate,
)  # fmt: skip


@pytest.fixture
def rich(letter, monkeypatch) -> None:
    """Besides the letter what is hidden from some, kept in one language, dated vaguely; several batches of it."""
    monkeypatch.setattr(narrow, "FIRST", 2)
    for sort in (Batch, WholeBatch):
        monkeypatch.setattr(sort, "most", 3)
    monkeypatch.setattr(attachments, "KEPT", 2)
    hidden = make_party(title="Hidden party", visibility="internal")
    secret = make_document(title="Hidden paper", visibility="confidential", slug="hidden", url="https://example.org/h")
    paper = make_document("33694", "901", passages=["2.4", "fn.1"], url="https://example.org/p")
    unit, owner = make_unit(), make_user(first_name="An", last_name="Bos")
    owed = {
        "unit": unit,
        "owner": owner,
        "deputy": owner,
        "internal_text_nl": "Intern",
        "planning_en": "Plan",
        "public_text_nl": "X",
        "chamber": "tweede",
    }
    for number in range(4):
        day, party = f"202{number % 2}-0{number + 1}-03", make_party(title=f"Party {number}")
        motion = make_motion(number=str(700 + number), document=secret if number == 2 else paper, **owed)
        promise = make_commitment(title_nl="Toezegging", title_en="", slug=f"promise-{number}", **owed)
        add(motion, "outcomes", outcome="adopted", date=day)
        add(motion, "requests", number=1, text_nl="Een", text_en="One")
        add(motion, "requests", number=2, text_nl="Alleen Nederlands")
        settled = add(motion, "executions", status="settled", date=day, request_number=1, remark_en="Done")
        add(motion, "executions", status="in_progress", date="2020-05")
        doers = [make_initiative(title="Deed") for _ in range(2)]
        deeds = [relate(doer, "carries-out", motion) for doer in doers]
        for document, locator, part in (
            (paper, "2.4", None), (secret, "", None), (paper, "fn.1", settled), (secret, "", settled),
        ):  # fmt: skip
            cite(motion, document, locator, part=part, pages="3-4")
        cite(doers[0], paper, "2.4", part=deeds[0])
        for position, other in enumerate((party, hidden), 1):
            relate(other, "submitted", motion, position=9 - position)
            relate(other, "responsible-for", promise)
            relate(other, "involved-in", motion)
        for record in (motion, promise):
            add(record, "deadlines", due_on="2021-03-01", date="2020-01-01")
            add(record, "register_statuses", status="open", date="2020-01-01")
    for topic in (make_term(title="Open topic"), make_term(title="Hidden topic", visibility="internal")):
        make_position(hidden, topic)
        make_position(party, topic)
    for kind in entry_models():
        orders = [{"order": 51}, {"order": 52}] if kind == "track" else [{}, {}]
        make(kind, title=f"=A {kind}", visibility="internal", unit=unit, **orders[0])
        make(kind, title_nl=f"Alleen Nederlands {kind}", date="[2019-05..2020-10-22]", **orders[1])
