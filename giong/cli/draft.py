"""`giong draft`: scenarios drafted from an assistant's latest conversations, with invented persons in them."""

from __future__ import annotations

from pathlib import Path

import click

from giong.app import open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, data_dir, run, settings_for, show_json
from giong.dialogue.folder.schema import ScenarioFile
from giong.evaluation.drafting import drafted, write_drafts


@click.command(
    help=t(
        "Soạn nháp kịch bản thử từ các hội thoại gần nhất vào tests/drafts của trợ lý; tên, số điện thoại, mã … "
        "được thay bằng thông tin giả. Nháp không được chạy cho tới khi được chuyển sang tests/.",
        "Draft scenarios from the latest conversations into the assistant's tests/drafts; names, numbers, codes … are "
        "replaced by invented ones. Drafts are not run until they are moved to tests/.",
    ),
    epilog=t("Ví dụ: giong draft assistants/phuong --last 20", "Example: giong draft assistants/phuong --last 20"),
)
@assistant_argument
@click.option(
    "--last", type=click.IntRange(1, 500), default=10, help=t("Bao nhiêu hội thoại gần nhất", "How many conversations")
)
@data_dir
@as_json
def draft(assistant: str, last: int, data_dir: Path | None, json_: bool) -> None:
    file, scenarios = run(_draft(assistant, last, data_dir))
    if json_:
        show_json({"file": str(file) if file else None, "scenarios": len(scenarios)})
    elif scenarios:
        click.echo(t(f"{len(scenarios)} kịch bản nháp: {file}", f"{len(scenarios)} drafts: {file}"))
    else:
        click.echo(t("Chưa có hội thoại nào.", "There are no conversations yet."))


async def _draft(assistant: str, last: int, data_dir: Path | None) -> tuple[Path | None, list[ScenarioFile]]:
    settings, id = settings_for(assistant, data_dir=data_dir)
    async with open_rooms(settings) as rooms:
        colleague = await rooms.staff.get(rooms.home.id, id)
        found = await rooms.conversations.recent(rooms.home.id, assistant=id, limit=last)
        scenarios = []
        for number, one in enumerate(found, 1):
            turns = await rooms.conversations.thread(rooms.home.id, one.id).history()
            if len(turns) > 1:
                name = t(f"Hội thoại thật {number}", f"Real conversation {number}")
                scenarios.append(drafted(colleague.assistant, turns, name=name, at=one.created_at, channel=one.channel))
        folder = rooms.staff.working_folder(rooms.home.id, id)
    return write_drafts(folder, scenarios), scenarios
