"""The dated log: turns a run's document into a section of Markdown and adds it at the end. Never removes anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add(path: Path, document: dict[str, Any], *, note: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(section(document, note))


def section(document: dict[str, Any], note: str) -> str:
    """One table row a figure; failures and skipped benches are rows, too."""
    on = document["machine"]
    kind = "quick run" if document["quick"] else "full run"
    lines = [
        f"\n## {document['at']}, {kind}, commit {on['commit']}, seed {document['seed']}\n",
        f"{on['cores']} cores ({on['processor']}), {on['memory_gb']} GB, load {on['load_average']} at the start, "
        f"Python {on['python']}. {note}\n",
        "| bench | figure | value | n | limit | beside |",
        "|---|---|---|---|---|---|",
    ]
    for name, outcome in document["benches"].items():
        lines += [_row(name, figure) for figure in outcome.get("figures", ())]
        lines += [f"| {name} | {kind} | {outcome[kind]} | | | |" for kind in ("failed", "skipped") if kind in outcome]
    return "\n".join(lines) + "\n"


def _row(bench: str, figure: dict[str, Any]) -> str:
    value = f"{_short(figure['value'])} {figure.get('unit', '')}".strip()
    cells = [bench, figure["name"], value, figure["n"], _limit(figure), _peer(figure)]
    return "| " + " | ".join(map(str, cells)) + " |"


def _limit(figure: dict[str, Any]) -> str:
    if "kept" not in figure:
        return ""
    bounds = [f"≤ {_short(figure['at_most'])}"] if "at_most" in figure else []
    bounds += [f"≥ {_short(figure['at_least'])}"] if "at_least" in figure else []
    return f"{', '.join(bounds)}: {'kept' if figure['kept'] else '**missed**'}"


def _peer(figure: dict[str, Any]) -> str:
    if "ratio" not in figure:
        return ""
    return f"{figure['ratio']:g} × {figure['peer_is']} ({_short(figure['peer'])})"


def _short(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
