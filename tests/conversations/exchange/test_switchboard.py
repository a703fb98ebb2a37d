"""A call is connected, written down while it goes on, handed over inside its record, and ended politely."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from giong.conversations.calls.record import OUT, Call, Dialled
from giong.conversations.calls.transcripts import CallLine, Side
from giong.conversations.exchange.handover import Outcome, Transferred
from giong.dialogue.memory import HandOver
from giong.errors import Busy
from giong.speech.files import duration_s
from giong.speech.pcm import Audio, Samples
from giong.telephony.rtp.statistics import Statistics
from giong.voice.caller import Press, ScriptedCaller, Speak, Wait
from giong.voice.notices import Final, Notice
from giong.voice.port import AudioPort, Frame, Hold, Key
from tests.conversations.switchboards import ASSISTANT, Hall, in_hall

PHONE = Dialled(caller="0912345678", callee="02438255678", trunk="viettel")


class Agents:
    """Implements `handover.Transfer`."""

    def __init__(self, outcome: Outcome) -> None:
        self.briefings: list[str] = []
        self._outcome = outcome

    async def __call__(self, act: HandOver, *, briefing: str, port: AudioPort) -> Transferred:
        self.briefings.append(briefing)
        heard = 0
        async for _ in port.incoming():  # the caller can be listened to again
            heard += 1
            if heard == 50:
                break
        return Transferred(self._outcome, "102")


def test_the_record_of_a_call(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[CallLine], list[str], float]:
        connected = await hall.call("mấy giờ mở cửa", dialled=PHONE, channel="phone", ending=lambda: "remote")
        call = await hall.record(connected)
        path = hall.recordings.find(hall.organisation_id, call.id)
        assert path is not None
        assert path.suffix == ".flac"
        return call, await hall.lines(connected), await hall.codes(connected), duration_s(path)

    call, lines, codes, recorded_s = in_hall(tmp_path, work)
    assert (call.outcome, call.ending, call.channel, call.dialled) == ("hung_up", "remote", "phone", PHONE)
    assert (call.recording, call.consent, call.assistant) == ("kept", "", ASSISTANT)
    assert call.summary == "Người gọi cần: giờ mở cửa. Người bên kia cúp máy."
    assert set(call.latency[0]) == {"endpoint", "text", "reply", "audio"}
    assert codes == []
    assert [line.side for line in lines][:3] == [Side.ASSISTANT, Side.CALLER, Side.ASSISTANT]
    assert [line.text for line in lines if line.side is Side.CALLER] == ["mấy giờ mở cửa"]
    assert all(one.end_ms <= two.begin_ms + 40 for one, two in itertools.pairwise(lines))
    assert 0 < lines[0].end_ms < lines[-1].end_ms <= recorded_s * 1000 + 40


def test_what_is_not_heard_any_more_is_not_in_the_transcript(tmp_path: Path) -> None:
    async def work(hall: Hall) -> list[CallLine]:
        return await hall.lines(await hall.call(Wait(0.3), "alo alo cho tôi hỏi"))

    greeting, *_ = in_hall(tmp_path, work)
    assert greeting.cut_off
    assert 0 < greeting.end_ms - greeting.begin_ms < 2_000


def test_keys_are_lines_too(tmp_path: Path) -> None:
    async def work(hall: Hall) -> list[tuple[str, str]]:
        connected = await hall.call("tôi muốn đặt chỗ", Press("12"))
        return [(line.via, line.text) for line in await hall.lines(connected) if line.side is Side.CALLER]

    spoken, *keys = in_hall(tmp_path, work)
    assert spoken == ("speech", "tôi muốn đặt chỗ")
    assert {via for via, _ in keys} == {"button"}
    assert "".join(text for _, text in keys) == "12"


def test_callers_are_told_that_they_are_recorded(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[CallLine], list[str]]:
        connected = await hall.call("cảm ơn")
        return await hall.record(connected), await hall.lines(connected), await hall.codes(connected)

    call, lines, codes = in_hall(tmp_path, work, announce=True)
    assert lines[0].text == "Cuộc gọi được ghi âm để phục vụ anh/chị tốt hơn."
    assert (call.consent, codes) == ("announced", ["call.announced"])
    unrecorded, lines, codes = in_hall(tmp_path, work, announce=True, record=False)
    assert (unrecorded.consent, unrecorded.recording, codes) == ("", "", [])
    assert "ghi âm" not in lines[0].text


def test_whoever_refuses_is_not_recorded(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[CallLine], list[str], Path | None]:
        connected = await hall.call("tôi không đồng ý ghi âm", "mấy giờ mở cửa")
        found = hall.recordings.find(hall.organisation_id, connected.call_id)
        return await hall.record(connected), await hall.lines(connected), await hall.codes(connected), found

    call, lines, codes, recording = in_hall(tmp_path, work, announce=True)
    assert (call.consent, call.recording, recording) == ("refused", "refused", None)
    assert codes == ["call.announced", "call.recording_refused"]
    assert (
        "sẽ không được ghi âm" in next(line for line in lines if line.number > 2 and line.side is Side.ASSISTANT).text
    )
    assert lines[-1].begin_ms > lines[2].end_ms, "the talk goes on, and is written down"


def test_a_call_that_cannot_be_recorded_is_held_all_the_same(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[str], list[CallLine]]:
        (tmp_path / "recordings").write_text("in the way")
        connected = await hall.call("mấy giờ mở cửa")
        return await hall.record(connected), await hall.codes(connected), await hall.lines(connected)

    call, codes, lines = in_hall(tmp_path, work, announce=True)
    assert (call.outcome, call.recording, codes) == ("hung_up", "lost", ["call.not_recorded"])
    assert "ghi âm" not in lines[0].text


def test_a_call_is_handed_over_inside_its_record(tmp_path: Path) -> None:
    agents = Agents(Outcome.TRANSFERRED)

    async def work(hall: Hall) -> tuple[Call, list[str], list[CallLine]]:
        connected = await hall.call("cho tôi gặp nhân viên", transfer=agents, dialled=PHONE)
        return await hall.record(connected), await hall.codes(connected), await hall.lines(connected)

    call, codes, lines = in_hall(tmp_path, work)
    assert (call.outcome, call.queue, call.reason, call.target) == ("handed_over", "thu_thu", "asked", "102")
    assert agents.briefings == ["Có khách gọi đến, chưa nêu việc gì. Chuyển máy vì người gọi muốn gặp nhân viên."]
    assert codes == ["call.transferred"]
    assert "chuyển anh/chị tới nhân viên" in lines[-1].text


def test_when_nobody_takes_it_over_a_ticket_is_opened(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[str], list[CallLine], str]:
        said = ("cho tôi gặp nhân viên", Wait(30.0))
        connected = await hall.call(*said, transfer=Agents(Outcome.NO_AGENT), dialled=PHONE)
        [ticket] = await hall.archive.callbacks.waiting(hall.organisation_id)
        assert (ticket.call_id, ticket.number, ticket.reason) == (connected.call_id, "0912345678", "no_agent")
        return await hall.record(connected), await hall.codes(connected), await hall.lines(connected), ticket.queue

    call, codes, lines, queue = in_hall(tmp_path, work, hours=["T2-T6 07:30-17:00"])
    assert (call.outcome, queue) == ("call_back", "thu_thu")
    assert codes == ["call.transfer_failed", "call.callback"]
    assert lines[-1].text == (
        "Dạ, hiện chưa có nhân viên nào nghe máy được. Em đã ghi lại yêu cầu để nhân viên gọi lại cho anh/chị. "
        "Nhân viên trực thứ hai đến thứ sáu từ 7 giờ 30 đến 17 giờ. Em cảm ơn và chào anh/chị ạ."
    )
    assert not lines[-1].cut_off
    assert lines[-1].begin_ms > lines[-2].end_ms + 900, "the second that people were looked for counts"


def test_a_call_that_only_breathes_says_so(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[str]]:
        breath = Speak(Audio(np.full(8_000, 0.9, np.float32), 8_000))
        connected = await hall.call(breath, breath, Wait(60.0))
        return await hall.record(connected), await hall.codes(connected)

    call, codes = in_hall(tmp_path, work)
    assert call.outcome == "silence"
    assert codes == ["call.no_words"]


def test_a_dead_line_is_the_outcome(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[str]]:
        connected = await hall.call(Wait(2.0), ending=lambda: "no_media")
        return await hall.record(connected), await hall.codes(connected)

    call, codes = in_hall(tmp_path, work)
    assert (call.outcome, call.ending, codes) == ("no_media", "no_media", ["call.no_media"])


def test_a_person_who_is_called_is_greeted_after_they_have_spoken(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[CallLine]]:
        script = hall.says(Wait(0.5), "a lô ai đấy", "tôi đang bận")
        connected = await hall.switchboard.connect(
            script,
            organisation_id=hall.organisation_id,
            assistant=ASSISTANT,
            dialled=Dialled(callee="0912345678", direction=OUT, key="c1.1"),
        )
        return await hall.record(connected), await hall.lines(connected)

    call, lines = in_hall(tmp_path, work)
    assert (call.dialled.key, call.outcome) == ("c1.1", "hung_up")
    assert lines[0].side is Side.CALLER
    assert lines[1].side is Side.ASSISTANT
    assert lines[1].begin_ms >= lines[0].end_ms


def test_a_machine_is_not_talked_to(tmp_path: Path) -> None:
    announcement = "thuê bao quý khách vừa gọi tạm thời không liên lạc được xin quý khách vui lòng gọi lại sau"

    async def work(hall: Hall) -> tuple[Call, list[str], list[CallLine]]:
        connected = await hall.switchboard.connect(
            hall.says(Wait(0.2), announcement, Wait(30.0)),
            organisation_id=hall.organisation_id,
            assistant=ASSISTANT,
            dialled=Dialled(callee="0912345678", direction=OUT),
        )
        return await hall.record(connected), await hall.codes(connected), await hall.lines(connected)

    call, codes, lines = in_hall(tmp_path, work)
    assert (call.outcome, codes) == ("unreachable", ["call.machine"])
    assert all(line.side is Side.CALLER for line in lines)
    assert call.summary == "Đã gọi đi. Thuê bao không liên lạc được."


def test_there_are_only_so_many_places(tmp_path: Path) -> None:
    async def work(hall: Hall) -> None:
        first = asyncio.create_task(hall.call(Wait(5.0)))
        await asyncio.sleep(1.0)
        with pytest.raises(Busy):
            await hall.call("alo")
        await first
        await hall.call("alo")

    in_hall(tmp_path, work, most=1)


def test_calls_are_ended_politely_when_the_server_stops(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[CallLine], list[str], float]:
        talking = asyncio.create_task(hall.call(Wait(100.0), "alo"))
        await asyncio.sleep(2.0)
        began_s = asyncio.get_running_loop().time()
        await hall.switchboard.close(5.0)
        took_s = asyncio.get_running_loop().time() - began_s
        connected = await talking
        with pytest.raises(Busy) as refused:
            await hall.call("alo")
        assert refused.value.code == "call.stopping"
        return await hall.record(connected), await hall.lines(connected), await hall.codes(connected), took_s

    call, lines, codes, took_s = in_hall(tmp_path, work)
    assert (call.outcome, codes) == ("shut_down", ["call.shut_down"])
    assert "phải tạm dừng" in lines[-1].text
    assert not lines[-1].cut_off
    assert 5.0 < took_s < 13.0


def test_what_the_wire_counts_is_in_the_record(tmp_path: Path) -> None:
    class Deaf(ScriptedCaller):
        def statistics(self) -> Statistics:
            return Statistics(sent=500, jitter_ms=1.5)

    async def work(hall: Hall) -> tuple[Call, list[str]]:
        port = Deaf([Wait(3.0)], rate_hz=8_000)
        connected = await hall.switchboard.connect(port, organisation_id=hall.organisation_id, assistant=ASSISTANT)
        return await hall.record(connected), await hall.codes(connected)

    call, codes = in_hall(tmp_path, work)
    assert call.statistics is not None
    assert (call.statistics["sent"], call.statistics["jitter_ms"], call.statistics["one_way"]) == (500, 1.5, "deaf")
    assert codes == ["call.one_way"]


@dataclass
class Broken:
    """A port whose wire has a defect."""

    rate_hz: int = 8_000

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        raise RuntimeError
        yield  # pragma: no cover

    def play(self, samples: Samples) -> None: ...

    def flush(self) -> int:
        return 0

    def played(self) -> int:
        return 0

    async def hang_up(self) -> None: ...


def test_a_defect_of_the_wire_ends_the_call_and_completes_the_record(tmp_path: Path) -> None:
    async def work(hall: Hall) -> tuple[Call, list[str]]:
        ids: list[str] = []
        with pytest.raises(RuntimeError):
            await hall.switchboard.connect(
                Broken(), organisation_id=hall.organisation_id, assistant=ASSISTANT, on_call_id=ids.append
            )
        call = await hall.archive.calls.get(hall.organisation_id, ids[0])
        return call, [note.code for note in await hall.archive.calls.notes(hall.organisation_id, ids[0])]

    call, codes = in_hall(tmp_path, work)
    assert (call.outcome, codes) == ("failed", ["call.failed"])
    assert call.ended_at is not None


def test_what_is_said_reaches_the_watcher(tmp_path: Path) -> None:
    heard: list[Notice] = []

    async def work(hall: Hall) -> None:
        await hall.call("mấy giờ mở cửa", watch=heard.append)

    in_hall(tmp_path, work)
    assert [notice.text for notice in heard if isinstance(notice, Final)] == ["mấy giờ mở cửa"]
