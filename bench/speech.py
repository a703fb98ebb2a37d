"""What a listener understands of the voice: sentences are spoken, then transcribed back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.evaluated import giong
from bench.figure import Figure, Options

SENTENCES = Path(__file__).parent / "sentences.txt"
QUICK_LINES = 6


def measure(options: Options) -> list[Figure]:
    lines = SENTENCES.read_text("utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "sentences.txt"
        chosen.write_text("\n".join(lines[:QUICK_LINES] if options.quick else lines), "utf-8")
        voices = giong("evaluate", "speech", chosen)["voices"]
    figures = []
    for voice in voices:
        title, n = voice.get("voice") or "default voice", voice["n"]
        figures += [
            Figure(f"{title}: WER when transcribed back", voice["wer"], "", n),
            Figure(f"{title}: first audio p50", voice["first_audio_ms_p50"], "ms", n),
            Figure(f"{title}: real-time factor", voice["rtf"], "", n),
        ]
    return figures
