"""What an action must send, and what a service must answer so that the action saves given values. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giong.dialogue.expressions import Expression, Template, plain
from giong.dialogue.speaking import Speaker


def sent(body: Any, speaker: Speaker) -> Any:
    """The JSON that an action must send now."""
    if isinstance(body, dict):
        return {key: sent(value, speaker) for key, value in body.items()}
    if isinstance(body, list):
        return [sent(value, speaker) for value in body]
    if not isinstance(body, Template):
        return body
    scope = speaker.scope()
    if len(body.parts) == 1 and isinstance(only := body.parts[0], Expression):
        return only.value(scope)
    return "".join(part if isinstance(part, str) else plain(part.value(scope)) for part in body.parts)


def answering(save: Mapping[str, str], values: dict[str, Any]) -> Any:
    """The JSON answer in which `save` finds `values`: the path "data.items.0.name" leads through a list."""
    root: Any = {}
    for name, path in save.items():
        _put(root, path.split("."), values[name])
    return _listed(root)


def _put(into: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        into = into.setdefault(key, {})
    into[path[-1]] = value


def _listed(value: Any) -> Any:
    """Mappings whose keys are 0, 1, 2 … as lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner
