"""How long `giong test` takes for the sample assistants, every scenario over a chat and a call; what the scenarios
touch and how many broken assistants they notice.
"""

from __future__ import annotations

from typing import Any

from bench.evaluated import giong
from bench.figure import Figure, Options

COVERED = ("flows", "steps", "branches", "intents", "options")


def measure(options: Options) -> list[Figure]:
    found = giong("test", "assistants", "--coverage", "--mutate")
    assistants = found["assistants"]
    figures = [
        Figure("scenarios failed", found["failed"], "", found["n"], at_most=0),
        Figure("giong test assistants --coverage --mutate", found["seconds"], "s", found["n"]),
    ]
    for what in COVERED:
        seen, of = (sum(one["coverage"][what][key] for one in assistants) for key in ("seen", "of"))
        figures.append(Figure(f"{what} touched by a scenario", round(100 * seen / of, 1), "%", of))
    for kind, counts in sorted(_by_kind(assistants).items()):
        noticed = counts["caught"] + counts["refused"]
        figures.append(
            Figure(f"mutants noticed: {kind}", round(100 * noticed / counts["mutants"], 1), "%", counts["mutants"])
        )
    return figures


def _by_kind(assistants: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for one in assistants:
        for kind, counts in one["mutants"].items():
            if kind != "survivors":
                into = total.setdefault(kind, dict.fromkeys(counts, 0))
                for key, count in counts.items():
                    into[key] += count
    return total
