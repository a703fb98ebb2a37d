from __future__ import annotations

import errno
import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from giong.errors import BadInput, NotFound, StorageFull, TooLarge
from giong.speech.files import (
    WavWriter,
    duration_s,
    read_audio,
    read_blocks,
    read_channels,
    wav_bytes,
    write_audio,
)
from giong.speech.pcm import Audio


def hum(seconds: float, rate_hz: int, hz: float = 300.0) -> Audio:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return Audio((0.4 * np.sin(2 * np.pi * hz * time_s)).astype(np.float32), rate_hz)


@pytest.mark.parametrize(
    ("kind", "subtype", "tolerance"),
    [
        ("WAV", "PCM_16", 1e-4),
        ("WAV", "FLOAT", 1e-6),
        ("WAV", "PCM_24", 1e-5),
        ("WAV", "ULAW", 0.03),
        ("FLAC", "PCM_16", 1e-4),
        ("OGG", "VORBIS", 0.1),
        ("MP3", "MPEG_LAYER_III", 0.1),
    ],
)
def test_stereo_of_every_kind_is_mixed_to_one_channel(kind: str, subtype: str, tolerance: float) -> None:
    left, right = hum(0.5, 44_100), hum(0.5, 44_100, 500.0)
    file = io.BytesIO()
    soundfile.write(file, np.stack([left.samples, right.samples], axis=1), 44_100, format=kind, subtype=subtype)
    heard = read_audio(file.getvalue())
    assert heard.rate_hz == 44_100
    assert heard.samples.dtype == np.float32
    expected = (left.samples + right.samples) / 2
    assert np.abs(heard.samples[2_000:20_000] - expected[2_000:20_000]).max() < tolerance


def test_channels_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "call.flac"
    caller, assistant = hum(0.3, 8_000), hum(0.2, 8_000, 900.0)
    write_audio(path, caller, assistant)
    left, right = read_channels(path)
    assert np.abs(left.samples - caller.samples).max() < 1e-4
    assert np.abs(right.samples[:1_600] - assistant.samples).max() < 1e-4
    assert not right.samples[1_600:].any()
    assert list(tmp_path.iterdir()) == [path]


def test_blocks_are_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    audio = hum(2.5, 8_000)
    path.write_bytes(wav_bytes(audio))
    blocks = list(read_blocks(path, block_s=1.0))
    assert [len(block.samples) for block in blocks] == [8_000, 8_000, 4_000]
    assert np.array_equal(np.concatenate([block.samples for block in blocks]), read_audio(path).samples)
    assert duration_s(path) == 2.5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "audio.empty"),
        (wav_bytes(Audio(np.zeros(0, np.float32), 8_000)), "audio.empty"),
        (b"this is not a wave file at all" * 10, "audio.not_audio"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio.not_audio"),
        (b"%PDF-1.7\n" + bytes(100), "audio.not_audio"),
    ],
)
def test_what_is_no_sound_is_named(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "upload.wav"
    path.write_bytes(data)
    for source in (data, path):
        with pytest.raises(BadInput) as caught:
            read_audio(source)
        assert caught.value.code == code


def test_a_missing_file_and_one_that_is_too_long() -> None:
    with pytest.raises(NotFound) as missing:
        read_audio(Path("no-such.wav"))
    assert missing.value.code == "audio.no_such_file"
    data = wav_bytes(hum(2.0, 8_000))
    with pytest.raises(TooLarge) as long:
        read_audio(data, longest_s=1.5)
    assert long.value.code == "audio.too_long"
    assert read_audio(data, longest_s=2.0).duration_s == 2.0


def test_a_recording_can_be_played_although_its_writer_died(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    writer = WavWriter(path, 8_000)
    sound = hum(0.25, 8_000).samples
    for _ in range(10):
        writer.write(sound, sound[:1_000])
    left, right = read_channels(path)  # not closed
    assert left.duration_s == 2.0
    assert not right.samples[1_000:2_000].any()
    writer.close()
    writer.close()
    assert read_channels(path)[0].duration_s == 2.5


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageFull) as caught:
        write_audio(tmp_path / "answer.wav", hum(0.1, 8_000))
    assert caught.value.code == "audio.disk_full"
    assert not list(tmp_path.iterdir())
