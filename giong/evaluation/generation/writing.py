"""Writes scenarios as the YAML that people write: one line an expectation. Knows the format and nothing of talks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from giong.dialogue.folder import marks
from giong.dialogue.folder.reading import GENERATED, read_scenarios
from giong.dialogue.folder.schema import ScenarioFile, ScenarioTurnFile

HEADER = (
    "# Sinh ra từ kịch bản của trợ lý bằng “giong test --generate”; lần sinh sau sẽ ghi đè tệp này.\n"
    "# Made from the assistant's flows; the next generation overwrites it. Write scenarios of your own in tests/.\n"
)
_PLAIN = re.compile(r"[^\W\d][\w /]*", re.UNICODE)


def write_generated(folder: Path, files: Mapping[str, list[ScenarioFile]]) -> list[Path]:
    """Replace the generated scenarios of an assistant's folder; returns the files. A gap that is noted at a scenario
    stays noted at the one of the same name.
    """
    place = folder / GENERATED
    place.mkdir(parents=True, exist_ok=True)
    gaps = {one.scenario: one.gap for one in read_scenarios(folder) if one.gap}
    files = {
        name: [one.model_copy(update={"gap": one.gap or gaps.get(one.scenario, "")}) for one in scenarios]
        for name, scenarios in files.items()
    }
    wanted = {place / f"{name}.yaml": as_yaml(scenarios) for name, scenarios in files.items()}
    for old in set(place.glob("*.yaml")) - wanted.keys():
        old.unlink()
    for path, text in wanted.items():
        path.write_text(HEADER + text, encoding="utf-8")
    return sorted(wanted)


def as_yaml(scenarios: Iterable[ScenarioFile]) -> str:
    """The text of a file with these scenarios."""
    return "\n".join("\n".join(_lines(one)) + "\n" for one in scenarios)


def _lines(scenario: ScenarioFile) -> Iterator[str]:
    told = scenario.model_dump(exclude_defaults=True, by_alias=True)
    yield f"- scenario: {_flow(told.pop('scenario'))}"
    turns = told.pop("turns")
    for key, value in told.items():
        yield f"  {key}: {_flow(value)}"
    yield "  turns:"
    for turn, given in zip(scenario.turns, turns, strict=True):
        yield from _turn(turn, given)


def _turn(turn: ScenarioTurnFile, given: dict[str, Any]) -> Iterator[str]:
    expect = given.pop("expect", None)
    done = [f"{key}: {_flow(value)}" for key, value in given.items()]
    if expect:
        done.append(f"expect: {_flow(expect)}")
    first, *rest = done or ["expect: {}"]
    yield f"    - {first}"
    yield from (f"      {line}" for line in rest)


def _flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _is_plain(text: str) -> bool:
    """Whether the text stays what it is without quotes."""
    return _PLAIN.fullmatch(text) is not None and text == text.strip() and marks.scalar(text) == text
