"""Breaks an assistant in one place after the other and sees whether its scenarios notice.

Every mutant is a copy of the folder in which one thing is wrong: a step is gone, a condition turned round, a slot has
another type, an option or a limit is missing, an intent has lost its examples. A suite that stays green has not looked
there. After "mutation testing", DeMillo, Lipton and Sayward, "Hints on Test Data Selection", Computer 11(4), 1978.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from giong.dialogue import standing
from giong.dialogue.folder import marks
from giong.dialogue.folder.intents import OUT_OF_SCOPE
from giong.dialogue.folder.problems import BadFolder
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.folder.schema import STEPS, ScenarioFile
from giong.dialogue.mind import Mind, train
from giong.evaluation.coverage import Watch
from giong.evaluation.rehearsal import Rehearsal, rehearsal
from giong.evaluation.scenarios import chat_misses, run_scenario


class Kind(StrEnum):
    """What a mutant broke."""

    STEP = "step"
    BRANCH = "branch"
    SLOT = "slot"
    OPTION = "option"
    LIMIT = "limit"
    INTENT = "intent"


class Fate(StrEnum):
    """What became of a mutant: a scenario failed, the folder was refused, or nobody noticed."""

    CAUGHT = "caught"
    REFUSED = "refused"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Mutant:
    """One thing wrong: `text` is the whole new content of `file`, `what` says where the change is. `flows` are those
    in which it can be seen (empty: all), `intent` is the one that was broken.
    """

    kind: Kind
    file: str
    what: str
    text: str
    flows: frozenset[str] = frozenset()
    intent: str = ""


@dataclass(frozen=True)
class Verdict:
    """`by` is the scenario that noticed."""

    mutant: Mutant
    fate: Fate
    by: str = ""


@dataclass(frozen=True)
class _Played:
    """A scenario that passes, with the flows it enters and the intents it understands."""

    scenario: ScenarioFile
    flows: frozenset[str]
    intents: frozenset[str]


_OTHER_TYPE = {"text": "number", "name": "number", "address": "number", "choice": "yes_no", "yes_no": "choice"}
_USUAL_OTHER_TYPE = "text"
_NO_WORDS = ["zzz zzz zzz"]
_INNER = ("no", "failed", "steps", "else")
"""Keys that hold steps inside a step or an arm."""

Data = dict[str, Any]
Where = tuple[str | int, ...]


def mutants(folder: Path) -> Iterator[Mutant]:
    """Every mutant of a folder that can be used, in the order of its files."""
    flows = {path: _data(path) for path in sorted((folder / "flows").glob("*.y*ml"))}
    for path, flow in flows.items():
        yield from _of_flow(f"flows/{path.name}", flow)
    slots, intents = folder / "slots.yaml", folder / "intents.yaml"
    if slots.is_file():
        yield from _of_slots(_data(slots), _asking(flows.values()))
    if intents.is_file():
        yield from _of_intents(_data(intents))


def judge(folder: Path, wanted: Callable[[Mutant], bool] = lambda mutant: True) -> Iterator[Verdict]:
    """Try the mutants of a folder on the scenarios that pass without them."""
    with rehearsal(folder) as ready, tempfile.TemporaryDirectory(prefix="giong-mutant-") as temporary:
        played = list(_passing(ready))
        copy = Path(temporary) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "prompts"))
        for mutant in mutants(folder):
            if wanted(mutant):
                yield _judged(mutant, copy, ready.mind, played)


def _passing(ready: Rehearsal) -> Iterator[_Played]:
    watch = Watch(ready.mind)
    for scenario in ready.scenarios:
        watch.forget()
        result = run_scenario(watch.mind, scenario)
        if not result.misses:
            intents = {turn.report.intent for turn in result.chat}
            if any(turn.report.decision == "unknown" for turn in result.chat):
                intents.add(OUT_OF_SCOPE)
            yield _Played(scenario, watch.entered(), frozenset(intents))


def _judged(mutant: Mutant, copy: Path, mind: Mind, played: list[_Played]) -> Verdict:
    file = copy / mutant.file
    original = file.read_bytes()
    file.write_text(mutant.text, encoding="utf-8")
    try:
        assistant = read_assistant(copy)
    except BadFolder:
        return Verdict(mutant, Fate.REFUSED)
    finally:
        file.write_bytes(original)
    if mutant.intent:
        broken = train(assistant, knowledge=mind.means.knowledge)
    else:
        broken = Mind(replace(mind.means, assistant=assistant))
    seeing = (one.scenario for one in played if _can_see(one, mutant))
    by = next((scenario.scenario for scenario in seeing if chat_misses(broken, scenario)), None)
    return Verdict(mutant, Fate.SURVIVED) if by is None else Verdict(mutant, Fate.CAUGHT, by)


def _can_see(played: _Played, mutant: Mutant) -> bool:
    if mutant.intent:
        return mutant.intent in played.intents
    return not mutant.flows or bool(mutant.flows & played.flows)


def _data(path: Path) -> Data:
    data = marks.read(path.read_text(encoding="utf-8")).data
    return data if isinstance(data, dict) else {}


def _of_flow(file: str, flow: Data) -> Iterator[Mutant]:
    name = frozenset({str(flow["flow"])})
    for path in _step_places(flow["steps"], ("steps",)):
        step = _at(flow, path)
        kind = next(one for one in STEPS if one in step)
        without = _changed(flow, path[:-1], partial(_drop, path[-1]))
        yield Mutant(Kind.STEP, file, f"{_place(path)} ({kind}) gone", without, name)
        for key, condition in _conditions(step):
            where = (*path, *key)
            turned = _changed(flow, where[:-1], partial(_put, {"when": f"not ({condition})"}))
            yield Mutant(Kind.BRANCH, file, f"{_place(where)} turned round", turned, name)


def _step_places(steps: list[Any], path: Where) -> Iterator[Where]:
    """Where each step is, inner ones too."""
    for number, step in enumerate(steps):
        here = (*path, number)
        yield here
        for key in _INNER:
            if isinstance(step.get(key), list):
                yield from _step_places(step[key], (*here, key))
        for at, arm in enumerate(step.get("branch", ())):
            for key in _INNER:
                if isinstance(arm.get(key), list):
                    yield from _step_places(arm[key], (*here, "branch", at, key))


def _conditions(step: Data) -> Iterator[tuple[Where, str]]:
    if "when" in step:
        yield ("when",), str(step["when"])
    for at, arm in enumerate(step.get("branch", ())):
        if "when" in arm:
            yield ("branch", at, "when"), str(arm["when"])


def _asking(flows: Any) -> dict[str, frozenset[str]]:
    """The flows that ask for each slot."""
    asking: dict[str, set[str]] = {}
    for flow in flows:
        for path in _step_places(flow["steps"], ("steps",)):
            step = _at(flow, path)
            if slot := step.get("ask") or step.get("choose"):
                asking.setdefault(str(slot), set()).add(str(flow["flow"]))
    return {slot: frozenset(names) for slot, names in asking.items()}


def _of_slots(slots: Data, asking: dict[str, frozenset[str]]) -> Iterator[Mutant]:
    for name, slot in slots.items():
        flows = asking.get(name)
        if not flows:
            continue
        old = slot.get("type", "text")
        other = _OTHER_TYPE.get(old, _USUAL_OTHER_TYPE)
        options = {"options": _NO_WORDS} if other == "choice" else {}
        changed = _changed(
            {**slots, name: _without(slot, "options")}, (name,), partial(_put, {"type": other, **options})
        )
        yield Mutant(Kind.SLOT, "slots.yaml", f"{name}: {old} → {other}", changed, flows)
        yield from _of_options(slots, name, flows)
        for limit in ("min", "max"):
            if limit in slot:
                without = _changed(slots, (name,), partial(_drop, limit))
                yield Mutant(Kind.LIMIT, "slots.yaml", f"{name}.{limit} gone", without, flows)


def _of_options(slots: Data, name: str, flows: frozenset[str]) -> Iterator[Mutant]:
    options = slots[name].get("options", [])
    for at, option in enumerate(options if len(options) > 1 else ()):
        value = option["value"] if isinstance(option, dict) else option
        without = _changed(slots, (name, "options"), partial(_drop, at))
        yield Mutant(Kind.OPTION, "slots.yaml", f"{name}: {value} gone", without, flows)


def _of_intents(intents: Data) -> Iterator[Mutant]:
    for name, intent in intents.items():
        if intent.get("examples") and name not in standing.INTENTS:
            without = _changed(intents, (name,), partial(_put, {"examples": _NO_WORDS}))
            yield Mutant(Kind.INTENT, "intents.yaml", f"{name} without examples", without, intent=name)


def _at(data: Any, path: Where) -> Any:
    for key in path:
        data = data[key]
    return data


def _changed(data: Data, path: Where, change: Callable[[Any], Any]) -> str:
    """The file with the value at `path` changed. JSON is YAML, too."""
    copy = deepcopy(data)
    change(_at(copy, path))
    return json.dumps(copy, ensure_ascii=False)


def _drop(key: str | int, data: Any) -> None:
    del data[key]


def _put(values: Data, data: Any) -> None:
    data.update(values)


def _without(data: Data, key: str) -> Data:
    return {name: value for name, value in data.items() if name != key}


def _place(path: Where) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
