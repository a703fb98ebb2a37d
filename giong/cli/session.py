"""What commands share: the flags every command has, and the rooms opened for one assistant."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from giong.cli.language import t
from giong.settings import Settings, load

if TYPE_CHECKING:  # the rooms take a second to import, and not every command needs them
    from giong.app import Rooms
    from giong.conversations.staff import Colleague

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "json_", is_flag=True, help=t("In kết quả dạng JSON", "Print JSON"))
data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help=t("Thư mục dữ liệu (mặc định .giong)", "Data folder (default .giong)"),
)
assistant_argument = click.argument("assistant", metavar=t("TRỢ-LÝ", "ASSISTANT"))


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a command's coroutine; Ctrl-C cancels it, so that everything it opened is closed."""
    return asyncio.run(main)


def show_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=None))


def settings_for(assistant: str, *, data_dir: Path | None = None) -> tuple[Settings, str]:
    """The settings with `assistant` (a folder, or the id of a known assistant) among the folders, and its id."""
    from giong.dialogue.folder.reading import is_assistant

    folder = Path(assistant)
    settings = load(data_dir=data_dir)
    if not is_assistant(folder):
        return settings, assistant
    return settings.model_copy(update={"assistants": [folder.resolve(), *settings.assistants]}), folder.resolve().name


@asynccontextmanager
async def colleague_at_work(
    assistant: str, *, data_dir: Path | None = None, draft: bool = False
) -> AsyncIterator[tuple[Rooms, Colleague]]:
    """The rooms, with the assistant ready; with `draft` the folder as it is, also where a version is published."""
    from giong.app import open_rooms

    settings, id = settings_for(assistant, data_dir=data_dir)
    settings = settings.model_copy(update={"drafts": True}) if draft else settings
    async with open_rooms(settings) as rooms:
        colleague = await rooms.staff.get(rooms.home.id, id)
        yield rooms, colleague


def with_rooms(work: Callable[[Rooms], Awaitable[T]], *, data_dir: Path | None = None) -> T:
    """What `work` makes of the rooms."""
    from giong.app import open_rooms

    async def main() -> T:
        async with open_rooms(load(data_dir=data_dir)) as rooms:
            return await work(rooms)

    return run(main())


def with_colleague(
    assistant: str,
    work: Callable[[Rooms, str, str], Awaitable[T]],
    *,
    data_dir: Path | None = None,
    draft: bool = False,
) -> T:
    """What `work` makes of the rooms, the organisation's id and the assistant's."""

    async def main() -> T:
        async with colleague_at_work(assistant, data_dir=data_dir, draft=draft) as (rooms, colleague):
            return await work(rooms, colleague.organisation_id, colleague.id)

    return run(main())
