"""Plays the callers of `docs/callers/` through the sample assistants and writes `docs/CALLERS.md`. Judges nothing: what
went wrong is what a person noted beside a turn after reading it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.memory import End, HandOver, Turn
from giong.dialogue.mind import Mind
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import run_scenario

DOCS = Path(__file__).parent
CALLERS = DOCS / "callers"
PAGE = DOCS / "CALLERS.md"
LONG = "Tôi xin trình bày hoàn cảnh gia đình tôi như sau, mong quý cơ quan xem xét. " * 140
"""What `long` stands for: more than ten thousand characters."""
SHOWN_CHARS = 300


def _written(value: Any) -> Any:
    if value == "silence":
        return {"silence": True}
    if value == "long":
        return {"said": LONG}
    return {"said": value} if isinstance(value, str) else value


class SaidFile(BaseModel):
    """One thing that a caller does, and what a reader found wrong with the answer to it."""

    model_config = ConfigDict(extra="forbid")

    said: str | None = None
    press: str | None = None
    silence: bool = False
    wrong: str = ""

    def turn(self) -> dict[str, Any]:
        if self.silence:
            return {"silence": True}
        return {"press": self.press} if self.press else {"user": self.said}


class CallerFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    caller: str
    line: str
    now: str = "2026-11-20 09:00"
    says: list[Annotated[SaidFile, BeforeValidator(_written)]]


class CallersFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    assistant: str
    actions: dict[str, Any] = {}
    callers: list[CallerFile]


@dataclass(frozen=True)
class Talk:
    """What a caller said, and the turns that came of it; the first turn is the greeting."""

    caller: CallerFile
    turns: tuple[Turn, ...]

    @property
    def said(self) -> list[SaidFile]:
        """Without what was not said any more because the talk had ended."""
        return self.caller.says[: len(self.turns) - 1]

    @property
    def wrong(self) -> int:
        return sum(bool(one.wrong) for one in self.said)


def page() -> str:
    files = [CallersFile(**yaml.safe_load(path.read_text("utf-8"))) for path in sorted(CALLERS.glob("*.yaml"))]
    played = {file.assistant: _played(file) for file in files}
    talks = [talk for name, some in played.values() for talk in some]
    said, wrong = sum(len(talk.said) for talk in talks), sum(talk.wrong for talk in talks)
    intro = (
        "# Thirty callers\n\n"
        "Made by `scripts/callers` from `docs/callers/*.yaml`: what each person says was written before it was\n"
        "played, the way such people talk, and follows no answer. The assistants are the samples; time is virtual and\n"
        "the organisations' services are played. What went wrong was marked by hand after reading, ✗.\n\n"
        f"{len(talks)} callers, {said} turns: {wrong} answers went wrong ({wrong / said:.0%}); "
        f"{sum(not talk.wrong for talk in talks)} callers were served without a mark.\n"
    )
    return intro + "".join(f"\n## {name}\n" + "".join(map(_told, some)) for name, some in played.values())


def _played(file: CallersFile) -> tuple[str, list[Talk]]:
    with rehearsal(DOCS.parent / "assistants" / file.assistant) as ready:
        return ready.assistant.name, [_talk(ready.mind, file, caller) for caller in file.callers]


def _talk(mind: Mind, file: CallersFile, caller: CallerFile) -> Talk:
    scenario = ScenarioFile.model_validate(
        {
            "scenario": caller.caller,
            "channel": caller.line,
            "now": caller.now,
            "actions": file.actions,
            "turns": [{}, *(one.turn() for one in caller.says)],
        }
    )
    result = run_scenario(mind, scenario)
    return Talk(caller, result.call if caller.line == "call" else result.chat)


def _told(talk: Talk) -> str:
    caller = talk.caller
    lines = [
        f"\n### {caller.caller} ({'gọi điện' if caller.line == 'call' else 'nhắn tin'})\n",
        *_answer(talk.turns[0]),
    ]
    for one, turn in zip(talk.said, talk.turns[1:], strict=True):
        lines += [f"- **Khách:** {_shown(one)}", *_answer(turn), *([f"  - ✗ {one.wrong}"] if one.wrong else [])]
    for one in caller.says[len(talk.said) :]:
        lines.append(f"- **Khách:** {_shown(one)} *(cuộc nói chuyện đã kết thúc)*")
    return "\n".join(lines) + "\n"


def _shown(one: SaidFile) -> str:
    if one.silence:
        return "*(im lặng)*"
    if one.press:
        return f"*(bấm phím {one.press})*"
    text = one.said or ""
    return text if len(text) <= SHOWN_CHARS else f"{text[:80]}… *({len(text):,} ký tự)*"


def _answer(turn: Turn) -> Iterator[str]:
    text = " ".join(turn.delivered.text.split())
    yield f"  - **Trợ lý:** {text}{_act(turn)}"


def _act(turn: Turn) -> str:
    match turn.act:
        case HandOver():
            return f" *[chuyển người: {turn.act.reason}]*"
        case End():
            return f" *[kết thúc: {turn.act.outcome}]*"
    return f" *[đã làm: {', '.join(turn.report.actions)}]*" if turn.report.actions else ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
