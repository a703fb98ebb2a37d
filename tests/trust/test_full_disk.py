"""The whole server on a disk that is really full: a clear refusal, reads go on, and so does everything when there is
room again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_and_recovers(small_disk: Path, tmp_path: Path) -> None:
    server = ServerProcess(small_disk / "data", assistants=TEMPLATE, embedding="hashing")
    server.log = tmp_path / "server.log"
    with server, httpx.Client(base_url=server.url, timeout=30) as client:
        talk = _Talk(client)
        stored = talk.ask_until_it_knows()
        ballast = small_disk / "ballast"
        _fill(ballast)
        stored += talk.say_until_refused()
        events = talk.events(after=stored[0] - 1)
        assert set(stored[:20]) <= {event["number"] for event in events if event["kind"] == "said"}

        ballast.unlink()
        stored.append(talk.say("mỗi thẻ được mượn mấy cuốn sách?", "sau"))
        events = talk.wait_for_answers(len(stored))
        assert "3 cuốn" in _texts(events)[-1]
        assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert "Traceback" not in server.log.read_text("utf-8")
    with sqlite3.connect(server.data_dir / "giong.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _fill(ballast: Path) -> None:
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(b"x" * 65_536):
            pass


def _texts(events: list[dict[str, Any]]) -> list[str]:
    return [event["piece"]["text"] for event in events if event["kind"] == "piece"]


class _Talk:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        opened = client.post("/api/v1/public/conversations", json={"assistant": "template"}).json()
        self._path = f"/api/v1/conversations/{opened['id']}"
        self._headers = {"Authorization": f"Bearer {opened['token']}"}
        self.events(wait_s=20)

    def post(self, text: str, key: str) -> httpx.Response:
        return self._client.post(f"{self._path}/messages", json={"text": text, "key": key}, headers=self._headers)

    def say(self, text: str, key: str) -> int:
        answer = self.post(text, key)
        assert answer.status_code == 202, answer.text
        number: int = answer.json()["number"]
        return number

    def ask_until_it_knows(self) -> list[int]:
        """The server reads its documents while it takes the first questions."""
        numbers: list[int] = []
        while True:
            numbers.append(self.say("mỗi thẻ được mượn mấy cuốn sách?", f"trước-{len(numbers)}"))
            if "3 cuốn" in _texts(self.wait_for_answers(len(numbers)))[-1]:
                return numbers
            time.sleep(0.2)

    def say_until_refused(self) -> list[int]:
        """Write-ahead space that is there already is used up first."""
        numbers = []
        for count in range(2_000):
            answer = self.post("xin chào " * 400, f"đầy-{count}")
            if answer.status_code != 202:
                assert (answer.status_code, answer.json()["error"]["code"]) == (507, "storage.full")
                assert "giải phóng" in answer.json()["error"]["message"]
                return numbers
            numbers.append(answer.json()["number"])
        raise AssertionError("the disk never filled up")

    def events(self, **query: float) -> list[dict[str, Any]]:
        answer = self._client.get(f"{self._path}/events", params=query, headers=self._headers)
        assert answer.status_code == 200, answer.text
        every: list[dict[str, Any]] = answer.json()["items"]
        return every

    def wait_for_answers(self, count: int) -> list[dict[str, Any]]:
        """All events, once each of so many messages is answered or has visibly failed."""
        while True:
            events: list[dict[str, Any]] = []
            while batch := self.events(after=len(events)):
                events += batch
            answered = sum(event["kind"] in ("turn", "failed") for event in events) - 1  # the greeting
            if answered >= count:
                return events
            self.events(after=events[-1]["number"], wait_s=30)
