"""What a person may not see leaves no trace: with and without hidden records, every page and file is the same."""

import re
from itertools import product

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.test import Client

import cyberpolicy.urls  # noqa: F401  the tables are known once the addresses are
from cyberpolicy.exports import FORMATS
from cyberpolicy.facets import RelationFacet
from cyberpolicy.guard import history_kept_elsewhere
from cyberpolicy.history import Action
from cyberpolicy.kinds import entry_models
from cyberpolicy.models import FormerAddress, SavedView, Watch
from cyberpolicy.relation_kinds import RELATION_KINDS
from cyberpolicy.tables import table_of
from instruments.models import Commitment, Motion
from tests.factories import HIDDEN, KINDS, add, cite, make, make_document, make_position, make_user, relate, relate_many
from tests.lists import READABLE
from tests.reading import body, visit

pytestmark = pytest.mark.django_db

MARK = "zwaluw"  # a word that only hidden records hold
TWISTED = ("opne", "openforum")  # words that public records do not hold, near to those that they do
SEES = {"anonymous": (), "reader": ("internal",), "editor": tuple(HIDDEN)}
WHIM = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')  # differs at every visit


SECOND = ("party", "forum", "instrument")


def log_in(client, role: str) -> None:
    if role != "anonymous":
        client.force_login(make_user(role))


def slug_of(kind: str, state: str) -> str:
    return f"33694-{MARK}{state}" if kind == "motion" else f"{MARK}-{kind}-{state}"


def make_public() -> dict[str, object]:
    """One public record of each kind, with something of every sort."""
    public = {
        kind: make(kind, title=f"Open {kind}", slug="33694-56" if kind == "motion" else f"open-{kind}")
        for kind in KINDS
    }
    for kind in SECOND:
        make(kind, title=f"Second {kind}", slug=f"second-{kind}")  # to compare the first one with; without a source
    document = public["document"] = make_document("33694", "60", passages=["1.1", "1.2"], title="Open letter")
    for kind, entry in public.items():
        cite(entry, document, "1.1")
        add(entry, "milestones", kind="started", date="2019")
        if kind != "track":
            relate(entry, "in-track", public["track"])
    make_position(public["party"], public["term"], "open")
    return public


def make_hidden(public: dict, states: list[str]) -> None:
    """A record of each kind in each state, tied to the public ones in every way there is."""
    hidden = {}
    for kind, state in product(KINDS, states):
        values = {"number": f"Z{len(hidden)}"} if kind == "motion" else {}
        hidden[kind, state] = entry = make(
            kind, title=f"{MARK} {kind} {state}", slug=slug_of(kind, state),
            summary_nl=" ".join([MARK, *TWISTED]), aliases=[f"{MARK} alias"],
            **values, **HIDDEN[state],
        )  # fmt: skip
        FormerAddress.objects.create(kind=kind, slug=f"former-{slug_of(kind, state)}", entry=entry.catalogue)
        add(entry, "milestones", kind="started", date="2020", title_nl=f"{MARK} milestone")
        with Action("edit", reason=MARK):
            entry.summary_en = f"{MARK} again"
            entry.save()
    tie_by_relations(public, hidden)
    tie_by_sources(public, hidden)
    tie_by_fields(public, hidden, states[0])


def tie_by_relations(public: dict, hidden: dict) -> None:
    links = set()
    for number, (entry, (kind, state)) in enumerate(product(public.values(), hidden)):
        other, verb = hidden[kind, state], list(RELATION_KINDS)[number % len(RELATION_KINDS)]
        links |= {(entry, verb, other), (other, verb, entry), (entry, "in-track", other), (other, "in-track", entry)}
    for entry in public.values():
        facets = [f for f in table_of(entry.kind_name).filterset.base_filters.values() if isinstance(f, RelationFacet)]
        for facet, verb in ((found, verb) for found in facets for verb in found.kinds):
            others = [other for (kind, _state), other in hidden.items() if kind in facet.to]
            links |= {(entry, verb, other) if facet.mine == "subject" else (other, verb, entry) for other in others}
    relations = relate_many(sorted(links, key=str))
    document = public["document"]
    for relation in relations[:: len(relations) // 60]:
        cite(relation.subject, document, "1.2", part=relation, quote=MARK, as_stated=MARK)


def tie_by_sources(public: dict, hidden: dict) -> None:
    for (kind, _state), entry in hidden.items():
        cite(entry, public["document"], "1.2", quote=MARK)
        cite(entry, public["document"])
        if kind == "document":
            seconds = (entry_models()[second].objects.get(slug=f"second-{second}") for second in SECOND)
            for other in (*public.values(), *seconds):
                cite(other, entry, quote=MARK)


def tie_by_fields(public: dict, hidden: dict, state: str) -> None:
    """Fields that name a record, set without touching the public record's own history."""
    with history_kept_elsewhere():
        Motion.objects.filter(pk=public["motion"].pk).update(
            document=hidden["document", state], replaces=hidden["motion", state]
        )
        Commitment.objects.filter(pk=public["commitment"].pk).update(repeats=hidden["commitment", state])
        for (kind, _state), entry in hidden.items():
            if kind == "term":
                position = make_hidden_position(public["party"], entry)
                cite(public["party"], public["document"], "1.2", part=position, quote=MARK)
            if kind == "party":
                make_hidden_position(entry, public["term"])


def make_hidden_position(party, topic):
    from tracks.models import Position

    return Position.objects.create(entry_id=party.pk, topic=topic, stance_nl=MARK, stance_en=MARK)


PICTURED = ("party", "initiative", "motion", "document", "incident")  # pictures know no kinds: some stand for all


def addresses(states: list[str]) -> list[str]:
    """Every address that might tell something."""
    found = ["/", "/changes/", "/desk/", "/nowhere/", "/views/", "/watching/"]
    found += ["/reports/", "/reports/make/", "/desk/obligations/", "/desk/calendar/", "/desk/bulk/motion/"]
    found += [f"/search/?q={MARK}", "/search/?q=open&kind=forum"]
    found += [
        f"/search/suggest/?q={MARK[:4]}", "/search/suggest/?q=open", f"/search/?q={MARK}t", f"/search/?q={MARK[:5]}*",
        f"/search/?q=33694-{MARK}{states[0]}", f"/search/?q=open+-{MARK}", f"/search/?q=forum:{MARK}+open",
        f"/search/?q=open+OR+{MARK}", *(f"/search/?q={word}" for word in TWISTED),
        "/search/?q=open+alias", "/search/?q=open", "/search/?q=kst-33694-60&jump=no",
    ]  # fmt: skip
    found += picture_addresses(states)
    found += ["/desk/?pile=drafts", "/desk/sources/", f"/desk/sources/?words={MARK}"]
    for kind, model in entry_models().items():
        listing = f"/{model.plural}/"
        facets = [n for n, f in table_of(kind).filterset.base_filters.items() if isinstance(f, RelationFacet)]
        found += [listing, f"{listing}?q={MARK}"]
        found += [f"{listing}export/?format={format}" for format in READABLE]
        found += [f"{listing}?as_of=2020-06-30", f"{listing}export/?format=json&as_of=2020-06-30"]
        found += [
            f"{listing}?{name}={slug_of(to, states[0])}"
            for name in facets
            for to in table_of(kind).filterset.base_filters[name].to
        ]
        shown = "33694-56" if kind == "motion" else "kst-33694-60" if kind == "document" else f"open-{kind}"
        page = f"{listing}{shown}/"
        found += [page, f"{page}cite/", f"{page}?from=", f"{page}?from=q%3D{MARK}"]
        found += [f"{listing}{MARK}-{kind}/", f"{listing}{slug_of(kind, states[0])}/cite/"]
        for slug in (shown, slug_of(kind, states[0])):
            found += [f"/desk/{desk}/{kind}/{slug}/" for desk in ("cite", "status")]
        for state in states:
            found += [f"{listing}{slug_of(kind, state)}/", f"{listing}former-{slug_of(kind, state)}/"]
        found += [f"{listing}{slug_of(kind, states[0]).upper()}/", f"{listing}{slug_of(kind, states[0])}/history/"]
    return found


def picture_addresses(states: list[str]) -> list[str]:
    """The pictures: as they are, with each kind of record chosen, public or hidden, and narrowed to a hidden one."""
    found = []
    for picture in ("timeline", "graph"):
        found += [f"/{picture}/", f"/{picture}/?from=2010&to=2030"]
        found += [f"/{picture}/export/?format={format}" for format in ("csv", "svg")]
        for kind in PICTURED:
            slug = "33694-56" if kind == "motion" else "kst-33694-60" if kind == "document" else f"open-{kind}"
            found += [f"/{picture}/?focus={kind}:{slug}", f"/{picture}/?focus={kind}:{slug_of(kind, states[0])}"]
        found += [f"/{picture}/?{name}={slug_of(name, states[0])}" for name in ("track", "party", "forum")]
        found += [f"/{picture}/?forum=open-forum", f"/{picture}/?track=open-track", f"/{picture}/?track=none"]
    for kind in PICTURED:
        slug = "33694-56" if kind == "motion" else "kst-33694-60" if kind == "document" else f"open-{kind}"
        found.append(f"/graph/export/?focus={kind}:{slug}&depth=2&format=csv")
    for kind in SECOND:
        side = f"kind={kind}&with=open-{kind}&with=second-{kind}"
        found += [f"/compare/?kind={kind}", f"/compare/?{side}", f"/compare/export/?{side}"]
        found += [f"/compare/?kind={kind}&q={MARK}", f"/compare/?{side}&with={slug_of(kind, states[0])}"]
    return found


def snapshot(client, urls: list[str]) -> dict[str, tuple]:
    """What every address answers, and what a list answers to a script."""
    seen = {}
    lists = [f"/{model.plural}/" for model in entry_models().values()]
    asked = [(url, {}) for url in urls] + [(f"{url}#piece", {"HX-Request": "true"}) for url in lists]
    for url, headers in asked:
        response = client.get(url, headers=headers | {"Accept-Language": "en"})
        seen[url] = response.status_code, response.headers.get("Location"), WHIM.sub(b"", body(response))
    return seen


def watch_all(client, public: dict) -> None:
    """Who is logged in watches every record, and each list as a view; a first visit makes nothing new."""
    user = get_user(client)
    if not user.is_authenticated:
        return
    views = [SavedView.objects.create(owner=user, name=kind, kind=kind) for kind in public]
    Watch.objects.bulk_create([Watch(user=user, entry_id=entry.pk) for entry in public.values()])
    Watch.objects.bulk_create([Watch(user=user, view=view) for view in views])
    for page in (1, 2):
        client.get(f"/watching/?page={page}")


@pytest.mark.parametrize("role", ["anonymous", "reader"])
def test_hidden_records_leave_no_trace(client, role):
    states = [state for state in HIDDEN if state not in SEES[role]]
    public = make_public()
    log_in(client, role)
    watch_all(client, public)
    urls = addresses(states)
    before = snapshot(client, urls)
    make_hidden(public, states)
    log_in(editor := Client(), "editor")
    snapshot(editor, urls[::6])  # what is remembered for who may see all is not for others
    after = snapshot(client, urls)
    assert [url for url in after if before[url] != after[url]] == []
    assert [url for url in urls if MARK not in url and MARK.encode() in after[url][2]] == []
    assert before["/"][0] == 200


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("role", SEES)
def test_each_role_finds_what_it_may_see_everywhere(client, role, state):
    title = f"{MARK} {state}"
    entries = [make(kind, title=title, slug=slug_of(kind, state), **HIDDEN[state]) for kind in KINDS]
    log_in(client, role)
    is_seen = state in SEES[role]
    for entry in entries:
        listing = f"/{entry.plural}/"
        page = client.get(entry.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="en")
        assert page.status_code == (200 if is_seen else 404), entry.key
        assert visit(client, listing).titles == ([title] if is_seen else []), entry.key
        assert (title in body(client.get(f"{listing}export/?format=csv")).decode()) == is_seen, entry.key
    found = visit(client, f"/search/?q={MARK}")
    assert found.counts == [len(KINDS) if is_seen else 0]


@pytest.mark.parametrize("format", FORMATS)
def test_no_export_is_longer_for_hidden_records(client, format):
    make("forum", title="Open")
    url = f"/forums/export/?format={format}"
    before = len(body(client.get(url)))
    for state in HIDDEN:
        make("forum", title=f"{MARK} " * 40, **HIDDEN[state])
    assert abs(len(body(client.get(url))) - before) < 64  # a packed file holds the moment it was made


def test_redirect_of_a_withdrawn_record_ends(client):
    forum = make("forum", slug="old")
    forum.slug = "new"
    forum.save()
    assert client.get("/forums/old/").status_code == 301
    forum.state = "withdrawn"
    forum.save()
    assert client.get("/forums/old/").status_code == 404


def test_change_of_a_hidden_record_is_no_news(client):
    forum = make("forum", title=MARK, state="draft")
    forum.summary_nl = "y"
    forum.save()
    assert MARK not in client.get("/").content.decode()


def test_who_may_change_records_and_not_see_all_chooses_only_from_what_is_seen(client):
    """An editor of public records: the pages for citing, for statuses and the desk are as if nothing was hidden."""
    public = make_public()
    person = make_user("reader")
    names = [f"change_{kind}" for kind in KINDS]
    person.user_permissions.add(*Permission.objects.filter(codename__in=[*names, "view_unpublished"]))
    client.force_login(person)
    urls = [f"/desk/{page}/{kind}/{entry.slug}/" for kind, entry in public.items() for page in ("cite", "status")]
    urls += [f"/desk/cite/forum/open-forum/?document=kst-33694-60&passage={place}" for place in ("1.1", "-")]
    urls += [
        "/desk/",
        "/desk/?pile=unsourced",
        "/desk/?pile=stale&kind=forum",
        "/desk/sources/",
        "/desk/sources/?words=open",
    ]
    before = snapshot(client, urls)
    make_hidden(public, ["confidential"])
    after = snapshot(client, urls)
    assert [url for url in urls if before[url] != after[url]] == []
    assert before["/desk/cite/forum/open-forum/"][0] == 200
