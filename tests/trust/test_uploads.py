"""What is too large or no sound is refused with a remedy, before it costs anything."""

from __future__ import annotations

import contextlib
import socket
import struct
import tracemalloc
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest

from giong.speech import files
from giong.speech.pcm import Audio
from tests.support.serving import Served

TRANSCRIPTIONS = "/v1/audio/transcriptions"
KNOWLEDGE = "/api/v1/assistants/template/knowledge"


def transcribed(client: httpx.Client, data: bytes, name: str = "a.wav") -> httpx.Response:
    return client.post(TRANSCRIPTIONS, data={"model": "whisper-1"}, files={"file": (name, data)})


def silent_wav(path: Path, *, seconds: int, rate_hz: int = 8_000, channels: int = 1, bits: int = 16) -> Path:
    """A file that states its length and takes no room on the disk."""
    frame = channels * bits // 8
    length = seconds * rate_hz * frame
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate_hz, rate_hz * frame, frame, bits)
    header = struct.pack("<4sI4s", b"RIFF", 36 + length, b"WAVE") + form + struct.pack("<4sI", b"data", length)
    with path.open("wb") as file:
        file.write(header)
        file.truncate(44 + length)
    return path


def _sending(served: Served, path: str, length: str) -> socket.socket:
    """A connection on which the head of an upload was sent."""
    address = urlsplit(served.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=20)
    head = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {served.key}",
        "Content-Type: multipart/form-data; boundary=x",
        length,
    ]
    connection.sendall("\r\n".join([*head, "", ""]).encode())
    return connection


@pytest.mark.parametrize("path", [KNOWLEDGE, TRANSCRIPTIONS])
def test_300_megabytes_are_refused_by_their_announcement(served: Served, path: str) -> None:
    with _sending(served, path, "Content-Length: 300000000") as connection:
        connection.sendall(b"--x\r\n")
        answer = connection.recv(2_000)  # though nearly nothing was sent
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"request.too_large" in answer


def test_an_upload_of_unannounced_length_is_cut_off(served: Served) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    block = b"%x\r\n%s\r\n" % (1_000_000, b"x" * 1_000_000)
    limit_mb = served.settings.upload_mb
    with _sending(served, KNOWLEDGE, "Transfer-Encoding: chunked") as connection:
        connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        sent_mb = 0
        with contextlib.suppress(ConnectionError):  # the server hangs up while we are still sending
            while sent_mb < limit_mb + 50:
                connection.sendall(block)
                sent_mb += 1
            assert connection.recv(20).startswith(b"HTTP/1.1 413")
    assert httpx.get(f"{served.url}/api/v1/health").status_code == 200


@pytest.mark.parametrize("data", [b"", b"RIFF", b"this is no sound", b"\x00" * 10_000])
def test_what_is_no_sound(client: httpx.Client, data: bytes) -> None:
    answer = transcribed(client, data)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"].startswith("audio.")


def test_a_wav_without_a_sample(client: httpx.Client, tmp_path: Path) -> None:
    answer = transcribed(client, silent_wav(tmp_path / "empty.wav", seconds=0).read_bytes())
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "audio.empty")


def test_three_hours_are_beyond_the_limit(client: httpx.Client, tmp_path: Path) -> None:
    # 8 bits at 8 kHz: below the limit of bytes, beyond that of minutes.
    data = silent_wav(tmp_path / "long.wav", seconds=3 * 3600, bits=8).read_bytes()
    answer = transcribed(client, data)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "audio.too_long")
    assert "60" in answer.json()["error"]["message"]


def test_three_hours_are_read_in_the_memory_of_a_minute(tmp_path: Path) -> None:
    long = silent_wav(tmp_path / "long.wav", seconds=3 * 3600)
    tracemalloc.start()
    seconds = sum(block.duration_s for block in files.read_blocks(long, block_s=60.0))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds == pytest.approx(3 * 3600)
    assert most < 30_000_000


@pytest.mark.parametrize("channels", [1, 2])
def test_other_rates_and_channels_are_taken(client: httpx.Client, channels: int) -> None:
    tone = np.sin(np.arange(44_100) * 0.05).astype(np.float32) * 0.1
    answer = transcribed(client, files.wav_bytes(*[Audio(tone, 44_100)] * channels))
    assert answer.status_code == 200


def test_a_pdf_without_text_says_what_will_read_it(client: httpx.Client) -> None:
    answer = client.post(KNOWLEDGE, files={"file": ("scan.pdf", _empty_pdf())})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "source.no_text"
    assert "quét" in error["message"]


def _empty_pdf() -> bytes:
    """One page with nothing on it."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(body),
    )
