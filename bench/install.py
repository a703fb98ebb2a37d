"""How large a fresh environment is with the default dependencies. Needs a package index, and some minutes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, Options
from tests.support.process import ROOT

LIMIT_MB = 900.0


def measure(options: Options) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        install: list[str | Path] = [environment / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-c", ROOT / "constraints.txt", "-e", ROOT], check=True, stdout=sys.stderr)
        files = [file for file in environment.rglob("*") if file.is_file() and not file.is_symlink()]
        size_mb = sum(file.stat().st_blocks * 512 for file in files) / 1e6
        torch = any(environment.glob("lib/*/site-packages/torch"))
    return [
        Figure("environment", size_mb, "MB", len(files), at_most=LIMIT_MB),
        Figure("PyTorch in it", int(torch), "", 1, at_most=0),
    ]
