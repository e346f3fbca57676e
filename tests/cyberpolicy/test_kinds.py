from cyberpolicy.kinds import entry_models, part_models


def test_there_are_thirteen_kinds_each_with_its_own_address():
    assert len(entry_models()) == 13
    assert len({model.plural for model in entry_models().values()}) == 13


def test_every_kind_has_names_notes_dates_and_relations():
    for kind in entry_models():
        assert {"aliases", "notes", "milestones", "relations"} <= set(part_models(kind))


def test_only_some_kinds_have_certain_parts():
    assert [kind for kind in entry_models() if "positions" in part_models(kind)] == ["party"]
    assert [kind for kind in entry_models() if "outcomes" in part_models(kind)] == ["motion"]
    assert {kind for kind in entry_models() if "statuses" in part_models(kind)} == {"initiative", "forum", "instrument"}
