from unittest.mock import patch

from django.core.checks import run_checks

from cyberpolicy.checks import every_kind_has_an_address
from cyberpolicy.kinds import entry_models


def test_the_project_has_nothing_to_complain_of():
    assert run_checks() == []


def test_two_kinds_in_one_place_are_found():
    models = {"forum": entry_models()["forum"], "copy": entry_models()["forum"]}
    with patch("cyberpolicy.checks.entry_models", return_value=models):
        assert [error.id for error in every_kind_has_an_address(None)] == ["cyberpolicy.E001"]
