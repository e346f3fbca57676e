import pytest

from cyberpolicy.importers.documents import store
from cyberpolicy.importers.text import parse
from tests.factories import cite, make_document, make_forum, make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db

PAGE = "/documents/kst-99901-12/"


def brief(*paragraphs: str):
    return parse("\n\n".join(["Geachte voorzitter,", "1. Begin", *paragraphs, "De minister van Proeven"]).encode())


@pytest.fixture
def document():
    """Two versions of a text; two quotes no longer stand in the second, of which one is not for everyone."""
    document = make_document("99901", "12", passages=["1.1", "1.2"], title="Letter")
    cite(make_forum(title="Forum of ferries"), document, "1.1", quote="pont vaart")
    cite(make_forum(title="Secret forum", visibility="confidential"), document, "1.1", quote="pont vaart")
    store(
        document, brief("De pont vaart vandaag.", "Zij vaart vaak."), by=make_user(username="els"), source_name="a.txt"
    )
    store(document, brief("De pont ligt stil vandaag."), source_name="b.txt")
    return document


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def test_document_lists_its_versions_with_who_and_what(editor, document):
    section = visit(editor, PAGE).section("versions")
    for words in (
        "Version 1",
        "Version 2",
        "els",
        "a.txt",
        "3 passages",
        "4 passages",
        "Forum of ferries",
        "pont vaart",
    ):
        assert words in section
    assert section.index("Version 2") < section.index("Version 1")


def test_older_version_shows_the_words_that_differ(editor, document):
    page = visit(editor, f"{PAGE}versions/1/")
    assert page.texts("ins") == ["added: ligt stil"]
    assert "removed: vaart" in page.texts("del")
    assert "2 passages are different" in page.text
    assert "Begin" in page.text


def test_present_version_shows_no_differences(editor, document):
    page = visit(editor, f"{PAGE}versions/2/")
    assert "This is the present text" in page.text
    assert not list(page.all("ins")) and not list(page.all("del"))


def test_quotes_of_hidden_records_are_not_named(client, document):
    user = make_user("reader")
    user.user_permissions.add(permission("view_unpublished"))
    client.force_login(user)
    for path in (PAGE, f"{PAGE}versions/2/"):
        text = visit(client, path).text
        assert "Forum of ferries" in text and "Secret forum" not in text


def permission(codename: str):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename=codename)


@pytest.mark.parametrize("group", ["", "reader"])
def test_only_who_sees_the_history_sees_earlier_versions(client, document, group):
    if group:
        client.force_login(make_user(group))
    assert visit(client, PAGE).section("versions") == ""
    assert client.get(f"{PAGE}versions/1/").status_code == 403


@pytest.mark.parametrize("number", ["0", "3", "9" * 30])
def test_version_that_is_not_there_is_not_found(editor, document, number):
    assert editor.get(f"{PAGE}versions/{number}/").status_code == 404


def test_version_of_a_hidden_document_is_not_found(client, document):
    document.visibility = "confidential"
    document.save()
    user = make_user("reader")
    user.user_permissions.add(permission("view_unpublished"))
    client.force_login(user)
    assert client.get(f"{PAGE}versions/1/").status_code == 404


def test_page_takes_the_same_queries_for_any_number_of_versions(editor, document, django_assert_max_num_queries):
    for number in range(6):
        store(document, brief(f"De pont vaart {number} keer."))
    with django_assert_max_num_queries(25):
        visit(editor, f"{PAGE}versions/1/")
    with django_assert_max_num_queries(30):
        visit(editor, PAGE)


def test_very_long_passage_that_changed_is_shown_at_once(editor, document):
    store(document, brief("\n".join(["een woord te veel " * 20] * 50)))
    store(document, brief("\n".join(["drie woorden te weinig " * 20] * 50)))
    assert len(visit(editor, f"{PAGE}versions/3/").texts("del")) == 1
