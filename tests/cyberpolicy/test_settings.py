import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def started(tmp_path, **variables: str) -> subprocess.CompletedProcess:
    """What happens when the site starts with these variables and no others of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    environment = kept | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cyberpolicy.settings"} | variables
    shown = "s.DEBUG, s.SESSION_COOKIE_SECURE, s.DATABASES['default']['ENGINE']"
    options = "s.DATABASES['default']['OPTIONS'].get('options', '')"
    show = f"from django.conf import settings as s; print({shown}, {options})"
    return subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_site_starts_safely_without_any_variable(tmp_path):
    result = started(tmp_path)
    assert result.stdout.split() == ["False", "False", "cyberpolicy.sqlite"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_database_is_chosen_by_its_address(tmp_path):
    assert "postgresql" in started(tmp_path, DATABASE_URL="postgres://someone@localhost/x").stdout


def test_address_of_a_database_has_the_last_word_on_its_options(tmp_path):
    address = "postgres://someone@localhost/x"
    assert started(tmp_path, DATABASE_URL=address).stdout.strip().endswith("-c jit=off")
    assert started(tmp_path, DATABASE_URL=f"{address}?options=-c%20jit=on").stdout.strip().endswith("-c jit=on")


def test_https_makes_cookies_secure(tmp_path):
    assert started(tmp_path, HTTPS="yes").stdout.split()[1] == "True"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HTTPS", "maybe", "write yes or no"),
        ("DEBUG", "2", "write yes or no"),
        ("HSTS_SECONDS", "long", "write a whole number"),
    ],
)
def test_wrong_variable_stops_the_start_with_its_name(tmp_path, name, value, words):
    result = started(tmp_path, **({"HTTPS": "yes"} if name == "HSTS_SECONDS" else {}) | {name: value})
    assert result.returncode != 0
    assert f"{name}='{value}': {words}" in result.stderr


def test_tests_use_a_database_of_their_own(db):
    name = str(settings.DATABASES["default"]["NAME"])
    assert "test" in name or "mode=memory" in name
