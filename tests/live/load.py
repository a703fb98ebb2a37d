"""SIPp with one of the scenarios beside this file. Knows no Gióng."""

from __future__ import annotations

import csv
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.live.loopback import HOST, free_port

SCENARIOS = Path(__file__).with_name("scenarios")


@dataclass(frozen=True)
class Counted:
    """What SIPp counted. `log` is what it wrote of messages that it did not expect."""

    succeeded: int
    failed: int
    log: str


def place(
    scenario: str,
    folder: Path,
    *,
    server_port: int,
    number: str,
    calls: int = 1,
    per_second: int = 10,
    at_once: int = 10,
    within_s: int = 60,
) -> Counted:
    """Place calls with a scenario and wait until they are over."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["sipp", f"{HOST}:{server_port}", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-s", number]
    command += ["-i", HOST, "-mi", HOST, "-p", str(free_port()), "-mp", str(free_port(gap=4 * at_once))]
    command += ["-m", str(calls), "-r", str(per_second), "-l", str(at_once), "-nostdin", "-timeout", f"{within_s}s"]
    command += [
        "-trace_err",
        "-error_file",
        str(folder / "errors.log"),
        "-trace_stat",
        "-stf",
        str(folder / "stat.csv"),
    ]
    with (folder / "screen.log").open("wb") as screen:
        subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen, timeout=within_s + 15
        )
    with (folder / "stat.csv").open() as counts:
        last = list(csv.DictReader(counts, delimiter=";"))[-1]
    errors = folder / "errors.log"
    return Counted(
        succeeded=int(last["SuccessfulCall(C)"]),
        failed=int(last["FailedCall(C)"]),
        log=errors.read_text("utf-8", "replace")[-2000:] if errors.exists() else "",
    )
