"""`giong form`: a form of one's own, learnt from a few papers on which its fields are marked."""

from __future__ import annotations

from pathlib import Path

import click

from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json, with_rooms
from giong.documents.forms.form import written
from giong.papers import exports
from giong.papers.configured import readers_of
from giong.papers.examples import form_from
from giong.settings import load


@click.command(
    help=t(
        "Tạo mẫu biểu từ một đến năm bản đã đánh dấu các trường (tệp JSON: bản nào, trường nào, khung ở đâu); sau đó "
        "đọc các tờ tiếp theo bằng giong read --form, hoặc --keep để máy chủ tự nhận ra.",
        "Learn a form from one to five papers with marked fields (a JSON file: which papers, which fields, where), and "
        "read the next ones with giong read --form; with --keep the server knows them by itself.",
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
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi mẫu biểu vào tệp này", "Write the form to this file"),
)
@click.option("--keep", is_flag=True, help=t("Lưu cho máy chủ dùng (xem giong papers forms)", "Keep it for the server"))
@data_dir
@as_json
def form(marks: Path, out: Path | None, keep: bool, data_dir: Path | None, json_: bool) -> None:
    if out is None and not keep:
        raise click.UsageError(t("Cần --out TỆP, --keep, hoặc cả hai.", "--out FILE, --keep or both are needed."))
    readers = readers_of(load(data_dir=data_dir))
    try:
        learnt = form_from(marks, readers)
    finally:
        readers.close()
    if out is not None:
        exports.write(out, written(learnt).encode())
    if keep:
        with_rooms(lambda rooms: rooms.formbook.keep(rooms.home.id, learnt), data_dir=data_dir)
    if json_:
        fields = {place.field: place.type for place in learnt.places}
        show_json({"name": learnt.name, "examples": learnt.examples, "words": len(learnt.anchors), "fields": fields})
        return
    where = f" → {out}" if out is not None else ""
    click.echo(
        t(
            f"Đã học mẫu “{learnt.vi}” từ {learnt.examples} bản: {len(learnt.places)} trường, "
            f"{len(learnt.anchors)} từ in sẵn" + where,
            f"Learnt “{learnt.en}” from {learnt.examples} example(s): {len(learnt.places)} fields, "
            f"{len(learnt.anchors)} printed words" + where,
        )
    )
