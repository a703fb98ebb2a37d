"""Which articles of law a question finds: both ALQAC sets, by words, by meaning, by both, without diacritics too.

Embedding the texts takes many minutes; `--cache FOLDER` keeps the indexes. The quick run asks by words alone.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options

SETS = ("alqac-2022-beir", "alqac-2023-beir")
BM25 = {"alqac-2022-beir": (0.825, 0.937, 0.962), "alqac-2023-beir": (0.730, 0.920, 0.960)}
"""Recall at 1, 5 and 10 of plain BM25 (k1 1.2, b 0.75)."""
MODES = ("lexical", "dense", "hybrid")


def measure(options: Options) -> list[Figure]:
    modes = MODES[:1] if options.quick else MODES
    with tempfile.TemporaryDirectory() as temporary:
        cache = options.cache or Path(temporary)
        return [
            figure
            for name in SETS
            for mode in modes
            for strip in (False, True)
            for figure in _figures(needed(options.data / name), mode, cache, strip=strip)
        ]


def _figures(folder: Path, mode: str, cache: Path, *, strip: bool) -> list[Figure]:
    index = cache / f"{folder.name}-{'words' if mode == 'lexical' else 'vectors'}"
    index.mkdir(parents=True, exist_ok=True)
    flags = ["--strip-diacritics"] if strip else []
    found = giong("evaluate", "retrieval", folder, "--mode", mode, "--index-dir", index, *flags)
    title = f"{folder.name}, {mode}" + (", without diacritics" if strip else "")
    figures = []
    for k, baseline in zip((1, 5, 10), BM25[folder.name], strict=True):
        limit = baseline if mode == "hybrid" and not strip else None
        recall = found[f"recall@{k}"]
        figures.append(
            Figure(f"{title}: recall@{k}", recall, "", found["n"], at_least=limit, peer=baseline, peer_is="plain BM25")
        )
    return [*figures, Figure(f"{title}: query p95", found["query_ms_p95"], "ms", found["n"])]
