"""`giong publish`: let an assistant's folder, as it is now, serve from now on, provided that its scenarios pass."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from giong.app import open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, data_dir, run, settings_for, show_json
from giong.conversations.versions import Version
from giong.evaluation.publishing import publish as publish_version


@click.command(
    help=t(
        "Phát hành trợ lý: chép thư mục, chạy mọi kịch bản thử, nếu đạt cả thì bản chép phục vụ từ lúc này. "
        "Sau đó sửa thư mục không ảnh hưởng khách cho tới lần phát hành sau.",
        "Publish an assistant: copy its folder, run all scenarios, and if they pass the copy serves from now on. "
        "After that customers notice no edit of the folder until the next publication.",
    ),
    epilog=t(
        "Ví dụ: giong publish assistants/phuong --note 'Lệ phí mới từ tháng 12'",
        "Example: giong publish assistants/phuong --note 'New fees from December'",
    ),
)
@assistant_argument
@click.option("--note", default="", help=t("Bản này có gì mới", "What is new in this version"))
@data_dir
@as_json
def publish(assistant: str, note: str, data_dir: Path | None, json_: bool) -> None:
    version = run(_publish(assistant, note, data_dir))
    if json_:
        show_json({"version": version.number, "digest": version.digest, "scenarios": version.scenarios})
    else:
        done = t("Đã phát hành bản {n} ({s} kịch bản thử đều đạt).", "Version {n} is published ({s} scenarios pass).")
        click.echo(done.format(n=version.number, s=version.scenarios))


async def _publish(assistant: str, note: str, data_dir: Path | None) -> Version:
    settings, id = settings_for(assistant, data_dir=data_dir)
    async with open_rooms(settings) as rooms:
        working = rooms.staff.working_folder(rooms.home.id, id)
        return await asyncio.to_thread(
            publish_version, rooms.versions, working, organisation_id=rooms.home.id, id=id, note=note
        )
