"""`giong campaign dnc`: the numbers that are never called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from giong.app import Rooms
from giong.cli.language import t
from giong.cli.lists import column_option, file_argument, problem_record, tell_problems, told, with_rooms
from giong.cli.session import as_json, data_dir, show_json
from giong.conversations.campaigns.intake import Problem


@click.group("dnc", help=t("Danh sách không gọi.", "The do-not-call list."))
def dnc() -> None:
    pass


@dnc.command("list", help=t("Các số không gọi.", "The numbers that are never called."))
@data_dir
@as_json
def list_(data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> list[dict[str, Any]]:
        found = await rooms.do_not_call.all(rooms.home.id, limit=1_000_000)
        return [
            {"number": one.number, "reason": one.reason, "source": one.source.value, "at": one.at.isoformat()}
            for one in found
        ]

    found = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"items": found})
        return
    for one in found:
        click.echo("{number:12} {source:8} {at:.10} {reason}".format(**one))


@dnc.command("add", help=t("Không bao giờ gọi các số này.", "Never call these numbers."))
@click.argument("numbers", nargs=-1, required=True, metavar=t("SỐ…", "NUMBER…"))
@click.option("--reason", default="", help=t("Vì sao", "Why"))
@data_dir
@as_json
def add(numbers: tuple[str, ...], reason: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> int:
        return await rooms.do_not_call.add(rooms.home.id, numbers, reason=reason)

    _tell_added(with_rooms(work, data_dir=data_dir), (), json_=json_)


@dnc.command("import", help=t("Không bao giờ gọi các số trong tệp.", "Never call the numbers of a file."))
@file_argument
@column_option
@data_dir
@as_json
def import_(file: Path, columns: tuple[str, ...], data_dir: Path | None, json_: bool) -> None:
    data, names = file.read_bytes(), told(columns)

    async def work(rooms: Rooms, _: str) -> tuple[int, tuple[Problem, ...]]:
        added, intake = await rooms.do_not_call.take_in(rooms.home.id, file.name, data, told=names)
        return added, intake.problems

    added, problems = with_rooms(work, data_dir=data_dir)
    _tell_added(added, problems, json_=json_)


@dnc.command("remove", help=t("Số này lại được gọi.", "This number may be called again."))
@click.argument("number", metavar=t("SỐ", "NUMBER"))
@data_dir
@as_json
def remove(number: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, _: str) -> None:
        await rooms.do_not_call.remove(rooms.home.id, number)

    with_rooms(work, data_dir=data_dir)
    show_json({"removed": number}) if json_ else click.echo(t("Đã bỏ.", "Removed."))


def _tell_added(added: int, problems: tuple[Problem, ...], *, json_: bool) -> None:
    if json_:
        show_json({"added": added, "problems": [problem_record(one) for one in problems]})
        return
    tell_problems(problems)
    click.echo(t(f"Thêm {added} số.", f"{added} numbers added."))
