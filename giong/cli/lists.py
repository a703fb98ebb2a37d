"""What the commands share that take lists of people: which column is what, the rows that were not taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from giong.app import Rooms, open_rooms
from giong.cli.language import t
from giong.cli.session import run, settings_for
from giong.conversations.campaigns.intake import Problem

T = TypeVar("T")

SHOWN = 20

file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=t("TỆP", "FILE")
)
column_option = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar=t("CỘT=TÊN", "COLUMN=NAME"),
    help=t(
        "Cột nào là gì: tiêu đề hoặc chữ cái của cột = number, tên biến, hoặc để trống để bỏ",
        "Which column is what: its heading or letter = number, a variable, or nothing to leave it out",
    ),
)


def with_rooms(work: Callable[[Rooms, str], Awaitable[T]], *, assistant: str = "", data_dir: Path | None = None) -> T:
    """What `work` makes of the rooms and the assistant's id."""

    async def main() -> T:
        settings, id = settings_for(assistant, data_dir=data_dir)
        async with open_rooms(settings) as rooms:
            return await work(rooms, id)

    return run(main())


def told(columns: tuple[str, ...]) -> dict[str, str]:
    split = (one.rpartition("=") for one in columns)
    return {column.strip(): name.strip() for column, _, name in split}


def tell_problems(problems: Sequence[Problem]) -> None:
    for one in problems[:SHOWN]:
        click.echo(click.style(t(f"✗ dòng {one.row}: {one.vi}", f"✗ row {one.row}: {one.en}"), fg="red"))
    if len(problems) > SHOWN:
        click.echo(t(f"… và {len(problems) - SHOWN} dòng nữa", f"… and {len(problems) - SHOWN} more"))


def problem_record(one: Problem) -> dict[str, Any]:
    return {"row": one.row, "reason": one.reason.value, "message": one.vi, "message_en": one.en, "cells": one.cells}
