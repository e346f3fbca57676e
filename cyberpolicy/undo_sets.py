"""What an action did to many records alike, put back by sets: rows that only go, and values that nothing follows from.

What is left of each step (rows that come back, texts, numbers) is for ``states.apply``, record by record.
"""

from collections import defaultdict

from cyberpolicy.batching import batches
from cyberpolicy.history import SET_AT_ONCE, Action
from cyberpolicy.kinds import entry_models, part_models
from cyberpolicy.models import EntryPart
from cyberpolicy.states import standing
from cyberpolicy.undo_steps import Step


def put_back(steps: list[Step], action: Action) -> None:
    """Do what can be done by sets, and bring ``now`` of the steps up to it. The action watches their records."""
    by_kind: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if step.now:  # else it was brought back just now, bare
            by_kind[step.kind].append(step)
    for kind, some in by_kind.items():
        for model in part_models(kind).values():
            _take_out(model, some, action)
        _set_columns(kind, some, action)


def _take_out(model: type[EntryPart], steps: list[Step], action: Action) -> None:
    name = model.part_name
    losing = [step for step in steps if _only_loses(step.now.get(name, []), step.wanted.get(name, []))]
    for some in batches(losing):
        rows = defaultdict(list)
        for row in standing(model, [step.entry.pk for step in some]):
            rows[row.owner_id].append(row)
        gone = []
        for step in some:
            wanted = [*step.wanted.get(name, [])]
            for row, value in zip(rows[step.entry.pk], step.now[name], strict=True):
                if value in wanted:
                    wanted.remove(value)
                else:
                    gone.append(row)
            step.now = _with(step.now, name, step.wanted.get(name))
        action.remove(gone)


def _only_loses(now: list, wanted: list) -> bool:
    return len(now) > len(wanted) and all(now.count(row) >= wanted.count(row) for row in wanted)


def _set_columns(kind: str, steps: list[Step], action: Action) -> None:
    fields = [f for f in entry_models()[kind]._meta.concrete_fields if f.editable and f.attname in SET_AT_ONCE]
    for field in fields:
        alike = defaultdict(list)
        for step in steps:
            if step.now.get(field.name) != step.wanted.get(field.name):
                value = step.wanted.get(field.name)
                alike[field.get_default() if value is None else field.to_python(value)].append(step)
        for value, some in alike.items():
            action.set([step.entry for step in some], {field.attname: value})
            for step in some:
                step.now = _with(step.now, field.name, step.wanted.get(field.name))


def _with(state: dict, name: str, value) -> dict:
    """The state with another value; without it where it is empty."""
    others = {key: had for key, had in state.items() if key != name}
    return others if value in (None, []) else others | {name: value}
