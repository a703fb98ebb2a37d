"""`giong test`: an assistant's scenarios, each over a chat and a scripted call that must leave the same history."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from giong import settings
from giong.app import folders_of
from giong.cli.language import t
from giong.cli.session import as_json, show_json
from giong.errors import NotFound
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import Result, run_scenarios
from giong.evaluation.telling import explained


@click.command(
    help=t(
        "Chạy kịch bản thử của trợ lý, mỗi kịch bản qua tin nhắn và qua cuộc gọi. Thoát với 1 nếu có kịch bản hỏng.",
        "Run assistants' scenarios, each over a chat and a call. Exits with 1 if one fails.",
    ),
    epilog=t(
        "Ví dụ: giong test assistants/* · giong test tro-ly --only 'mất điện'",
        "Examples: giong test assistants/* · giong test my-assistant --only 'mất điện'",
    ),
)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar=t("THƯ-MỤC…", "FOLDER…"))
@click.option(
    "--only", default="", help=t("Chỉ các kịch bản có tên chứa chữ này", "Only scenarios whose name holds this")
)
@as_json
def test(folders: tuple[Path, ...], only: str, json_: bool) -> None:
    began_s = time.perf_counter()
    shown: list[dict[str, Any]] = []
    failed = 0
    chosen = _assistants(folders)
    for folder in chosen:
        if len(chosen) > 1 and not json_:
            click.echo(click.style(folder.name, bold=True))
        with rehearsal(folder) as ready:
            wanted = [one for one in ready.scenarios if only.casefold() in one.scenario.casefold()]
            results = []
            for result in run_scenarios(ready.mind, wanted):
                results.append(result)
                if not json_:
                    click.echo(explained(result))
        failed += sum(not result.passed for result in results)
        shown.append({"assistant": folder.name, "scenarios": [_shown(result) for result in results]})
    seconds = round(time.perf_counter() - began_s, 2)
    count = sum(len(one["scenarios"]) for one in shown)
    if json_:
        show_json({"n": count, "failed": failed, "seconds": seconds, "assistants": shown})
    else:
        summary = t("{n} kịch bản, {f} hỏng, {s} giây", "{n} scenarios, {f} failed, {s} s")
        click.echo(summary.format(n=count, f=failed, s=seconds))
    sys.exit(1 if failed else 0)


def _assistants(folders: tuple[Path, ...]) -> list[Path]:
    """The folders that were named; a folder of assistants, or nothing, stands for all that are in it."""
    chosen = settings.load(assistants=list(folders) or None)
    found = folders_of(chosen)
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing or not found:
        name = missing[0] if missing else chosen.assistants[0]
        raise NotFound(
            "assistant.no_folder",
            vi=f"Không thấy trợ lý nào ở {name}. Hãy chỉ thư mục có tệp assistant.yaml.",
            en=f"There is no assistant at {name}. Name a folder that holds an assistant.yaml.",
        )
    return found


def _shown(result: Result) -> dict[str, Any]:
    return {
        "scenario": result.scenario,
        "passed": result.passed,
        "turns": len(result.chat),
        "misses": [vars(miss) for miss in result.misses],
    }
