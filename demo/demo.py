"""The main job: an organisation, its assistants' knowledge, a chat of eight messages, a phone call and a paper.

Prints what was heard, what was answered and from where, what was read, and how long each part took. Exits with 0 only
if the answers are the expected ones. `make demo` runs it; a second run finds everything indexed and starts in seconds.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from giong import settings
from giong.app import Rooms, open_rooms
from giong.conversations.events import Kind
from giong.conversations.staff import Colleague
from giong.dialogue.line import Said
from giong.engines.running import Running
from giong.speech import files
from giong.speech.pcm import Audio
from giong.speech.tts.synthesiser import Voice
from giong.text.spoken import spoken
from giong.voice.caller import Press, ScriptedCaller, Speak, Step
from giong.voice.notices import Final, Notice, Speaking, TurnLatency
from giong.voice.timing import Timing

ROOT = Path(__file__).parent.parent
SPEECH = Path(os.environ.get("GIONG_DATA", ROOT.parent / "shared" / "data")) / "speech" / "menu-words-8k"
CARD = Path(__file__).with_name("can-cuoc-mau.jpg")
"""A made-up person's card, drawn and photographed by `bench/papers`."""
READ = {"id": "082052666840", "name": "HOÀNG MINH ĐẠT", "dob": "16/12/1952", "address": "Kiên Giang"}
ROBOT_SPEED = 0.75
"""Slower than usual: the recogniser has never heard such a voice."""

ROBOT_GAP_S = Timing().echo_memory_s + 0.2
"""It speaks with the assistant's voice, which would be taken for an echo if it came sooner after it."""

out = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Expected:
    """What the person says, and what the answer must hold (`cites`: part of the source's title).

    `robot` is what a synthesised caller does instead: says words that survive the embedded voice, or presses `key:…`.
    """

    said: str
    says: str
    cites: str = ""
    robot: str = ""


CHAT = (
    Expected("Giá điện sinh hoạt bậc 3 là bao nhiêu một số?", says="2.380", cites="đáp"),
    Expected("toi tra tien dien bang cach nao", says="ngân hàng", cites="đáp"),
    Expected("Ai vô địch World Cup năm 1998?", says="tài liệu của em không có"),
    Expected("Nhà tôi bị mất điện", says="địa chỉ"),
    Expected("Số 12 phố Lê Lợi, phường Hồng Hà", says="cả khu"),
    Expected("Chỉ nhà mình thôi", says="số điện thoại"),
    Expected("0912 345 678", says="0912 345 678"),
    Expected("à nhầm, số 0987 654 321 mới đúng", says="0987 654 321"),
)
"""A question from knowledge, one without diacritics, one beyond all documents, a flow with slots and a correction."""

CALL = (
    Expected("cà phê", says="đúng không", robot="key:1"),
    Expected("đúng", says="Bến Gốm", robot="đúng rồi"),
    Expected("trở lại", says="loại nào", robot="key:4"),
    Expected("khách sạn", says="đúng không", robot="key:2"),
    Expected("đúng", says="Sao Mai", robot="đúng rồi"),
)


class Score:
    """Counts answers that are not the expected ones."""

    def __init__(self) -> None:
        self.wrong = 0

    def check(self, expected: str, answer: str) -> None:
        if expected.lower() not in answer.lower():
            self.wrong += 1
            out.print(f"   [red]✗ chờ “{expected}” (expected)[/red]")


async def main() -> int:
    began_s = time.monotonic()
    score = Score()
    async with open_rooms(settings.load(data_dir=ROOT / ".giong", assistants=[ROOT / "assistants"])) as rooms:
        out.print(f"[bold]Tổ chức (organisation):[/bold] {rooms.home.name}")
        for id in rooms.staff.ids(rooms.home.id):
            await index(rooms, await rooms.staff.get(rooms.home.id, id))
        await chat(rooms, score)
        await call(rooms, score)
        await paper(rooms, score)
    out.print(f"\nXong trong {time.monotonic() - began_s:.1f} giây (seconds).", end=" ")
    out.print(
        "[green]Mọi câu trả lời như mong đợi.[/green]"
        if not score.wrong
        else f"[red]{score.wrong} câu không như mong đợi.[/red]"
    )
    out.print("Mở trang web (open the page): [bold]make serve[/bold], rồi http://127.0.0.1:8400")
    return 1 if score.wrong else 0


async def index(rooms: Rooms, colleague: Colleague) -> None:
    embedded = await rooms.librarian.embed_now(colleague)
    passages = f"{colleague.shelved.passages} đoạn (passages), {embedded} vừa tính nghĩa (embedded now)"
    out.print(f"  {colleague.assistant.name}: {passages}")


async def chat(rooms: Rooms, score: Score) -> None:
    out.print("\n[bold]Trò chuyện (chat): Điện lực[/bold]")
    opened = await rooms.reception.open(rooms.home.id, assistant="dien-luc", channel="web")
    await rooms.reception.settled()
    thread = rooms.conversations.thread(rooms.home.id, opened.id)
    seen = (await thread.events())[-1].number
    for turn in CHAT:
        began_s = time.perf_counter()
        await rooms.reception.say(rooms.home.id, opened.id, Said(turn.said))
        await rooms.reception.settled()
        took_ms = (time.perf_counter() - began_s) * 1000
        events = await thread.events(seen)
        seen = events[-1].number
        pieces = [event.body for event in events if event.kind is Kind.PIECE]
        answer = " ".join(piece.get("text", "") for piece in pieces)
        sources = [citation for piece in pieces for citation in piece.get("citations", ())]
        out.print(f" [cyan]Khách:[/cyan] {turn.said}")
        out.print(f" [green]Trợ lý:[/green] {answer}  [dim]{took_ms:.0f} ms[/dim]")
        for citation in sources:
            out.print(f"   [dim]nguồn (source): {citation['source_title']}: “{citation['quote']}”[/dim]")
        score.check(turn.says, answer)
        if turn.cites:
            score.check(turn.cites, " ".join(citation["source_title"] for citation in sources))
    history = await thread.history()
    slots = {name: value for turn in history for name, value in turn.report.slots.items()}
    out.print(f"   [dim]thông tin đã hỏi (slots): {json.dumps(slots, ensure_ascii=False)}[/dim]")


async def call(rooms: Rooms, score: Score) -> None:
    human = SPEECH.is_dir()
    out.print("\n[bold]Cuộc gọi (call): Danh bạ[/bold]")
    if not human:
        out.print(
            "   [yellow]Không có bản ghi giọng người, nên người gọi là giọng máy. Bộ nghe hiểu giọng máy kém: chỗ khó "
            "thì bấm phím, còn lại nhờ ưu tiên từ. (No human recordings: the caller is the embedded voice, which the "
            "recogniser understands badly, so it presses keys where its words would not survive.)[/yellow]"
        )
    caller = ScriptedCaller(human_steps() if human else await robot_steps(rooms.engines), rate_hz=8000)
    notices: list[Notice] = []
    connected = await rooms.switchboard.connect(
        caller, organisation_id=rooms.home.id, assistant="danh-ba", watch=notices.append
    )
    for notice in notices:
        show(notice)
    history = await rooms.conversations.thread(rooms.home.id, connected.conversation_id).history()
    answered = [turn for turn in history if turn.said is not None]
    for expected, turn in itertools.zip_longest(CALL, answered[: len(CALL)]):
        score.check(expected.says, turn.delivered.text if turn else "")
    await rooms.recordings.settled()
    if recording := rooms.recordings.find(rooms.home.id, connected.call_id):
        out.print(f"   ghi âm hai kênh (stereo recording): {recording}")


async def paper(rooms: Rooms, score: Score) -> None:
    out.print("\n[bold]Giấy tờ (paper): ảnh một thẻ căn cước mẫu[/bold]")
    began_s = time.perf_counter()
    received = await rooms.papers.receive(rooms.home.id, CARD.read_bytes(), name=CARD.name, purpose="demo", now=True)
    await rooms.papers.finished(rooms.home.id, received.id)
    took_s = time.perf_counter() - began_s
    hidden = (await rooms.papers.result(rooms.home.id, received.id, deliver=False)).document
    shown = (await rooms.papers.result(rooms.home.id, received.id, reveal_for="demo")).document
    fields = shown.fields if shown else {}
    for name, field in fields.items():
        masked = hidden.fields[name].value if hidden else ""
        sure = f"[dim]{field.confidence:.2f}, {field.origin}; mặc định hiện (shown by default) {masked}[/dim]"
        out.print(f"   {name}: {field.value}  {sure}")
    out.print(f"   [dim]{shown.kind if shown else '?'}, {took_s:.1f} s, cả lúc mở bộ đọc (loading included)[/dim]")
    for name, value in READ.items():
        score.check(value, fields[name].value if name in fields else "")
    await rooms.papers.erase(rooms.home.id, received.id)


def show(notice: Notice) -> None:
    """One thing that happened in the call, as a line."""
    if isinstance(notice, Final):
        out.print(f" [cyan]Người gọi (heard):[/cyan] {notice.text}  [dim]độ tin {notice.confidence:.2f}[/dim]")
    elif isinstance(notice, Speaking):
        out.print(f" [green]Trợ lý:[/green] {notice.text}")
    elif isinstance(notice, TurnLatency):
        parts = (
            f"chờ hết câu (endpoint) {notice.endpoint_s:.2f}, chữ (text) {notice.text_s:.2f}, "
            f"ý (reply) {notice.reply_s:.2f}, tiếng (audio) {notice.audio_s:.2f}"
        )
        out.print(f"   [dim]hết tiếng → trả lời: {notice.total_s * 1000:.0f} ms ({parts} s)[/dim]")


def human_steps() -> list[Step]:
    """Each word as a person recorded it, a different person each time."""
    lines = (SPEECH / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    clips: dict[str, list[str]] = {}
    for clip in map(json.loads, lines):
        clips.setdefault(clip["text"], []).append(clip["audio_filepath"])
    return [Speak(files.read_audio(SPEECH / clips[turn.said].pop(0))) for turn in CALL]


async def robot_steps(engines: Running) -> list[Step]:
    """The same call by a synthesised caller."""
    synthesiser = await engines.synthesiser()

    def step(robot: str) -> Step:
        if robot.startswith("key:"):
            return Press(robot.removeprefix("key:"))
        sound = list(synthesiser.synthesise(spoken(robot), Voice(speed=ROBOT_SPEED)))
        return Speak(Audio(np.concatenate(sound), synthesiser.rate_hz), gap_s=ROBOT_GAP_S)

    return [step(turn.robot) for turn in CALL]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
