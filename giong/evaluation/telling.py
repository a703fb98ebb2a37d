"""How scenarios went, as lines for a person: what was said around a miss, what was expected, what was answered; what
they touch, and which defects they notice. Knows no terminal.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from giong.dialogue.memory import Turn
from giong.evaluation.coverage import Coverage
from giong.evaluation.mutation import Fate, Kind, Verdict
from giong.evaluation.scenarios import Miss, Result

WIDTH = 110
ANSWER_CHARS = 300


def explained(result: Result, *, note: str = "") -> str:
    """A result as text. Lines that begin with "+" hold what was expected, those with "-" what was got; `note` stands
    beside the name of a scenario that passed.
    """
    if result.passed:
        noted = [f"{'≈' if result.misses else '✓'} {result.scenario}{f'  ({note})' if note else ''}"]
        return "\n".join([*noted, *(line for miss in result.late for line in _miss(miss))])
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
    return (f"       {miss.what}{where}", f"       + {_line(miss.expected)}", f"       - {_line(miss.got)}")


def _line(text: str) -> str:
    return textwrap.shorten(text, ANSWER_CHARS, placeholder=" …")


def _answer(turns: tuple[Turn, ...], number: int) -> str:
    return turns[number - 1].delivered.text if number <= len(turns) else "—"


def _shortened(before: str, text: str) -> str:
    return before + textwrap.shorten(text, WIDTH - len(before), placeholder=" …")


MISSING_SHOWN = 12


def covered(coverage: Coverage) -> str:
    """A table of what was touched, each line with what was not."""
    lines = []
    for name, share in coverage.shares.items():
        percent = 100 * share.seen // share.of if share.of else 100
        lines.append(f"  {name:<14} {share.seen:>3}/{share.of:<3} {percent:>3} %")
        lines += [f"      - {missing}" for missing in share.missing[:MISSING_SHOWN]]
        if len(share.missing) > MISSING_SHOWN:
            lines.append(f"      … {len(share.missing) - MISSING_SHOWN}")
    return "\n".join(lines)


def tally(verdicts: Sequence[Verdict]) -> dict[str, dict[str, int]]:
    """For each kind of mutant: how many there were, and how many had each fate."""
    counts: dict[str, dict[str, int]] = {}
    for kind in Kind:
        fates = [verdict.fate for verdict in verdicts if verdict.mutant.kind is kind]
        if fates:
            counts[kind.value] = {"mutants": len(fates), **{fate.value: fates.count(fate) for fate in Fate}}
    return counts


def judged(verdicts: Sequence[Verdict]) -> str:
    """A table of what was noticed, and every mutant that nobody noticed."""
    lines = []
    for kind, counts in tally(verdicts).items():
        noticed = counts["mutants"] - counts["survived"]
        lines.append(f"  {kind:<14} {noticed:>3}/{counts['mutants']:<3} {100 * noticed // counts['mutants']:>3} %")
    survivors = [verdict.mutant for verdict in verdicts if verdict.fate is Fate.SURVIVED]
    return "\n".join(lines + [f"      - {mutant.file}: {mutant.what}" for mutant in survivors])
