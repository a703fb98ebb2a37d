"""What no honest client sends: frames that are no messages, texts and numbers that no database holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.api.test_conversations import events, opened
from tests.support.serving import Served

NOT_FRAMES = [b"\x00\x01", "{no json", "[1, 2]", '"hello"', "null", "[" * 100_000]
NOT_STORABLE = ['{"text": "a\\u0000b"}', '{"text": "\\ud800"}', '{"text": "a", "key": "\\udfff"}']


def first_of(wire: ClientConnection, kind: str) -> dict[str, Any]:
    while (message := json.loads(wire.recv(timeout=10)))["type"] != kind:
        pass
    found: dict[str, Any] = message
    return found


@pytest.mark.parametrize("frame", NOT_FRAMES, ids=range(len(NOT_FRAMES)))
def test_a_chat_outlives_frames_that_are_no_messages(served: Served, visitor: httpx.Client, frame: Any) -> None:
    id, headers = opened(visitor)
    token = headers["Authorization"].removeprefix("Bearer ")
    with connect(f"{served.ws}/api/v1/conversations/{id}/stream") as wire:
        wire.send(json.dumps({"type": "hello", "token": token}))
        for bad in (frame, '{"type": "dance", "text": "xin chào"}', '{"type": "say", "text": 5}'):
            wire.send(bad)
            assert first_of(wire, "error")["code"] == "stream.bad_frame"
        wire.send(json.dumps({"type": "say", "text": "xin chào", "key": "k1"}))
        assert first_of(wire, "stored")["key"] == "k1"


@pytest.mark.parametrize("frame", NOT_FRAMES, ids=range(len(NOT_FRAMES)))
@pytest.mark.parametrize(
    ("path", "code", "closed"),
    [("conversations/conv_x/stream", "stream.no_hello", 4401), ("calls/stream", "call.no_start", 4400)],
)
def test_a_first_frame_that_says_nothing_is_refused(
    served: Served, path: str, code: str, closed: int, frame: Any
) -> None:
    with connect(f"{served.ws}/api/v1/{path}") as wire:
        wire.send(frame)
        assert json.loads(wire.recv(timeout=10))["code"] == code
        with pytest.raises(ConnectionClosed) as ending:
            wire.recv(timeout=10)
    assert ending.value.rcvd is not None
    assert ending.value.rcvd.code == closed


@pytest.mark.parametrize("after", [-1, 2**31, 10**30, "x"])
def test_nobody_is_left_listening_after_a_number_that_no_event_has(
    served: Served, visitor: httpx.Client, after: Any
) -> None:
    id, headers = opened(visitor)
    token = headers["Authorization"].removeprefix("Bearer ")
    with connect(f"{served.ws}/api/v1/conversations/{id}/stream") as wire:
        wire.send(json.dumps({"type": "hello", "token": token, "after": after}))
        assert json.loads(wire.recv(timeout=10))["code"] == "stream.no_hello"


@pytest.mark.parametrize("body", NOT_STORABLE)
def test_text_that_cannot_be_kept_is_refused_and_the_conversation_stays_readable(
    visitor: httpx.Client, body: str
) -> None:
    id, headers = opened(visitor)
    json_headers = {**headers, "Content-Type": "application/json"}
    answer = visitor.post(f"/api/v1/conversations/{id}/messages", content=body, headers=json_headers)
    assert answer.status_code == 422
    assert [event["kind"] for event in events(visitor, id, headers, wait_s=10)] == ["piece", "turn"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conversations?before=0001-01-01T00:00:00%2B14:00",
        "/api/v1/calls?before=9999-12-31T23:59:59-14:00",
        "/api/v1/calls?before=2026-01-01T00:00:00",  # of which time zone?
    ],
)
def test_moments_out_of_range_are_refused(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 422


def test_event_numbers_out_of_range_are_refused(client: httpx.Client) -> None:
    id = client.post("/api/v1/conversations", json={"assistant": "template"}).json()["id"]
    assert client.get(f"/api/v1/conversations/{id}/events?after={10**30}").status_code == 422
    stale = {"Last-Event-ID": str(10**30), "Accept": "text/event-stream"}
    assert client.get(f"/api/v1/conversations/{id}/events", headers=stale).status_code == 422


def test_waiting_for_an_answer_does_not_end_at_the_greeting(visitor: httpx.Client) -> None:
    id, headers = opened(visitor)
    number = visitor.post(f"/api/v1/conversations/{id}/messages", json={"text": "xin chào"}, headers=headers)
    found = events(visitor, id, headers, after=number.json()["number"], wait_s=10)
    everything = events(visitor, id, headers)
    assert found[-1] == everything[-1]
    assert [event["kind"] for event in everything].count("turn") == 2


@pytest.mark.parametrize("path", ["conversations/%00", "conversations?assistant=%00", "jobs/a%00b", "calls/%00"])
def test_an_address_with_nul_names_nothing(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "address.not_plain")


@pytest.mark.parametrize(("path", "shape"), [("/v1/embeddings", "type"), ("/api/v1/conversations", "message_en")])
def test_too_large_a_body_is_refused_in_the_shape_of_its_clients(client: httpx.Client, path: str, shape: str) -> None:
    def parts() -> Iterator[bytes]:
        yield from [b"x" * 100_000] * 6

    for body in (b"x" * 600_000, parts()):  # declared, and in chunks
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request.too_large")
        assert shape in answer.json()["error"]
