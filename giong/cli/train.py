"""`giong train`: labelled sentences made into a model of understanding, measured before it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from giong.cli.language import t
from giong.cli.progress import bar
from giong.cli.session import as_json, show_json

SHOWN = ("n", "intent_accuracy", "intent_f1_macro", "slot_f1", "sentence_accuracy", "calibration_error")


@click.command(
    help=t(
        "Học ý định và thông tin từ câu đã gán nhãn, đo trên phần giữ lại. Không có --out thì mô hình dành cho trợ lý, "
        "và chỉ được ghi vào thư mục của nó khi không hiểu kém hơn câu mẫu.",
        "Learn intents and slots from labelled sentences and measure on those held out. Without --out the model is for "
        "an assistant, and is kept in its folder only where it understands no worse than the examples.",
    ),
    epilog=t(
        "Ví dụ: giong train du-lieu --for assistants/dien-luc --report bao-cao.json",
        "Example: giong train data --for assistants/dien-luc --report report.json",
    ),
)
@click.argument("samples", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--for",
    "assistant",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=t("Thư mục trợ lý sẽ dùng mô hình", "Folder of the assistant that will use the model"),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Chỉ học, và ghi mô hình vào tệp này", "Only learn, and keep the model in this file"),
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi số đo từng ý định, nhầm lẫn, mâu thuẫn", "Write figures per intent, confusions, contradictions"),
)
@click.option("--seed", type=int, default=1, show_default=True, help=t("Số gieo", "Random seed"))
@as_json
def train(samples: Path, assistant: Path | None, out: Path | None, report: Path | None, seed: int, json_: bool) -> None:
    shown = _to_file(samples, out, report, seed) if out else _promoted(samples, assistant or samples, report, seed)
    if json_:
        show_json(shown)
    else:
        click.echo("\n".join(f"{name:18} {_told(value)}" for name, value in shown.items()))
    if not shown.get("kept", True):
        refused = t(
            "Không ghi mô hình: có số đo kém hơn khi chỉ dùng câu mẫu. Thư mục trợ lý giữ nguyên.",
            "The model is not kept: one of the figures is worse than with the examples alone. The folder is unchanged.",
        )
        click.echo(refused, err=True)
        raise SystemExit(1)


def _to_file(samples: Path, out: Path, report: Path | None, seed: int) -> dict[str, Any]:
    from giong.adaptation.labelled import read_samples
    from giong.adaptation.recipes.understanding import learn

    labelled = read_samples(samples)
    with bar(t("Học", "Learning")) as progress:
        learnt = learn(labelled, seed=seed, on_progress=progress)
    learnt.model.save(out)
    return _figures(learnt.report.as_json(), report)


def _promoted(samples: Path, folder: Path, report: Path | None, seed: int) -> dict[str, Any]:
    from giong.adaptation.labelled import read_samples
    from giong.adaptation.recipes.promotion import candidate
    from giong.dialogue.folder.reading import UNDERSTANDING, read_assistant

    assistant = read_assistant(folder, with_model=False)
    labelled = read_samples(samples) if samples.resolve() != folder.resolve() else []
    with bar(t("Học", "Learning")) as progress:
        found = candidate(assistant, labelled, seed=seed, on_progress=progress)
    if found.fit_to_serve:
        found.learnt.model.save(folder / UNDERSTANDING)
    worth = {"examples": found.before.as_json(), "with_model": found.after.as_json()}
    return _figures(found.learnt.report.as_json(), report) | worth | {"kept": found.fit_to_serve}


def _figures(worth: dict[str, Any], report: Path | None) -> dict[str, Any]:
    if report:
        report.write_text(json.dumps(worth, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return {name: worth[name] for name in SHOWN} | {"contradictions": len(worth["contradictions"])}


def _told(value: Any) -> str:
    return ", ".join(f"{name} {one}" for name, one in value.items()) if isinstance(value, dict) else str(value)
