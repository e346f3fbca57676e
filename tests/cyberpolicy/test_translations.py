"""What lags behind its translation, read from the history."""

import pytest

from cyberpolicy import undo
from cyberpolicy.history import Action
from cyberpolicy.models import CatalogueEntry, ChangeGroup
from cyberpolicy.translations import lagging
from tests.factories import built

MADE = {"summary_nl": [None, "een"], "summary_en": [None, "one"]}


@pytest.mark.parametrize(
    ("changes", "lags"),
    [
        ([], []),
        ([{"summary_nl": ["een", "twee"]}], ["summary_en"]),
        ([{"summary_en": ["one", "two"]}], ["summary_nl"]),
        ([{"summary_nl": ["een", "twee"], "summary_en": ["one", "two"]}], []),
        ([{"summary_nl": ["een", "twee"]}, {"summary_en": ["one", "two"]}], []),
        ([{"summary_nl": ["een", "twee"]}, {"title_nl": ["a", "b"]}], ["summary_en"]),
        ([{"summary_nl": ["een", "twee"]}, {"summary_nl": ["twee", "een"]}], []),
        ([{"summary_nl": ["een", "twee"]}, {"verified_on": [None, "2020-11-16"]}], []),
        ([{"summary_en": ["one", None]}, {"summary_en": [None, "uno"]}], []),
    ],
)
def test_text_lags_when_only_the_other_language_changed_since(changes, lags):
    texts = {"summary_nl": "een", "summary_en": "one"}
    for change in changes:
        texts |= {name: new for name, (_old, new) in change.items() if name in texts}
    assert lagging([MADE, *changes], texts) == lags
    assert lagging(changes, texts) == lags  # also of a record whose making is not in the history


@pytest.mark.django_db
def test_catalogue_knows_what_lags_and_undo_puts_it_right():
    forum = built("forum", summary_nl="een", summary_en="one")
    forum.save()
    with Action("change"):
        forum.summary_nl = "twee"
        forum.save()
    assert CatalogueEntry.objects.get(pk=forum.pk).outdated == "summary_en"
    with Action("change"):
        forum.abbreviation_nl = "F"
        forum.save()
    assert CatalogueEntry.objects.get(pk=forum.pk).outdated == "summary_en"
    undo.carry_out(undo.plan_of(ChangeGroup.objects.order_by("pk")[1]), by=None)
    assert CatalogueEntry.objects.get(pk=forum.pk).outdated == ""
