"""Transcribing a recording that is too long to hold: block after block goes through one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from giong.speech.asr.recogniser import Bias, Recogniser, Transcript
from giong.speech.pcm import Audio
from giong.speech.resample import Resampler


def transcribe_blocks(
    recogniser: Recogniser,
    blocks: Iterable[Audio],
    *,
    bias: Bias | None = None,
    on_progress: Callable[[float], None] = lambda heard_s: None,
) -> Transcript:
    """The transcript of consecutive blocks (`files.read_blocks`); `on_progress` gets the seconds heard so
    far.
    """
    stream = recogniser.stream(bias=bias)
    resampler: Resampler | None = None
    heard_s = 0.0
    for block in blocks:
        resampler = resampler or Resampler(block.rate_hz, recogniser.rate_hz)
        stream.accept(resampler.push(block.samples))
        heard_s += block.duration_s
        on_progress(heard_s)
    if resampler:
        stream.accept(resampler.flush())
    return stream.finish()
