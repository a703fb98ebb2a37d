"""`giong engines`: what engines there are, what they lack, and getting weights. Only shows and asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from giong import settings
from giong.cli.language import t
from giong.engines.load import State, model_file, pullable, states
from giong.engines.pull import Progress as Step
from giong.engines.pull import Report, pull
from giong.engines.table import WEIGHTS, Weights

_json_option = click.option("--json", "as_json", is_flag=True, help=t("In ra JSON.", "Print JSON."))


@click.group(
    invoke_without_command=True,
    help=t(
        "Các bộ máy nghe, nói, hiểu: có gì, thiếu gì, tải về.",
        "The engines that hear, speak and understand: what is there, what is missing, getting more.",
    ),
    epilog=t(
        "Ví dụ: giong engines · giong engines pull vi_VN-vais1000-medium",
        "Examples: giong engines · giong engines pull vi_VN-vais1000-medium",
    ),
)
@_json_option
@click.pass_context
def engines(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        _show(as_json)


@engines.command(
    "list",
    help=t("Liệt kê các bộ máy và trọng số.", "List the engines and the weights."),
    epilog=t("Ví dụ: giong engines list --json", "Example: giong engines list --json"),
)
@_json_option
def list_engines(as_json: bool) -> None:
    _show(as_json)


@engines.command(
    "pull",
    help=t(
        "Tải bộ trọng số NAME, có kiểm tra mã SHA-256; bị ngắt thì chạy lại để tải tiếp.",
        "Get the weights NAME, checked by SHA-256; after an interruption run it again to go on.",
    ),
    epilog=t(
        "Ví dụ: giong engines pull vi_VN-vais1000-medium",
        "Example: giong engines pull vi_VN-vais1000-medium",
    ),
)
@click.argument("name")
@click.option(
    "--from",
    "base_url",
    default="",
    metavar="URL",
    help=t("Địa chỉ máy chủ khác có cùng các tệp.", "The address of another server with the same files."),
)
@_json_option
def pull_weights(name: str, base_url: str, as_json: bool) -> None:
    weights = pullable(name)
    click.echo(t(f"Giấy phép: {weights.licence}", f"Licence: {weights.licence}"), err=True)
    with _progress() as report:
        pulled = pull(weights, into=settings.load().weights_dir, base_url=base_url, report=report)
    if as_json:
        told = {"name": name, "folder": str(pulled.folder), "fetched_bytes": pulled.fetched_bytes}
        click.echo(json.dumps(told, ensure_ascii=False))
    elif pulled.fetched_bytes:
        click.echo(t(f"Đã tải xong vào {pulled.folder}", f"Done: {pulled.folder}"))
    else:
        click.echo(t(f"Đã có sẵn và nguyên vẹn: {pulled.folder}", f"Already there and whole: {pulled.folder}"))


def _show(as_json: bool) -> None:
    found = states(weights=settings.load().weights_dir)
    if as_json:
        told = {
            "engines": [_engine(state) for state in found],
            "weights": [_weights(each) for each in WEIGHTS],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    console = Console()
    console.print(_engine_table(found))
    console.print(_weights_table())


def _engine(state: State) -> dict[str, Any]:
    engine = state.engine
    return {
        "slot": engine.slot.value,
        "name": engine.name,
        "ready": state.ready,
        "missing": [{"what": each.what, "command": each.command} for each in state.missing],
        "options": list(engine.options),
        "capabilities": sorted(engine.capabilities),
        "licence": engine.licence,
        "description": t(engine.vi, engine.en),
    }


def _weights(weights: Weights) -> dict[str, Any]:
    return {
        "name": weights.name,
        "installed": _installed(weights),
        "size_bytes": weights.size_bytes,
        "licence": weights.licence,
        "description": t(weights.vi, weights.en),
    }


def _installed(weights: Weights) -> bool:
    return model_file(weights.name, weights=settings.load().weights_dir) is not None


def _engine_table(found: list[State]) -> Table:
    table = Table(title=t("Bộ máy", "Engines"), title_justify="left")
    for heading in (t("phần", "slot"), t("tên", "name"), t("tình trạng", "state"), t("mô tả", "description")):
        table.add_column(heading, overflow="fold")
    for state in found:
        ready = t("sẵn sàng", "ready")
        if state.engine.options:
            ready = t("cần thiết lập: ", "needs settings: ") + ", ".join(state.engine.options)
        missing = "; ".join(each.command for each in state.missing)
        condition = f"[green]{ready}[/]" if state.ready else f"[yellow]{missing}[/]"
        description = t(state.engine.vi, state.engine.en)
        table.add_row(state.engine.slot.value, state.engine.name, condition, description)
    return table


def _weights_table() -> Table:
    table = Table(
        title=t("Trọng số tải được: giong engines pull TÊN", "Weights: giong engines pull NAME"),
        title_justify="left",
    )
    table.add_column(t("tên", "name"), no_wrap=True)
    for heading in ("MB", t("tình trạng", "state"), t("giấy phép", "licence")):
        table.add_column(heading, overflow="fold")
    for weights in WEIGHTS:
        condition = t("đã có", "there") if _installed(weights) else t("chưa tải", "not here")
        table.add_row(weights.name, f"{weights.size_bytes / 1e6:.0f}", condition, weights.licence)
    return table


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar for each file, on the error stream so that the output stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def report(step: Step) -> None:
            if step.file not in tasks:
                tasks[step.file] = bars.add_task(step.file, total=step.total_bytes)
            bars.update(tasks[step.file], completed=step.done_bytes)

        yield report
