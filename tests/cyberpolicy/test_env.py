import os
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cyberpolicy import env


@pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
def test_flag_reads_yes(monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)
    assert env.flag("HTTPS") is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off", ""])
def test_flag_reads_no(monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)
    assert env.flag("HTTPS", default=True) is False


def test_flag_without_value_is_its_default(monkeypatch):
    monkeypatch.delenv("HTTPS", raising=False)
    assert env.flag("HTTPS", default=True) is True
    assert env.flag("HTTPS") is False


def test_wrong_flag_names_the_setting_and_what_to_write(monkeypatch):
    monkeypatch.setenv("HTTPS", "maybe")
    with pytest.raises(ImproperlyConfigured, match=r"HTTPS='maybe': write yes or no\."):
        env.flag("HTTPS")


def test_wrong_number_names_the_setting_and_what_to_write(monkeypatch):
    monkeypatch.setenv("HSTS_SECONDS", "a year")
    with pytest.raises(ImproperlyConfigured, match=r"HSTS_SECONDS='a year': write a whole number\."):
        env.number("HSTS_SECONDS", 1)


def test_number_without_value_is_its_default(monkeypatch):
    monkeypatch.delenv("HSTS_SECONDS", raising=False)
    assert env.number("HSTS_SECONDS", 31) == 31


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.nl, ,b.nl,")
    assert env.words("ALLOWED_HOSTS") == ["a.nl", "b.nl"]


def test_key_of_the_environment_is_used_and_not_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert env.secret_key("SECRET_KEY", keep_in=tmp_path / "key") == "from outside"
    assert not (tmp_path / "key").exists()


def test_key_is_made_once_and_only_its_owner_reads_it(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "key"
    key = env.secret_key("SECRET_KEY", keep_in=file)
    assert len(key) >= 50
    assert env.secret_key("SECRET_KEY", keep_in=file) == key
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600


def test_process_that_comes_second_takes_the_key_of_the_first(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = env.secret_key("SECRET_KEY", keep_in=tmp_path / "key")
    monkeypatch.setattr(Path, "exists", lambda path: False)  # it looked just before the first one wrote
    assert env.secret_key("SECRET_KEY", keep_in=tmp_path / "key") == first
