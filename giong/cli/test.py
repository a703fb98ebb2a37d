"""`giong test`: an assistant's scenarios, each over a chat and a scripted call that must leave the same history; what
they touch, which defects they notice, and scenarios made from the flows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from giong import settings
from giong.app import engines_of, folders_of
from giong.cli.language import t
from giong.cli.session import as_json, show_json
from giong.dialogue.folder.reading import read_assistant
from giong.engines.table import Slot
from giong.errors import NotFound
from giong.evaluation.coverage import Watch
from giong.evaluation.generation.cases import cases
from giong.evaluation.generation.left_out import left_out
from giong.evaluation.generation.writing import write_generated
from giong.evaluation.mutation import Fate, judge
from giong.evaluation.recordings import heard_over_telephone
from giong.evaluation.rehearsal import Rehearsal, rehearsal
from giong.evaluation.scenarios import Result, run_scenarios
from giong.evaluation.telling import covered, explained, judged, tally

_COLOURS = {"✗": "red", "+": "green", "-": "red"}


@click.command(
    help=t(
        "Chạy kịch bản thử của trợ lý, mỗi kịch bản qua tin nhắn và qua cuộc gọi. Thoát với 1 nếu có kịch bản hỏng.",
        "Run assistants' scenarios, each over a chat and a call. Exits with 1 if one fails.",
    ),
    epilog=t(
        "Ví dụ: giong test assistants/* · giong test tro-ly --only 'mất điện' · giong test tro-ly --generate "
        "--coverage",
        "Examples: giong test assistants/* · giong test my-assistant --only 'mất điện' · giong test my-assistant "
        "--generate --coverage",
    ),
)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar=t("THƯ-MỤC…", "FOLDER…"))
@click.option(
    "--only", default="", help=t("Chỉ các kịch bản có tên chứa chữ này", "Only scenarios whose name holds this")
)
@click.option(
    "--generate",
    is_flag=True,
    help=t(
        "Sinh lại tests/generated từ kịch bản hội thoại trước khi chạy",
        "First make tests/generated anew from the flows",
    ),
)
@click.option("--coverage", is_flag=True, help=t("Kịch bản thử chạm tới những gì", "Show what the scenarios touch"))
@click.option(
    "--mutate",
    is_flag=True,
    help=t(
        "Làm hỏng từng chỗ một, xem kịch bản thử có phát hiện không", "Break one thing after the other: is it noticed?"
    ),
)
@click.option("--strict-time", is_flag=True, help=t("Quá within_ms là hỏng", "Fail what takes longer than within_ms"))
@click.option("--quiet", is_flag=True, help=t("Chỉ in kịch bản hỏng", "Show only what fails"))
@as_json
def test(
    folders: tuple[Path, ...],
    only: str,
    *,
    generate: bool,
    coverage: bool,
    mutate: bool,
    strict_time: bool,
    quiet: bool,
    json_: bool,
) -> None:
    began_s = time.perf_counter()
    chosen = _assistants(folders)
    show = _Shown(json_=json_, quiet=quiet, strict_time=strict_time)
    for folder in chosen:
        show.assistant(folder, among=len(chosen))
        if generate:
            _generate(folder, show)
        with rehearsal(folder) as ready:
            watch = Watch(ready.mind)
            results = [show.result(result) for result in _run(ready, watch, only)]
            if coverage:
                touched = watch.coverage(results)
                show.more("coverage", touched.as_json(), covered(touched))
        if mutate:
            verdicts = list(judge(folder))
            survived = [one.mutant.what for one in verdicts if one.fate is Fate.SURVIVED]
            show.more("mutants", {**tally(verdicts), "survivors": survived}, judged(verdicts))
    show.end(round(time.perf_counter() - began_s, 2))
    sys.exit(1 if show.failed else 0)


def _generate(folder: Path, show: _Shown) -> None:
    made_for = read_assistant(folder)
    write_generated(folder, cases(made_for))
    missing = list(left_out(made_for))
    told = "\n".join(f"  ! {t(one.vi, one.en)}" for one in missing)
    show.more("left_out", [vars(one) for one in missing], told)


def _run(ready: Rehearsal, watch: Watch, only: str) -> Iterator[Result]:
    wanted = [one for one in ready.scenarios if only.casefold() in one.scenario.casefold()]
    engines = engines_of(settings.load())
    hear = heard_over_telephone(ready.assistant.folder, lambda: engines.load(Slot.ASR))
    try:
        yield from run_scenarios(watch.mind, wanted, recognise=hear)
    finally:
        engines.close()


class _Shown:
    """What is shown while scenarios run, and what is in the JSON at the end."""

    def __init__(self, *, json_: bool, quiet: bool, strict_time: bool) -> None:
        self.failed = 0
        self._json = json_
        self._quiet = quiet
        self._strict_time = strict_time
        self._assistants: list[dict[str, Any]] = []

    def assistant(self, folder: Path, *, among: int) -> None:
        self._assistants.append({"assistant": folder.name, "scenarios": []})
        if among > 1 and not self._json:
            click.echo(click.style(folder.name, bold=True))

    def result(self, result: Result) -> Result:
        passed = result.passed and not (self._strict_time and result.late)
        self.failed += not passed
        self._assistants[-1]["scenarios"].append(_shown(result, passed=passed))
        if self._quiet and passed and not result.late and not result.gap:
            self._progress()
        elif not self._json:
            click.echo(_coloured(explained(result, note=_gap(result))))
        return result

    def _progress(self) -> None:
        """How far it is, where somebody watches."""
        if sys.stderr.isatty():
            count = len(self._assistants[-1]["scenarios"])
            click.echo(f"\r{self._assistants[-1]['assistant']}: {count} ", nl=False, err=True)

    def more(self, key: str, value: Any, text: str) -> None:
        self._assistants[-1][key] = value
        if text and not self._json:
            click.echo(text)

    def end(self, seconds: float) -> None:
        count = sum(len(one["scenarios"]) for one in self._assistants)
        if self._json:
            show_json({"n": count, "failed": self.failed, "seconds": seconds, "assistants": self._assistants})
        else:
            summary = t("{n} kịch bản, {f} hỏng, {s} giây", "{n} scenarios, {f} failed, {s} s")
            click.echo(summary.format(n=count, f=self.failed, s=seconds))


def _gap(result: Result) -> str:
    """What is to be said of a gap that the scenario's author noted."""
    if not result.gap:
        return ""
    if result.misses:
        return t(f"còn thiếu, đã biết: {result.gap}", f"known gap: {result.gap}")
    return t(f"nay đã đạt: hãy bỏ dòng “gap: {result.gap}”", f"passes now: remove “gap: {result.gap}”")


def _coloured(text: str) -> str:
    """Colours are left out by click where no terminal shows them."""
    lines = (click.style(line, fg=_COLOURS.get(line.strip()[:1])) for line in text.splitlines())
    return "\n".join(lines)


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


def _shown(result: Result, *, passed: bool) -> dict[str, Any]:
    return {
        "scenario": result.scenario,
        "passed": passed,
        "turns": len(result.chat),
        "misses": [vars(miss) for miss in result.misses],
        "late": [vars(miss) for miss in result.late],
        **({"gap": result.gap} if result.gap else {}),
    }
