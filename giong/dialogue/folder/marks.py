"""YAML read as plain data together with the line and column of every value. Knows nothing of assistants.

Stricter and plainer than YAML 1.1: keys are always texts (an intent may be called `no`), only `true` and
`false` are booleans, numbers with a leading zero and times stay texts (a telephone number is not octal), and
anchors, aliases and tags are refused, so a small file cannot grow into a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_CHARS = 2_000_000
MAX_DEPTH = 40

Path = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top."""


@dataclass(frozen=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


class YamlError(ValueError):
    """The text cannot be read."""

    def __init__(self, mark: Mark, vi: str, en: str) -> None:
        super().__init__(en)
        self.mark = mark
        self.vi = vi
        self.en = en


@dataclass(frozen=True)
class Marked:
    """Data and where it stands. `keys` holds the place of a key, `values` that of its value."""

    data: Any
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """The place of the deepest part of `path` that exists; parts that do not exist are passed over."""
        here: Path = ()
        for part in path:
            if (*here, part) in self.values:
                here = (*here, part)
        return self.keys.get(here) or self.values.get(here) or Mark(1, 1)


def read(text: str) -> Marked:
    """Read one YAML document. Raises `YamlError`."""
    if len(text) > MAX_CHARS:
        raise YamlError(
            Mark(1, 1),
            f"tệp dài quá {MAX_CHARS} ký tự; hãy tách thành nhiều tệp",
            f"the file is longer than {MAX_CHARS} characters; split it",
        )
    marked = Marked(None)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = iter(yaml.parse(text, Loader=loader))
        data = _Builder(events, marked).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(
            Mark(1, 1),
            "tệp có ký tự không hợp lệ; hãy lưu lại bằng UTF-8",
            "invalid characters; save the file as UTF-8",
        ) from None
    return Marked(data, marked.keys, marked.values)


class _Builder:
    def __init__(self, events: Iterator[yaml.Event], marked: Marked) -> None:
        self._events = events
        self._marked = marked

    def document(self) -> Any:
        data: Any = None
        for count, event in enumerate(e for e in self._events if isinstance(e, yaml.NodeEvent)):
            if count:
                raise YamlError(
                    _at(event),
                    "tệp chỉ được có một tài liệu (bỏ “---”)",
                    "one document a file (remove “---”)",
                )
            data = self._value(event, ())
        return data

    def _value(self, event: yaml.Event, path: Path) -> Any:
        self._marked.values[path] = _at(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                _at(event),
                "không dùng neo (&) và bí danh (*); hãy viết ra",
                "anchors (&) and aliases (*) are not allowed; write it out",
            )
        if len(path) > MAX_DEPTH:
            raise YamlError(_at(event), "lồng quá sâu", "nested too deeply")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)
        if event.tag and event.tag != "!":
            raise YamlError(_at(event), f"không dùng nhãn {event.tag}", f"the tag {event.tag} is not allowed")
        return scalar(event.value) if event.implicit[0] else event.value

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(
                    _at(event),
                    "khoá phải là chữ; nếu là {{…}} hãy đặt trong dấu nháy",
                    "a key must be a text; put {{…}} in quotes",
                )
            key = event.value
            if key in result:
                line = self._marked.keys[(*path, key)].line
                raise YamlError(
                    _at(event),
                    f"khoá “{key}” đã có ở dòng {line}",
                    f"the key “{key}” is already at line {line}",
                )
            self._marked.keys[(*path, key)] = _at(event)
            result[key] = self._value(next(self._events), (*path, key))
        return result

    def _sequence(self, path: Path) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            result.append(self._value(event, (*path, len(result))))
        return result


def scalar(word: str) -> Any:
    """The value of an unquoted word."""
    if word in ("", "~", "null"):
        return None
    if word in ("true", "false"):
        return word == "true"
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    return word


_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_INDENTED_BY_TAB = re.compile(r" *\t")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{1,15}")


def _at(event: yaml.Event) -> Mark:
    mark = event.start_mark
    assert mark is not None
    return Mark(mark.line + 1, mark.column + 1)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    where = Mark(1, 1) if mark is None else Mark(mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    if where.line <= len(lines) and _INDENTED_BY_TAB.match(lines[where.line - 1]):
        return YamlError(
            where,
            "dòng này thụt vào bằng phím Tab; hãy thay bằng dấu cách",
            "this line is indented with a tab; use spaces",
        )
    problem = error.problem or "syntax error"
    return YamlError(
        where,
        "sai cú pháp YAML: kiểm tra thụt dòng, dấu hai chấm và dấu nháy "
        "(câu có “: ” hay bắt đầu bằng “{” phải đặt trong nháy)",
        f"not valid YAML ({problem}): check indentation, colons and quotes",
    )
