"""`giong callbacks`: people who asked for a person when none was free, and are to be called."""

from __future__ import annotations

from pathlib import Path

import click

from giong.api.schemas.calls import Callback
from giong.app import Rooms
from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json, with_rooms
from giong.clock import VIETNAM


@click.group(
    help=t("Phiếu hẹn gọi lại: ai đang chờ nhân viên gọi.", "Call-back tickets: who waits to be called by people."),
    epilog=t(
        "Ví dụ: giong callbacks list · giong callbacks done MÃ --note 'đã gọi'",
        "Examples: giong callbacks list · giong callbacks done ID --note 'called'",
    ),
)
def callbacks() -> None:
    pass


@callbacks.command(
    "list",
    help=t("Liệt kê ai đang chờ, chờ lâu nhất trước.", "List who waits, longest first."),
    epilog=t("Ví dụ: giong callbacks list --done", "Example: giong callbacks list --done"),
)
@click.option("--done", is_flag=True, help=t("Những phiếu đã xong", "Those that were called"))
@click.option("--limit", default=200, type=click.IntRange(1, 10_000), help=t("Nhiều nhất bao nhiêu", "At most so many"))
@data_dir
@as_json
def list_(done: bool, limit: int, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> list[Callback]:
        found = await rooms.callbacks.waiting(rooms.home.id, done=done, limit=limit)
        return [Callback.of(ticket) for ticket in found]

    tickets = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"items": [ticket.model_dump(mode="json") for ticket in tickets]})
        return
    for ticket in tickets:
        _show(ticket)
    if not tickets:
        click.echo(t("Không có phiếu nào.", "There are no tickets."))


@callbacks.command(
    help=t("Đánh dấu đã gọi lại.", "Somebody has called back."),
    epilog=t("Ví dụ: giong callbacks done MÃ --note 'đã gọi'", "Example: giong callbacks done ID --note 'called'"),
)
@click.argument("callback_id", metavar=t("MÃ-PHIẾU", "TICKET"))
@click.option("--note", default="", help=t("Kết quả", "What came of it"))
@data_dir
@as_json
def done(callback_id: str, note: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> Callback:
        return Callback.of(await rooms.callbacks.done(rooms.home.id, callback_id, note))

    ticket = with_rooms(work, data_dir=data_dir)
    show_json(ticket.model_dump(mode="json")) if json_ else _show(ticket)


def _show(ticket: Callback) -> None:
    since = ticket.created_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    click.echo(click.style(f"{since}  {ticket.number or '—'}  {ticket.queue}".rstrip(), bold=True) + f"  [{ticket.id}]")
    for text in (ticket.summary, ticket.note):
        if text:
            click.echo(f"    {text}")
