from __future__ import annotations

import httpx
import numpy as np
import pytest

from giong.errors import BadConfiguration, BadInput, Unavailable
from giong.speech.asr.recogniser import Bias
from giong.speech.asr.remote import RemoteRecogniser
from giong.speech.energy import EnergyActivity
from giong.speech.pcm import Audio

HUM = Audio(np.pad((0.3 * np.sin(np.arange(16_000) / 8)).astype(np.float32), (8_000, 8_000)), 16_000)


def recogniser(answer: httpx.Response | Exception, asked: list[bytes] | None = None) -> RemoteRecogniser:
    def respond(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request.read())
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(base_url="http://gpu/v1/", transport=httpx.MockTransport(respond))
    return RemoteRecogniser(client, model="whisper-large-v3", activity=EnergyActivity)


def test_the_request_is_what_openai_s_servers_expect_and_the_answer_comes_in_spoken_form() -> None:
    asked: list[bytes] = []
    remote = recogniser(httpx.Response(200, json={"text": "Phòng 12, tầng 3."}), asked)
    heard = remote.transcribe(HUM, bias=Bias(("tầng ba",)))
    assert heard.text == "phòng mười hai tầng ba"
    (body,) = asked
    for part in (b'name="model"', b"whisper-large-v3", b'name="language"', "tầng ba".encode(), b"RIFF"):
        assert part in body


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (httpx.ConnectError("no"), Unavailable, "asr.remote_unreachable"),
        (httpx.ReadTimeout("slow"), Unavailable, "asr.remote_unreachable"),
        (httpx.Response(400), BadInput, "asr.remote_bad_input"),
        (httpx.Response(401), BadConfiguration, "asr.remote_refused"),
        (httpx.Response(503), Unavailable, "asr.remote_away"),
        (httpx.Response(200, text="hello"), Unavailable, "asr.remote_bad_answer"),
        (httpx.Response(200, json={"text": None}), Unavailable, "asr.remote_bad_answer"),
        (httpx.Response(200, json=[]), Unavailable, "asr.remote_bad_answer"),
    ],
)
def test_a_failing_server_is_told_by_a_stable_code(
    answer: httpx.Response | Exception, error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as caught:
        recogniser(answer).transcribe(HUM)
    assert getattr(caught.value, "code", None) == code


def test_silence_is_never_sent() -> None:
    asked: list[bytes] = []
    remote = recogniser(httpx.Response(200, json={"text": "Cảm ơn đã xem video."}), asked)
    assert remote.transcribe(Audio(np.zeros(48_000, np.float32), 16_000)).text == ""
    assert not asked
