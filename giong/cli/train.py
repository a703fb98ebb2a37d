"""`giong train`: labelled sentences made into a model of understanding, measured before it is kept."""

from __future__ import annotations

import json
from pathlib import Path

import click

from giong.cli.language import t
from giong.cli.progress import bar
from giong.cli.session import as_json, show_json

SHOWN = ("n", "intent_accuracy", "intent_f1_macro", "slot_f1", "sentence_accuracy", "calibration_error")


@click.command(
    help=t(
        "Học ý định và thông tin từ câu đã gán nhãn, đo trên một phần mười giữ lại, rồi ghi mô hình vào tệp.",
        "Learn intents and slots from labelled sentences, measure on a tenth held out, and keep the model in a file.",
    ),
    epilog=t(
        "Ví dụ: giong train du-lieu --out understanding.npz --report bao-cao.json",
        "Example: giong train data --out understanding.npz --report report.json",
    ),
)
@click.argument("samples", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=t("Tệp mô hình sẽ ghi", "File to keep the model in"),
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi số đo từng ý định, nhầm lẫn, mâu thuẫn", "Write figures per intent, confusions, contradictions"),
)
@click.option("--seed", type=int, default=1, show_default=True, help=t("Số gieo", "Random seed"))
@as_json
def train(samples: Path, out: Path, report: Path | None, seed: int, json_: bool) -> None:
    from giong.adaptation.labelled import read_samples
    from giong.adaptation.recipes.understanding import learn

    labelled = read_samples(samples)
    with bar(t("Học", "Learning")) as progress:
        learnt = learn(labelled, seed=seed, on_progress=progress)
    learnt.model.save(out)
    worth = learnt.report.as_json()
    if report:
        report.write_text(json.dumps(worth, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shown = {name: worth[name] for name in SHOWN} | {"contradictions": len(worth["contradictions"])}
    if json_:
        show_json(shown)
    else:
        click.echo("\n".join(f"{name:18} {value}" for name, value in shown.items()))
