"""`giong organisation`: organisations and their API keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from giong import settings
from giong.accounts.organisations import Organisation
from giong.app import Rooms, open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, data_dir, run, show_json
from giong.errors import NotFound


@click.group(
    help=t("Tổ chức và khoá API của tổ chức.", "Organisations and their API keys."),
    epilog=t(
        "Ví dụ: giong organisation add truong-a --name 'Trường A' · giong organisation key truong-a",
        "Examples: giong organisation add school-a --name 'School A' · giong organisation key school-a",
    ),
)
def organisation() -> None:
    pass


@organisation.command(
    "list",
    help=t("Liệt kê các tổ chức.", "List the organisations."),
    epilog=t("Ví dụ: giong organisation list", "Example: giong organisation list"),
)
@data_dir
@as_json
def list_(data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> list[Organisation]:
        return await rooms.organisations.all()

    found = [_shown(one) for one in run(_with_rooms(data_dir, work))]
    if json_:
        show_json({"items": found})
    else:
        click.echo("\n".join(f"{one['handle']}  {one['name']}  {one['id']}" for one in found))


@organisation.command(
    help=t("Tạo một tổ chức.", "Create an organisation."),
    epilog=t(
        "Ví dụ: giong organisation add truong-a --name 'Trường A'",
        "Example: giong organisation add school-a --name 'School A'",
    ),
)
@click.argument("handle")
@click.option("--name", default="", help=t("Tên đầy đủ", "Full name"))
@data_dir
@as_json
def add(handle: str, name: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> Organisation:
        return await rooms.organisations.found(handle, name)

    made = _shown(run(_with_rooms(data_dir, work)))
    show_json(made) if json_ else click.echo(f"{made['handle']}  {made['name']}  {made['id']}")


@organisation.command(
    help=t("Cấp một khoá API. Khoá chỉ hiện một lần này.", "Issue an API key. It is shown this once only."),
    epilog=t("Ví dụ: giong organisation key demo --name web", "Example: giong organisation key demo --name web"),
)
@click.argument("handle")
@click.option("--name", default="cli", help=t("Tên khoá, để nhận ra sau này", "Name of the key, to tell it later"))
@data_dir
@as_json
def key(handle: str, name: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> dict[str, str]:
        issued, secret = await rooms.keys.issue((await _named(rooms, handle)).id, name)
        return {"id": issued.id, "key": secret}

    made = run(_with_rooms(data_dir, work))
    show_json(made) if json_ else click.echo(made["key"])


@organisation.command(
    help=t("Thu hồi một khoá API.", "Revoke an API key."),
    epilog=t("Ví dụ: giong organisation revoke demo key_01h…", "Example: giong organisation revoke demo key_01h…"),
)
@click.argument("handle")
@click.argument("key_id")
@data_dir
@as_json
def revoke(handle: str, key_id: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> str:
        return (await rooms.keys.revoke((await _named(rooms, handle)).id, key_id)).id

    revoked = run(_with_rooms(data_dir, work))
    show_json({"revoked": revoked}) if json_ else click.echo(t("Đã thu hồi.", "Revoked."))


async def _named(rooms: Rooms, handle: str) -> Organisation:
    for one in await rooms.organisations.all():
        if one.handle == handle:
            return one
    raise NotFound(
        "organisation.not_found",
        vi=f"Không có tổ chức “{handle}”. Xem danh sách: giong organisation list",
        en=f"There is no organisation “{handle}”. See the list: giong organisation list",
    )


async def _with_rooms(data_dir: Path | None, work: Any) -> Any:
    async with open_rooms(settings.load(data_dir=data_dir)) as rooms:
        return await work(rooms)


def _shown(one: Organisation) -> dict[str, str]:
    return {"id": one.id, "handle": one.handle, "name": one.name}
