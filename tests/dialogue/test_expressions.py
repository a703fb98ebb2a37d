"""Expressions and templates: what they can do, and what they cannot reach."""

from __future__ import annotations

import pytest

from giong.dialogue.expressions import Expression, ExpressionError, Scope, Template
from giong.dialogue.functions import FUNCTIONS

SCOPE = Scope(
    {"so": 3, "ten": "Lan", "trong": None, "phi": 512000, "ngay": "2026-11-20", "ma": "A12"},
    FUNCTIONS,
    {"ten": "chị Lan", "trong": ""},
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("so + 2 * 3", 9),
        ("so > 2 and ten == 'Lan'", True),
        ("'nhiều' if so > 5 else 'ít'", "ít"),
        ("so in (1, 2, 3)", True),
        ("not trong", True),
        ("trong is None", True),
        ("money(phi)", "512.000 đồng"),
        ("date(ngay)", "20/11/2026"),
        ("weekday(ngay)", "thứ sáu"),
        ("spell(ma)", "A 1 2"),
        ("len(ten) % 2", 1),
    ],
)
def test_values(source: str, value: object) -> None:
    assert Expression.parse(source).value(SCOPE) == value


@pytest.mark.parametrize("source", ["trong > 3", "so / 0", "money(ten)", "ten + so"])
def test_what_cannot_be_computed_is_nothing(source: str) -> None:
    assert Expression.parse(source).value(SCOPE) is None
    assert not Expression.parse(source).holds(SCOPE)


@pytest.mark.parametrize(
    "source",
    [
        "ten.upper()",
        "ten.__class__",
        "[x for x in ten]",
        "ten[0]",
        "lambda: 1",
        "so ** 99",
        "f'{so}'",
        "(lambda x: x)(1)",
        "{1: 2}",
        "money(phi, x=1)",
        "1 +",
        "",
        "b'x'",
        "so << 3",
        "(" * 300 + "1" + ")" * 300,
        "1" * 600,
    ],
)
def test_everything_else_is_refused_when_read(source: str) -> None:
    with pytest.raises(ExpressionError):
        Expression.parse(source)


@pytest.mark.parametrize("source", ["ten * 1000000000", "'%09999999d' % so", "ten % so"])
def test_texts_cannot_be_blown_up(source: str) -> None:
    assert Expression.parse(source).value(SCOPE) is None


def test_templates_show_slots_as_people_write_them() -> None:
    template = Template.parse("Chào {{ten}}, phí {{money(phi)}}{{trong}}, {{so + 1}} lần.")
    assert template.render(SCOPE) == "Chào chị Lan, phí 512.000 đồng, 4 lần."


def test_an_unclosed_hole_is_refused() -> None:
    with pytest.raises(ExpressionError, match="not closed"):
        Template.parse("Chào {{ten")


def test_names_and_functions_are_told_apart() -> None:
    expression = Expression.parse("money(phi) if so else ten")
    assert expression.used == {"phi", "so", "ten"}
    assert expression.called == {"money"}
