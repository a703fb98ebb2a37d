"""The server's log at its most talkative."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
from websockets.sync.client import connect

from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE

CANARY = "chimhoangyen"


def test_debug_shows_no_frame_of_a_chat(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="", log_level="debug")
    with server:
        ticket = httpx.post(
            f"{server.url}/api/v1/public/conversations", json={"assistant": "template"}, timeout=60
        ).json()
        with connect(f"{server.ws}/api/v1/conversations/{ticket['id']}/stream") as wire:
            wire.send(json.dumps({"type": "hello", "token": ticket["token"]}))
            wire.send(json.dumps({"type": "say", "text": CANARY, "key": "k1"}))
            while json.loads(wire.recv(timeout=60))["type"] != "stored":
                pass
        server.stop()
    log = server.log.read_text()
    assert "startup complete" in log
    assert CANARY not in log
    assert ticket["token"] not in log
