"""Sound in files: WAV, FLAC, OGG and MP3, in and out. Knows nothing of what is in the sound.

Everything is read through libsndfile. Limits are checked against the header before samples are decoded, and
a long file can be read block by block.
"""

from __future__ import annotations

import errno
import io
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.errors import BadInput, NotFound, StorageFull, TooLarge
from giong.speech.pcm import Audio, Samples, to_pcm16
from giong.speech.resample import resample

Source = Path | bytes

Change = Callable[[NDArray[np.float32], int, int], None]
"""Changes a block in place: its frames (a row of one sample for each channel), the number of the first, the rate."""

BLOCK_S = 10.0
_LOWEST_RATE_HZ = 4_000
_HEADER_BYTES = 44
_OPENAI_PCM_HZ = 24_000
_ENCODINGS = {"flac": ("FLAC", "PCM_16"), "mp3": ("MP3", "MPEG_LAYER_III"), "opus": ("OGG", "OPUS")}
"""libsndfile's container and subtype."""


def read_audio(source: Source, *, longest_s: float | None = None) -> Audio:
    """The sound of a file or of its bytes, its channels mixed to one."""
    channels = read_channels(source, longest_s=longest_s)
    mixed = np.stack([channel.samples for channel in channels]).mean(axis=0)
    return Audio(np.asarray(mixed, np.float32), channels[0].rate_hz)


def read_channels(source: Source, *, longest_s: float | None = None) -> tuple[Audio, ...]:
    """Each channel by itself, as in a recording that keeps caller and assistant apart."""
    with _opened(source, longest_s) as file:
        frames = _read(file, -1)
        if not len(frames):
            raise _empty()
        return tuple(Audio(np.ascontiguousarray(frames[:, n]), file.samplerate) for n in range(file.channels))


def read_blocks(source: Source, *, block_s: float = BLOCK_S, longest_s: float | None = None) -> Iterator[Audio]:
    """The sound mixed to one channel, in blocks of `block_s`; no more than one of them lies in memory."""
    with _opened(source, longest_s) as file:
        count = max(int(block_s * file.samplerate), 1)
        while len(frames := _read(file, count)):
            yield Audio(frames.mean(axis=1, dtype=np.float32), file.samplerate)


def duration_s(source: Source) -> float:
    """The length that the header states."""
    with _opened(source, None) as file:
        return float(file.frames / file.samplerate)


def wav_bytes(*channels: Audio) -> bytes:
    """A 16-bit WAV file of one or more channels of equal rate; the shorter ones are filled with silence."""
    data = to_pcm16(_interleaved([channel.samples for channel in channels]).reshape(-1))
    return _wav_header(channels[0].rate_hz, len(channels), len(data)) + data


def encoded(audio: Audio, kind: str) -> bytes:
    """The sound as a "wav", "flac", "mp3" or "opus" (in Ogg) file, or as bare 16-bit samples ("pcm", 24 kHz)."""
    if kind == "wav":
        return wav_bytes(audio)
    if kind == "pcm":
        return to_pcm16(resample(audio, _OPENAI_PCM_HZ).samples)
    container, subtype = _ENCODINGS[kind]
    # Opus knows few rates, and 24 kHz is one of those that MP3 knows, too.
    return _written([audio if kind == "flac" else resample(audio, 24_000)], container, subtype)


def write_audio(path: Path, *channels: Audio) -> None:
    """Write a `.wav` or `.flac` file; it is there whole or not at all."""
    if path.suffix.lower() == ".flac":
        data = _written(channels, *_ENCODINGS["flac"])
    else:
        data = wav_bytes(*channels)
    unfinished = path.with_name(path.name + ".part")
    with _room_on_disk():
        try:
            unfinished.write_bytes(data)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)


class WavWriter:
    """A 16-bit stereo WAV file that grows while the call lasts.

    The header is brought up to date with every second of sound, so the file can be played even if the
    process is killed: at most the last second is missing from it.
    """

    _CHANNELS = 2

    def __init__(self, path: Path, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._written = 0
        self._stated = 0
        with _room_on_disk():
            self._file = path.open("wb", buffering=0)
            self._file.write(_wav_header(rate_hz, self._CHANNELS, 0))

    def write(self, left: Samples, right: Samples) -> None:
        """Append both sides; the shorter one is filled with silence."""
        data = to_pcm16(_interleaved([left, right]).reshape(-1))
        with _room_on_disk():
            self._file.write(data)
            self._written += len(data)
            if self._written - self._stated >= self._rate_hz * 2 * self._CHANNELS:
                self._state_length()

    def close(self) -> None:
        """State the length and let go of the file; a second call does nothing."""
        if self._file.closed:
            return
        try:
            with _room_on_disk():
                self._state_length()
        finally:
            self._file.close()

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _state_length(self) -> None:
        self._file.seek(0)
        self._file.write(_wav_header(self._rate_hz, self._CHANNELS, self._written))
        self._file.seek(0, os.SEEK_END)
        self._stated = self._written


def mend_wav(path: Path) -> float:
    """Have a `WavWriter`'s file that was never closed state all the sound that is in it; returns its length in seconds
    (0: there is none).
    """
    with path.open("r+b") as file:
        header = file.read(_HEADER_BYTES)
        if len(header) < _HEADER_BYTES or header[:4] != b"RIFF":
            return 0.0
        channels, rate_hz = struct.unpack_from("<HI", header, 22)
        frame = 2 * channels
        sound = (path.stat().st_size - _HEADER_BYTES) // frame * frame
        file.truncate(_HEADER_BYTES + sound)
        file.seek(0)
        file.write(_wav_header(rate_hz, channels, sound))
    return float(sound / (frame * rate_hz))


def recode(source: Path, target: Path, kind: str, change: Change | None = None) -> None:
    """Write the sound of a file anew as "flac" or "opus" (in Ogg), all channels, block by block; the target is there
    whole or not at all.
    """
    import soundfile

    container, subtype = _ENCODINGS[kind]
    unfinished = target.with_name(target.name + ".part")
    with _room_on_disk():
        try:
            with (
                _opened(source, None) as sound,
                soundfile.SoundFile(
                    str(unfinished), "w", sound.samplerate, sound.channels, format=container, subtype=subtype
                ) as written,
            ):
                at = 0
                while len(frames := _read(sound, int(BLOCK_S * sound.samplerate))):
                    if change is not None:
                        change(frames, at, sound.samplerate)
                    written.write(frames)
                    at += len(frames)
            os.replace(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)


def _wav_header(rate_hz: int, channels: int, data_bytes: int) -> bytes:
    """RIFF header of 44 bytes; the format states lengths in 32 bits, 6 hours of 8 kHz stereo do not reach
    that.
    """
    frame = 2 * channels
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1),
        *(channels, rate_hz, rate_hz * frame, frame, 16, b"data", data_bytes),
    )


def _interleaved(channels: Sequence[Samples]) -> NDArray[np.float32]:
    longest = max(len(samples) for samples in channels)
    return np.stack([np.pad(samples, (0, longest - len(samples))) for samples in channels], axis=1)


def _written(channels: Sequence[Audio], container: str, subtype: str) -> bytes:
    import soundfile

    target = io.BytesIO()
    frames = _interleaved([channel.samples for channel in channels])
    soundfile.write(target, frames, channels[0].rate_hz, format=container, subtype=subtype)
    return target.getvalue()


@contextmanager
def _opened(source: Source, longest_s: float | None) -> Iterator[Any]:
    """The open sound file, checked: it is sound, it is not empty, it is not longer than allowed."""
    import soundfile

    if isinstance(source, Path) and not source.is_file():
        raise NotFound(
            "audio.no_such_file",
            vi=f"Không có tệp âm thanh {source.name}. Hãy kiểm tra lại đường dẫn.",
            en=f"There is no audio file {source.name}. Check the path.",
        )
    if not (len(source) if isinstance(source, bytes) else source.stat().st_size):
        raise _empty()
    try:
        file = soundfile.SoundFile(io.BytesIO(source) if isinstance(source, bytes) else str(source))
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        raise _not_audio() from error
    with file:
        if file.samplerate < _LOWEST_RATE_HZ:
            raise _not_audio()
        if not file.frames:
            raise _empty()
        _check_length(file.frames / file.samplerate, longest_s)
        yield file


def _read(file: Any, frames: int) -> NDArray[np.float32]:
    import soundfile

    try:
        return np.asarray(file.read(frames, dtype="float32", always_2d=True), np.float32)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise _not_audio() from error


def _check_length(seconds: float, longest_s: float | None) -> None:
    if longest_s is not None and seconds > longest_s:
        raise TooLarge(
            "audio.too_long",
            vi=f"Âm thanh dài {seconds:.0f} giây, quá giới hạn {longest_s:.0f} giây. Hãy cắt ngắn hơn.",
            en=f"The audio lasts {seconds:.0f} s, beyond the limit of {longest_s:.0f} s. Cut it into parts.",
        )


def _not_audio() -> BadInput:
    return BadInput(
        "audio.not_audio",
        vi="Tệp này không phải âm thanh đọc được. Hãy gửi tệp WAV, FLAC, OGG hoặc MP3.",
        en="This is not audio that can be read. Send a WAV, FLAC, OGG or MP3 file.",
    )


def _empty() -> BadInput:
    return BadInput(
        "audio.empty",
        vi="Tệp âm thanh rỗng, không có mẫu nào. Hãy thu lại hoặc chọn tệp khác.",
        en="The audio file is empty. Record again or choose another file.",
    )


@contextmanager
def _room_on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull(
            "audio.disk_full",
            vi="Ổ đĩa đã đầy nên không ghi được âm thanh. Hãy giải phóng dung lượng rồi thử lại.",
            en="The disk is full, so the audio could not be written. Free some space and try again.",
        ) from error
