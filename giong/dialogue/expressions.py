"""Expressions and `{{…}}` templates of an assistant's files, checked when they are read. Knows no flow and no YAML.

An expression is a small part of Python's: names, constants, comparisons, and/or/not, arithmetic without powers, `a if c
else b`, `x in (…)` and calls of the functions given. Attributes, indexes, comprehensions and everything else are
refused when the file is read, so nothing but the given names and functions can be reached.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simpleeval import EvalWithCompoundTypes

MAX_CHARS = 500
"""Longest expression; also bounds how deep it can nest."""
MAX_TEXT_CHARS = 20_000
"""Longest text that an expression may build."""

_ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub,
    ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt,
    ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot, ast.IfExp, ast.Call, ast.Name, ast.Load, ast.Constant, ast.Tuple,
    ast.List,
)  # fmt: skip


class ExpressionError(ValueError):
    """The expression cannot be used. `name` is the unknown name or function, if that is the matter."""

    def __init__(self, vi: str, en: str, name: str = "") -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
        self.name = name


@dataclass(frozen=True)
class Scope:
    """What expressions see: `names` are JSON values, `shown` says how a bare name is written in a template."""

    names: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]
    shown: Mapping[str, str]


@dataclass(frozen=True)
class Expression:
    """One checked expression."""

    source: str
    tree: ast.expr

    @classmethod
    def parse(cls, source: str) -> Expression:
        if len(source) > MAX_CHARS:
            raise ExpressionError(
                f"biểu thức dài quá {MAX_CHARS} ký tự",
                f"the expression is longer than {MAX_CHARS} characters",
            )
        try:
            tree = ast.parse(source.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise ExpressionError(
                f"biểu thức “{source}” sai cú pháp", f"“{source}” is not a valid expression"
            ) from None
        for node in ast.walk(tree):
            _check_node(node)
        return cls(source, tree.body)

    @property
    def used(self) -> frozenset[str]:
        """The names that it reads."""
        called = self.called
        return frozenset(n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name)) - called

    @property
    def called(self) -> frozenset[str]:
        """The functions that it calls."""
        calls = (n.func for n in ast.walk(self.tree) if isinstance(n, ast.Call))
        return frozenset(f.id for f in calls if isinstance(f, ast.Name))

    def value(self, scope: Scope) -> Any:
        """Its value, or None where it cannot be computed, e.g. because a slot it compares is not filled yet."""
        evaluator = EvalWithCompoundTypes(operators=_OPERATORS, functions=scope.functions, names=scope.names)
        try:
            return evaluator.eval(self.source, previously_parsed=self.tree)
        except Exception:
            return None

    def holds(self, scope: Scope) -> bool:
        return bool(self.value(scope))


@dataclass(frozen=True)
class Template:
    """Text with `{{expressions}}` in it."""

    source: str
    parts: tuple[str | Expression, ...]

    @classmethod
    def parse(cls, source: str) -> Template:
        parts: list[str | Expression] = []
        at = 0
        for match in _HOLE.finditer(source):
            if match.start() > at:
                parts.append(source[at : match.start()])
            parts.append(Expression.parse(match.group(1)))
            at = match.end()
        if "{{" in source[at:]:
            raise ExpressionError("“{{” chưa được đóng bằng “}}”", "“{{” is not closed by “}}”")
        if at < len(source):
            parts.append(source[at:])
        return cls(source, tuple(parts))

    def expressions(self) -> Iterator[Expression]:
        return (part for part in self.parts if isinstance(part, Expression))

    def render(self, scope: Scope) -> str:
        text = "".join(part if isinstance(part, str) else _shown(part, scope) for part in self.parts)
        return text[:MAX_TEXT_CHARS]


_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        kind = type(node).__name__
        raise ExpressionError(
            f"biểu thức không được dùng {kind}; chỉ dùng tên, so sánh, and/or/not, + - * / và hàm cho sẵn",
            f"an expression may not use {kind}; only names, comparisons, and/or/not, + - * / and the given functions",
        )
    if isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.keywords):
        raise ExpressionError("chỉ gọi được hàm cho sẵn", "only the given functions can be called")
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | bool | None):
        raise ExpressionError("hằng số không hợp lệ", "this kind of constant is not allowed")


def _shown(expression: Expression, scope: Scope) -> str:
    if isinstance(expression.tree, ast.Name) and expression.tree.id in scope.shown:
        return scope.shown[expression.tree.id]
    return plain(expression.value(scope))


def plain(value: Any) -> str:
    """A JSON value as Vietnamese text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _bounded(value: Any) -> Any:
    if isinstance(value, str | list | tuple) and len(value) > MAX_TEXT_CHARS:
        raise OverflowError
    if isinstance(value, int) and abs(value) > 10**30:
        raise OverflowError
    return value


def _add(left: Any, right: Any) -> Any:
    return _bounded(left + right)


def _multiply(left: Any, right: Any) -> Any:
    return _bounded(_number(left) * _number(right))


def _modulo(left: Any, right: Any) -> Any:
    """Numbers only: `%` on a text would be a format, and what the person said could then ask for any width."""
    return _number(left) % _number(right)


def _number(value: Any) -> int | float:
    if isinstance(value, int | float):
        return value
    raise TypeError


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: operator.sub,
    ast.Mult: _multiply,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: _modulo,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, box: operator.contains(box, item),
    ast.NotIn: lambda item, box: item not in box,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Not: operator.not_,
    ast.USub: operator.neg,
}
