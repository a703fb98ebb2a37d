"""Turns real conversations into scenarios for a person to look over: what was said, in disguise, and what was done.

A draft expects what the assistant did then, right or wrong; that is why drafts are read by a person and not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from giong.clock import VIETNAM
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.schema import ExpectFile, FakeAnswerFile, ScenarioFile, ScenarioTurnFile
from giong.dialogue.line import Via
from giong.dialogue.memory import End, HandOver, Turn
from giong.evaluation.disguise import Disguise
from giong.evaluation.generation.services import answering
from giong.evaluation.generation.walk import essence
from giong.evaluation.generation.writing import as_yaml

DRAFTS = "tests/drafts"
HEADER = (
    "# Nháp từ hội thoại thật, thông tin cá nhân đã được thay. Kỳ vọng là điều trợ lý ĐÃ làm: hãy sửa chỗ sai,\n"
    "# rồi chuyển kịch bản nào cần giữ sang tests/. Tệp trong thư mục này không được chạy.\n"
    "# Drafts of real conversations in disguise. They expect what WAS done: correct it, then move to tests/.\n"
)


def drafted(assistant: Assistant, turns: Sequence[Turn], *, name: str, at: datetime, channel: str) -> ScenarioFile:
    """The conversation as a scenario. `at` is when it began."""
    disguise = Disguise(assistant)
    for turn in turns:
        disguise.learn(turn.report.slots)
    return ScenarioFile(
        scenario=name,
        channel="call" if channel == "call" else "web",
        now=at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M"),
        actions=_actions(assistant, turns, disguise),
        turns=list(_turns(turns, disguise)),
    )


def write_drafts(folder: Path, scenarios: Sequence[ScenarioFile]) -> Path | None:
    """The file in an assistant's folder that holds the drafts, None where there are none. A new one each time: a person
    may be at work on the last.
    """
    if not scenarios:
        return None
    place = folder / DRAFTS
    place.mkdir(parents=True, exist_ok=True)
    files = (place / f"hoi-thoai-{number}.yaml" for number in count(1))
    file = next(one for one in files if not one.exists())
    file.write_text(HEADER + as_yaml(scenarios), encoding="utf-8")
    return file


def _turns(turns: Sequence[Turn], disguise: Disguise) -> Iterator[ScenarioTurnFile]:
    before: Mapping[str, Any] = {}
    for number, turn in enumerate(turns):
        expect = _expected(turn, before, disguise)
        before = turn.report.slots
        if turn.said is None:
            yield ScenarioTurnFile(silence=True if number else None, expect=expect)
        elif turn.said.via is Via.BUTTON:
            yield ScenarioTurnFile(press=disguise.text(turn.said.text), expect=expect)
        else:
            yield ScenarioTurnFile(user=disguise.text(turn.said.text), expect=expect)


def _expected(turn: Turn, before: Mapping[str, Any], disguise: Disguise) -> ExpectFile:
    report = turn.report
    filled = {name: disguise.value(name, value) for name, value in report.slots.items() if before.get(name) != value}
    given: dict[str, Any] = {"slots": filled}
    if report.flow:
        given["flow"] = report.flow
    if report.decision and not report.flow:
        given["decision"] = report.decision
    if report.actions:
        given["action"] = report.actions[-1]
    if isinstance(turn.act, HandOver):
        given["hand_over"] = turn.act.queue or True
    if isinstance(turn.act, End):
        given["ends"] = turn.act.outcome
    if turn.delivered.pieces and not turn.delivered.cut_off:
        given["says"] = essence(disguise.text(turn.delivered.pieces[-1].text))
    return ExpectFile(**given)


def _actions(
    assistant: Assistant, turns: Sequence[Turn], disguise: Disguise
) -> dict[str, FakeAnswerFile | list[FakeAnswerFile]]:
    """What the services answered, as far as the slots that were saved tell it."""
    answers: dict[str, FakeAnswerFile | list[FakeAnswerFile]] = {}
    for turn in turns:
        for name in turn.report.actions:
            action = assistant.actions.get(name)
            if action is None:
                continue
            saved = {slot: turn.report.slots.get(slot) for slot in action.save}
            failed = isinstance(turn.act, HandOver) or (bool(saved) and all(one is None for one in saved.values()))
            body = {} if failed else disguise.json(answering(action.save, saved))
            answers[name] = FakeAnswerFile.model_validate({"status": 503 if failed else 200, "json": body})
    return answers
