"""How long `giong test` takes for the sample assistants, every scenario over a chat and a call."""

from __future__ import annotations

from bench.evaluated import giong
from bench.figure import Figure, Options


def measure(options: Options) -> list[Figure]:
    found = giong("test", "assistants")
    return [
        Figure("scenarios failed", found["failed"], "", found["n"], at_most=0),
        Figure("giong test assistants", found["seconds"], "s", found["n"]),
    ]
