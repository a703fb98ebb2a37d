"""The log says of every bench what came of it."""

from __future__ import annotations

from bench.figure import Figure, percentile
from bench.log import section

FACTS = {"commit": "abc", "cores": 2, "processor": "x", "memory_gb": 8, "load_average": 0.1, "python": "3.11"}


def test_a_figure_is_judged_by_its_limits() -> None:
    assert Figure("a", 15.0, "ms", 9, at_most=15).kept
    assert not Figure("a", 0.9, "", 9, at_least=0.95).kept
    assert Figure("a", 1.0, "", 9).kept is None


def test_a_ratio_needs_a_peer() -> None:
    assert Figure("a", 12.0, "ms", 9, peer=4.0, peer_is="bare").as_json()["ratio"] == 3.0
    assert "ratio" not in Figure("a", 12.0, "ms", 9).as_json()


def test_failures_and_missed_limits_are_rows_too() -> None:
    slow = Figure("p95", 20.0, "ms", 9, at_most=15, peer=5.0, peer_is="bare")
    outcomes = {
        "turns": {"figures": [slow.as_json(), Figure("lost", 0, "", 9, at_most=0).as_json()]},
        "kill": {"failed": "RuntimeError: no server"},
        "speech": {"skipped": "needs recordings"},
    }
    text = section({"at": "2026-11-21", "quick": True, "seed": 1, "machine": FACTS, "benches": outcomes}, "quiet")
    assert "| turns | p95 | 20 ms | 9 | ≤ 15: **missed** | 4 × bare (5) |" in text
    assert "| turns | lost | 0 | 9 | ≤ 0: kept |  |" in text
    assert "| kill | failed | RuntimeError: no server |" in text
    assert "| speech | skipped | needs recordings |" in text


def test_percentiles_are_of_the_nearest_rank() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([1, 2, 3, 4], 0.95) == 4
