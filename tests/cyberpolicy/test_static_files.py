"""The style sheets of every page, put together where they are collected."""

import shutil
from pathlib import Path

from django.conf import settings

from cyberpolicy.static_files import SHEETS, TOGETHER, ForgivingStorage, sheets, used_classes, without_unused

OWN = Path(settings.BASE_DIR) / "static" / "css"


def test_collected_sheets_are_one_file_in_their_order(tmp_path: Path):
    storage = ForgivingStorage(tmp_path)
    for name in sheets(has_vendor=False):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(OWN / Path(name).name, tmp_path / name)
    list(storage.post_process({name: (storage, name) for name in sheets(has_vendor=False)}))
    together = (tmp_path / TOGETHER).read_text()
    places = [together.index((OWN / f"{name}.css").read_text()) for name in SHEETS]
    assert together.index("@layer fallback, nlds") < places[0]
    assert places == sorted(places)
    assert TOGETHER in storage.hashed_files


def test_only_rules_that_can_apply_are_kept():
    rules = [
        "/*! a */\n.nl-a{x:1}", ".nl-b,.nl-a:is(.nl-c){x:2}", "@media print{.nl-b{x:3}.nl-a .nl-d{x:4}}",
        ".nl-a:not(.nl-b){x:5}", "p{x:6}", ".nl-e--warning{x:7}",
    ]  # fmt: skip
    kept = without_unused("".join(rules), {"nl-a", "nl-c", "nl-e--"})
    assert [number for number in "1234567" if f"x:{number}" in kept] == ["1", "2", "5", "6", "7"]
    assert kept.startswith("/*! a */")


def test_classes_are_found_in_templates():
    assert {"nl-button--primary", "utrecht-table__header-cell"} <= used_classes()
    assert "utrecht-status-badge" not in used_classes()
