"""`python -m bench papers`: draws sets of specimens, fits the calibration, writes the report. No logic of its own."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.papers.kinds.table import KINDS
from bench.papers.sets import Order, draw
from bench.papers.split import Split

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "giong" / "documents" / "lists" / "calibration.tsv"


def main(arguments: Sequence[str]) -> int:
    chosen = _chosen(arguments)
    return int(chosen.run(chosen))


def _chosen(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench papers", description=__doc__)
    commands = parser.add_subparsers(required=True)
    drawing = commands.add_parser("draw", help="draw and photograph a set of specimens: DIR/KIND/NAME.jpg and .json")
    drawing.add_argument("folder", type=Path, metavar="DIR")
    drawing.add_argument("--kinds", nargs="+", choices=sorted(KINDS), default=sorted(KINDS), metavar="KIND")
    drawing.add_argument("--levels", nargs="+", type=int, choices=(1, 2, 3), default=(1, 2, 3))
    drawing.add_argument("--count", type=int, default=20, help="of each kind at each level")
    drawing.add_argument("--first", type=int, default=0, help="number of the first one")
    drawing.add_argument("--seed", type=int, default=1)
    drawing.add_argument("--split", type=Split, choices=tuple(Split), default=Split.TUNE)
    drawing.add_argument("--workers", type=int, default=1)
    drawing.set_defaults(run=_draw)
    _reading_arguments(commands)
    return parser.parse_args(arguments)


def _reading_arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    reading = commands.add_parser(
        "read", help="read a set and keep each outcome as a line of JSON; goes on where it stopped"
    )
    reading.add_argument("folder", type=Path, metavar="DIR")
    reading.add_argument("outcomes", type=Path, metavar="FILE")
    reading.add_argument("--raw", action="store_true", help="likelihoods in place of confidences, for calibrate")
    reading.add_argument("--workers", type=int, default=1)
    reading.set_defaults(run=_read)
    calibrating = commands.add_parser("calibrate", help="fit the confidence curves to raw outcomes of the tuning set")
    calibrating.add_argument("outcomes", type=Path, nargs="+", metavar="FILE")
    calibrating.add_argument("--write", action="store_true", help="into giong/documents/lists/calibration.tsv")
    calibrating.set_defaults(run=_calibrate)
    reporting = commands.add_parser("report", help="write docs/papers.md from outcomes of the reporting set")
    reporting.add_argument("outcomes", type=Path, nargs="+", metavar="FILE")
    reporting.add_argument("--note", default="", help="what else the machine was doing")
    reporting.add_argument("--page", type=Path, default=ROOT / "docs" / "papers.md")
    reporting.set_defaults(run=_report)


def _draw(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    orders = [
        Order(chosen.split, kind, level, number, chosen.seed)
        for number in range(chosen.first, chosen.first + chosen.count)
        for kind in chosen.kinds
        for level in chosen.levels
    ]
    draw(chosen.folder, orders, workers=chosen.workers, on_done=lambda name: print(name, file=sys.stderr))
    print(f"{len(orders)} in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


def _read(chosen: argparse.Namespace) -> int:
    from bench.papers.outcomes import run

    def told(done: int, of: int) -> None:
        print(f"\r{done} of {of}", end="", file=sys.stderr, flush=True)

    outcomes = run(chosen.folder, chosen.outcomes, raw=chosen.raw, workers=chosen.workers, on_done=told)
    print(f"\n{len(outcomes)} outcomes in {chosen.outcomes}", file=sys.stderr)
    return 0


def _calibrate(chosen: argparse.Namespace) -> int:
    from bench.papers.fitting import fitted, samples
    from bench.papers.outcomes import load
    from giong.documents.calibration import written

    found = fitted(samples(load(*chosen.outcomes)))
    print(found)
    if chosen.write:
        note = f"group, likelihood, confidence: fitted by `python -m bench papers calibrate`\n{found}"
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(written(found.curves, note=note), encoding="utf-8")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    from bench import machine
    from bench.papers import report
    from bench.papers.outcomes import load

    facts = machine.facts(ROOT)
    on = f"Measured {report.stamp()} at commit {facts['commit']} on {facts['cores']} cores."
    report.write(load(*chosen.outcomes), chosen.page, context=report.Context(on, chosen.note))
    return 0
