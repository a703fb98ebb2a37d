"""Finds calls that change something at a service although the person may not have confirmed them. Runs nothing and
looks at no condition.

Consent is a “yes” to a `confirm` step of the same flow. A question that is asked after it for something that the call
sends takes it away again, because the person has not heard that value read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giong.dialogue.assistant import Action, Ask, Call, Confirm, EndTalk, Flow, Go, HandOverTo, Jump, Step


def unconfirmed(flows: Mapping[str, Flow], actions: Mapping[str, Action]) -> Iterator[tuple[str, int, str]]:
    """Flow, number of the step and action of every writing call that some way reaches without consent."""
    for name, flow in flows.items():
        for number, step in enumerate(flow.steps):
            action = actions.get(step.action) if isinstance(step, Call) else None
            if action is not None and action.writes and number in _without_consent(flow.steps, action.used):
                yield name, number, action.name


def _without_consent(steps: tuple[Step, ...], sent: frozenset[str]) -> set[int]:
    """The steps that can be reached, from the beginning or from a question for something `sent`, with no “yes”."""
    fresh = [number + 1 for number, step in enumerate(steps) if isinstance(step, Ask) and step.slot in sent]
    seen: set[int] = set()
    ahead = [0, *fresh]
    while ahead:
        number = ahead.pop()
        if number < len(steps) and number not in seen:
            seen.add(number)
            ahead += _following(steps[number], number)
    return seen


def _following(step: Step, number: int) -> list[int]:
    """Where one may come next in the same flow, other than by consent."""
    match step:
        case EndTalk() | HandOverTo() | Go():
            return []
        case Jump(to=to, unless=None):
            return [to]
        case Confirm(no=aside):
            return [aside] if aside >= 0 else []
        case Jump(to=aside) | Call(failed=aside):
            return [number + 1, *([aside] if aside >= 0 else [])]
    return [number + 1]
