import pytest
from django.core.management import CommandError, call_command

from cyberpolicy.guard import history_kept_elsewhere
from tests.factories import make_forum
from tracks.models import Forum

pytestmark = pytest.mark.django_db


def test_it_tells_whether_records_and_catalogue_agree(capsys):
    make_forum(slug="oewg")
    call_command("check_catalogue")
    assert "agree" in capsys.readouterr().out
    with history_kept_elsewhere():
        Forum.objects.update(title_nl="Anders")
    with pytest.raises(CommandError, match="forum:oewg"):
        call_command("check_catalogue")
