"""What a bad network costs: words wrong when packets are lost and disordered, as our receiver hears them, beside the
same packets lost with silence in their place.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.evaluated import giong, needed
from bench.figure import Figure, Options
from giong.speech.codecs import RATE_HZ, alaw, telephone
from giong.speech.files import read_audio, write_audio
from giong.speech.pcm import Audio, Samples
from giong.telephony.rtp.receiver import Receiver
from tests.telephony.rtp.network import Network, hear, speech_packets

SETS = ("vieneu-refs", "vivos-mini", "digits-8k")
NETWORKS = {"5 % lost": (0.05, 0.06), "10 % lost": (0.1, 0.06)}
"""Share of packets lost, and the seconds by which each may come later than the others."""
QUICK_CLIPS = 20

Way = Callable[[Samples, int], Samples]


def measure(options: Options) -> list[Figure]:
    folder = needed(options.data / "speech")
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in SETS:
            lines = _lines(folder / name, QUICK_CLIPS if options.quick else None)
            good = _wer(lines, Path(temporary), lambda sound, _: sound)
            for network, (loss, jitter_s) in NETWORKS.items():
                ours = _wer(lines, Path(temporary), _received(loss, jitter_s))
                silent = _wer(lines, Path(temporary), _silenced(loss))
                figures.append(
                    Figure(f"{name}, {network}: WER", ours, "", len(lines), peer=silent, peer_is="silence in its place")
                )
            figures.append(Figure(f"{name}, none lost: WER", good, "", len(lines)))
    return figures


def _lines(folder: Path, most: int | None) -> list[tuple[Path, str]]:
    rows = [json.loads(row) for row in (folder / "manifest.jsonl").read_text("utf-8").splitlines() if row.strip()]
    step = max(1, len(rows) // most) if most else 1
    return [(folder / row["audio_filepath"], row["text"]) for row in rows[::step]]


def _wer(lines: list[tuple[Path, str]], folder: Path, way: Way) -> float:
    manifest = folder / "manifest.jsonl"
    with manifest.open("w", encoding="utf-8") as file:
        for number, (path, text) in enumerate(lines):
            sound = telephone(read_audio(path), alaw()).samples
            sound = np.concatenate([sound, np.zeros(RATE_HZ // 2, np.float32)])
            write_audio(folder / f"{number}.wav", Audio(way(sound, number), RATE_HZ))
            row = {"audio_filepath": f"{number}.wav", "text": text, "duration": len(sound) / RATE_HZ}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return float(giong("evaluate", "transcription", manifest)["wer"])


def _received(loss: float, jitter_s: float) -> Way:
    def way(sound: Samples, seed: int) -> Samples:
        receiver = Receiver(0.0)
        arrivals = Network(seed, loss=loss, jitter_s=jitter_s).deliver(speech_packets(sound))
        heard, _ = hear(receiver, arrivals, len(sound) / RATE_HZ)
        return heard

    return way


def _silenced(loss: float) -> Way:
    def way(sound: Samples, seed: int) -> Samples:
        heard = np.zeros_like(sound)
        packets = list(speech_packets(sound))
        first = packets[0][1].timestamp
        for _, packet in Network(seed, loss=loss).deliver(packets):
            place = (packet.timestamp - first) & 0xFFFFFFFF
            heard[place : place + len(packet.payload)] = alaw().decode(packet.payload)
        return heard

    return way
