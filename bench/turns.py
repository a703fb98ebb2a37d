"""How long a customer waits for an answer over HTTP, alone and among fifty.

A turn lasts from sending `POST …/messages` until the event that completes the answer has come over the WebSocket. The
server is a process of its own with the sample assistants; it answers a customer of the electricity company.
"""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from bench.figure import Figure, Options, percentile
from tests.support.crowd import Customer, customers
from tests.support.process import ROOT, ServerProcess, free_port

ASSISTANT = "dien-luc"
FLOW = (
    "nhà tôi mất điện rồi em ơi",
    "số 12 ngõ 5 phố Bến Gốm phường Hoa Sữa",
    "chỉ nhà tôi thôi",
    "0903123456",
    "thôi",
)
QUESTIONS = (
    "Giá điện bậc 1 bao nhiêu?",
    "Đổi tên chủ hợp đồng cần giấy tờ gì?",
    "thời hạn thanh toán tiền điện là bao lâu",
    "gia dien gio cao diem",
    "Công tơ được kiểm định mấy năm một lần?",
)
FLOW_P95_MS, KNOWLEDGE_P95_MS = 15.0, 60.0
CHATS = 50


def measure(options: Options) -> list[Figure]:
    rounds = 8 if options.quick else 60
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server:
        server.settle()
        with _peer(Path(folder)) as peer_port:
            bare = _bare_posts(peer_port, rounds * 5)
        alone = Visitor(server)
        alone.ask(FLOW + QUESTIONS, 1)  # nothing is loaded for the first time afterwards
        flow, knowledge = alone.ask(FLOW, rounds), alone.ask(QUESTIONS, rounds)
        crowd, seconds = asyncio.run(_crowd(server, 2 if options.quick else 8))
    return [
        *_figures("flow turn", flow, bare, FLOW_P95_MS),
        *_figures("knowledge turn", knowledge, bare, KNOWLEDGE_P95_MS),
        Figure(f"{CHATS} chats at once: throughput", len(crowd) / seconds, "turns/s", len(crowd)),
        Figure(f"{CHATS} chats at once: p95", percentile(crowd, 0.95) * 1000, "ms", len(crowd)),
    ]


def _server(folder: Path) -> ServerProcess:
    """With the default engines: a question is looked for by its words and by its meaning."""
    return ServerProcess(folder / "data", assistants=ROOT / "assistants" / ASSISTANT)


class Visitor:
    """One customer, who waits for each answer."""

    def __init__(self, server: ServerProcess) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", server.port)
        self._server = server

    def ask(self, texts: tuple[str, ...], rounds: int) -> list[float]:
        """Each round is a conversation in which the texts are said in turn; the seconds of every turn."""
        return [seconds for _ in range(rounds) for seconds in self._conversation(texts)]

    def _conversation(self, texts: tuple[str, ...]) -> list[float]:
        opened = self._post("/api/v1/public/conversations", {"assistant": ASSISTANT})
        path = f"/api/v1/conversations/{opened['id']}"
        with connect(f"{self._server.ws}{path}/stream", compression=None) as socket:
            socket.send(json.dumps({"type": "hello", "token": opened["token"]}))
            _await_turn(socket)
            return [self._turn(socket, path, opened["token"], text) for text in texts]

    def _turn(self, socket: ClientConnection, path: str, token: str, text: str) -> float:
        began = time.perf_counter()
        self._post(f"{path}/messages", {"text": text}, token)
        _await_turn(socket)
        return time.perf_counter() - began

    def _post(self, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        return _posted(self._http, path, body, headers)


def _posted(connection: http.client.HTTPConnection, path: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    content: dict[str, Any] = json.loads(answer.read())
    if answer.status >= 400:
        raise RuntimeError(f"POST {path}: {answer.status} {content}")
    return content


def _await_turn(socket: ClientConnection) -> None:
    while True:
        frame = json.loads(socket.recv(timeout=60))
        if frame["type"] == "event" and frame["event"]["kind"] == "turn":
            return


@contextmanager
def _peer(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "bench.peer", str(port), str(folder / "peer.db")]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(600):
            try:
                http.client.HTTPConnection("127.0.0.1", port).connect()
                break
            except ConnectionError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _bare_posts(port: int, count: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    seconds = []
    for text in itertools.islice(itertools.cycle(FLOW), count):
        began = time.perf_counter()
        _posted(connection, "/messages", {"text": text}, {"Content-Type": "application/json"})
        seconds.append(time.perf_counter() - began)
    return seconds


async def _crowd(server: ServerProcess, rounds: int) -> tuple[list[float], float]:
    """The seconds of every turn, and of all together."""
    crowd = await customers(server.url, ASSISTANT, CHATS)
    await asyncio.gather(*(one.greeted() for one in crowd))
    began = time.perf_counter()
    every = await asyncio.gather(*(_chat(one, place, rounds) for place, one in enumerate(crowd)))
    seconds = time.perf_counter() - began
    await asyncio.gather(*(one.leave() for one in crowd))
    return [turn for turns in every for turn in turns], seconds


async def _chat(customer: Customer, place: int, rounds: int) -> list[float]:
    texts = (FLOW if place % 2 else QUESTIONS) * rounds
    return [await customer.ask(text, f"{place}-{number}") for number, text in enumerate(texts)]


def _figures(name: str, seconds: list[float], bare: list[float], p95_ms: float) -> list[Figure]:
    return [
        Figure(
            f"{name} {label}",
            percentile(seconds, share) * 1000,
            "ms",
            len(seconds),
            at_most=p95_ms if label == "p95" else None,
            peer=percentile(bare, share) * 1000,
            peer_is=f"bare FastAPI + fsync'd insert {label}",
        )
        for label, share in (("p50", 0.5), ("p95", 0.95))
    ]
