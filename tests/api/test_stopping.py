"""A server that is asked to stop does not wait for those who only listen."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

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
