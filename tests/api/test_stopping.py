"""A server that is asked to stop does not wait for those who only listen."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from websockets.asyncio.client import connect

from giong.app import open_rooms
from giong.settings import load
from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE


def _listen(client: httpx.Client, path: str, headers: dict[str, str], begun: threading.Event) -> list[str]:
    with client.stream("GET", path, headers={**headers, "Accept": "text/event-stream"}) as stream:
        kinds = []
        for line in stream.iter_lines():
            if line.startswith("event: "):
                kinds.append(line.removeprefix("event: "))
            if len(kinds) == 2:
                begun.set()
        return kinds


def test_streams_end_whole_when_the_server_stops(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="")
    with server, httpx.Client(base_url=server.url, timeout=60) as client, ThreadPoolExecutor() as listeners:
        ticket = client.post("/api/v1/public/conversations", json={"assistant": "template"}).json()
        path, headers = f"/api/v1/conversations/{ticket['id']}/events", {"Authorization": f"Bearer {ticket['token']}"}
        client.get(path, params={"wait_s": 20}, headers=headers)
        listening = listeners.submit(_listen, client, path, headers, begun := threading.Event())
        waiting = listeners.submit(client.get, path, params={"after": 2, "wait_s": 60}, headers=headers)
        assert begun.wait(20)
        server.stop()
        assert listening.result() == ["piece", "turn"]
        assert waiting.result().json() == {"items": []}
    assert "Traceback" not in server.log.read_text()


async def _talk(url: str, begun: threading.Event) -> list[str]:
    """The texts that the assistant speaks until it hangs up."""
    spoken = []
    async with connect(f"{url}/api/v1/calls/stream") as socket:
        await socket.send(json.dumps({"type": "start", "assistant": "template"}))
        async for message in socket:
            if isinstance(message, bytes):
                continue
            told = json.loads(message)
            if told["type"] == "speaking":
                spoken.append(told["text"])
                begun.set()
            elif told["type"] == "ended":
                return spoken
    raise AssertionError("the wire was cut")


async def _outcomes(data_dir: Path) -> list[tuple[str, str]]:
    async with open_rooms(load(data_dir=data_dir)) as rooms:
        return [(call.outcome, call.recording) for call in await rooms.calls.recent(rooms.home.id)]


def test_calls_are_ended_with_a_word(tmp_path: Path) -> None:
    server = ServerProcess(
        tmp_path / "data", assistants=TEMPLATE, embedding="", tts="tone", call_grace_s=0.5, announce_recording=False
    )
    begun = threading.Event()
    with ThreadPoolExecutor() as callers:
        with server:
            talking = callers.submit(lambda: asyncio.run(_talk(server.ws, begun)))
            assert begun.wait(20)
            server.stop()
            spoken = talking.result(20)
        assert "phải tạm dừng" in spoken[-1]
    assert asyncio.run(_outcomes(server.data_dir)) == [("shut_down", "kept")]
    assert "Traceback" not in server.log.read_text()
