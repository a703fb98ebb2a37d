"""`giong init`: a new assistant's folder to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from giong.cli.language import t
from giong.cli.session import as_json, show_json
from giong.errors import Conflict

TEMPLATE = Path(__file__).parent / "template"


@click.command(
    help=t(
        "Tạo thư mục trợ lý mới, chạy được ngay, để sửa thành trợ lý của bạn.",
        "Make a new assistant's folder that works at once, to change into your own.",
    ),
    epilog=t(
        "Ví dụ: giong init tro-ly && giong chat tro-ly · giong init --schema docs/schema",
        "Examples: giong init my-assistant && giong chat my-assistant · giong init --schema docs/schema",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--schema",
    type=click.Path(path_type=Path, file_okay=False),
    help=t("Ghi JSON Schema của các tệp YAML vào thư mục này", "Write the JSON Schemas of the YAML files here"),
)
@as_json
def init(folder: Path | None, schema: Path | None, json_: bool) -> None:
    if folder is None and schema is None:
        raise click.UsageError(t("Hãy cho tên thư mục, hoặc --schema.", "Name a folder, or give --schema."))
    if schema is not None:
        from giong.dialogue.folder.schema import publish

        publish(schema)
    if folder is not None:
        _copy(folder)
    if json_:
        return show_json({"folder": folder and str(folder), "schema": schema and str(schema)})
    if folder is not None:
        click.echo(
            t(
                f"Đã tạo {folder}. Thử ngay: giong chat {folder}",
                f"Made {folder}. Try it: giong chat {folder}",
            )
        )
    return None


def _copy(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(
            "init.exists",
            vi=f"{folder} đã có nội dung. Hãy chọn tên thư mục khác.",
            en=f"{folder} is not empty. Choose another folder.",
        )
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
