"""Runs benches by name and prints one JSON document.

    .venv/bin/python -m bench [NAME…] [--quick] [--log] [--seed 1] [--cache FOLDER] [--data ../shared/data]

Progress goes to standard error. A bench that fails is reported as failed, and the others go on; the exit code is then
1. With --log a dated section is added to `bench/LOG.md`, failures and missed limits too.
`python -m bench papers --help` draws, photographs and measures specimen papers.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench import log, machine
from bench.figure import Figure, NothingToMeasureError, Options
from bench.papers import command as papers

ROOT = Path(__file__).parents[1]

BENCHES = (
    *(
        "startup",
        "turns",
        "scenarios",
        "text",
        "typed",
        "kill",
        "campaign",
        "calls",
        "transcription",
        "speech",
        "answers",
        "receipts",
        "reading",
    ),
    "retrieval",
)
"""Each is the function `measure(options)` of `bench/NAME.py`; the quick ones first."""

ON_REQUEST = (
    *("pacing", "lossy", "malformed", "many", "install", "endpoint", "intents", "understanding", "rasa", "grouping"),
    "grounding",
)
"""Slow, or in need of the network: only by name."""


def run(name: str, options: Options) -> dict[str, Any]:
    """One bench: its figures, or why there are none."""
    print(f"{name} …", file=sys.stderr, flush=True)
    began = time.perf_counter()
    outcome: dict[str, Any]
    try:
        figures: list[Figure] = importlib.import_module(f"bench.{name}").measure(options)
        outcome = {"figures": [figure.as_json() for figure in figures]}
    except NothingToMeasureError as reason:
        outcome = {"skipped": str(reason)}
    except Exception as error:
        outcome = {"failed": f"{type(error).__name__}: {error}"}
    seconds = round(time.perf_counter() - began, 1)
    print(f"{name}: {seconds} s {outcome.get('failed', '')}", file=sys.stderr, flush=True)
    return outcome | {"seconds": seconds}


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*BENCHES, *ON_REQUEST)))
    parser.add_argument("--quick", action="store_true", help="measure less")
    parser.add_argument("--log", action="store_true", help="add a section to bench/LOG.md")
    parser.add_argument("--note", default="", help="what else the machine was doing, for the log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="folder that keeps indexes for the next run")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("GIONG_DATA", ROOT.parent / "shared" / "data"))
    )
    parser.add_argument("--rasa-python", type=Path, help="a Python 3.10 with Rasa, to be measured beside ours")
    parser.add_argument("--workers", type=int, default=1, help="servers that share the calls of `many`")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - {*BENCHES, *ON_REQUEST}:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    return chosen


def main() -> int:
    if sys.argv[1:2] == ["papers"]:
        return papers.main(sys.argv[2:])
    chosen = _chosen()
    options = Options(
        quick=chosen.quick,
        seed=chosen.seed,
        data=chosen.data.resolve(),
        cache=chosen.cache,
        rasa_python=chosen.rasa_python,
        workers=chosen.workers,
    )
    facts = machine.facts(ROOT)
    outcomes = {name: run(name, options) for name in chosen.names or BENCHES}
    document = {
        "at": time.strftime("%Y-%m-%d %H:%M"),
        "quick": options.quick,
        "seed": options.seed,
        "machine": facts,
        "benches": outcomes,
    }
    print(json.dumps(document, ensure_ascii=False, indent=1))
    if chosen.log:
        log.add(ROOT / "bench" / "LOG.md", document, note=chosen.note)
    return int(any("failed" in outcome for outcome in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
