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
    return parser.parse_args(arguments)


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
