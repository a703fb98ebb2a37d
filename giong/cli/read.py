"""`giong read`: papers and pages become data or text, without an account or a server."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from giong.cli.language import t
from giong.cli.progress import named_bars
from giong.cli.session import as_json, data_dir
from giong.documents.document import Document
from giong.documents.forms.form import read as form_of
from giong.errors import GiongError
from giong.papers import exports
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
@click.option(
    "--form",
    "form_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=t("Mẫu biểu tự tạo (giong form)", "A form by example (giong form)"),
)
@click.option("--text", is_flag=True, help=t("In chữ đọc được", "Print the text"))
@click.option("--md", is_flag=True, help=t("In dạng Markdown", "Print Markdown"))
@click.option("--pdf", type=_OUT, help=t("Ghi PDF tìm được chữ (một tệp)", "Write a searchable PDF (of one file)"))
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
    form_file: Path | None,
    text: bool,
    md: bool,
    pdf: Path | None,
    xlsx: Path | None,
    out: Path | None,
    password: str,
    resume: Path | None,
    data_dir: Path | None,
    json_: bool,
) -> None:
    written = Written(_form(json_=json_, text=text, md=md), pdf, xlsx, out)
    outcomes: list[Outcome] = []
    with pile_of(load(data_dir=data_dir), files, resume=resume) as pile, named_bars() as show:
        if pdf is not None and len(pile.sheets) != 1:
            raise click.UsageError(t("--pdf chỉ dùng cho một tệp.", "--pdf takes one file only."))
        form = None if form_file is None else form_of(form_file.read_bytes())
        wanted = Wanted(kind or (form.name if form else ""), password, pictures=pdf is not None, form=form)
        with closing(pile.read(wanted, show=show)) as reading:
            for outcome in reading:
                if outcome.error is not None and len(pile.sheets) == 1:
                    raise outcome.error
                written.take(outcome, several=len(pile.sheets) > 1)
                outcomes.append(outcome)
        written.finish(outcomes)
        pile.done()
    if not all(outcome.well for outcome in outcomes):
        sys.exit(NOT_ALL)


def _form(*, json_: bool, text: bool, md: bool) -> str:
    chosen = [name for name, given in (("json", json_), ("txt", text), ("md", md)) if given]
    if len(chosen) > 1:
        raise click.UsageError(t("Chọn một trong --json, --text, --md.", "Choose one of --json, --text, --md."))
    return chosen[0] if chosen else ""


@dataclass(frozen=True)
class Written:
    """Where results go. `form` is json, txt or md; "" is for people who look on. Without a form, a workbook or a PDF is
    all that was wanted.
    """

    form: str
    pdf: Path | None
    xlsx: Path | None
    out: Path | None

    def take(self, outcome: Outcome, *, several: bool) -> None:
        """Tell of one file."""
        name = outcome.sheet.name
        if outcome.error is not None:
            click.echo(f"{name}: {t(outcome.error.vi, outcome.error.en)} [{outcome.error.code}]", err=True)
            if self.form == "json":
                click.echo(json.dumps({"file": name, "error": _shown(outcome.error)}, ensure_ascii=False))
            return
        assert outcome.document is not None
        _warn(name, outcome.document)
        if not self.form and (self.xlsx or self.pdf):
            return
        said = _said(name, outcome.document, self.form)
        if self.out is not None:
            exports.write(self.out / f"{name}.{self.form or 'txt'}", (said + "\n").encode())
            return
        if several and self.form != "json":
            click.echo(f"── {name}")
        click.echo(said)

    def finish(self, outcomes: list[Outcome]) -> None:
        """Write what is made of all of them together."""
        read_well = [(one.sheet.name, one.document, one.pictures) for one in outcomes if one.document is not None]
        if self.xlsx is not None:
            exports.write(self.xlsx, exports.as_workbook([(name, document) for name, document, _ in read_well]))
        if self.pdf is not None and read_well:
            _, document, pictures = read_well[0]
            exports.write(self.pdf, exports.as_pdf(document, pictures))


def _warn(name: str, document: Document) -> None:
    for page in exports.broken_pages(document):
        click.echo(t(f"{name}: trang {page} không đọc được", f"{name}: page {page} cannot be read"), err=True)
    if document.rejection is not None:
        click.echo(f"{name}: {t(document.rejection.vi, document.rejection.en)}", err=True)


def _said(name: str, document: Document, form: str) -> str:
    if form == "json":
        return json.dumps({"file": name, **exports.as_json(document)}, ensure_ascii=False)
    if form == "md":
        return exports.as_markdown(document)
    if form == "txt" or not document.kind:
        return exports.as_text(document)
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


def _shown(error: GiongError) -> dict[str, Any]:
    return {"code": error.code, "message": error.vi, "message_en": error.en}
