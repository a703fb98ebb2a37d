"""`giong read`: papers and pages become data or text, without an account or a server."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from giong.cli.language import t
from giong.cli.progress import named_bars
from giong.cli.session import as_json, data_dir
from giong.documents.document import Document
from giong.errors import GiongError
from giong.papers import forms
from giong.papers.configured import pile_of
from giong.papers.pile import Outcome, Wanted
from giong.settings import load

NOT_ALL = 1
"""The exit code when something of the pile could not be read or was sent back."""
SURE = 0.9
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help=t(
        "Đọc giấy tờ và trang giấy: ảnh, PDF, Word, Excel; tệp hoặc cả thư mục. Bị ngắt giữa chừng thì chạy lại đúng "
        "lệnh đó, việc đọc sẽ tiếp tục từ chỗ dở.",
        "Read papers and pages: pictures, PDF, Word, Excel; files or whole folders. When it was interrupted, run the "
        "same command again: it goes on where it was.",
    ),
    epilog=t(
        "Ví dụ: giong read cccd.jpg · giong read hoa-don/ --xlsx hoa-don.xlsx · giong read nghi-dinh.pdf --text",
        "Examples: giong read card.jpg · giong read invoices/ --xlsx invoices.xlsx · giong read decree.pdf --text",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar=t("TỆP…", "FILE…"), type=click.Path(path_type=Path))
@click.option("--kind", default="", help=t("Loại giấy tờ, nếu đã biết, vd. cccd_front", "The kind of paper, if known"))
@click.option("--text", is_flag=True, help=t("In chữ đọc được", "Print the text"))
@click.option("--xlsx", type=_OUT, help=t("Ghi bảng tính Excel", "Write an Excel workbook"))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=t("Ghi vào thư mục", "Write to a folder"))
@click.option("--password", default="", help=t("Mật khẩu của tệp", "The file's password"))
@click.option(
    "--resume",
    type=click.Path(file_okay=False, path_type=Path),
    help=t("Thư mục giữ phần đang đọc dở, đã mã hoá", "Folder for what was read so far, sealed"),
)
@data_dir
@as_json
def read(
    files: tuple[Path, ...],
    kind: str,
    text: bool,
    xlsx: Path | None,
    out: Path | None,
    password: str,
    resume: Path | None,
    data_dir: Path | None,
    json_: bool,
) -> None:
    settings = load(data_dir=data_dir)
    shape = "json" if json_ else "text" if text else "fields"
    read_well: list[tuple[str, Document]] = []
    outcomes: list[Outcome] = []
    with pile_of(settings, files, resume=resume) as pile, named_bars() as show:
        with closing(pile.read(Wanted(kind, password), show=show)) as reading:
            for outcome in reading:
                if outcome.error is not None and len(pile.sheets) == 1:
                    raise outcome.error
                outcomes.append(outcome)
                if outcome.document is not None:
                    read_well.append((outcome.sheet.name, outcome.document))
                _tell(outcome, shape, out, several=len(pile.sheets) > 1, silent=xlsx is not None and shape == "fields")
        if xlsx is not None:
            forms.write(xlsx, forms.as_workbook(read_well))
        pile.done()
    if not all(outcome.well for outcome in outcomes):
        sys.exit(NOT_ALL)


def _tell(outcome: Outcome, shape: str, out: Path | None, *, several: bool, silent: bool) -> None:
    name = outcome.sheet.name
    if outcome.error is not None:
        _complain(name, outcome.error)
        if shape == "json":
            click.echo(json.dumps({"file": name, "error": _shown(outcome.error)}, ensure_ascii=False))
        return
    assert outcome.document is not None
    for page in forms.broken_pages(outcome.document):
        click.echo(t(f"{name}: trang {page} không đọc được", f"{name}: page {page} cannot be read"), err=True)
    if outcome.document.rejection is not None:
        click.echo(f"{name}: {t(outcome.document.rejection.vi, outcome.document.rejection.en)}", err=True)
    if silent:
        return
    said = _said(name, outcome.document, shape)
    if out is not None:
        forms.write(out / f"{name}.{'json' if shape == 'json' else 'txt'}", (said + "\n").encode())
        return
    if several and shape != "json":
        click.echo(f"── {name}")
    click.echo(said)


def _said(name: str, document: Document, shape: str) -> str:
    if shape == "json":
        return json.dumps({"file": name, **forms.as_json(document)}, ensure_ascii=False)
    if shape == "text" or not document.kind:
        return forms.as_text(document)
    return "\n".join([t("loại", "kind").ljust(18) + document.kind, *_fields(document), *_checks(document)])


def _fields(document: Document) -> list[str]:
    lines = []
    for name, field in document.fields.items():
        unsure = "" if field.confidence >= SURE else t("  ← chưa chắc", "  ← unsure")
        value = field.value.replace("\n", "\n" + " " * 18)
        lines.append(f"{name:18}{value}  ({field.confidence:.0%}){unsure}")
    return lines


def _checks(document: Document) -> list[str]:
    return [t("không đạt", "failed").ljust(18) + t(check.vi, check.en) for check in document.failed]


def _complain(name: str, error: GiongError) -> None:
    click.echo(f"{name}: {t(error.vi, error.en)} [{error.code}]", err=True)


def _shown(error: GiongError) -> dict[str, Any]:
    return {"code": error.code, "message": error.vi, "message_en": error.en}
