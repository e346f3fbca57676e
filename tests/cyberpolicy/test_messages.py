"""The message files: every text is found and has its Dutch, and bringing them up to date loses nothing."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import gettext, override

from cyberpolicy import message_files


def found_in(name: str, source: str) -> list:
    return list(message_files.messages_in(name, source))


def catalog(*messages: tuple) -> Catalog:
    """A catalogue of (English, Dutch) pairs."""
    made = Catalog(locale="nl")
    for english, dutch in messages:
        made.add(english, dutch)
    return made


def test_every_text_has_its_dutch():
    call_command("messages", check=True, verbosity=0)


# Finding


def test_python_gives_texts_plurals_and_contexts():
    source = """
def title(n):
    return [_("Motion"), ngettext("%(n)s motion", "%(n)s motions", n), pgettext_lazy("relation", "adopted by")]
"""
    assert found_in("a.py", source) == [
        ("Motion", None),
        (("%(n)s motion", "%(n)s motions"), None),
        ("adopted by", "relation"),
    ]


def test_texts_that_are_no_literal_are_left_out():
    assert found_in("a.py", "_(name)\n_('')\npgettext(context, name)\n") == []


def test_both_verbs_of_a_relation_are_found():
    source = '_kind("adopted", "adopted", "adopted by")\n_kind(IN_TRACK, "in track", "holds")\n'
    verbs = ["adopted", "adopted by", "in track", "holds"]
    assert found_in("cyberpolicy/relation_kinds.py", source) == [(verb, "relation") for verb in verbs]


def test_templates_give_texts_of_tags_and_filters():
    source = """
    {% comment %} _row.html: a row. {% endcomment %}{% load i18n %}
    <h1 title="{% translate 'A title' %}">{% translate "Motion" as t %}</h1>
        {% include "x.html" with label=_("Year") %} {{ name|default:_("none") }}
    {% translate "May" context "month" %}
    """
    assert found_in("a.html", source) == [
        ("A title", None),
        ("Motion", None),
        ("Year", None),
        ("none", None),
        ("May", "month"),
    ]


def test_blocks_are_trimmed_and_have_plurals():
    source = """{% blocktranslate trimmed with name=n|upper %}
        Two lines about
        {{ name }} at 5%.
    {% endblocktranslate %}
    {% blocktranslate count counter=n %}{{ counter }} row{% plural %}{{ counter }} rows{% endblocktranslate %}"""
    assert found_in("a.html", source) == [
        ("Two lines about %(name)s at 5%%.", None),
        (("%(counter)s row", "%(counter)s rows"), None),
    ]


# Keeping


def test_update_keeps_translations_and_guesses_none():
    kept = catalog(("Motion", "Motie"), ("Motions", "Moties"))
    message_files.update(kept, catalog(("Motion", ""), ("Motions.", "")))
    assert kept["Motion"].string == "Motie"
    assert not kept["Motions."].string
    assert [message.id for message in kept.obsolete.values()] == ["Motions"]


def test_a_text_that_comes_back_has_its_translation_again(tmp_path: Path):
    path = tmp_path / "django.po"
    for texts in (["Motion"], []):
        kept = catalog(("Motion", "Motie")) if texts else message_files.read(path)
        message_files.update(kept, catalog(*[(text, "") for text in texts]))
        message_files.write(kept, path)
    again = message_files.read(path)
    assert "Motion" not in again
    message_files.update(again, catalog(("Motion", "")))
    assert again["Motion"].string == "Motie"


def test_writing_twice_gives_the_same_bytes(tmp_path: Path):
    first, second = tmp_path / "first.po", tmp_path / "second.po"
    message_files.write(catalog(("Track", "Spoor"), (("%(n)s row", "%(n)s rows"), ("%(n)s rij", "%(n)s rijen"))), first)
    message_files.write(message_files.read(first), second)
    assert first.read_bytes() == second.read_bytes()


# Checking


def test_check_names_what_is_missing_left_over_or_lost_a_placeholder():
    dutch = catalog(("Motion", ""), ("Gone", "Weg"), ("%(n)s of %(m)s", "%(n)s van %(N)s"), ("Track", "Spoor"))
    code = catalog(("Motion", ""), ("%(n)s of %(m)s", ""), ("Track", ""))
    assert message_files.problems(dutch, code) == [
        "not translated: 'Motion'",
        "no longer in the code: 'Gone'",
        "placeholders differ: '%(n)s of %(m)s'",
    ]


def test_check_looks_at_each_plural_form():
    rows = ("%(n)s row", "%(n)s rows")
    code = catalog((rows, ("", "")))
    assert message_files.problems(catalog((rows, ("%(n)s rij", ""))), code)
    assert message_files.problems(catalog((rows, ("één rij", "%(n)s rijen"))), code)
    assert not message_files.problems(catalog((rows, ("%(n)s rij", "%(n)s rijen"))), code)


# Compiling


def test_messages_are_compiled_only_when_they_changed(tmp_path: Path):
    path = tmp_path / "django.po"
    message_files.write(catalog(("Motion", "Motie")), path)
    assert message_files.compile_messages(path)
    assert not message_files.compile_messages(path)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 5))
    assert message_files.compile_messages(path)


def test_the_process_that_compiles_speaks_the_new_words(tmp_path: Path):
    locale = tmp_path / "nl" / "LC_MESSAGES"
    locale.mkdir(parents=True)
    message_files.write(catalog(("Never heard", "Nooit gehoord")), locale / "django.po")
    with override_settings(LOCALE_PATHS=[tmp_path]):
        with override("nl"):
            assert gettext("Never heard") == "Never heard"
        message_files.compile_messages(locale / "django.po")
        with override("nl"):
            assert gettext("Never heard") == "Nooit gehoord"
