"""How a scenario went, as lines for a person: what was said around the miss, what was expected, what was answered."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from giong.dialogue.memory import Turn
from giong.evaluation.scenarios import Miss, Result

WIDTH = 110


def explained(result: Result) -> str:
    """A result as text. Lines that begin with "+" hold what was expected, those with "-" what was got."""
    if result.passed:
        noted = [f"✓ {result.scenario}" + (f"  (known gap: {result.gap})" if result.gap else "")]
        return "\n".join([*noted, *(line for miss in result.late for line in _miss(miss))])
    if not result.misses:
        return f"✗ {result.scenario}\n    passes now: remove “gap: {result.gap}”"
    return "\n".join([f"✗ {result.scenario}", *_turns(result)])


def _turns(result: Result) -> Iterator[str]:
    """Each turn with a miss, with the answer before it as the context."""
    for number in sorted({miss.turn for miss in result.misses}):
        misses = [miss for miss in result.misses if miss.turn == number]
        turns = result.call if all(miss.line == "call" for miss in misses) else result.chat
        if number > 1:
            yield _shortened("    … ", _answer(turns, number - 1))
        turn = turns[number - 1] if number <= len(turns) else None
        said = f"“{turn.said.text}”" if turn and turn.said else "—"
        yield _shortened(f"    {number}. ", said)
        for miss in misses:
            yield from _miss(miss)


def _miss(miss: Miss) -> Iterable[str]:
    where = "" if miss.line == "both" else f" [{miss.line}]"
    return (f"       {miss.what}{where}", f"       + {miss.expected}", f"       - {miss.got}")


def _answer(turns: tuple[Turn, ...], number: int) -> str:
    return turns[number - 1].delivered.text if number <= len(turns) else "—"


def _shortened(before: str, text: str) -> str:
    return before + textwrap.shorten(text, WIDTH - len(before), placeholder=" …")
