"""The public door: so much from one address and no more, while everybody else goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.sync.client import connect

from giong.api.pace import MOST_KNOWN, Pace
from giong.api.routes import calls
from giong.errors import TooManyRequests
from tests.api.test_malformed import first_of
from tests.support.serving import Served, serving

OPENS = 3
MESSAGES = 2


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on which an address may do little."""
    folder = tmp_path_factory.mktemp("paced")
    with serving(folder, tts="tone", public_opens_per_minute=OPENS, public_messages_per_minute=MESSAGES) as running:
        yield running


class Watch:
    """A clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def taken(pace: Pace, address: str, times: int) -> int:
    """How many of so many are let in."""
    count = 0
    for _ in range(times):
        try:
            pace.take(address)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_a_minutes_worth_at_once_and_then_a_steady_pace() -> None:
    watch = Watch()
    pace = Pace(60, now_s=watch)
    assert taken(pace, "10.0.0.1", 100) == 60
    watch.now_s = 5.0
    assert taken(pace, "10.0.0.1", 100) == 5
    watch.now_s = 10_000.0
    assert taken(pace, "10.0.0.1", 100) == 60


def test_it_says_when_to_come_back() -> None:
    watch = Watch()
    pace = Pace(6, now_s=watch)
    taken(pace, "10.0.0.1", 6)
    with pytest.raises(TooManyRequests) as error:
        pace.take("10.0.0.1")
    watch.now_s = error.value.retry_after_s
    pace.take("10.0.0.1")


def test_addresses_are_counted_apart_but_networks_of_one_customer_together() -> None:
    pace = Pace(5, now_s=Watch())
    assert [taken(pace, address, 9) for address in ("10.0.0.1", "10.0.0.2", "::ffff:10.0.0.2", "")] == [5, 5, 0, 5]
    assert [taken(pace, address, 9) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")] == [5, 0, 5]


def test_zero_is_no_limit() -> None:
    assert taken(Pace(0), "10.0.0.1", 1_000) == 1_000


def test_no_more_addresses_are_remembered_than_there_is_room_for() -> None:
    pace = Pace(1, now_s=Watch())
    for number in range(MOST_KNOWN + 10):
        pace.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(pace._buckets) == MOST_KNOWN


def test_too_many_conversations_calls_and_messages_are_refused(hurried: Served) -> None:
    with httpx.Client(base_url=hurried.url, timeout=20) as visitor:
        begun = [visitor.post("/api/v1/public/conversations", json={"assistant": "template"}) for _ in range(OPENS + 1)]
        assert [answer.status_code for answer in begun] == [201] * OPENS + [429]
        assert begun[-1].json()["error"]["code"] == "public.too_often"
        assert 1 <= int(begun[-1].headers["Retry-After"]) <= 60 / OPENS

        with connect(f"{hurried.ws}/api/v1/calls/stream") as wire:
            wire.send(json.dumps({"type": "start", "assistant": "template"}))
            assert json.loads(wire.recv(timeout=10))["code"] == "public.too_often"

        id, token = begun[0].json()["id"], begun[0].json()["token"]
        path, ticket = f"/api/v1/conversations/{id}/messages", {"Authorization": f"Bearer {token}"}
        said = [visitor.post(path, json={"text": "xin chào"}, headers=ticket) for _ in range(MESSAGES + 1)]
        assert [answer.status_code for answer in said] == [202] * MESSAGES + [429]
        with connect(f"{hurried.ws}/api/v1/conversations/{id}/stream") as wire:
            wire.send(json.dumps({"type": "hello", "token": token}))
            wire.send(json.dumps({"type": "say", "text": "xin chào", "key": "k1"}))
            refused = first_of(wire, "error")
        assert (refused["code"], refused["key"]) == ("public.too_often", "k1")

        by_key = [visitor.post(path, json={"text": "xin chào"}, headers=hurried.headers) for _ in range(MESSAGES + 1)]
        assert {answer.status_code for answer in by_key} == {202}


def test_a_caller_who_sends_nothing_at_all_does_not_hold_a_line(
    hurried: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "SILENT_S", 0.3)
    with connect(f"{hurried.ws}/api/v1/calls/stream") as wire:
        wire.send(json.dumps({"type": "start", "assistant": "template", "key": hurried.key}))
        messages = [json.loads(message) for message in wire if isinstance(message, str)]  # until it is closed
        assert messages[0]["type"] == "started"
        assert wire.close_code == 1000
