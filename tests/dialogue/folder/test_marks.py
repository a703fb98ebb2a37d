"""YAML, read strictly."""

from __future__ import annotations

import pytest

from giong.dialogue.folder.marks import Mark, YamlError, read


def test_keys_are_texts_and_booleans_are_only_true_and_false() -> None:
    data = read("no: [có]\nyes: off\non: true\nfalse: ~\n").data
    assert data == {"no": ["có"], "yes": "off", "on": True, "false": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0912345678", "0912345678"),
        ("12", 12),
        ("-3", -3),
        ("2.5", 2.5),
        ("07:30", "07:30"),
        ("2026-11-20", "2026-11-20"),
        ("'12'", "12"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
    ],
)
def test_only_plain_numbers_are_numbers(text: str, value: object) -> None:
    assert read(f"a: {text}").data == {"a": value}


def test_every_value_has_its_place() -> None:
    marked = read("a:\n  - b: 1\n    c: 2\n")
    assert marked.mark(("a", 0, "c")) == Mark(3, 5)
    assert marked.mark(("a", 0, "step:x", "missing")) == Mark(2, 5)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: &x [1]\nb: *x", "anchors", 1),
        ("a: !!python/object:os.system x", "tag", 1),
        ("a: 1\na: 2", "already at line 1", 2),
        ("a: 1\n---\nb: 2", "one document", 3),
        ("a: [1", "YAML", 1),
        ("a:\n  b: 1\n\tc: 2", "tab", 3),
        ("a: b: c", "YAML", 1),
        ("? [1, 2]\n: 3", "key", 1),
        ("a: " + "[" * 60 + "]" * 60, "nested", 1),
    ],
)
def test_what_is_refused_says_where(text: str, words: str, line: int) -> None:
    with pytest.raises(YamlError, match=words) as raised:
        read(text)
    assert raised.value.mark.line >= line


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlError, match="anchors"):
        read(bomb)
