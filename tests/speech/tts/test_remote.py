from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator

import httpx
import numpy as np
import pytest

from giong.errors import BadConfiguration, BadInput, Unavailable
from giong.speech.pcm import to_pcm16
from giong.speech.tts.remote import RemoteSynthesiser
from giong.speech.tts.synthesiser import Voice
from tests.speech.tts.test_conformance import spoken

HUM = (0.3 * np.sin(np.arange(24_000) * 0.05)).astype(np.float32)


def speaking(answer: Callable[[httpx.Request], httpx.Response]) -> RemoteSynthesiser:
    client = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://speech.test/v1/")
    return RemoteSynthesiser(client, model="tts-1", voices=("lan", "mai"), rate_hz=24_000)


def wav(rate_hz: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(to_pcm16(HUM))
    return file.getvalue()


def in_odd_chunks(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 777] for at in range(0, len(data), 777))


def test_the_server_is_asked_as_openai_is() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=to_pcm16(HUM))

    spoken(speaking(answer), " dạ vâng ", Voice("mai", speed=9))
    assert asked[0].url.path == "/v1/audio/speech"
    assert json.loads(asked[0].content) == {
        "model": "tts-1",
        "voice": "mai",
        "input": "dạ vâng",
        "response_format": "pcm",
        "speed": 4.0,
    }


@pytest.mark.parametrize("body", [to_pcm16(HUM), wav(24_000)], ids=["pcm", "wav"])
def test_sound_is_put_together_from_chunks_of_any_size(body: bytes) -> None:
    remote = speaking(lambda _: httpx.Response(200, content=in_odd_chunks(body)))
    assert np.allclose(spoken(remote, "dạ"), HUM, atol=1e-4)


def test_a_wav_at_another_rate_is_refused() -> None:
    remote = speaking(lambda _: httpx.Response(200, content=wav(16_000)))
    with pytest.raises(Unavailable, match="16000 Hz") as wrong:
        spoken(remote, "dạ")
    assert wrong.value.code == "engine.remote.wrong_sound"


@pytest.mark.parametrize(
    ("status", "kind"), [(401, BadConfiguration), (429, Unavailable), (503, Unavailable), (400, BadInput)]
)
def test_statuses_become_errors(status: int, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=str(status)):
        spoken(speaking(lambda _: httpx.Response(status)), "dạ")


def test_a_server_that_is_away_is_unavailable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("away", request=request)

    with pytest.raises(Unavailable) as away:
        spoken(speaking(answer), "dạ")
    assert away.value.code == "engine.remote.unreachable"
