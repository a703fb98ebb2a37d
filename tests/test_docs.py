"""The documents cannot lie: what they name exists, and what is made from the code is up to date."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from docs.generate import pages
from giong.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
HOP = re.compile(r"`([\w/]+\.py):(\w+)`")
PLACE = re.compile(r"`((?:\w+/)*\w+(?:\.py|/))`")


def definitions(path: Path) -> set[str]:
    """Names of all functions and classes of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)}


def test_every_hop_of_the_architecture_exists() -> None:
    hops = HOP.findall((ROOT / "docs" / "ARCHITECTURE.md").read_text())
    assert len(hops) > 20
    for file, name in hops:
        assert name in definitions(ROOT / "giong" / file), f"{file}:{name}"


def test_every_place_of_the_architecture_exists() -> None:
    places = PLACE.findall((ROOT / "docs" / "ARCHITECTURE.md").read_text())
    later = {"telephony/", "vision/", "documents/", "labelling/", "adaptation/"}
    for place in set(places) - later:
        assert (ROOT / "giong" / place).exists() or (ROOT / place).exists(), place


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in pages()])
def test_generated_pages_are_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run scripts/docs"


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readmes_show_how_to_begin(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    for command in re.findall(r"^giong (\w+)", text, re.MULTILINE):
        assert command in COMMANDS
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_every_recipe_of_the_readme_is_in_the_makefile() -> None:
    recipes = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text()))
    assert named <= recipes
