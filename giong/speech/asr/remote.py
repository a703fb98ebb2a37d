"""A recogniser behind an OpenAI-compatible `/audio/transcriptions` address. Knows not who runs the server.

The server gets one stretch of speech at a time: silence never reaches it (large models invent words for
silence), and no upload is longer than such servers accept.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx

from giong.errors import BadConfiguration, BadInput, GiongError, Unavailable
from giong.speech.asr.plain import plain
from giong.speech.asr.recogniser import Bias, Transcript
from giong.speech.asr.segmented import SegmentedStream
from giong.speech.files import wav_bytes
from giong.speech.pcm import Audio, Samples
from giong.speech.resample import resample
from giong.speech.silero import SileroActivity
from giong.speech.vad import RATE_HZ, VoiceActivity

TIMEOUT = httpx.Timeout(60.0, connect=5.0)
"""Seconds; a large model on a slow machine thinks long about half a minute of speech."""

_LONGEST_S = 28.0
_PROMPT_CHARACTERS = 600
"""Whisper reads at most 224 tokens of a prompt."""


class RemoteRecogniser:
    """Implements `Recogniser` on a client whose base address is the server's, e.g. `http://gpu:8000/v1/`."""

    name = "remote"
    rate_hz = RATE_HZ

    def __init__(self, client: httpx.Client, *, model: str, activity: Callable[[], VoiceActivity]) -> None:
        self._client = client
        self._model = model
        self._activity = activity

    def transcribe(self, audio: Audio, *, bias: Bias | None = None) -> Transcript:
        stream = self.stream(bias=bias)
        stream.accept(resample(audio, RATE_HZ).samples)
        return stream.finish()

    def stream(self, *, bias: Bias | None = None) -> SegmentedStream:
        prompt = _prompt(bias)
        return SegmentedStream(lambda samples: self._ask(samples, prompt), self._activity(), longest_s=_LONGEST_S)

    def _ask(self, samples: Samples, prompt: str) -> str:
        fields = {"model": self._model, "language": "vi", "response_format": "json"}
        if prompt:
            fields["prompt"] = prompt
        upload = {"file": ("speech.wav", wav_bytes(Audio(samples, RATE_HZ)), "audio/wav")}
        try:
            response = self._client.post("audio/transcriptions", data=fields, files=upload, timeout=TIMEOUT)
        except httpx.HTTPError as error:
            raise Unavailable(
                "asr.remote_unreachable",
                vi="Máy chủ nhận dạng không trả lời. Hãy kiểm tra địa chỉ và đường mạng của bộ máy “remote”.",
                en=f"The recognition server does not answer ({type(error).__name__}). Check the address.",
            ) from error
        if response.is_error:
            raise _refused(response.status_code)
        return plain(_text(response))


def _prompt(bias: Bias | None) -> str:
    return ", ".join(bias.phrases)[:_PROMPT_CHARACTERS] if bias else ""


def _text(response: httpx.Response) -> str:
    try:
        text = response.json()["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise _not_understood() from error
    if not isinstance(text, str):
        raise _not_understood()
    return text


def _refused(status: int) -> GiongError:
    """What the HTTP status of a recognition server means for the caller."""
    if status in (400, 413, 415, 422):
        return BadInput(
            "asr.remote_bad_input",
            vi=f"Máy chủ nhận dạng không nhận đoạn âm thanh này (HTTP {status}). Hãy kiểm tra tên mô hình.",
            en=f"The recognition server refused this audio (HTTP {status}). Check the model's name.",
        )
    if status in (401, 403, 404):
        return BadConfiguration(
            "asr.remote_refused",
            vi=f"Máy chủ nhận dạng từ chối yêu cầu (HTTP {status}). Hãy kiểm tra khoá API và địa chỉ.",
            en=f"The recognition server refused the request (HTTP {status}). Check the key and the address.",
        )
    return Unavailable(
        "asr.remote_away",
        vi=f"Máy chủ nhận dạng đang bận hoặc gặp lỗi (HTTP {status}). Hãy thử lại sau ít phút.",
        en=f"The recognition server is busy or failing (HTTP {status}). Try again in a few minutes.",
    )


def _not_understood() -> Unavailable:
    return Unavailable(
        "asr.remote_bad_answer",
        vi="Máy chủ nhận dạng trả lời không đúng dạng. Hãy kiểm tra lại địa chỉ (API kiểu OpenAI).",
        en="The recognition server's answer is not in the OpenAI shape. Check that the address is right.",
    )


def load(*, base_url: str, model: str = "whisper-1", api_key: str = "") -> RemoteRecogniser:
    """The recogniser `model` at `base_url` (`https://…/v1`)."""
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    client = httpx.Client(base_url=base_url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT)
    return RemoteRecogniser(client, model=model, activity=SileroActivity)
