"""A synthesiser behind an OpenAI-compatible `/audio/speech` address. Knows not who runs the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import httpx

from giong.errors import BadConfiguration, BadInput, GiongError, Unavailable
from giong.speech.pcm import Samples, from_pcm16
from giong.speech.tts.pieces import piece_samples
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.voices import chosen

CONNECT_S = 5.0
READ_S = 30.0
"""The longest wait between two pieces; a large model on a slow machine thinks long before the first."""
_WAV_MAGIC = b"RIFF"
_SPEED_LIMITS = (0.25, 4.0)
_LONGEST_WAV_HEADER_BYTES = 4096


class RemoteSynthesiser:
    """Asks for raw 16-bit PCM and yields it while it arrives; a server that sends WAV is understood too."""

    name = "remote"

    def __init__(self, client: httpx.Client, *, model: str, voices: tuple[str, ...], rate_hz: int) -> None:
        self._client = client
        self._model = model
        self.voices = voices
        self.rate_hz = rate_hz

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        slowest, fastest = _SPEED_LIMITS
        asked: dict[str, str | float] = {
            "model": self._model,
            "voice": chosen(voice.name, self.voices),
            "input": text.strip(),
            "response_format": "pcm",
            "speed": min(max(voice.speed, slowest), fastest),
        }
        return self._speak(asked)

    def _speak(self, asked: dict[str, str | float]) -> Iterator[Samples]:
        if not asked["input"]:
            return
        try:
            with self._client.stream("POST", "audio/speech", json=asked) as response:
                if response.is_error:
                    raise refused(response.status_code)
                yield from _samples(response.iter_bytes(), self.rate_hz)
        except httpx.HTTPError as error:
            raise Unavailable(
                "engine.remote.unreachable",
                vi="Máy chủ giọng nói không trả lời. Hãy kiểm tra địa chỉ và đường mạng của bộ máy “remote”.",
                en=f"The speech server does not answer ({type(error).__name__}). Check address and network.",
            ) from error


def refused(status: int) -> GiongError:
    """What an HTTP status of a speech server means for the caller."""
    if status in (400, 413, 422):
        return BadInput(
            "engine.remote.bad_input",
            vi=f"Máy chủ giọng nói không nhận câu này (HTTP {status}). Hãy kiểm tra tên mô hình, tên giọng.",
            en=f"The speech server refused this sentence (HTTP {status}). Check the model and the voice.",
        )
    if status in (401, 403, 404):
        return BadConfiguration(
            "engine.remote.refused",
            vi=f"Máy chủ giọng nói từ chối yêu cầu (HTTP {status}). Hãy kiểm tra khoá API và địa chỉ.",
            en=f"The speech server refused the request (HTTP {status}). Check the API key and the address.",
        )
    return Unavailable(
        "engine.remote.away",
        vi=f"Máy chủ giọng nói đang bận hoặc gặp lỗi (HTTP {status}). Hãy thử lại sau ít phút.",
        en=f"The speech server is busy or failing (HTTP {status}). Try again in a few minutes.",
    )


def _samples(received: Iterable[bytes], rate_hz: int) -> Iterator[Samples]:
    """Cut what is received, in chunks of any size, to pieces of whole samples."""
    step = 2 * piece_samples(rate_hz)
    waiting = b""
    for data in _without_header(iter(received), rate_hz):
        waiting += data
        whole = len(waiting) // 2 * 2
        for start in range(0, whole, step):
            yield from_pcm16(waiting[start : min(start + step, whole)])
        waiting = waiting[whole:]


def _without_header(received: Iterator[bytes], rate_hz: int) -> Iterator[bytes]:
    """Drop the header of a WAV; raw PCM goes through as it is."""
    head = b""
    while len(head) < len(_WAV_MAGIC) and (data := next(received, b"")):
        head += data
    if not head.startswith(_WAV_MAGIC):
        return chain([head], received)
    while (at := head.find(b"data")) < 0 or len(head) < at + 8:
        data = next(received, b"")
        if not data or len(head) > _LONGEST_WAV_HEADER_BYTES:
            raise _wrong_sound("no samples")
        head += data
    told_hz = int.from_bytes(head[24:28], "little")
    if told_hz != rate_hz:
        raise _wrong_sound(f"{told_hz} Hz")
    return chain([head[at + 8 :]], received)


def _wrong_sound(found: str) -> Unavailable:
    return Unavailable(
        "engine.remote.wrong_sound",
        vi=f"Máy chủ giọng nói trả về âm thanh khác với cấu hình ({found}). Hãy sửa lại rate_hz.",
        en=f"The speech server answered with another sound than configured ({found}). Mend `rate_hz`.",
    )


def load(
    *,
    base_url: str,
    model: str = "tts-1",
    api_key: str = "",
    voices: tuple[str, ...] = ("alloy",),
    rate_hz: int = 24_000,
) -> RemoteSynthesiser:
    """The server at `base_url` (`https://…/v1`); the first of `voices` is the default."""
    client = httpx.Client(
        base_url=base_url.rstrip("/") + "/",
        headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
        timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
    )
    return RemoteSynthesiser(client, model=model, voices=tuple(voices), rate_hz=rate_hz)
