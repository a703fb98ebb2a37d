"""What is wrong in an assistant's folder, each with file, line, column and remedy, in Vietnamese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from giong.dialogue.expressions import ExpressionError
from giong.dialogue.folder import schema
from giong.dialogue.folder.marks import Mark, Marked, Path
from giong.errors import BadConfiguration

SHOWN = 20
"""How many problems an error message lists."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `file` is relative to the assistant's folder; line and column count from 1."""

    file: str
    line: int
    column: int
    vi: str
    en: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class BadFolder(BadConfiguration):
    """An assistant's folder cannot be used; `problems` says all that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        shown = problems[:SHOWN]
        more = len(problems) - len(shown)
        vi = "\n".join(f"{p.place}: {p.vi}" for p in shown) + (f"\n… và {more} lỗi nữa" if more else "")
        en = "\n".join(f"{p.place}: {p.en}" for p in shown) + (f"\n… and {more} more" if more else "")
        super().__init__("assistant.invalid", vi=vi, en=en)
        self.problems = problems


@dataclass
class Page:
    """One file being checked: its marked data and the list that its problems go to."""

    file: str
    marked: Marked
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, vi: str, en: str) -> None:
        mark = self.marked.mark(path)
        self.add_at(mark, vi, en)

    def add_at(self, mark: Mark, vi: str, en: str) -> None:
        self.problems.append(Problem(self.file, mark.line, mark.column, vi, en))

    def add_unknown(self, path: Path, word: str, known: list[str], *, vi: str, en: str) -> None:
        """A name that is not among `known`; offers the nearest. `vi` and `en` say what kind of name it is."""
        hint_vi, hint_en = _hints(word, known)
        self.add(path, f"không có {vi} “{word}”{hint_vi}", f"there is no {en} “{word}”{hint_en}")

    def add_expression(self, path: Path, error: ExpressionError) -> None:
        self.add(path, error.vi, error.en)

    def add_validation(self, error: ValidationError) -> None:
        for detail in error.errors(include_url=False):
            path: Path = tuple(detail["loc"])
            vi, en = _explain(dict(detail))
            if detail["type"] == "unknown_key":
                path = (*path, detail["ctx"]["key"])
            self.add(path, vi, en)


def _hints(word: str, known: list[str]) -> tuple[str, str]:
    if near := schema.nearest(word, known):
        return f"; có phải “{near}”?", f"; did you mean “{near}”?"
    listed = ", ".join(known[:30])
    return (f"; dùng một trong: {listed}", f"; use one of: {listed}") if known else ("", "")


def _explain(detail: dict[str, Any]) -> tuple[str, str]:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail.get("input")
    if kind == "unknown_key":
        hint_vi, hint_en = _hints(context["key"], context["allowed"])
        return f"khoá “{context['key']}” không có{hint_vi}", f"unknown key “{context['key']}”{hint_en}"
    if kind == "step_kind":
        return _explain_step(given)
    if kind == "missing":
        key = detail["loc"][-1]
        return f"thiếu khoá “{key}”", f"the key “{key}” is missing"
    if kind == "literal_error":
        allowed = [word.strip("'") for word in re.split(r", | or ", context["expected"])]
        hint_vi, hint_en = _hints(str(given), allowed)
        return f"“{given}” không hợp lệ{hint_vi}", f"“{given}” is not allowed{hint_en}"
    if kind == "string_pattern_mismatch" and (example := _EXAMPLES.get(detail["loc"][-1])):
        return f"“{given}” không đúng; viết như “{example}”", f"“{given}” will not do; write it like “{example}”"
    vi, en = _SENTENCES.get(kind, ("giá trị không hợp lệ: {msg}", "{msg}"))
    words = {**context, "msg": detail["msg"], "given": _short(given)}
    return vi.format_map(words), en.format_map(words)


def _explain_step(given: Any) -> tuple[str, str]:
    kinds = list(schema.STEPS)
    if not isinstance(given, dict):
        return (
            f"mỗi bước viết dạng “loại: …”, loại là một trong: {', '.join(kinds)}",
            f"write a step as “kind: …” with one of: {', '.join(kinds)}",
        )
    found = [kind for kind in kinds if kind in given]
    if len(found) > 1:
        both = ", ".join(found)
        return (
            f"một bước chỉ có một loại, ở đây có {both}; tách thành nhiều bước",
            f"a step has one kind, here are {both}; split it",
        )
    word = next((str(key) for key in given if key != "when"), "")
    hint_vi, hint_en = _hints(word, kinds)
    return f"không có loại bước “{word}”{hint_vi}", f"there is no kind of step “{word}”{hint_en}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


_EXAMPLES = {"hours": "07:30-21:00"}
"""For texts with a pattern: what a right one looks like says more than the pattern."""

_SENTENCES = {
    "string_type": ("phải là một câu chữ (đặt trong dấu nháy)", "must be a text (put it in quotes)"),
    "bool_type": ("phải là true hoặc false", "must be true or false"),
    "bool_parsing": ("“{given}” phải là true hoặc false", "“{given}” must be true or false"),
    "int_type": ("phải là số nguyên", "must be a whole number"),
    "int_parsing": ("“{given}” phải là số nguyên", "“{given}” must be a whole number"),
    "int_from_float": ("phải là số nguyên", "must be a whole number"),
    "float_type": ("phải là số", "must be a number"),
    "float_parsing": ("“{given}” phải là số", "“{given}” must be a number"),
    "list_type": (
        "phải là danh sách (mỗi dòng bắt đầu bằng “- ”)",
        "must be a list (each line begins with “- ”)",
    ),
    "dict_type": ("phải gồm các dòng “khoá: giá trị”", "must be lines of “key: value”"),
    "model_type": ("phải gồm các dòng “khoá: giá trị”", "must be lines of “key: value”"),
    "model_attributes_type": ("phải gồm các dòng “khoá: giá trị”", "must be lines of “key: value”"),
    "too_short": ("cần ít nhất {min_length} mục", "needs at least {min_length} items"),
    "string_too_short": ("không được để trống", "must not be empty"),
    "string_too_long": ("dài quá {max_length} ký tự", "longer than {max_length} characters"),
    "greater_than": ("phải lớn hơn {gt}", "must be more than {gt}"),
    "greater_than_equal": ("phải từ {ge} trở lên", "must be at least {ge}"),
    "less_than_equal": ("không được quá {le}", "must be at most {le}"),
    "string_pattern_mismatch": (
        "“{given}” không đúng mẫu {pattern}",
        "“{given}” does not match the pattern {pattern}",
    ),
    "one_thing": (
        "mỗi lượt chỉ có một trong user, press, keys, silence",
        "a turn has only one of user, press, keys, silence",
    ),
    "photo_alone": (
        "lượt có photo chỉ có thể thêm user: lời nhắn kèm ảnh",
        "a turn with a photo may only have user beside it: the words sent with the photo",
    ),
    "audio_words": (
        "lượt có audio cần thêm user: lời nói trong tệp âm thanh đó",
        "a turn with audio needs user as well: the words said in that recording",
    ),
}
