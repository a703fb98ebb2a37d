"""Our readers, sea-g2p's normaliser and doing nothing, over the cases of `tests/text/cases`; prints JSON.

    .venv/bin/python bench/text_normalisation.py [--misses]

Written → spoken is right if the reading is one of those listed; spoken → written has no competitor here but
the transcript left as it is.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.text.spoken import spoken
from giong.text.tones import to_old
from giong.text.unicode import nfc
from giong.text.written import written

CASES = Path(__file__).parents[1] / "tests" / "text" / "cases"
_PUNCTUATION = re.compile(r"[^\w\s]+")


@dataclass(frozen=True)
class Case:
    kind: str
    source: str
    expected: tuple[str, ...]


def comparable(text: str) -> str:
    """Lower case, no punctuation, one custom of tone placement."""
    return " ".join(_PUNCTUATION.sub(" ", to_old(nfc(text).lower())).split())


def cases() -> tuple[list[Case], list[Case]]:
    """The cases to speak, and those to write."""
    to_speak, to_write = [], []
    for kind, direction, form, readings in _rows():
        said = tuple(readings.split(" | "))
        if direction in ">=":
            to_speak.append(Case(kind, form, tuple(comparable(reading) for reading in said)))
        if direction in "<=":
            to_write.append(Case(kind, said[0], (form.lower(),)))
    return to_speak, to_write


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(CASES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            direction, form, readings = line.split("\t")
            yield path.stem, direction, form, readings


def score(
    convert: Callable[[str], str], given: list[Case], compare: Callable[[str], str], *, misses: bool
) -> dict[str, Any]:
    """How many cases come out right, in all and per class, and the mean time of one."""
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    wrong = []
    for case in given:
        total[case.kind] += 1
        result = convert(case.source)
        if compare(result) in case.expected:
            right[case.kind] += 1
        else:
            wrong.append([case.kind, case.source, result, case.expected[0]])
    began = time.perf_counter()
    for case in given:
        convert(case.source)
    mean_ms = (time.perf_counter() - began) / len(given) * 1000
    by_class = {kind: f"{right[kind]}/{total[kind]}" for kind in sorted(total)}
    found: dict[str, Any] = {
        "n": len(given),
        "right": sum(right.values()),
        "mean_ms": round(mean_ms, 3),
        "by_class": by_class,
    }
    return found | ({"misses": wrong} if misses else {})


def _sea_g2p() -> Callable[[str], str] | None:
    try:
        from sea_g2p import Normalizer
    except ImportError:
        return None
    normalizer = Normalizer()
    return lambda text: str(normalizer.normalize(text))


def figures(*, misses: bool) -> dict[str, dict[str, dict[str, Any]]]:
    """For each direction and each reader, its score."""
    to_speak, to_write = cases()
    speakers: dict[str, Callable[[str], str]] = {"giong": spoken, "neither": lambda text: text}
    other = _sea_g2p()
    if other is not None:
        speakers["sea_g2p"] = other
    writers: dict[str, Callable[[str], str]] = {"giong": written, "neither": lambda text: text}
    return {
        "spoken": {name: score(speak, to_speak, comparable, misses=misses) for name, speak in speakers.items()},
        "written": {name: score(write, to_write, str.lower, misses=misses) for name, write in writers.items()},
    }


if __name__ == "__main__":
    print(json.dumps(figures(misses="--misses" in sys.argv), ensure_ascii=False, indent=1))
