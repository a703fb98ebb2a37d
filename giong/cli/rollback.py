"""`giong rollback`: let another published version of an assistant serve, at once and without copying anything."""

from __future__ import annotations

from pathlib import Path

import click

from giong.app import open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, data_dir, run, settings_for, show_json
from giong.conversations.versions import WORKING


@click.command(
    help=t(
        "Cho một bản đã phát hành khác phục vụ: bản ngay trước, hoặc bản được chỉ ra; 0 là thư mục đang sửa.",
        "Let another published version serve: the one before, or the one that is named; 0 is the working folder.",
    ),
    epilog=t(
        "Ví dụ: giong rollback assistants/phuong · giong rollback assistants/phuong 3",
        "Examples: giong rollback assistants/phuong · giong rollback assistants/phuong 3",
    ),
)
@assistant_argument
@click.argument("version", type=click.IntRange(min=0), required=False, metavar=t("BẢN", "VERSION"))
@data_dir
@as_json
def rollback(assistant: str, version: int | None, data_dir: Path | None, json_: bool) -> None:
    number = run(_rollback(assistant, version, data_dir))
    if json_:
        show_json({"serving": number})
    elif number == WORKING:
        click.echo(t("Từ lúc này thư mục đang sửa phục vụ trực tiếp.", "From now on the working folder itself serves."))
    else:
        click.echo(t(f"Từ lúc này bản {number} phục vụ.", f"From now on version {number} serves."))


async def _rollback(assistant: str, version: int | None, data_dir: Path | None) -> int:
    settings, id = settings_for(assistant, data_dir=data_dir)
    async with open_rooms(settings) as rooms:
        serving = rooms.versions.serve(rooms.home.id, id, version)
        return serving.number if serving else WORKING
