"""`giong` as it is typed, in this process: fast, and with the exit code and both outputs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from giong.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error_code(self) -> str:
        return str(self.json["error"]["code"])


Giong = Callable[..., Ran]


@pytest.fixture
def giong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Giong:
    """Runs a command with a data folder of its own, in an empty folder, in Vietnamese."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIONG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GIONG_EMBEDDING", "hashing")
    monkeypatch.setenv("GIONG_LANG", "vi")

    def run(*arguments: object, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["giong", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capfd.readouterr()
        code: Any = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        written = capfd.readouterr()
        return Ran(int(code or 0), written.out, written.err)

    return run


@pytest.fixture
def assistant(giong: Giong, tmp_path: Path) -> Path:
    """The folder that `giong init` makes."""
    folder = tmp_path / "tro-ly"
    assert giong("init", folder).code == 0
    return folder
