"""What a customer says is never in the log, whatever goes wrong with it."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx
import pytest
from sqlalchemy import exc

from giong.dialogue.reply import AssistantReply
from giong.storage.database import Database
from tests.support.serving import serving

CANARY = "chimhoangyen"


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def _talk(url: str, text: str) -> list[str]:
    """Say something; the kinds of the events that follow."""
    with httpx.Client(base_url=url, timeout=30) as visitor:
        opened = visitor.post("/api/v1/public/conversations", json={"assistant": "template"}).json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        path = f"/api/v1/conversations/{opened['id']}"
        visitor.get(f"{path}/events", params={"wait_s": 20}, headers=headers)
        stored = visitor.post(f"{path}/messages", json={"text": text}, headers=headers)
        if stored.status_code != 202:
            return [str(stored.status_code)]
        events = visitor.get(
            f"{path}/events", params={"wait_s": 20, "after": stored.json()["number"]}, headers=headers
        ).json()["items"]
        visitor.post(f"{path}/messages", json={"text": text, CANARY: CANARY}, headers=headers)  # refused: unknown field
        return [event["kind"] for event in events]


def _check(logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    written = capfd.readouterr()
    assert logged.text, "nothing was logged at all: the test looks in the wrong place"
    for text in (logged.text, written.out, written.err):
        assert CANARY not in text


def test_a_chat(tmp_path: Path, logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(tmp_path, log_level="debug") as served:
        assert "turn" in _talk(served.url, f"tôi là {CANARY}, thư viện mở cửa mấy giờ")
        assert "turn" in _talk(served.url, f"đặt bàn cho {CANARY}")
    _check(logged, capfd)


def test_a_defect_in_the_answer(
    tmp_path: Path,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: AssistantReply, *_: object) -> None:
        raise ValueError(f"cannot use {self._moment.text!r}")

    monkeypatch.setattr(AssistantReply, "_answer", broken)
    with serving(tmp_path) as served:
        assert "turn" in _talk(served.url, f"tôi tên {CANARY}")
    _check(logged, capfd)


def test_a_database_that_fails(
    tmp_path: Path,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Database._commit_alone

    def broken(self: Database, write: object) -> None:
        """The statement that stores the turn names its values, as the driver's errors do."""
        whole(self, write)  # type: ignore[arg-type]
        error = exc.IntegrityError("INSERT INTO events", {"body": CANARY}, Exception(f"value {CANARY}"))
        write.fail(error)  # type: ignore[attr-defined]

    with serving(tmp_path) as served:
        monkeypatch.setattr(Database, "_commit_alone", broken)
        with httpx.Client(base_url=served.url, timeout=30) as visitor:
            answer = visitor.post("/api/v1/public/conversations", json={"assistant": "template"})
        assert answer.status_code == 500
        monkeypatch.undo()
    _check(logged, capfd)
