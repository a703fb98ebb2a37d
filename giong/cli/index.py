"""`giong index`: make an assistant's knowledge searchable, by words and by meaning."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from giong.app import open_rooms
from giong.cli.language import t
from giong.cli.progress import bar
from giong.cli.session import as_json, assistant_argument, data_dir, run, settings_for, show_json


@click.command(
    help=t(
        "Nạp tri thức của trợ lý. Tệp không đổi thì bỏ qua; ngắt giữa chừng thì lần sau làm tiếp.",
        "Index an assistant's knowledge. Unchanged files cost nothing; after Ctrl-C the next run goes on.",
    ),
    epilog=t("Ví dụ: giong index assistants/phuong", "Example: giong index assistants/phuong"),
)
@assistant_argument
@click.option(
    "--words-only",
    is_flag=True,
    help=t("Chỉ tìm theo từ, bỏ phần theo nghĩa", "By words only, not by meaning"),
)
@data_dir
@as_json
def index(assistant: str, words_only: bool, data_dir: Path | None, json_: bool) -> None:
    result = run(_index(assistant, words_only, data_dir))
    if json_:
        show_json(result)
    else:
        _show(result)


def _show(result: dict[str, Any]) -> None:
    files = t(
        "{added} tệp mới hoặc đổi, {unchanged} giữ nguyên, {removed} bỏ đi",
        "{added} files new or changed, {unchanged} unchanged, {removed} removed",
    )
    passages = t("{passages} đoạn, {embedded} đoạn vừa tính nghĩa", "{passages} passages, {embedded} newly embedded")
    click.echo(f"{files}; {passages}".format(**result))
    for refused in result["refused"]:
        click.echo(f"  {refused['name']}: {t(refused['message'], refused['message_en'])}", err=True)


async def _index(assistant: str, words_only: bool, data_dir: Path | None) -> dict[str, Any]:
    settings, id = settings_for(assistant, data_dir=data_dir)
    async with open_rooms(settings) as rooms:
        colleague = await rooms.staff.get(rooms.home.id, id)
        shelved = colleague.shelved
        embedded = 0
        if not words_only:
            with bar(t("Tính nghĩa", "Embedding")) as progress:
                embedded = await rooms.librarian.embed_now(colleague, on_progress=progress)
    counts = {name: value for name, value in asdict(shelved).items() if name != "refused"}
    refused = [
        {"name": one.name, "code": one.error.code, "message": one.error.vi, "message_en": one.error.en}
        for one in shelved.refused
    ]
    return {"assistant": id, **counts, "embedded": embedded, "refused": refused}
