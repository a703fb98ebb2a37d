"""Documents and pages as plain JSON values, and back. Knows the shapes by their types alone."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any, *, whole: bool = False) -> Any:
    """The value as JSON can hold it: objects by their fields, those that have their default left out unless `whole`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(kept, whole=whole)
            for field in dataclasses.fields(value)
            if (kept := getattr(value, field.name)) != field.default or whole
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(one, whole=whole) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, whole=whole) for one in value]
    return value.item() if hasattr(value, "item") else value  # numpy's numbers


def restored(kind: type[T], value: Any) -> T:
    """What `plain` was made of."""
    made: T = _restored(kind, value)
    return made


def _restored(kind: Any, value: Any) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _restored(next(one for one in inside if one is not type(None)), value)
    if origin is tuple:
        kinds = (inside[0],) * len(value) if inside[-1] is Ellipsis else inside
        return tuple(_restored(one, part) for one, part in zip(kinds, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _restored(inside[1], one) for key, one in value.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _restored(hints[name], one) for name, one in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
