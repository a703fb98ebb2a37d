from __future__ import annotations

import io
import warnings

import numpy as np
import pytest
import soundfile

from giong.speech.codecs import Codec, alaw, mulaw, telephone
from giong.speech.pcm import Audio

EVERY_LEVEL = np.arange(-32768, 32768).astype("<i2")


@pytest.mark.parametrize("codec", [mulaw(), alaw()], ids=["mulaw", "alaw"])
def test_every_level_and_octet_agree_with_an_independent_implementation(codec: Codec) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        audioop = pytest.importorskip("audioop", reason="audioop left the standard library in Python 3.13")
    encode, decode = {
        "PCMU": (audioop.lin2ulaw, audioop.ulaw2lin),
        "PCMA": (audioop.lin2alaw, audioop.alaw2lin),
    }[codec.name]
    samples = EVERY_LEVEL.astype(np.float32) / 32768.0
    assert codec.encode(samples) == encode(EVERY_LEVEL.tobytes(), 2)
    octets = bytes(range(256))
    assert (codec.decode(octets) * 32768.0).astype("<i2").tobytes() == decode(octets, 2)


@pytest.mark.parametrize("codec", [mulaw(), alaw()], ids=["mulaw", "alaw"])
def test_an_octet_survives_decoding_and_encoding(codec: Codec) -> None:
    octets = bytes(octet for octet in range(256) if (codec.name, octet) != ("PCMU", 0x7F))  # its second zero
    assert codec.encode(codec.decode(octets)) == octets


@pytest.mark.parametrize("codec", [mulaw(), alaw()], ids=["mulaw", "alaw"])
def test_levels_beyond_full_scale_are_clipped_and_silence_is_silent(codec: Codec) -> None:
    loud = codec.decode(codec.encode(np.array([4.0, -4.0], np.float32)))
    assert loud[0] > 0.97
    assert loud[1] < -0.97
    assert abs(codec.decode(bytes([codec.silence]))[0]) < 0.001


def test_the_telephone_keeps_the_voice_and_loses_what_is_above_4_khz() -> None:
    time_s = np.arange(16_000) / 16_000
    voice = (0.3 * np.sin(2 * np.pi * 1000 * time_s)).astype(np.float32)
    hiss = (0.3 * np.sin(2 * np.pi * 6000 * time_s)).astype(np.float32)
    heard = telephone(Audio(voice + hiss, 16_000))
    assert heard.rate_hz == 8000
    spectrum = np.abs(np.fft.rfft(heard.samples))
    assert spectrum.argmax() == 1000
    level = np.sqrt(np.mean(heard.samples[800:-800] ** 2))
    assert level == pytest.approx(0.3 / np.sqrt(2), rel=0.03)


@pytest.mark.parametrize("codec", [mulaw(), alaw()], ids=["mulaw", "alaw"])
def test_every_octet_agrees_with_libsndfile(codec: Codec) -> None:
    law = {"PCMU": "ULAW", "PCMA": "ALAW"}[codec.name]
    octets = io.BytesIO(bytes(range(256)))
    levels, _ = soundfile.read(octets, dtype="int16", format="RAW", subtype=law, samplerate=8000, channels=1)
    assert np.array_equal(codec.levels, levels)
