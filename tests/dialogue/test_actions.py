"""HTTP actions: where they may go, what they carry, how often they try."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from giong.clock import run_virtually
from giong.dialogue.actions import MAX_RESPONSE_BYTES, HttpSender, Outcome, at_path
from giong.dialogue.assistant import HttpAction
from giong.dialogue.expressions import Scope, Template
from giong.dialogue.functions import FUNCTIONS

HOST = "api.example.vn"


def action(url: str = f"https://{HOST}/bills/{{{{ma}}}}", **changes: Any) -> HttpAction:
    return HttpAction("tra", "POST", Template.parse(url), **changes)


def send(
    answer: Callable[[httpx.Request], httpx.Response],
    sent: HttpAction,
    *,
    names: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
) -> Outcome:
    sender = HttpSender(frozenset({HOST}), environment=environment or {}, transport=httpx.MockTransport(answer))
    scope = Scope({"ma": "P 1/2?x=${TOKEN}", "so": 3, **(names or {})}, FUNCTIONS, {"so": "ba"})
    return run_virtually(sender.send(sent, scope, key="k-1"))


def test_what_was_said_cannot_leave_its_place_in_the_url() -> None:
    seen: list[httpx.Request] = []
    send(lambda request: seen.append(request) or httpx.Response(200), action())
    assert seen[0].url.host == HOST
    assert seen[0].url.raw_path == b"/bills/P%201%2F2%3Fx%3D%24%7BTOKEN%7D"


@pytest.mark.parametrize(
    ("url", "said"),
    [(f"https://{HOST}/bills/{{{{ma}}}}/pay", ".."), (f"https://{HOST}/bills/{{{{ma}}}}?x=1", "."),
     (f"https://{HOST}/bills/.{{{{ma}}}}", ".")],
)  # fmt: skip
def test_dots_do_not_lead_to_another_path(url: str, said: str) -> None:
    seen: list[httpx.Request] = []
    outcome = send(lambda r: seen.append(r) or httpx.Response(200), action(url), names={"ma": said})
    assert outcome == Outcome(False)
    assert seen == []


def test_dots_beside_other_characters_are_only_text() -> None:
    seen: list[httpx.Request] = []
    url = f"https://{HOST}/bills/{{{{ma}}}}?x=.."
    assert send(lambda r: seen.append(r) or httpx.Response(200), action(url), names={"ma": "../..x"}).ok
    assert seen[0].url.raw_path == b"/bills/..%2F..x?x=.."


def test_secrets_come_from_the_environment_only_where_the_author_wrote_them() -> None:
    seen: list[httpx.Request] = []
    sent = action(
        headers={"Authorization": Template.parse("Bearer ${TOKEN}"), "X-Said": Template.parse("{{ma}}")},
        body={"text": Template.parse("mã {{ma}}"), "count": Template.parse("{{so}}"), "list": [1, None]},
    )
    send(lambda request: seen.append(request) or httpx.Response(200), sent, environment={"TOKEN": "s3cret"})
    assert seen[0].headers["Authorization"] == "Bearer s3cret"
    assert seen[0].headers["X-Said"] == "P 1/2?x=${TOKEN}"
    assert json.loads(seen[0].content) == {"text": "mã P 1/2?x=${TOKEN}", "count": 3, "list": [1, None]}


def test_a_missing_secret_sends_nothing() -> None:
    seen: list[httpx.Request] = []
    sent = action(headers={"Authorization": Template.parse("Bearer ${TOKEN}")})
    assert send(lambda request: seen.append(request) or httpx.Response(200), sent) == Outcome(False)
    assert seen == []


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/", "https://api.example.vn.evil.example/", "https://api.example.vn:8080/", "https://10.0.0.1/",
     "https://api.example.vn@evil.example/", "https://{{so}}/"],
)  # fmt: skip
def test_other_hosts_are_never_asked(url: str) -> None:
    seen: list[httpx.Request] = []
    assert send(lambda request: seen.append(request) or httpx.Response(200), action(url)) == Outcome(False)
    assert seen == []


def test_redirects_are_not_followed() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(302, headers={"Location": "https://evil.example/"})

    assert not send(answer, action()).ok
    assert seen == [HOST]


def test_a_busy_service_is_asked_again_with_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(503) if len(keys) < 3 else httpx.Response(200, json={"a": {"b": [7]}})

    outcome = send(answer, action(retries=2, save={"x": "a.b.0"}))
    assert outcome == Outcome(True, {"x": 7})
    assert len(set(keys)) == 1
    assert keys[0].startswith("k-1-")


def test_other_values_are_another_thing_to_do() -> None:
    keys: list[str] = []
    for ma in ("1", "2", "1"):
        send(lambda r: keys.append(r.headers["Idempotency-Key"]) or httpx.Response(200), action(), names={"ma": ma})
    assert keys[0] == keys[2] != keys[1]


def test_a_refusal_is_not_repeated() -> None:
    calls: list[int] = []
    assert not send(lambda _: calls.append(1) or httpx.Response(404), action(retries=3)).ok
    assert len(calls) == 1


def test_a_service_that_does_not_answer_in_time_fails() -> None:
    async def slow(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return httpx.Response(200)

    sender = HttpSender(frozenset({HOST}), environment={}, transport=httpx.MockTransport(slow))
    scope = Scope({"ma": "1"}, FUNCTIONS, {})

    async def timed() -> tuple[Outcome, float]:
        outcome = await sender.send(action(timeout_s=2, retries=1), scope, key="k")
        return outcome, asyncio.get_running_loop().time()

    outcome, seconds = run_virtually(timed())
    assert not outcome.ok
    assert 4 <= seconds < 5


@pytest.mark.parametrize("body", [b"x" * (MAX_RESPONSE_BYTES + 1), b"not json"])
def test_answers_that_cannot_be_used_are_failures(body: bytes) -> None:
    assert not send(lambda _: httpx.Response(200, content=body), action(save={"x": "a"})).ok


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b.1", 2), ("a.c", "d"), ("a", None), ("a.b.9", None), ("x.y", None), ("a.b.x", None)],
)
def test_paths(path: str, value: object) -> None:
    assert at_path({"a": {"b": [1, 2], "c": "d"}}, path) == value


def test_a_real_socket_is_asked_and_answers() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{"a": 42}')
        await writer.drain()
        writer.close()

    async def talk() -> Outcome:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            sender = HttpSender(frozenset({f"127.0.0.1:{port}"}), environment={})
            asked = HttpAction("tra", "GET", Template.parse(f"http://127.0.0.1:{port}/x"), save={"so": "a"})
            return await sender.send(asked, Scope({}, FUNCTIONS, {}), key="k")

    assert asyncio.run(talk()) == Outcome(True, {"so": 42})


def test_a_service_that_fails_is_logged_as_loudly_as_wanted(caplog: pytest.LogCaptureFixture) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(503))
    for level in (logging.WARNING, logging.INFO):
        sender = HttpSender(frozenset({HOST}), environment={}, transport=transport, failures=level)
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="giong.dialogue.actions"):
            run_virtually(sender.send(action(retries=0), Scope({"ma": "P1"}, FUNCTIONS, {}), key="k"))
        assert [record.levelno for record in caplog.records] == [level]
