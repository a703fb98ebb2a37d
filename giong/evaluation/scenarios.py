"""Plays an assistant's scenarios over a chat and over a call, and says where the answers are not the expected ones.

Time is virtual, HTTP actions are answered as the scenario says, and both talks must leave the same history: an
assistant that answers differently on the phone is a defect, unless its own files say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from giong.clock import VIETNAM, FixedClock, run_virtually
from giong.dialogue.converse import Patience, converse
from giong.dialogue.folder.schema import ScenarioFile, ScenarioTurnFile
from giong.dialogue.line import Line, Said, Via
from giong.dialogue.memory import Notebook, Turn
from giong.dialogue.mind import Mind
from giong.evaluation.expectations import Observed, differences, lateness
from giong.evaluation.lines import Keys, LineOf, Script, ScriptedCall, ScriptedChat
from giong.evaluation.photographs import photo_of, rehearsed
from giong.evaluation.sender import RehearsedSender
from giong.evaluation.stopwatch import Stopwatch

TOKEN = "00bc614e5eed5eed5eed5eed5eed5eed"
"""The name of every rehearsed conversation, so that reference numbers are always the same (345678)."""

Recognise = Callable[[str], Said]
"""What a recogniser makes of a recording of the scenario, named as in the scenario."""


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
    """How a scenario went. `chat` and `call` are the histories, for a report; `late` are the turns that took longer
    than expected, which is told and, unless asked for, no failure: a busy machine is no defect of an assistant. `gap`
    is why it is known not to pass.
    """

    scenario: str
    misses: tuple[Miss, ...]
    chat: tuple[Turn, ...]
    call: tuple[Turn, ...]
    late: tuple[Miss, ...] = ()
    gap: str = ""

    @property
    def passed(self) -> bool:
        """What is known not to pass is no failure, and neither is that it passes by now."""
        return not self.misses or bool(self.gap)


@dataclass(frozen=True)
class _Played:
    """One talk: its turns, and for each of them what else was observed."""

    turns: tuple[Turn, ...]
    observed: tuple[Observed, ...]


def run_scenarios(
    mind: Mind,
    scenarios: Iterable[ScenarioFile],
    *,
    chat_line: LineOf = ScriptedChat,
    call_line: LineOf = ScriptedCall,
    recognise: Recognise | None = None,
) -> Iterator[Result]:
    """Play each scenario twice. Runs event loops of its own, so it must not be called from inside one.

    Without `recognise` recordings are heard as the words that the scenario says are in them.
    """
    for scenario in scenarios:
        yield run_scenario(mind, scenario, chat_line=chat_line, call_line=call_line, recognise=recognise)


def run_scenario(
    mind: Mind,
    scenario: ScenarioFile,
    *,
    chat_line: LineOf = ScriptedChat,
    call_line: LineOf = ScriptedCall,
    recognise: Recognise | None = None,
) -> Result:
    chat = _play(mind, scenario, chat_line(_script(scenario)))
    call = _play(mind, scenario, call_line(_script(scenario, recognise)))
    misses = [*_checked(scenario, chat, "chat"), *_checked(scenario, call, "call"), *_compared(scenario, chat, call)]
    late = [*_late(scenario, chat, "chat"), *_late(scenario, call, "call")]
    return Result(scenario.scenario, tuple(_merged(misses)), chat.turns, call.turns, tuple(late), scenario.gap)


def chat_misses(mind: Mind, scenario: ScenarioFile) -> list[Miss]:
    """What is not as expected over a chat alone, which is quicker."""
    return list(_checked(scenario, _play(mind, scenario, ScriptedChat(_script(scenario))), "chat"))


def turns_of(scenario: ScenarioFile) -> list[ScenarioTurnFile]:
    """The turns, with the greeting as the first even where the scenario does not mention it."""
    mentioned = scenario.turns[0].is_greeting
    return list(scenario.turns) if mentioned else [ScenarioTurnFile(), *scenario.turns]


def _script(scenario: ScenarioFile, recognise: Recognise | None = None) -> Script:
    return [_done(turn, number, recognise) for number, turn in enumerate(turns_of(scenario)) if number]


def _done(turn: ScenarioTurnFile, number: int, recognise: Recognise | None) -> Said | Keys | None:
    """What the person does in the turn with this number."""
    if turn.photo is not None:
        return Said(turn.user or "", photos=(photo_of(number),))
    if turn.silence:
        return None
    if turn.keys is not None:
        return Keys(turn.keys)
    if turn.audio is not None and recognise is not None:
        return recognise(turn.audio)
    return Said(turn.user) if turn.user is not None else Said(turn.press or "", Via.BUTTON)


def _play(mind: Mind, scenario: ScenarioFile, line: Line) -> _Played:
    moment = datetime.fromisoformat(scenario.now.replace(" ", "T")).replace(tzinfo=VIETNAM)
    sender = RehearsedSender(mind.means.assistant.hosts, scenario.actions)
    means = replace(
        mind.means,
        clock=FixedClock(moment),
        sender=sender,
        new_token=lambda: TOKEN,
        papers=rehearsed(turns_of(scenario)),
        channel=scenario.channel,
    )
    memory = Notebook()
    if scenario.outbound is not None:
        memory.state = Mind(means).opening(scenario.outbound)
    patience = Patience(means.assistant.limits.silence_s)
    answerer = Stopwatch(Mind(means), at_each=sender.next_turn)

    async def talk() -> None:
        await converse(line=line, answerer=answerer, memory=memory, patience=patience)

    run_virtually(talk())
    taken = zip(answerer.seconds, sender.sent, strict=True)
    return _Played(tuple(memory.turns), tuple(Observed(took_s * 1000, tuple(sent)) for took_s, sent in taken))


def _checked(scenario: ScenarioFile, played: _Played, line: str) -> Iterator[Miss]:
    expected = turns_of(scenario)
    for number, wanted in enumerate(expected, 1):
        if number > len(played.turns):
            said = f"{len(played.turns)}: the talk ended before this turn"
            yield Miss(number, line, "turns", str(len(expected)), said)
            return
        turn, observed = played.turns[number - 1], played.observed[number - 1]
        for what, want, got in differences(wanted.expect, turn, observed, channel=scenario.channel):
            yield Miss(number, line, what, want, got)


def _late(scenario: ScenarioFile, played: _Played, line: str) -> Iterator[Miss]:
    for number, (wanted, observed) in enumerate(zip(turns_of(scenario), played.observed, strict=False), 1):
        for want, got in lateness(wanted.expect, observed):
            yield Miss(number, line, "within_ms", want, got)


def _compared(scenario: ScenarioFile, chat: _Played, call: _Played) -> Iterator[Miss]:
    """The same talk must leave the same history; how it was said and spoken does not count."""
    done = turns_of(scenario)
    for number, (one, other) in enumerate(zip(chat.turns, call.turns, strict=False), 1):
        left, right = _remembered(one), _remembered(other)
        if number <= len(done) and (done[number - 1].audio or done[number - 1].keys):
            # A recogniser may hear other words, and a key stands for the option that it chooses.
            right["said"] = left["said"]
        for what, value in left.items():
            if value != right[what]:
                yield Miss(number, "both", f"history.{what}", f"chat: {value}", f"call: {right[what]}")
    counts = len(chat.turns), len(call.turns)
    if counts[0] != counts[1]:
        yield Miss(min(counts) + 1, "both", "history.turns", f"chat: {counts[0]}", f"call: {counts[1]}")


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
