"""Runs `giong` with `--json` as a user would, and reads what it prints. Knows no bench."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bench.figure import NothingToMeasureError
from tests.support.process import GIONG, ROOT


def giong(*arguments: object) -> dict[str, Any]:
    """The JSON that the command prints; what it says besides goes to our standard error."""
    done = subprocess.run([GIONG, *map(str, arguments), "--json"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise RuntimeError(f"giong {arguments[0]} ended with {done.returncode}: {done.stdout.decode()[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def needed(path: Path) -> Path:
    """The path, if it is there."""
    if not path.exists():
        raise NothingToMeasureError(f"needs {path.name}, which lies in the data folder (--data)")
    return path
