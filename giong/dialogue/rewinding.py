"""Goes back in a flow when an earlier answer changes, so that every step that rests on it is taken again. Knows no
words of people.

A step that was taken and rests on nothing that changed is passed over: nothing is said, asked or sent twice. What
wrote to a service is never taken again.
"""

from __future__ import annotations

from collections.abc import Iterator

from giong.dialogue.assistant import Ask, Call, Confirm, Jump, LookUp, Phrases, Say, Set, Step
from giong.dialogue.expressions import Expression
from giong.dialogue.moment import Moment
from giong.dialogue.notes import Place


def rewind(moment: Moment, name: str, *, ask: bool = False) -> bool:
    """Stand at the first step taken that rests on the slot `name`, or with `ask` at the one that asks for it. False,
    and nothing is changed, where there is none.
    """
    place = moment.notes.place
    assert place is not None
    first = next((at for at in _returnable(moment, place) if _turns_on(moment, place, at, name, ask=ask)), None)
    if first is None:
        return False
    place.redo = max(place.redo, place.at)
    place.changed = [*dict.fromkeys([*place.changed, name])]
    place.at = first
    place.slot, place.tries = "", 0
    return True


def restart(moment: Moment) -> None:
    """Back to the first question; what wrote to a service stays done."""
    place = moment.notes.place
    assert place is not None
    steps = moment.assistant.flows[place.flow].steps
    asked = [at for at in _returnable(moment, place) if isinstance(steps[at], Ask)]
    for at in asked:
        step = steps[at]
        assert isinstance(step, Ask)
        moment.notes.slots.pop(step.slot, None)
        place.changed = [*dict.fromkeys([*place.changed, step.slot])]
    if asked:
        place.redo, place.at = max(place.redo, place.at), asked[0]
    place.slot, place.tries, place.trail = "", 0, []


def is_harmless(moment: Moment, name: str) -> bool:
    """Whether a flow may be run once more: it writes to no service and passes nobody on."""
    steps = moment.assistant.flows[name].steps if name in moment.assistant.flows else ()
    return bool(steps) and all(_only_reads(moment, step) for step in steps if isinstance(step, Call))


def rests_on(moment: Moment) -> frozenset[str]:
    """The slots that the running flow's steps read, wherever they were filled."""
    place = moment.notes.place
    steps = moment.assistant.flows[place.flow].steps if place else ()
    read = frozenset(name for step in steps for name in _read_by(moment, step))
    return read & moment.assistant.slots.keys()


def walk(moment: Moment, place: Place) -> bool:
    """Take note that the step at `place` is reached. True if it was taken before and is to be passed over."""
    step = moment.assistant.flows[place.flow].steps[place.at]
    if place.at >= place.redo:
        place.redo, place.changed = 0, []
    before = place.at in place.walked
    if not before:
        place.walked.append(place.at)
    if not place.redo:
        return False
    touched = bool(_read_by(moment, step) & set(place.changed))
    if touched or not before:
        place.changed = [*dict.fromkeys([*place.changed, *_written_by(moment, step)])]
    if touched and isinstance(step, Jump):
        # Whatever hangs on the condition counts as new.
        place.walked = [at for at in place.walked if not place.at < at < step.to]
    if isinstance(step, Call) and before:
        return not touched or not _only_reads(moment, step)
    if isinstance(step, Ask) and before:
        return step.slot in moment.notes.slots and not (step.anew and touched)
    return before and not touched and isinstance(step, Say | Confirm | LookUp)


def _returnable(moment: Moment, place: Place) -> list[int]:
    """The steps taken, in order, since something was last written to a service."""
    steps = moment.assistant.flows[place.flow].steps
    taken = sorted(at for at in place.walked if at < place.at)
    writes = [at for at in taken if isinstance(step := steps[at], Call) and not _only_reads(moment, step)]
    return [at for at in taken if at > max(writes, default=-1)]


def _turns_on(moment: Moment, place: Place, at: int, name: str, *, ask: bool) -> bool:
    step = moment.assistant.flows[place.flow].steps[at]
    if isinstance(step, Ask):
        return ask and step.slot == name
    return not ask and not isinstance(step, Say) and name in _read_by(moment, step)


def _read_by(moment: Moment, step: Step) -> frozenset[str]:
    """The names that a step rests on."""
    match step:
        case Jump():
            return step.unless.used if step.unless else frozenset()
        case Set():
            return frozenset(name for expression in step.values.values() for name in expression.used)
        case Ask():
            return frozenset({step.slot})
        case Say() | Confirm():
            return _named_in(_expressions(step.phrases))
        case LookUp():
            return _named_in(step.query.expressions())
        case Call():
            return moment.assistant.actions[step.action].used
    return frozenset()


def _written_by(moment: Moment, step: Step) -> tuple[str, ...]:
    match step:
        case Set():
            return tuple(step.values)
        case Call():
            return tuple(moment.assistant.actions[step.action].save)
    return ()


def _only_reads(moment: Moment, step: Call) -> bool:
    return not moment.assistant.actions[step.action].writes


def _named_in(expressions: Iterator[Expression]) -> frozenset[str]:
    return frozenset(name for expression in expressions for name in expression.used)


def _expressions(phrases: Phrases) -> Iterator[Expression]:
    for phrase in phrases:
        yield from phrase.text.expressions()
