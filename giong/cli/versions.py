"""`giong versions`: what was published of an assistant, which version serves, and what is different between two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from giong.app import Rooms, open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, data_dir, run, settings_for, show_json
from giong.conversations.versions import WORKING, changes, contents


@click.command(
    help=t(
        "Liệt kê các bản đã phát hành; --changes so thư mục đang sửa (hay bản --to) với bản đang phục vụ "
        "(hay --since).",
        "List the published versions; --changes holds the working folder (or --to) against the serving version "
        "(or --since).",
    ),
    epilog=t(
        "Ví dụ: giong versions assistants/phuong · giong versions assistants/phuong --changes --since 2",
        "Examples: giong versions assistants/phuong · giong versions assistants/phuong --changes --since 2",
    ),
)
@assistant_argument
@click.option("--changes", "show_changes", is_flag=True, help=t("Các tệp khác nhau", "The files that differ"))
@click.option("--since", type=int, help=t("Bản cũ hơn để so", "The older version to compare"))
@click.option(
    "--to", type=int, help=t("Bản mới hơn để so (0: thư mục)", "The newer version to compare (0: the folder)")
)
@data_dir
@as_json
def versions(
    assistant: str, *, show_changes: bool, since: int | None, to: int | None, data_dir: Path | None, json_: bool
) -> None:
    shown = run(_shown(assistant, data_dir, since=since, to=to or WORKING, compare=show_changes))
    if json_:
        show_json(shown)
    elif show_changes:
        signs = (("+", "added"), ("~", "changed"), ("-", "removed"))
        lines = [f"{sign} {name}" for sign, key in signs for name in shown["changes"][key]]
        click.echo("\n".join(lines) or t("Không có gì khác.", "Nothing differs."))
    else:
        serving = t("đang phục vụ", "serving")
        for one in shown["items"]:
            mark = f"  ← {serving}" if one["number"] == shown["serving"] else ""
            click.echo(f"{one['number']:>4}  {one['at'][:16]}  {one['digest'][:12]}  {one['note']}{mark}")
        if not shown["serving"]:
            click.echo(t("Thư mục đang sửa phục vụ trực tiếp.", "The working folder itself serves."))


async def _shown(assistant: str, data_dir: Path | None, *, since: int | None, to: int, compare: bool) -> dict[str, Any]:
    settings, id = settings_for(assistant, data_dir=data_dir)
    async with open_rooms(settings) as rooms:
        serving = rooms.versions.serving(rooms.home.id, id)
        number = serving.number if serving else WORKING
        items = [
            {
                "number": one.number,
                "digest": one.digest,
                "note": one.note,
                "at": one.at.isoformat(),
                "scenarios": one.scenarios,
                "files": len(one.files),
            }
            for one in rooms.versions.history(rooms.home.id, id)
        ]
        shown: dict[str, Any] = {"assistant": id, "serving": number, "items": items}
        if compare:
            old = _files(rooms, id, number if since is None else since)
            shown["changes"] = vars(changes(old, _files(rooms, id, to)))
        return shown


def _files(rooms: Rooms, id: str, number: int) -> dict[str, str]:
    if number == WORKING:
        return contents(rooms.staff.working_folder(rooms.home.id, id))
    return dict(rooms.versions.get(rooms.home.id, id, number).files)
