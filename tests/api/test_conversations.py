"""A conversation over HTTP: said once, answered, followed by number, closed to others."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.support.serving import Served


def opened(visitor: httpx.Client) -> tuple[str, dict[str, str]]:
    """A new conversation's id, and the headers that open it."""
    answer = visitor.post("/api/v1/public/conversations", json={"assistant": "template"})
    assert answer.status_code == 201
    ticket = answer.json()
    return ticket["id"], {"Authorization": f"Bearer {ticket['token']}"}


def said(visitor: httpx.Client, id: str, headers: dict[str, str], text: str, key: str = "") -> httpx.Response:
    body = {"text": text, "key": key}
    return visitor.post(f"/api/v1/conversations/{id}/messages", json=body, headers=headers)


def events(visitor: httpx.Client, id: str, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    answer = visitor.get(f"/api/v1/conversations/{id}/events", params=query, headers=headers)
    assert answer.status_code == 200
    return answer.json()["items"]


def test_a_question_is_answered_with_a_citation_that_opens(visitor: httpx.Client) -> None:
    id, headers = opened(visitor)
    events(visitor, id, headers, wait_s=10)  # the greeting
    number = said(visitor, id, headers, "mỗi thẻ được mượn mấy cuốn sách?").json()["number"]
    answer = events(visitor, id, headers, after=number, wait_s=10)
    [piece] = [event["piece"] for event in answer if event["kind"] == "piece"]
    assert "3 cuốn" in piece["text"]
    [citation, *_] = piece["citations"]
    source = visitor.get(
        f"/api/v1/conversations/{id}/sources/{citation['source_id']}",
        params={"start": citation["start"], "end": citation["end"]},
        headers=headers,
    ).json()
    assert source["marked"] == citation["quote"]
    assert "3 cuốn" in source["marked"]


def test_the_same_key_is_stored_and_answered_once(visitor: httpx.Client) -> None:
    id, headers = opened(visitor)
    events(visitor, id, headers, wait_s=10)
    first = said(visitor, id, headers, "xin chào", key="k1").json()
    again = said(visitor, id, headers, "xin chào", key="k1").json()
    assert first["fresh"]
    assert again == {"number": first["number"], "fresh": False}
    events(visitor, id, headers, after=first["number"], wait_s=10)
    assert [event["kind"] for event in events(visitor, id, headers)].count("said") == 1


def test_a_websocket_resumes_without_gap_or_doubling(served: Served, visitor: httpx.Client) -> None:
    answer = visitor.post("/api/v1/public/conversations", json={"assistant": "template"}).json()
    address = f"{served.ws}/api/v1/conversations/{answer['id']}/stream"
    numbers: list[int] = []
    with connect(address) as socket:
        socket.send(json.dumps({"type": "hello", "token": answer["token"]}))
        while True:
            frame = json.loads(socket.recv(timeout=10))
            if frame["type"] == "event":
                numbers.append(frame["event"]["number"])
                if frame["event"]["kind"] == "turn":
                    break
        socket.send(json.dumps({"type": "say", "text": "thư viện mở cửa mấy giờ", "key": "a"}))
    with connect(address) as socket:
        socket.send(json.dumps({"type": "hello", "token": answer["token"], "after": numbers[-1]}))
        socket.send(json.dumps({"type": "say", "text": "thư viện mở cửa mấy giờ", "key": "a"}))
        texts = []
        while True:
            frame = json.loads(socket.recv(timeout=10))
            if frame["type"] == "event":
                numbers.append(frame["event"]["number"])
                texts.append((frame["event"].get("piece") or {}).get("text", ""))
                if frame["event"]["kind"] == "turn":
                    break
    assert numbers == list(range(1, len(numbers) + 1))
    assert sum("17 giờ" in text for text in texts) == 1


def test_server_sent_events_carry_numbers_to_resume_from(visitor: httpx.Client) -> None:
    id, headers = opened(visitor)
    greeting = events(visitor, id, headers, wait_s=10)
    with visitor.stream(
        "GET",
        f"/api/v1/conversations/{id}/events",
        headers={**headers, "Accept": "text/event-stream", "Last-Event-ID": str(greeting[0]["number"])},
    ) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        ids = (int(line.removeprefix("id: ")) for line in stream.iter_lines() if line.startswith("id: "))
        assert next(ids) == greeting[0]["number"] + 1


@pytest.mark.parametrize("path", ["", "/events", "/sources/x?start=0&end=1"])
def test_another_organisations_conversation_is_missing(
    served: Served, visitor: httpx.Client, client: httpx.Client, path: str
) -> None:
    id, _ = opened(visitor)
    stranger = {"Authorization": f"Bearer {served.stranger}"}
    theirs = visitor.get(f"/api/v1/conversations/{id}{path}", headers=stranger)
    missing = visitor.get(f"/api/v1/conversations/conv_none{path}", headers=stranger)
    assert theirs.status_code == missing.status_code == 404
    assert theirs.json() == missing.json()


def test_a_ticket_opens_its_own_conversation_only(visitor: httpx.Client) -> None:
    (first, headers), (second, _) = opened(visitor), opened(visitor)
    assert visitor.get(f"/api/v1/conversations/{first}", headers=headers).status_code == 200
    assert visitor.get(f"/api/v1/conversations/{second}", headers=headers).status_code == 403
    forged = {"Authorization": headers["Authorization"][:-3] + "AAA"}
    assert visitor.get(f"/api/v1/conversations/{first}", headers=forged).status_code == 401


def test_a_programs_key_finds_its_conversation_again(client: httpx.Client) -> None:
    body = {"assistant": "template", "key": "customer-17"}
    first, again = (client.post("/api/v1/conversations", json=body).json()["id"] for _ in range(2))
    assert first == again
    listed = client.get("/api/v1/conversations").json()["items"]
    assert [one["id"] for one in listed].count(first) == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "   "}, 422, "message.empty"),
        ({"text": "x" * 100_000}, 413, "message.too_long"),
        ({"text": "a", "wrong": 1}, 422, "request.invalid"),
        ({"text": "x" * 600_000}, 413, "request.too_large"),
    ],
)
def test_bad_messages_are_refused_with_a_remedy(
    visitor: httpx.Client, body: dict[str, Any], status: int, code: str
) -> None:
    id, headers = opened(visitor)
    before = len(events(visitor, id, headers, wait_s=10))
    answer = visitor.post(f"/api/v1/conversations/{id}/messages", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    assert len(events(visitor, id, headers)) == before


def test_unknown_things_have_stable_codes(visitor: httpx.Client) -> None:
    unknown = visitor.post("/api/v1/public/conversations", json={"assistant": "nobody"})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "assistant.not_found")
    keyless = visitor.get("/api/v1/conversations")
    assert (keyless.status_code, keyless.json()["error"]["code"]) == (401, "key.missing")
    wrong = visitor.get("/api/v1/conversations", headers={"Authorization": "Bearer gk_wrong"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "key.unknown")
