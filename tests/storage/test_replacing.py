"""A file is the old one or the new one, and nothing is left beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.storage.replacing import replace


def test_a_file_is_made_and_replaced_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    replace(file, b"one")
    assert file.stat().st_mode & 0o777 == 0o600
    replace(file, b"two", mode=0o644)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o644)
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_what_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    replace(file, b"one")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace(file, b"two")
    assert file.read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["a.yaml"]
