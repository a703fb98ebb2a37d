"""kill -9 in the middle of calls: every record and every recording is there afterwards, up to the kill."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect

from giong.speech.files import read_channels
from giong.speech.pcm import to_pcm16
from giong.telephony.call import Call
from giong.telephony.sip.transport import Bind
from giong.telephony.telephone import Telephone, TelephoneConfig
from giong.voice.port import Frame
from tests.support.process import ServerProcess, free_port
from tests.support.serving import TEMPLATE

CALLS = 5
TALK_S = 3.0
RATE_HZ = 16_000
FRAME_S = 0.02
HUM = 0.001
LOST_S = 1.0
"""Half a second is being gathered, another part of one may be on its way to the disk or still in the socket."""
FASTEST_START_S = 20.0


@dataclass
class Caller:
    """Hums quietly until the line is cut. `heard_s` is how much there was of the assistant."""

    sent_s: float = 0.0
    heard_s: float = 0.0


async def _call(url: str, caller: Caller) -> None:
    hum = to_pcm16(np.full(round(RATE_HZ * FRAME_S), HUM, np.float32))
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


Killing = Callable[[ServerProcess], Awaitable[list[float]]]
"""Makes the calls, kills the server, returns how many seconds each caller had sent by then."""


async def _from_browsers(server: ServerProcess) -> list[float]:
    callers = [Caller() for _ in range(CALLS)]
    return await _killed(server, callers, [asyncio.create_task(_call(server.ws, caller)) for caller in callers])


def _from_telephones(sip_port: int) -> Killing:
    async def killing(server: ServerProcess) -> list[float]:
        callers = [Caller() for _ in range(CALLS)]
        async with AsyncExitStack() as stack:
            telephone = await Telephone.open(TelephoneConfig((Bind("udp", "127.0.0.1", 0),)), on_call=_decline)
            stack.push_async_callback(telephone.close, 0.0)
            talks = [_ring(telephone, f"sip:1900@127.0.0.1:{sip_port}", caller) for caller in callers]
            return await _killed(server, callers, [asyncio.create_task(talk) for talk in talks])

    return killing


async def _decline(call: Call) -> None:
    await call.reject(486)


async def _ring(telephone: Telephone, target: str, caller: Caller) -> None:
    call = await telephone.dial(target, caller="0903123456")
    reading = asyncio.create_task(_listen(call, caller))
    began_s = time.perf_counter()
    try:
        while True:
            call.port.play(np.full(round(call.port.rate_hz * FRAME_S), HUM, np.float32))
            caller.sent_s += FRAME_S
            await asyncio.sleep(max(0.0, caller.sent_s - (time.perf_counter() - began_s)))
    finally:
        reading.cancel()


async def _listen(call: Call, caller: Caller) -> None:
    async for item in call.port.incoming():
        if isinstance(item, Frame):
            caller.heard_s += len(item.samples) / call.port.rate_hz


async def _killed(server: ServerProcess, callers: list[Caller], calls: list[asyncio.Task[None]]) -> list[float]:
    """How much each caller had sent when the server was killed."""
    while min(caller.sent_s for caller in callers) < TALK_S or not all(caller.heard_s for caller in callers):
        await asyncio.sleep(0.02)
        assert not any(call.done() for call in calls)
    await asyncio.sleep(1.0)
    sent_s = [caller.sent_s for caller in callers]
    server.kill()
    for call in calls:
        call.cancel()
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
    _kill_and_look(ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="", tts="tone"), _from_browsers)


def test_nothing_of_a_telephone_call_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    sip_port, rtp_port = free_port(), free_port()
    telephone: dict[str, object] = {
        "sip_listen": f"udp:127.0.0.1:{sip_port}",
        "rtp_ports": f"{rtp_port}-{rtp_port + 20 * CALLS}",
        "sip_trusted": "127.0.0.0/8",
        "phone_assistant": "template",
    }
    _kill_and_look(
        ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="", tts="tone", **telephone),
        _from_telephones(sip_port),
    )


def _kill_and_look(server: ServerProcess, killing: Killing) -> None:
    key = server.issue_key()
    with server:
        sent_s = asyncio.run(killing(server))
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
    assert notes in (["call.announced", "call.interrupted"], ["call.interrupted"]), "killed after the notice or in it"
    recording = client.get(f"{path}/recording")
    caller, assistant = read_channels(recording.content)
    assert least_s <= caller.duration_s <= most_s
    # A-law, which the telephone speaks, has 0.00122 and nothing nearer.
    assert np.abs(caller.samples).max() == pytest.approx(HUM, rel=0.25)
    assert np.abs(assistant.samples).max() > 0.05, "what the assistant said is heard"
    lines = client.get(f"{path}/transcript").json()["items"]
    assert lines[0]["text"].startswith("Cuộc gọi được ghi âm")
    assert all(line["begin_ms"] <= line["end_ms"] for line in lines), "the last may have been on its way"
    assert lines[-1]["end_ms"] <= most_s * 1000
