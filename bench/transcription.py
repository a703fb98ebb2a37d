"""What the recogniser understands: four sets of human recordings, plain, over the telephone, in noise, and biased."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options

SETS = ("vieneu-refs", "vivos-mini", "menu-words-8k", "digits-8k")
PLAIN_GREEDY_WER = {"vieneu-refs": 0.04, "vivos-mini": 0.11, "menu-words-8k": 0.49, "digits-8k": 0.18}
"""The same network read greedily, without bias."""
BIASED_WER = {"menu-words-8k": 0.12, "digits-8k": 0.10}
QUICK_CLIPS = 40


def measure(options: Options) -> list[Figure]:
    folder = needed(options.data / "speech")
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in SETS:
            manifest = folder / name / "manifest.jsonl"
            if options.quick:
                manifest = _shortened(manifest, Path(temporary) / f"{name}.jsonl")
            figures += _figures(name, manifest, _phrases(folder / name))
    return figures


def _figures(name: str, manifest: Path, phrases: Path | None) -> list[Figure]:
    conditions: dict[str, tuple[object, ...]] = {
        "plain": (),
        "telephone": ("--telephone",),
        "noise 10 dB": ("--noise-db", 10),
    }
    if phrases is not None:
        conditions["biased"] = ("--bias", phrases)
    figures = []
    for condition, flags in conditions.items():
        found = giong("evaluate", "transcription", manifest, *flags)
        greedy = PLAIN_GREEDY_WER[name] if condition in ("plain", "biased") else None
        limit = BIASED_WER.get(name) if condition == "biased" else None
        title = f"{name}, {condition}"
        peer = "plain greedy pass" if greedy else ""
        figures.append(Figure(f"{title}: WER", found["wer"], "", found["n"], at_most=limit, peer=greedy, peer_is=peer))
        figures.append(Figure(f"{title}: real-time factor", found["rtf"], "", found["n"]))
    return figures


def _phrases(folder: Path) -> Path | None:
    phrases = folder / "phrases.txt"
    return phrases if phrases.exists() else None


def _shortened(manifest: Path, into: Path) -> Path:
    """A manifest of clips spread evenly over the whole one."""
    lines = [json.loads(line) for line in manifest.read_text("utf-8").splitlines() if line.strip()]
    chosen = lines[:: max(len(lines) // QUICK_CLIPS, 1)]
    for line in chosen:
        line["audio_filepath"] = str((manifest.parent / line["audio_filepath"]).resolve())
    into.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in chosen), "utf-8")
    return into
