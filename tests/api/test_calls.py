"""Calls over HTTP: looked for, read, heard, without personal data, erased; people called back."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile

from giong.app import open_rooms
from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import OUT, Dialled, Ended
from giong.conversations.calls.transcripts import CallLine, Side, TimedWord
from giong.settings import Settings
from giong.speech.files import WavWriter
from tests.support.serving import Served

SPOKEN = "số của tôi là không chín một hai ba bốn năm sáu bảy tám"
RATE_HZ = 8_000


@dataclass(frozen=True)
class Made:
    """Ids of a call that was recorded, of one that nobody answered, of one that goes on, and of a ticket."""

    call: str
    unanswered: str
    open: str
    ticket: str


async def _make(settings: Settings) -> Made:
    async with open_rooms(settings) as rooms:
        home, calls = rooms.home.id, rooms.calls
        dialled = Dialled(caller="0912345678", callee="19001234", trunk="viettel")
        call = await calls.begin(home, assistant="template", channel="phone", dialled=dialled)
        words = tuple(TimedWord(word, 2_000 + 200 * n, 2_040 + 200 * n) for n, word in enumerate(SPOKEN.split()))
        for line in (
            CallLine(1, Side.ASSISTANT, "Dạ, em xin nghe.", 0, 1_500),
            CallLine(2, Side.CALLER, "Số của tôi là 0912345678", 2_000, 5_000, confidence=0.9, words=words),
        ):
            await rooms.transcripts.write(home, call.id, line)
        await calls.note(home, call.id, Note("call.hold", 1_700))
        slots = {"slots": {"so": "0912345678"}, "masked_slots": {"so": "[số điện thoại]"}, "recording": "kept"}
        await calls.change(home, call.id, **slots)
        _record(settings.data_dir / "recordings" / home / f"{call.id}.wav")
        ended = Ended("done", "remote", summary="Số 0912345678. Đã xong.", masked_summary="Số […]. Đã xong.")
        await calls.end(home, call.id, ended)
        unanswered = await calls.unanswered(
            home,
            assistant="template",
            channel="phone",
            dialled=Dialled(callee="0987654321", direction=OUT),
            outcome="busy",
            note=Note("call.busy"),
        )
        going_on = await calls.begin(home, assistant="template", channel="call")
        ticket = await rooms.callbacks.open(home, assistant="template", number="0912345678", call_id=call.id)
        return Made(call.id, unanswered.id, going_on.id, ticket.id)


def _record(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    hum = np.full(6 * RATE_HZ, 0.25, np.float32)
    with WavWriter(path, RATE_HZ) as sound:
        sound.write(hum, hum)


@pytest.fixture
def made(served: Served) -> Made:
    return asyncio.run(_make(served.settings))


def test_calls_are_looked_for(client: httpx.Client, made: Made) -> None:
    def ids(**wanted: str) -> list[str]:
        answer = client.get("/api/v1/calls", params=wanted)
        assert answer.status_code == 200
        return [call["id"] for call in answer.json()["items"] if call["id"] in vars(made).values()]

    assert ids() == [made.open, made.unanswered, made.call]
    assert ids(words="em xin nghe") == ids(words="SO CUA TOI") == ids(number="+84 912 345 678") == [made.call]
    assert ids(outcome="busy") == ids(direction="out") == [made.unanswered]
    assert client.get("/api/v1/calls", params={"direction": "up"}).status_code == 422


def test_a_call_is_shown_whole_and_masked(client: httpx.Client, made: Made) -> None:
    call = client.get(f"/api/v1/calls/{made.call}").json()
    assert (call["caller"], call["callee"], call["direction"], call["trunk"]) == (
        "0912345678",
        "19001234",
        "in",
        "viettel",
    )
    assert (call["slots"], call["ending"], call["recording"]) == ({"so": "0912345678"}, "remote", "kept")
    assert call["notes"] == [
        {
            "code": "call.hold",
            "at_ms": 1_700,
            "message": "Người gọi tạm giữ máy.",
            "message_en": "The caller put the call on hold.",
        }
    ]
    for path in ("", f"/{made.call}", f"/{made.call}/transcript"):
        masked = client.get(f"/api/v1/calls{path}", params={"masked": True, "limit": 3}).text
        assert "0912345678" not in masked
    assert client.get(f"/api/v1/calls/{made.call}", params={"masked": True}).json()["callee"] == "19001234"


def test_a_transcript_has_times(client: httpx.Client, made: Made) -> None:
    lines = client.get(f"/api/v1/calls/{made.call}/transcript").json()["items"]
    assert [(line["side"], line["begin_ms"], line["end_ms"], line["confidence"]) for line in lines] == [
        ("assistant", 0, 1_500, 1.0),
        ("caller", 2_000, 5_000, 0.9),
    ]
    masked = client.get(f"/api/v1/calls/{made.call}/transcript", params={"masked": True}).json()["items"]
    assert [line["text"] for line in masked] == ["Dạ, em xin nghe.", "Số của tôi là [số điện thoại]"]


def test_a_recording_is_heard_whole_and_bleeped(client: httpx.Client, made: Made) -> None:
    whole = client.get(f"/api/v1/calls/{made.call}/recording")
    assert whole.headers["content-type"] == "audio/wav"
    bleeped = client.get(f"/api/v1/calls/{made.call}/recording", params={"masked": True})
    assert bleeped.headers["content-type"] == "audio/flac"
    sound, _ = soundfile.read(io.BytesIO(bleeped.content), always_2d=True)
    hidden = np.abs(sound[:, 0] - 0.25) > 0.01
    assert not hidden[: 2 * RATE_HZ].any()
    assert hidden[int(2.9 * RATE_HZ) : int(4.5 * RATE_HZ)].mean() > 0.8
    assert not hidden[int(5.5 * RATE_HZ) :].any()
    assert client.get(f"/api/v1/calls/{made.unanswered}/recording").status_code == 404
    assert client.get(f"/api/v1/calls/{made.open}/recording", params={"masked": True}).status_code == 409


def test_a_call_is_erased(client: httpx.Client, made: Made) -> None:
    assert client.delete(f"/api/v1/calls/{made.open}").json()["error"]["code"] == "call.goes_on"
    assert client.delete(f"/api/v1/calls/{made.call}").status_code == 204
    call = client.get(f"/api/v1/calls/{made.call}").json()
    assert (call["caller"], call["summary"], call["slots"], call["recording"]) == ("", "", {}, "erased")
    assert client.get(f"/api/v1/calls/{made.call}/transcript").json() == {"items": []}
    assert client.get(f"/api/v1/calls/{made.call}/recording").status_code == 404
    assert made.ticket not in client.get("/api/v1/callbacks").text


def test_people_are_called_back(client: httpx.Client, made: Made) -> None:
    waiting = client.get("/api/v1/callbacks").json()["items"]
    assert made.ticket in [ticket["id"] for ticket in waiting]
    done = client.post(f"/api/v1/callbacks/{made.ticket}/done", json={"note": "đã gọi"}).json()
    assert (done["note"], done["number"]) == ("đã gọi", "0912345678")
    assert done["done_at"] is not None
    assert made.ticket not in client.get("/api/v1/callbacks").text
    assert made.ticket in client.get("/api/v1/callbacks", params={"done": True}).text
