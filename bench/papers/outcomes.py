"""What became of each picture of a set, kept as lines of JSON so that a run can be taken up again. Knows no drawing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

from giong.documents.reading import DocumentReader
from giong.evaluation.documents import Compared, Outcome, Truth, examined, read_truths
from giong.vision.reading import PageReader


def run(
    folder: Path, file: Path, *, raw: bool = False, workers: int = 1, on_done: Callable[[int, int], None]
) -> list[Outcome]:
    """Reads every picture of `folder` that `file` does not name yet, and adds its outcome there. With `raw` the fields
    carry their likelihood in place of a calibrated confidence.
    """
    truths, _ = read_truths(folder)
    done = {outcome.truth.path.name for outcome in load(file)} if file.is_file() else set()
    left = [truth for truth in truths if truth.path.name not in done]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines, ProcessPoolExecutor(workers) as pool:
        jobs = [pool.submit(partial(_examined, truth, raw)) for truth in left]
        for number, job in enumerate(jobs, start=1):
            lines.write(json.dumps(job.result(), ensure_ascii=False) + "\n")
            lines.flush()
            on_done(number, len(left))
    return load(file)


def load(*files: Path) -> list[Outcome]:
    return [_outcome(json.loads(line)) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@cache
def _reader(raw: bool) -> DocumentReader:
    return DocumentReader(PageReader(), calibrate=_likelihood) if raw else DocumentReader(PageReader())


def _likelihood(likelihood: float, **_: object) -> float:
    return likelihood


def _examined(truth: Truth, raw: bool) -> dict[str, Any]:
    return examined(truth, _reader(raw)).as_json() | {"path": str(truth.path)}


def _outcome(line: dict[str, Any]) -> Outcome:
    fields: Sequence[tuple[str, dict[str, Any]]] = list(line["fields"].items())
    truth = Truth(
        Path(line.get("path", line["file"])),
        line["kind"],
        line["level"],
        {name: field["expected"] for name, field in fields},
        line["expect_reject"],
    )
    compared = tuple(
        Compared(
            name,
            field["expected"],
            field["given"],
            field["confidence"],
            field["origin"],
            field["checks_passed"],
            field["checks_failed"],
        )
        for name, field in fields
    )
    return Outcome(truth, line["given_kind"], line["rejection"], compared, line["seconds"])
