"""Edits of a folder are whole or not at all, and can be taken back, also after other edits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.adaptation.mending import edits
from giong.adaptation.mending.amendments import with_example
from giong.errors import BadInput, Conflict


def example(folder: Path, sentence: str) -> list[edits.Edit]:
    before = (folder / "intents.yaml").read_text(encoding="utf-8")
    return edits.make(folder, {"intents.yaml": with_example(before, "gio_mo_cua", sentence).encode()})


def test_of_two_edits_either_can_be_taken_back(folder: Path) -> None:
    path = folder / "intents.yaml"
    os.chmod(path, 0o640)
    start = path.read_text(encoding="utf-8")
    first, second = example(folder, "giờ giấc thế nào"), example(folder, "mấy giờ nghỉ trưa")
    edits.take_back(folder, first)
    assert path.read_text(encoding="utf-8") == start + "    - mấy giờ nghỉ trưa\n"
    edits.take_back(folder, second)
    assert path.read_text(encoding="utf-8") == start
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_somebody_changed_since_is_not_undone(folder: Path) -> None:
    made = example(folder, "giờ giấc thế nào")
    path = folder / "intents.yaml"
    changed = path.read_text(encoding="utf-8").replace("giờ giấc thế nào", "giờ giấc ra sao")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(Conflict):
        edits.take_back(folder, made)
    assert path.read_text(encoding="utf-8") == changed


def test_files_of_a_refused_edit_are_as_before(folder: Path) -> None:
    before = sorted((str(file), file.read_bytes()) for file in folder.rglob("*") if file.is_file())
    with pytest.raises(BadInput) as raised:
        edits.make(folder, {"knowledge/moi.md": b"# x", "intents.yaml": b"a: [1"})
    assert "intents.yaml" in raised.value.vi
    assert sorted((str(file), file.read_bytes()) for file in folder.rglob("*") if file.is_file()) == before
