"""Finds flows that go in a circle with no way out. Runs nothing and looks at no condition.

A way out is the end of a flow, `end` or `hand_over`. Every condition may hold or not, so only circles that no answer
of any person could leave are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from giong.dialogue.assistant import Call, Confirm, EndTalk, Flow, Go, HandOverTo, Jump, Step

Node = tuple[str, int]
"""A flow and the number of one of its steps; the number after the last one is its end."""


def endless(flows: Mapping[str, Flow]) -> Iterator[Node]:
    """The `go` steps from which no way leads out, those that are reached by no flow's beginning left aside."""
    before: dict[Node, list[Node]] = {}
    out: list[Node] = []
    reached = [(name, 0) for name in flows]
    seen = set(reached)
    while reached:
        node = reached.pop()
        following = _following(flows, node)
        if not following:
            out.append(node)
        for after in following:
            before.setdefault(after, []).append(node)
            if after not in seen:
                seen.add(after)
                reached.append(after)
    can_leave = set(out)
    while out:
        for node in before.get(out.pop(), ()):
            if node not in can_leave:
                can_leave.add(node)
                out.append(node)
    for name, number in sorted(seen - can_leave):
        if isinstance(flows[name].steps[number], Go):
            yield name, number


def _following(flows: Mapping[str, Flow], node: Node) -> list[Node]:
    """Where one may come next; nothing where it is over, or goes to a flow that does not exist."""
    name, number = node
    steps = flows[name].steps
    if number >= len(steps):
        return []
    step = steps[number]
    if isinstance(step, Go):
        return [(step.flow, 0)] if step.flow in flows else []
    return [(name, after) for after in _within(step, number)]


def _within(step: Step, number: int) -> list[int]:
    match step:
        case EndTalk() | HandOverTo():
            return []
        case Jump(to=to, unless=None):
            return [to]
        case Jump(to=aside) | Confirm(no=aside) | Call(failed=aside):
            return [number + 1, *([aside] if aside >= 0 else [])]
    return [number + 1]
