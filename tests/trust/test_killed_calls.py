"""kill -9 in the middle of calls: every record and every recording is there afterwards, up to the kill."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect

from giong.speech.files import read_channels
from giong.speech.pcm import to_pcm16
from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE

CALLS = 5
TALK_S = 3.0
RATE_HZ = 16_000
FRAME_S = 0.02
LOST_S = 1.0
"""Half a second is being gathered, another part of one may be on its way to the disk or still in the socket."""
FASTEST_START_S = 20.0


@dataclass
class Caller:
    """Hums quietly until the line is cut. `heard_s` is how much there was of the assistant."""

    sent_s: float = 0.0
    heard_s: float = 0.0


async def _call(url: str, caller: Caller) -> None:
    hum = to_pcm16(np.full(round(RATE_HZ * FRAME_S), 0.001, np.float32))
    async with connect(f"{url}/api/v1/calls/stream") as socket:
        await socket.send(json.dumps({"type": "start", "assistant": "template"}))
        await _started(socket)
        began_s = time.perf_counter()
        reading = asyncio.create_task(_read(socket, caller))
        try:
            while True:
                await socket.send(hum)
                caller.sent_s += FRAME_S
                await asyncio.sleep(max(0.0, caller.sent_s - (time.perf_counter() - began_s)))
        finally:
            reading.cancel()


async def _started(socket: ClientConnection) -> None:
    while True:
        message = await socket.recv()
        if isinstance(message, str) and json.loads(message)["type"] == "started":
            return


async def _read(socket: ClientConnection, caller: Caller) -> None:
    async for message in socket:
        if isinstance(message, bytes):
            caller.heard_s += len(message) / 2 / RATE_HZ


async def _killed(server: ServerProcess) -> list[float]:
    """How much each caller had sent when the server was killed."""
    callers = [Caller() for _ in range(CALLS)]
    calls = [asyncio.create_task(_call(server.ws, caller)) for caller in callers]
    while min(caller.sent_s for caller in callers) < TALK_S or not all(caller.heard_s for caller in callers):
        await asyncio.sleep(0.02)
        assert not any(call.done() for call in calls)
    await asyncio.sleep(1.0)
    sent_s = [caller.sent_s for caller in callers]
    server.kill()
    await asyncio.gather(*calls, return_exceptions=True)
    return sent_s


def _records(client: httpx.Client) -> list[dict[str, Any]]:
    """The calls, when all have been put in order."""
    deadline_s = time.monotonic() + FASTEST_START_S
    while True:
        calls: list[dict[str, Any]] = client.get("/api/v1/calls").json()["items"]
        settled = all(call["outcome"] and call["recording"] != "recording" for call in calls)
        if settled or time.monotonic() > deadline_s:
            return calls
        time.sleep(0.1)


def test_nothing_of_a_call_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="", tts="tone")
    key = server.issue_key()
    with server:
        sent_s = asyncio.run(_killed(server))
        server.start()
        with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
            calls = _records(client)
            assert len(calls) == CALLS
            for call in calls:
                _check(client, call, least_s=min(sent_s) - LOST_S, most_s=max(sent_s) + LOST_S)


def _check(client: httpx.Client, call: dict[str, Any], *, least_s: float, most_s: float) -> None:
    path = f"/api/v1/calls/{call['id']}"
    assert (call["outcome"], call["ending"], call["recording"]) == ("interrupted", "killed", "kept")
    assert call["summary"].endswith("Dừng vì máy chủ tắt đột ngột.")
    notes = [note["code"] for note in client.get(path).json()["notes"]]
    assert notes == ["call.announced", "call.interrupted"]
    recording = client.get(f"{path}/recording")
    caller, assistant = read_channels(recording.content)
    assert caller.rate_hz == RATE_HZ
    assert least_s <= caller.duration_s <= most_s
    assert np.abs(caller.samples).max() == pytest.approx(0.001, rel=0.1)
    assert np.abs(assistant.samples).max() > 0.05, "what the assistant said is heard"
    lines = client.get(f"{path}/transcript").json()["items"]
    assert lines[0]["text"].startswith("Cuộc gọi được ghi âm")
    assert all(line["begin_ms"] < line["end_ms"] for line in lines)
    assert lines[-1]["end_ms"] <= most_s * 1000
