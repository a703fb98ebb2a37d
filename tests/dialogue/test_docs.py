"""docs/ASSISTANTS.md cannot lie: it names every key, and its examples are what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from giong.dialogue import standing
from giong.dialogue.folder import marks, schema
from giong.dialogue.functions import FUNCTIONS
from giong.dialogue.slots.table import KINDS

TEXT = (Path(__file__).parents[2] / "docs" / "ASSISTANTS.md").read_text(encoding="utf-8")
MODELS = [
    model
    for model in vars(schema).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == schema.__name__
]
KEYS = {field.alias or name for model in MODELS for name, field in model.model_fields.items()} - {"root"}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("word", sorted(KEYS | set(KINDS) | set(FUNCTIONS) | set(standing.INTENTS) | standing.NAMES))
def test_every_word_of_the_format_is_explained(word: str) -> None:
    assert re.search(rf"(?<!\w){word}(?!\w)", TEXT)


def test_every_fixed_line_is_named() -> None:
    assert [key for key in standing.LINES if not re.search(rf"(?<!\w){key}(?!\w)", TEXT)] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_yaml(example: str) -> None:
    lines = [line for line in example.splitlines() if "…      " not in line]
    assert marks.read("\n".join(lines)).data


@pytest.mark.parametrize(
    ("kind", "begins"), [("assistant", "giong: 1"), ("flow", "flow: "), ("scenarios", "- scenario:")]
)
def test_whole_examples_have_the_form(kind: str, begins: str) -> None:
    example = next(example for example in EXAMPLES if example.startswith(begins))
    schema.FILES[kind].model_validate(marks.read(example).data)
