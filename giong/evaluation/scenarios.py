"""Plays an assistant's scenarios over a chat and over a call, and says where the answers are not the expected ones.

Time is virtual, HTTP actions are answered as the scenario says, and both talks must leave the same history: an
assistant that answers differently on the phone is a defect, unless its own files say so.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import httpx

from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.dialogue.actions import HttpSender, Outcome
from giong.dialogue.assistant import HttpAction
from giong.dialogue.converse import Patience, converse
from giong.dialogue.expressions import Scope
from giong.dialogue.line import Said, Via
from giong.dialogue.memory import End, HandOver, Notebook, Turn
from giong.dialogue.mind import Mind
from giong.dialogue.schema import ExpectFile, FakeAnswerFile, ScenarioFile, ScenarioTurnFile
from giong.evaluation.lines import LineOf, Script, ScriptedCall, ScriptedChat

TOKEN = "00bc614e5eed5eed5eed5eed5eed5eed"
"""The name of every rehearsed conversation, so that reference numbers are always the same (345678)."""


@dataclass(frozen=True)
class Miss:
    """One thing that was not as expected. `turn` counts the scenario's turns from 1; `line` is "chat", "call" or
    "both".
    """

    turn: int
    line: str
    what: str
    expected: str
    got: str


@dataclass(frozen=True)
class Result:
    """How a scenario went. `chat` and `call` are the histories, for a report."""

    scenario: str
    misses: tuple[Miss, ...]
    chat: tuple[Turn, ...]
    call: tuple[Turn, ...]

    @property
    def passed(self) -> bool:
        return not self.misses


def run_scenarios(
    mind: Mind,
    scenarios: Iterable[ScenarioFile],
    *,
    chat_line: LineOf = ScriptedChat,
    call_line: LineOf = ScriptedCall,
) -> Iterator[Result]:
    """Play each scenario twice. Runs event loops of its own, so it must not be called from inside one."""
    for scenario in scenarios:
        yield run_scenario(mind, scenario, chat_line=chat_line, call_line=call_line)


def run_scenario(
    mind: Mind,
    scenario: ScenarioFile,
    *,
    chat_line: LineOf = ScriptedChat,
    call_line: LineOf = ScriptedCall,
) -> Result:
    chat = _play(mind, scenario, chat_line)
    call = _play(mind, scenario, call_line)
    misses = [*_checked(scenario, chat, "chat"), *_checked(scenario, call, "call"), *_compared(chat, call)]
    return Result(scenario.scenario, tuple(_merged(misses)), tuple(chat), tuple(call))


def _turns(scenario: ScenarioFile) -> list[ScenarioTurnFile]:
    """The turns, with the greeting as the first even where the scenario does not mention it."""
    first = scenario.turns[0]
    mentioned = first.user is None and first.press is None and first.silence is None
    return list(scenario.turns) if mentioned else [ScenarioTurnFile(), *scenario.turns]


def _script(scenario: ScenarioFile) -> Script:
    return [
        None if turn.silence else Said(turn.user) if turn.user is not None else Said(turn.press or "", Via.BUTTON)
        for turn in _turns(scenario)[1:]
    ]


def _play(mind: Mind, scenario: ScenarioFile, line_of: LineOf) -> list[Turn]:
    moment = datetime.fromisoformat(scenario.now.replace(" ", "T")).replace(tzinfo=VIETNAM)
    means = replace(
        mind.means,
        clock=FixedClock(moment),
        sender=RehearsedSender(mind.means.assistant.hosts, scenario.actions),
        new_token=lambda: TOKEN,
        channel=scenario.channel,
    )
    memory = Notebook()
    patience = Patience(means.assistant.limits.silence_s)

    async def talk() -> None:
        await converse(line=line_of(_script(scenario)), answerer=Mind(means), memory=memory, patience=patience)

    run_virtually(talk())
    return memory.turns


class RehearsedSender:
    """Sends actions to nobody: builds the real request and answers it as the scenario says; an action that it does not
    mention finds its service away.
    """

    def __init__(self, hosts: frozenset[str], answers: Mapping[str, FakeAnswerFile | list[FakeAnswerFile]]) -> None:
        self._hosts = hosts
        self._answers = {
            name: iter(answer) if isinstance(answer, list) else _for_ever(answer) for name, answer in answers.items()
        }

    async def send(self, action: HttpAction, scope: Scope, *, key: str) -> Outcome:
        def answer(request: httpx.Request) -> httpx.Response:
            fake = next(self._answers.get(action.name, iter(())), None)
            if fake is None:
                raise httpx.ConnectError("the scenario has no answer for it", request=request)
            return httpx.Response(fake.status, json=fake.body)

        sender = HttpSender(
            self._hosts, environment=_AnySecret(), transport=httpx.MockTransport(answer), failures=logging.INFO
        )
        return await sender.send(action, scope, key=key)


def _for_ever(answer: FakeAnswerFile) -> Iterator[FakeAnswerFile]:
    while True:
        yield answer


class _AnySecret(dict[str, str]):
    """Every secret is set in a rehearsal."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return "secret"


def _checked(scenario: ScenarioFile, turns: Sequence[Turn], line: str) -> Iterator[Miss]:
    expected = _turns(scenario)
    for number, wanted in enumerate(expected, 1):
        if number > len(turns):
            yield Miss(number, line, "turns", str(len(expected)), f"{len(turns)}: the talk ended before this turn")
            return
        for what, want, got in _differences(wanted.expect, turns[number - 1], scenario.channel):
            yield Miss(number, line, what, want, got)


def _heard(turn: Turn, channel: str) -> str:
    """What the person read or, in a scenario of a call, heard."""
    pieces = turn.delivered.pieces
    return " ".join(piece.speech or piece.text if channel == "call" else piece.text for piece in pieces)


def _differences(expect: ExpectFile, turn: Turn, channel: str) -> Iterator[tuple[str, str, str]]:
    text = _heard(turn, channel)
    for words in _listed(expect.says):
        if _loose(words) not in _loose(text):
            yield "says", words, text
    for words in _listed(expect.not_says):
        if _loose(words) in _loose(text):
            yield "not_says", words, text
    for what in ("intent", "flow", "decision"):
        want, got = getattr(expect, what), getattr(turn.report, what)
        if want is not None and want != got:
            yield what, want, got
    for name, value in expect.slots.items():
        if turn.report.slots.get(name) != value:
            yield f"slots.{name}", repr(value), repr(turn.report.slots.get(name))
    yield from _shown(expect, turn)
    yield from _done(expect, turn)


def _shown(expect: ExpectFile, turn: Turn) -> Iterator[tuple[str, str, str]]:
    pieces = turn.delivered.pieces
    titles = [citation.source_title for piece in pieces for citation in piece.citations]
    if expect.cites is not None and not any(_loose(expect.cites) in _loose(title) for title in titles):
        yield "cites", expect.cites, ", ".join(titles) or "—"
    choices = [choice.title for piece in pieces for choice in piece.choices]
    if expect.choices is not None and expect.choices != choices:
        yield "choices", ", ".join(expect.choices), ", ".join(choices) or "—"


def _done(expect: ExpectFile, turn: Turn) -> Iterator[tuple[str, str, str]]:
    if expect.action is not None and expect.action not in turn.report.actions:
        yield "action", expect.action, ", ".join(turn.report.actions) or "—"
    queue = turn.act.queue if isinstance(turn.act, HandOver) else None
    if expect.hand_over is not None and not _agrees(expect.hand_over, queue):
        yield "hand_over", str(expect.hand_over), "no" if queue is None else f"“{queue}”"
    outcome = turn.act.outcome if isinstance(turn.act, End) else None
    if expect.ends is not None and not _agrees(expect.ends, outcome):
        yield "ends", str(expect.ends), "no" if outcome is None else f"“{outcome}”"


def _agrees(expected: bool | str, got: str | None) -> bool:
    return expected == got if isinstance(expected, str) else expected == (got is not None)


def _compared(chat: Sequence[Turn], call: Sequence[Turn]) -> Iterator[Miss]:
    """The same talk must leave the same history; how it was said and spoken does not count."""
    for number, (one, other) in enumerate(zip(chat, call, strict=False), 1):
        left, right = _remembered(one), _remembered(other)
        for what, value in left.items():
            if value != right[what]:
                yield Miss(number, "both", f"history.{what}", f"chat: {value}", f"call: {right[what]}")
    if len(chat) != len(call):
        yield Miss(min(len(chat), len(call)) + 1, "both", "history.turns", f"chat: {len(chat)}", f"call: {len(call)}")


def _remembered(turn: Turn) -> dict[str, Any]:
    return {
        "said": turn.said.text if turn.said else None,
        "pieces": [(piece.text, piece.choices, piece.citations) for piece in turn.delivered.pieces],
        "act": turn.act,
        "slots": turn.report.slots,
        "decision": turn.report.decision,
    }


def _merged(misses: Sequence[Miss]) -> Iterator[Miss]:
    """What went wrong on both lines alike is told once."""
    for miss in misses:
        twin = replace(miss, line="call" if miss.line == "chat" else "chat")
        if miss.line == "both" or twin not in misses:
            yield miss
        elif miss.line == "chat":
            yield replace(miss, line="both")


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _loose(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def explained(result: Result) -> str:
    """A result as lines for a person: what was said, expected and answered."""
    if result.passed:
        return f"✓ {result.scenario}"
    lines = [f"✗ {result.scenario}"]
    for miss in result.misses:
        turns = result.call if miss.line == "call" else result.chat
        turn = turns[miss.turn - 1] if miss.turn <= len(turns) else None
        said = f"“{turn.said.text}”" if turn and turn.said else "—"
        where = "" if miss.line == "both" else f" [{miss.line}]"
        lines += [
            f"    {miss.turn}. {said}{where} {miss.what}",
            f"       + {miss.expected}",
            f"       - {miss.got}",
        ]
    return "\n".join(lines)
