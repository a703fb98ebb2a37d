"""Lines that a person recorded, by their key. Knows WAV files in a folder and nothing of assistants.

A recording is brought to the level and the rate of the synthesised lines around it, with its edges trimmed and faded,
so that a recorded sentence and a synthesised number can follow one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from giong.errors import BadConfiguration
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.tts.level import levelled
from giong.speech.tts.pieces import silence

if TYPE_CHECKING:
    from soundfile import SoundFile

LONGEST_S = 120.0
JOIN_PAUSE_S = 0.08
"""Between two parts of one sentence: about the pause that a speaker makes before a number."""
_FADE_S = 0.01
_EDGE_S = 0.05
_QUIET = 0.01


class Prompts:
    """The recordings of one folder: `chao.wav` is the line `chao`."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._files = files
        self._ready: dict[tuple[str, int], Samples] = {}

    @classmethod
    def load(cls, folder: Path) -> Prompts:
        """The files of `folder` (which need not exist): checked now, read when their lines are first said."""
        files = {path.stem: path for path in sorted(folder.glob("*.wav"))}
        for path in files.values():
            _open(path).close()
        return cls(files)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._files)

    def find(self, key: str, *, rate_hz: int) -> Audio | None:
        """The recording of the line `key`, ready to be played at `rate_hz`; None if nobody recorded it."""
        path = self._files.get(key)
        if path is None:
            return None
        if (key, rate_hz) not in self._ready:
            self._ready[key, rate_hz] = _fitted(_read(path), rate_hz)
        return Audio(self._ready[key, rate_hz], rate_hz)


def joined(parts: Iterable[Audio], *, rate_hz: int) -> Audio:
    """One sentence out of recorded and synthesised parts: one rate, one level, a pause at every seam."""
    pause = silence(JOIN_PAUSE_S, rate_hz)
    fitted = (_fitted(part, rate_hz) for part in parts)
    seamed = [sound for part in fitted if len(part) for sound in (pause, part)]
    samples = np.concatenate(seamed[1:]) if seamed else silence(0, rate_hz)
    return Audio(samples, rate_hz)


def _fitted(audio: Audio, rate_hz: int) -> Samples:
    return _trimmed(levelled(resample(audio, rate_hz).samples, rate_hz), rate_hz)


def _read(path: Path) -> Audio:
    with _open(path) as file:
        rate_hz = int(file.samplerate)
        samples = file.read(int(LONGEST_S * rate_hz), dtype="float32", always_2d=True)
    return Audio(samples.mean(axis=1, dtype=np.float32), rate_hz)


def _open(path: Path) -> SoundFile:
    import soundfile

    try:
        return soundfile.SoundFile(path)
    except (OSError, RuntimeError) as error:
        raise BadConfiguration(
            "speech.broken_prompt",
            vi=f"Không đọc được tệp thu âm {path.name}. Hãy lưu lại tệp này dưới dạng WAV (PCM 16 bit).",
            en=f"The recording {path.name} cannot be read. Save it again as WAV (16-bit PCM).",
        ) from error


def _trimmed(samples: Samples, rate_hz: int) -> Samples:
    """Without the silence at both ends, and faded there so that no click is heard."""
    loud = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(loud):
        return samples[:0]
    edge = round(_EDGE_S * rate_hz)
    kept = samples[max(loud[0] - edge, 0) : loud[-1] + edge].copy()
    fade = min(round(_FADE_S * rate_hz), len(kept) // 2)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    return kept
