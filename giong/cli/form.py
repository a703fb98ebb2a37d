"""`giong form`: a form of one's own, learnt from a few papers on which its fields are marked."""

from __future__ import annotations

from pathlib import Path

import click

from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json
from giong.documents.forms.form import written
from giong.papers import forms
from giong.papers.configured import readers_of
from giong.papers.examples import form_from
from giong.settings import load


@click.command(
    help=t(
        "Tạo mẫu biểu từ một đến năm bản đã đánh dấu các trường (tệp JSON: bản nào, trường nào, khung ở đâu); sau đó "
        "đọc các tờ tiếp theo bằng giong read --form.",
        "Learn a form from one to five papers with marked fields (a JSON file: which papers, which fields, where), and "
        "read the next ones with giong read --form.",
    ),
    epilog=t(
        "Ví dụ: giong form danh-dau.json --out don-nghi-phep.json, rồi giong read don.jpg --form don-nghi-phep.json",
        "Example: giong form marks.json --out leave.json, then giong read paper.jpg --form leave.json",
    ),
)
@click.argument(
    "marks", metavar=t("TỆP-ĐÁNH-DẤU", "MARKS"), type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi mẫu biểu vào tệp này", "Write the form to this file"),
)
@data_dir
@as_json
def form(marks: Path, out: Path, data_dir: Path | None, json_: bool) -> None:
    readers = readers_of(load(data_dir=data_dir))
    try:
        learnt = form_from(marks, readers)
    finally:
        readers.close()
    forms.write(out, written(learnt).encode())
    if json_:
        fields = {place.field: place.type for place in learnt.places}
        show_json({"name": learnt.name, "examples": learnt.examples, "words": len(learnt.anchors), "fields": fields})
        return
    click.echo(
        t(
            f"Đã học mẫu “{learnt.vi}” từ {learnt.examples} bản: {len(learnt.places)} trường, "
            f"{len(learnt.anchors)} từ in sẵn → {out}",
            f"Learnt “{learnt.en}” from {learnt.examples} example(s): {len(learnt.places)} fields, "
            f"{len(learnt.anchors)} printed words → {out}",
        )
    )
