"""Folders of photographed specimens with their truth: NAME.jpg beside NAME.json. Knows no reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.papers.kinds.table import KINDS
from bench.papers.photograph import Photograph, take
from bench.papers.specimen import Specimen
from bench.papers.split import Split, seeded
from giong.vision.shapes import Quad


@dataclass(frozen=True)
class Order:
    """One picture to be taken."""

    split: Split
    kind: str
    level: int
    number: int
    seed: int

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.level}_{self.number:03}"


def taken(order: Order) -> tuple[Specimen, Photograph]:
    chance = seeded(order.split, order.kind, order.level, order.number, order.seed)
    specimen = KINDS[order.kind](order.split, chance)
    return specimen, take(specimen, order.level, order.split, chance)


def truth(order: Order, specimen: Specimen, photograph: Photograph) -> dict[str, Any]:
    """`quad` is the paper's outline in the photograph from the top left of its content, `boxes` the outline of each
    printed line of each field; `layout` and `taken` say how it was made.
    """
    return {
        "kind": specimen.kind,
        "level": order.level,
        "fields": dict(specimen.fields),
        "expect_reject": photograph.expect_reject,
        "quad": _corners(photograph.quad),
        "boxes": {name: [_corners(quad) for quad in quads] for name, quads in photograph.boxes.items()},
        "layout": specimen.layout,
        "taken": str(photograph.conditions or "scan"),
    }


def _corners(quad: Quad) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in quad.corners]


def write(order: Order, folder: Path) -> str:
    specimen, photograph = taken(order)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{order.name}.jpg").write_bytes(photograph.data)
    text = json.dumps(truth(order, specimen, photograph), ensure_ascii=False, indent=1)
    (folder / f"{order.name}.json").write_text(text + "\n", encoding="utf-8")
    return order.name


def draw(
    root: Path, orders: Sequence[Order], *, workers: int = 1, on_done: Callable[[str], None] | None = None
) -> None:
    """Each kind into its own folder under `root`."""
    with ProcessPoolExecutor(workers) as pool:
        jobs = [pool.submit(partial(write, order, root / order.kind)) for order in orders]
        for job in jobs:
            name = job.result()
            if on_done:
                on_done(name)
