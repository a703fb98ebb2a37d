"""Many calls at once, calls on hold, and keys over a way that loses packets, placed by SIPp."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.live import load
from tests.live.loopback import HOST
from tests.live.lossy import LossyWay
from tests.live.office import ECHO, NUMBER, Office

LOSS = 0.05
PRESSED = "234567890"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Gióng beside a PBX that it trusts by its address."""
    with Office(tmp_path_factory.mktemp("exchange"), sip_trusted=f"{HOST}/32") as running:
        yield running


def test_two_thousand_calls_at_fifty_a_second(exchange: Office, tmp_path: Path) -> None:
    counted = load.place(
        *("signalling", tmp_path),
        server_port=exchange.sip_port,
        number=ECHO,
        calls=2000,
        per_second=50,
        at_once=100,
        within_s=90,
    )
    assert (counted.succeeded, counted.failed) == (2000, 0), counted.log
    exchange.wait_idle()


def test_a_hundred_echo_calls_at_once_lose_nothing(exchange: Office, tmp_path: Path) -> None:
    before = exchange.log.count("echo:")
    counted = load.place(
        *("echo", tmp_path),
        server_port=exchange.sip_port,
        number=ECHO,
        calls=100,
        per_second=50,
        at_once=100,
        within_s=60,
    )
    assert (counted.succeeded, counted.failed) == (100, 0), counted.log
    exchange.wait_idle()
    told = re.findall(r"echo: (\d+) packets received, (\d+) sent, (\d+) lost", exchange.log)[before:]
    assert len(told) == 100
    most = max(int(received) for received, _, _ in told)
    assert most > 200
    assert all(int(received) == most and int(lost) == 0 for received, _, lost in told), told
    assert all(int(sent) >= most for _, sent, _ in told), told


def test_hold_is_answered_as_it_is_asked_for(exchange: Office, tmp_path: Path) -> None:
    counted = load.place("hold", tmp_path, server_port=exchange.sip_port, number=ECHO)
    assert counted.succeeded == 1, counted.log
    exchange.wait_idle()


def test_each_key_arrives_once_though_packets_are_lost(exchange: Office, tmp_path: Path) -> None:
    def press(seed: int) -> tuple[load.Counted, int]:
        with LossyWay((HOST, exchange.sip_port), loss=LOSS, seed=seed) as way:
            return load.place("keys", tmp_path / str(seed), server_port=way.port, number=NUMBER), way.lost

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(press, range(4)))
    exchange.wait_idle()
    assert all(counted.succeeded == 1 for counted, _ in done), [counted.log for counted, _ in done]
    assert sum(lost for _, lost in done) > 5
    records = exchange.calls()[:4]
    assert [record["slots"].get("ma_khach_hang") for record in records] == [PRESSED] * 4


def test_a_codec_that_nobody_knows_is_refused_and_written_down(exchange: Office, tmp_path: Path) -> None:
    counted = load.place("unknown_codec", tmp_path, server_port=exchange.sip_port, number=NUMBER)
    assert counted.succeeded == 1, counted.log
    record = exchange.record(outcome="refused")
    assert [note["code"] for note in record["notes"]] == ["call.no_common_codec"]
    exchange.wait_idle()
