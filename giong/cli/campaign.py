"""`giong campaign`: lists of people whom an assistant calls. The server dials; these commands steer and watch it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from giong.app import Rooms
from giong.cli.do_not_call import dnc
from giong.cli.language import t
from giong.cli.lists import column_option, file_argument, problem_record, tell_problems, told, with_rooms
from giong.cli.progress import bar
from giong.cli.session import as_json, data_dir, show_json
from giong.clock import VIETNAM
from giong.conversations.campaigns import export, plan
from giong.conversations.campaigns.campaign import Campaign, Status
from giong.conversations.campaigns.columns import NUMBER
from giong.conversations.campaigns.lists import Import
from giong.conversations.campaigns.results import Progress, Summary
from giong.errors import BadInput

LOOK_S = 2.0

campaign_argument = click.argument("campaign_", metavar=t("CHIẾN-DỊCH", "CAMPAIGN"))

_STATUS = {
    Status.DRAFT: t("chưa chạy", "draft"),
    Status.RUNNING: t("đang chạy", "running"),
    Status.PAUSED: t("tạm dừng", "paused"),
    Status.STOPPED: t("đã dừng hẳn", "stopped"),
    Status.FINISHED: t("đã xong", "finished"),
}


@click.group(
    help=t(
        "Chiến dịch gọi ra: danh sách, chạy, tạm dừng, kết quả.",
        "Outbound campaigns: lists, starting, pausing, results.",
    ),
    epilog=t(
        "Ví dụ: giong campaign new 'Khảo sát tháng 11' khao-sat · giong campaign import 'Khảo sát tháng 11' khach.xlsx",
        "Examples: giong campaign new 'November survey' khao-sat · giong campaign import 'November survey' people.xlsx",
    ),
)
def campaign() -> None:
    pass


@campaign.command(
    help=t("Tạo chiến dịch; chưa gọi ai cho đến khi start.", "Make a campaign; it calls nobody until it is started."),
    epilog=t(
        "Ví dụ: giong campaign new 'Khảo sát tháng 11' khao-sat --hours 'T2-T6 08:30-11:30, 14:00-16:30' --at-once 5",
        "Example: giong campaign new 'November survey' khao-sat --hours 'MON-FRI 08:30-11:30' --at-once 5",
    ),
)
@click.argument("name", metavar=t("TÊN", "NAME"))
@click.argument("assistant", metavar=t("TRỢ-LÝ", "ASSISTANT"))
@click.option("--hours", default=plan.Plan().hours, show_default=True, help=t("Giờ gọi mỗi thứ", "Hours by weekday"))
@click.option("--zone", default=plan.Plan().zone, show_default=True, help=t("Múi giờ", "Time zone"))
@click.option(
    "--holidays/--no-holidays", default=True, help=t("Nghỉ các ngày lễ Việt Nam", "Leave out Vietnamese holidays")
)
@click.option("--closed", multiple=True, metavar=t("NGÀY", "DAY"), help=t("Thêm ngày nghỉ", "One more day off"))
@click.option("--opened", multiple=True, metavar=t("NGÀY", "DAY"), help=t("Ngày lễ vẫn gọi", "A holiday that counts"))
@click.option("--at-once", default=plan.Plan().at_once, show_default=True, help=t("Số cuộc cùng lúc", "Calls at once"))
@click.option(
    "--per-second", default=plan.Plan().per_s, show_default=True, help=t("Số cuộc bắt đầu mỗi giây", "Begun a second")
)
@click.option("--ring", default=plan.Plan().ring_s, show_default=True, help=t("Giây đổ chuông", "Seconds of ringing"))
@click.option("--caller", default="", help=t("Số hiển thị", "The number shown"))
@click.option(
    "--retry",
    "retries",
    multiple=True,
    metavar=t("KẾT-QUẢ=PHÚT,PHÚT…", "OUTCOME=MINUTES,…"),
    help=t("Gọi lại sau bao nhiêu phút: busy=5,15,60", "Minutes until the next attempts: busy=5,15,60"),
)
@click.option("--most", default=plan.Plan().retries.most, show_default=True, help=t("Số lần gọi tối đa", "Attempts"))
@click.option(
    "--a-day", default=plan.Plan().retries.a_day, show_default=True, help=t("Tối đa trong 24 giờ", "Most in 24 hours")
)
@click.option("--start-at", default="", help=t("Bắt đầu gọi từ: 2026-11-25 08:00", "Calls from: 2026-11-25 08:00"))
@click.option("--end-at", default="", help=t("Thôi gọi từ", "Calls until"))
@data_dir
@as_json
def new(
    name: str, assistant: str, start_at: str, end_at: str, *, data_dir: Path | None, json_: bool, **chosen: Any
) -> None:
    planned, begins, ends = _plan(**chosen), _moment(start_at), _moment(end_at)

    async def work(rooms: Rooms, id: str) -> Campaign:
        if id not in rooms.staff.ids(rooms.home.id):
            await rooms.staff.get(rooms.home.id, id)  # says what is wrong with it
        return await rooms.campaigns.create(
            rooms.home.id, name=name, assistant=id, plan=planned, start_at=begins, end_at=ends
        )

    made = with_rooms(work, assistant=assistant, data_dir=data_dir)
    if json_:
        show_json(_campaign(made))
        return
    click.echo(f"{made.id}  {made.name}")
    click.echo(t("Tiếp theo: giong campaign import ", "Next: giong campaign import ") + f"{made.id} …")


@campaign.command("list", help=t("Các chiến dịch, mới nhất trước.", "The campaigns, newest first."))
@data_dir
@as_json
def list_(data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> list[Campaign]:
        return await rooms.campaigns.all(rooms.home.id)

    found = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"items": [_campaign(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.id}  {_STATUS[one.status]:12}  {one.assistant:12}  {one.name}")


@campaign.command(
    "import",
    help=t(
        "Nhập danh sách từ CSV hay Excel; dòng hỏng được báo từng dòng, các dòng khác vẫn được nhập.",
        "Take in a list from CSV or Excel; bad rows are told one by one, the others are taken.",
    ),
    epilog=t(
        "Ví dụ: giong campaign import camp_01m… khach.xlsx --column 'Máy KH=number' --errors loi.xlsx",
        "Example: giong campaign import camp_01m… people.xlsx --column C=number --errors errors.xlsx",
    ),
)
@campaign_argument
@file_argument
@column_option
@click.option("--dry-run", is_flag=True, help=t("Chỉ xem, không ghi gì", "Only look, write nothing"))
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi các dòng hỏng ra tệp .csv hay .xlsx", "Write the bad rows to a .csv or .xlsx file"),
)
@data_dir
@as_json
def import_(
    campaign_: str,
    file: Path,
    columns: tuple[str, ...],
    *,
    dry_run: bool,
    errors: Path | None,
    data_dir: Path | None,
    json_: bool,
) -> None:
    data, names = file.read_bytes(), told(columns)

    async def work(rooms: Rooms, _: str) -> Import:
        found = await rooms.campaigns.named(rooms.home.id, campaign_)
        colleague = await rooms.staff.get(rooms.home.id, found.assistant)
        required = colleague.assistant.unknown
        return await rooms.lists.take_in(
            rooms.home.id, found.id, file.name, data, told=names, required=required, dry_run=dry_run
        )

    done = with_rooms(work, data_dir=data_dir)
    if errors:
        _write(errors, export.problems(list(done.columns), done.problems))
    show_json(_import(done)) if json_ else _tell_import(done, dry_run=dry_run)


@campaign.command(help=t("Cho chạy, hoặc chạy tiếp sau khi tạm dừng.", "Let it call, or go on after a pause."))
@campaign_argument
@data_dir
@as_json
def start(campaign_: str, data_dir: Path | None, json_: bool) -> None:
    _steer(campaign_, lambda rooms, id: rooms.campaigns.start(rooms.home.id, id), data_dir=data_dir, json_=json_)


@campaign.command(help=t("Như start.", "The same as start."))
@campaign_argument
@data_dir
@as_json
def resume(campaign_: str, data_dir: Path | None, json_: bool) -> None:
    _steer(campaign_, lambda rooms, id: rooms.campaigns.start(rooms.home.id, id), data_dir=data_dir, json_=json_)


@campaign.command(
    help=t("Không gọi thêm ai; cuộc đang nói được nói hết.", "Dial no more; calls in progress go on to their end.")
)
@campaign_argument
@data_dir
@as_json
def pause(campaign_: str, data_dir: Path | None, json_: bool) -> None:
    _steer(campaign_, lambda rooms, id: rooms.campaigns.pause(rooms.home.id, id), data_dir=data_dir, json_=json_)


@campaign.command(help=t("Dừng hẳn.", "Dial no more, for good."))
@campaign_argument
@click.option("--now", is_flag=True, help=t("Gác máy cả cuộc đang nói", "Hang up the calls in progress, too"))
@data_dir
@as_json
def stop(campaign_: str, *, now: bool, data_dir: Path | None, json_: bool) -> None:
    _steer(
        campaign_,
        lambda rooms, id: rooms.campaigns.stop(rooms.home.id, id, hang_up=now),
        data_dir=data_dir,
        json_=json_,
    )


@campaign.command(help=t("Đã gọi đến đâu, tốc độ, khi nào xong.", "How far it is, how fast, when it will be done."))
@campaign_argument
@click.option("--follow", is_flag=True, help=t("Xem cho đến khi xong", "Watch until it is done"))
@data_dir
@as_json
def status(campaign_: str, *, follow: bool, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> Progress:
        found = await rooms.campaigns.named(rooms.home.id, campaign_)
        with bar(found.name) as show:
            while True:
                seen = await rooms.results.progress(rooms.home.id, found.id)
                show(seen.contacts - seen.left, seen.contacts)
                if not follow or seen.campaign.status is not Status.RUNNING:
                    return seen
                await asyncio.sleep(LOOK_S)

    seen = with_rooms(work, data_dir=data_dir)
    show_json(_progress(seen)) if json_ else _tell_progress(seen)


@campaign.command(help=t("Khách trả lời gì: số đếm, điểm.", "What people answered: counts, scores."))
@campaign_argument
@data_dir
@as_json
def results(campaign_: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> Summary:
        found = await rooms.campaigns.named(rooms.home.id, campaign_)
        return await rooms.results.summary(rooms.home.id, found.id)

    found = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json(TypeAdapter(Summary).dump_python(found, mode="json"))
        return
    endings = ", ".join(f"{ending}: {count}" for ending, count in found.endings.items())
    click.echo(t(f"Đã gặp {found.reached} người. {endings}", f"{found.reached} were reached. {endings}"))
    for tally in found.tallies:
        values = "  ".join(f"{value}: {count}" for value, count in tally.values.items())
        mean = "" if tally.mean is None else t(f"  trung bình {tally.mean:g}", f"  mean {tally.mean:g}")
        click.echo(f"{tally.slot:20} {tally.answered:6}  {values}{mean}")


@campaign.command(
    "export",
    help=t("Xuất mọi người cùng kết quả ra tệp .xlsx hay .csv.", "Everybody with what came of it, as .xlsx or .csv."),
    epilog=t("Ví dụ: giong campaign export camp_01m… ket-qua.xlsx", "Example: giong campaign export camp_01m… a.xlsx"),
)
@campaign_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar=t("TỆP", "FILE"))
@data_dir
@as_json
def export_(campaign_: str, file: Path, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> export.Rows:
        found = await rooms.campaigns.named(rooms.home.id, campaign_)
        return export.results([one async for one in rooms.results.contacts(rooms.home.id, found.id)])

    rows = with_rooms(work, data_dir=data_dir)
    _write(file, rows)
    told = {"file": str(file), "rows": len(rows) - 1}
    show_json(told) if json_ else click.echo(t("Đã ghi {rows} dòng: {file}", "{rows} rows: {file}").format(**told))


campaign.add_command(dnc)


def _steer(word: str, act: Callable[[Rooms, str], Awaitable[Campaign]], *, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> Campaign:
        return await act(rooms, (await rooms.campaigns.named(rooms.home.id, word)).id)

    steered = with_rooms(work, data_dir=data_dir)
    show_json(_campaign(steered)) if json_ else click.echo(f"{steered.name}: {_STATUS[steered.status]}")


def _plan(*, retries: tuple[str, ...], most: int, a_day: int, per_second: float, ring: float, **rest: Any) -> plan.Plan:
    record = plan.plan_record(plan.Plan())
    record |= {**rest, "per_s": per_second, "ring_s": ring}
    record["retries"] |= {"intervals": dict(map(_interval, retries)), "most": most, "a_day": a_day}
    read = plan.read_plan(record)
    plan.check(read)
    return read


def _interval(text: str) -> tuple[str, list[float]]:
    outcome, _, minutes = text.partition("=")
    try:
        return outcome.strip(), [float(one) for one in minutes.split(",") if one.strip()]
    except ValueError:
        raise BadInput(
            "campaign.bad_retry",
            vi=f"Không đọc được “{text}”. Hãy ghi như busy=5,15,60.",
            en=f"“{text}” cannot be read. Write it like busy=5,15,60.",
        ) from None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "campaign.bad_moment",
            vi=f"Không đọc được thời điểm “{text}”. Hãy ghi như 2026-11-25 08:00.",
            en=f"The moment “{text}” cannot be read. Write it like 2026-11-25 08:00.",
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _write(file: Path, rows: export.Rows) -> None:
    file.write_bytes(export.as_csv(rows) if file.suffix.lower() == ".csv" else export.as_xlsx(rows))


def _tell_import(done: Import, *, dry_run: bool) -> None:
    named = ", ".join(
        f"{heading} → {t('số điện thoại', 'number') if name == NUMBER else name or '—'}"
        for heading, name in done.columns.items()
    )
    click.echo(t("Các cột: ", "Columns: ") + named)
    tell_problems(done.problems)
    counts = {"taken": done.taken, "rows": done.rows, "left": len(done.problems)}
    told = t("Nhận {taken}/{rows} dòng, {left} dòng không nhận", "{taken} of {rows} rows taken, {left} left out")
    click.echo(told.format(**counts) + (t(" (chưa ghi)", " (nothing written)") if dry_run else ""))


def _tell_progress(seen: Progress) -> None:
    campaign = seen.campaign
    click.echo(f"{campaign.name}: {_STATUS[campaign.status]}  {seen.contacts - seen.left}/{seen.contacts}")
    for words, counts in ((export.STATES, seen.states), (export.OUTCOMES, seen.outcomes)):
        if counts:
            click.echo("  " + "  ".join(f"{t(words.get(name, name), name)}: {count}" for name, count in counts.items()))
    speed = t("{attempts} lần gọi, {per_minute:g} lần/phút", "{attempts} attempts, {per_minute:g} a minute")
    click.echo("  " + speed.format(attempts=seen.attempts, per_minute=seen.per_minute))
    if campaign.trouble:
        click.echo(click.style("  " + t(campaign.trouble.vi, campaign.trouble.en), fg="yellow"))
    if campaign.status is Status.RUNNING and not seen.dialled:
        nobody = t(
            "Chưa có máy chủ nào quay số: chạy giong serve với đường điện thoại.",
            "No server dials: run giong serve with a telephone.",
        )
        click.echo(click.style("  " + nobody, fg="yellow"))
    if not seen.open and seen.opens_at:
        click.echo(t("  Ngoài giờ gọi, gọi tiếp từ ", "  Outside the hours, goes on at ") + _hour(seen.opens_at))
    if seen.done_at:
        click.echo(t("  Dự kiến xong ", "  Done by about ") + _hour(seen.done_at))


def _hour(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def _campaign(one: Campaign) -> dict[str, Any]:
    record: dict[str, Any] = TypeAdapter(Campaign).dump_python(one, mode="json")
    return record


def _progress(seen: Progress) -> dict[str, Any]:
    record: dict[str, Any] = TypeAdapter(Progress).dump_python(seen, mode="json")
    return record | {"left": seen.left}


def _import(done: Import) -> dict[str, Any]:
    return {
        "id": done.id,
        "rows": done.rows,
        "taken": done.taken,
        "columns": dict(done.columns),
        "problems": [problem_record(one) for one in done.problems],
    }
