import pytest

from tests.factories import make_user
from tests.reading import visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "en"])
def test_staff_sees_every_component(client, language):
    client.force_login(make_user("editor", is_staff=True))
    page = visit(client, "/components/", language)
    assert page.status == 200
    assert len(list(page.all("ol", "cp-stepper"))) == 5
    assert len(list(page.all("span", "cp-status"))) > 20
    assert list(page.all("button", "cp-term"))


def test_builders_see_it_without_an_account_and_others_do_not(client, settings):
    assert visit(client, "/components/").status == 403
    settings.DEBUG = True
    assert visit(client, "/components/").status == 200
