"""`giong calls`: what became of calls: list and search, transcript, recording, erasure."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import click

from giong.api.schemas.calls import Call, CallWithNotes, Transcript
from giong.app import Rooms
from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json, with_rooms
from giong.clock import VIETNAM, SystemClock
from giong.conversations.calls import record as records
from giong.conversations.calls.playback import masked_copy, recording
from giong.conversations.calls.record import Wanted
from giong.errors import BadInput

SIDES = {
    "caller": t("Người gọi", "Caller"),
    "assistant": t("Trợ lý", "Assistant"),
    "agent": t("Nhân viên", "Agent"),
}

call_argument = click.argument("call_id", metavar=t("MÃ-CUỘC-GỌI", "CALL"))
masked_option = click.option("--masked", is_flag=True, help=t("Che dữ liệu cá nhân", "Without personal data"))


@click.group(
    help=t(
        "Các cuộc gọi đã ghi lại: tìm, xem, nghe, xoá.",
        "Calls on record: finding, reading, hearing, erasing them.",
    ),
    epilog=t(
        "Ví dụ: giong calls list 'mất điện' --days 7 · giong calls transcript MÃ --masked",
        "Examples: giong calls list 'mất điện' --days 7 · giong calls transcript CALL --masked",
    ),
)
def calls() -> None:
    pass


@calls.command(
    "list",
    help=t(
        "Liệt kê cuộc gọi, mới nhất trước; có CHỮ thì chỉ những cuộc có nói các chữ ấy (gõ có dấu hay không đều được).",
        "List calls, newest first; with WORDS those in which they were said (with or without diacritics).",
    ),
    epilog=t(
        "Ví dụ: giong calls list mat dien --outcome handed_over", "Example: giong calls list mat dien --outcome done"
    ),
)
@click.argument("words", nargs=-1, metavar=t("[CHỮ]…", "[WORDS]…"))
@click.option("--number", default="", help=t("Số của người gọi hoặc số được gọi", "The caller's number or the called"))
@click.option("--assistant", default="", help=t("Trợ lý nào", "Which assistant"))
@click.option("--outcome", default="", help=t("Kết quả, như done, hung_up, handed_over", "E.g. done, hung_up"))
@click.option("--out", "outbound", is_flag=True, help=t("Chỉ cuộc gọi ra", "Only calls that we placed"))
@click.option("--days", type=click.IntRange(1, 3650), help=t("Bao nhiêu ngày gần đây", "How many days back"))
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help=t("Nhiều nhất bao nhiêu", "At most so many"))
@masked_option
@data_dir
@as_json
def list_(
    words: tuple[str, ...],
    number: str,
    assistant: str,
    outcome: str,
    outbound: bool,
    days: int | None,
    limit: int,
    masked: bool,
    data_dir: Path | None,
    json_: bool,
) -> None:
    wanted = Wanted(
        words=" ".join(words),
        number=number,
        assistant=assistant,
        outcome=outcome,
        direction=records.OUT if outbound else "",
        since=SystemClock().now() - timedelta(days=days) if days else None,
    )

    async def work(rooms: Rooms) -> list[records.Call]:
        return await rooms.calls.recent(rooms.home.id, wanted=wanted, limit=limit)

    found = [Call.of(call, masked=masked) for call in with_rooms(work, data_dir=data_dir)]
    if json_:
        show_json({"items": [call.model_dump(mode="json") for call in found]})
        return
    for call in found:
        _show(call)
    if not found:
        click.echo(t("Không có cuộc gọi nào như vậy.", "There is no such call."))


@calls.command(
    help=t("Một cuộc gọi và những điều đáng chú ý.", "One call, with what was noted of it."),
    epilog=t("Ví dụ: giong calls show MÃ", "Example: giong calls show CALL"),
)
@call_argument
@masked_option
@data_dir
@as_json
def show(call_id: str, masked: bool, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> CallWithNotes:
        call = await rooms.calls.get(rooms.home.id, call_id)
        return CallWithNotes.with_notes(call, await rooms.calls.notes(rooms.home.id, call_id), masked=masked)

    call = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json(call.model_dump(mode="json"))
        return
    _show(call)
    for name, value in call.slots.items():
        click.echo(f"    {name}: {value}")
    for note in call.notes:
        click.echo(f"    {_clock(note.at_ms)}  " + t(note.message, note.message_en))


@calls.command(
    help=t("Hai bên đã nói gì, lúc nào.", "What both sides said, and when."),
    epilog=t("Ví dụ: giong calls transcript MÃ --masked", "Example: giong calls transcript CALL --masked"),
)
@call_argument
@masked_option
@data_dir
@as_json
def transcript(call_id: str, masked: bool, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> Transcript:
        return Transcript.of(await rooms.transcripts.of(rooms.home.id, call_id), masked=masked)

    found = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json(found.model_dump(mode="json"))
        return
    for line in found.items:
        click.echo(f"{_clock(line.begin_ms)}  {SIDES[line.side.value]}: {line.text}" + (" —" if line.cut_off else ""))


@calls.command(
    "recording",
    help=t(
        "Chép ghi âm ra tệp: người gọi bên trái, trợ lý bên phải; --masked thì che tiếng chỗ có dữ liệu cá nhân.",
        "Copy the recording to a file: caller left, assistant right; --masked bleeps personal data.",
    ),
    epilog=t("Ví dụ: giong calls recording MÃ -o cuoc-goi.flac", "Example: giong calls recording CALL -o call.flac"),
)
@call_argument
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help=t("Tệp ghi ra", "The file to write"))
@masked_option
@data_dir
@as_json
def recording_(call_id: str, out: Path | None, masked: bool, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> Path:
        call = await rooms.calls.get(rooms.home.id, call_id)
        if not masked:
            source = recording(call, rooms.recordings)
            return Path(shutil.copyfile(source, out or Path(source.name)))
        copy = await masked_copy(call, rooms.recordings, rooms.transcripts)
        return Path(shutil.move(copy, out or Path(f"{call.id}-masked{copy.suffix}")))

    written = with_rooms(work, data_dir=data_dir)
    show_json({"file": str(written)}) if json_ else click.echo(str(written))


@calls.command(
    help=t(
        "Xoá mọi nơi: ai gọi, đã nói gì, ghi âm. Chỉ giữ lại là có một cuộc gọi.",
        "Erase everywhere who it was, what was said, and the recording. Only that there was a call stays.",
    ),
    epilog=t("Ví dụ: giong calls erase MÃ --yes", "Example: giong calls erase CALL --yes"),
)
@call_argument
@click.option("--yes", is_flag=True, help=t("Không hỏi lại", "Do not ask"))
@data_dir
@as_json
def erase(call_id: str, yes: bool, data_dir: Path | None, json_: bool) -> None:
    if not yes and not click.confirm(t("Xoá hẳn, không lấy lại được?", "Erase for good?")):
        raise BadInput(
            "calls.not_confirmed",
            vi="Chưa xoá gì. Thêm --yes nếu chắc chắn.",
            en="Nothing was erased. Add --yes if you are sure.",
        )

    async def work(rooms: Rooms) -> None:
        await rooms.retention.forget(rooms.home.id, call_id)

    with_rooms(work, data_dir=data_dir)
    show_json({"erased": call_id}) if json_ else click.echo(t(f"Đã xoá {call_id}.", f"{call_id} is erased."))


def _show(call: Call) -> None:
    began = call.started_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    lasted = "" if call.ended_at is None else _clock(round((call.ended_at - call.started_at).total_seconds() * 1000))
    parties = f"{call.caller or '—'} → {call.callee or call.assistant}"
    outcome = call.outcome or t("đang gọi", "in progress")
    click.echo(click.style(f"{began}  {parties}  {outcome}  {lasted}".rstrip(), bold=True) + f"  [{call.id}]")
    if call.summary:
        click.echo(f"    {call.summary}")


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
