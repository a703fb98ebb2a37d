"""`giong faq`: questions with their answers, from a spreadsheet or drafted from a document and approved by a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from giong.adaptation.faq.library import Drafted, Imported
from giong.adaptation.faq.table import Draft, Status
from giong.app import Rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, data_dir, show_json, with_colleague

ids_argument = click.argument("ids", nargs=-1, required=True, metavar=t("MÃ…", "ID…"))


@click.group(
    help=t(
        "Hỏi đáp: nhập từ bảng tính, hoặc soạn nháp từ tài liệu rồi duyệt.",
        "Questions and answers: from a spreadsheet, or drafted from a document and approved.",
    ),
    epilog=t(
        "Ví dụ: giong faq import hoi-dap.xlsx assistants/phuong · giong faq draft assistants/phuong cu-tru.md",
        "Examples: giong faq import faq.xlsx assistants/phuong · giong faq draft assistants/phuong cu-tru.md",
    ),
)
def faq() -> None:
    pass


@faq.command(
    "import",
    help=t(
        "Nhập hỏi đáp từ Excel hay CSV có cột “Câu hỏi” và “Trả lời”; câu mâu thuẫn với điều đã có thì để lại và báo.",
        "Take in questions from Excel or CSV; those that contradict what is known are left out and told.",
    ),
    epilog=t(
        "Ví dụ: giong faq import hoi-dap.xlsx assistants/phuong --dry-run",
        "Example: giong faq import faq.xlsx assistants/phuong --dry-run",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=t("TỆP", "FILE"))
@assistant_argument
@click.option("--dry-run", is_flag=True, help=t("Chỉ xem, không ghi gì", "Only look, write nothing"))
@data_dir
@as_json
def import_(file: Path, assistant: str, *, dry_run: bool, data_dir: Path | None, json_: bool) -> None:
    data = file.read_bytes()

    async def work(rooms: Rooms, organisation: str, id: str) -> Imported:
        return await rooms.library.take_in(organisation, id, file.name, data, dry_run=dry_run)

    done = with_colleague(assistant, work, data_dir=data_dir, draft=True)
    show_json(_imported(done)) if json_ else _tell_imported(done, dry_run=dry_run)


@faq.command(
    help=t(
        "Soạn nháp câu hỏi từ một tài liệu của trợ lý. Chưa duyệt thì chưa dùng để trả lời.",
        "Draft questions from one of the assistant's documents. Nothing is answered from them until they are approved.",
    ),
    epilog=t(
        "Ví dụ: giong faq draft assistants/phuong cu-tru.md", "Example: giong faq draft assistants/phuong cu-tru.md"
    ),
)
@assistant_argument
@click.argument("source", metavar=t("TÀI-LIỆU", "SOURCE"))
@data_dir
@as_json
def draft(assistant: str, source: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> Drafted:
        return await rooms.library.draft(organisation, id, source)

    made = with_colleague(assistant, work, data_dir=data_dir, draft=True)
    if json_:
        show_json({"drafts": [_draft(one) for one in made.fresh], "known": made.known})
        return
    _tell_drafts(made.fresh)
    click.echo(t(f"{len(made.fresh)} bản nháp mới", f"{len(made.fresh)} new drafts"))


@faq.command(
    "list",
    help=t("Các bản nháp đang chờ duyệt.", "The drafts that wait."),
    epilog=t("Ví dụ: giong faq list assistants/phuong", "Example: giong faq list assistants/phuong"),
)
@assistant_argument
@click.option("--all", "all_", is_flag=True, help=t("Cả những bản đã quyết định", "Those decided about, too"))
@data_dir
@as_json
def list_(assistant: str, *, all_: bool, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> list[Draft]:
        return await rooms.library.drafts(organisation, id, status=None if all_ else Status.WAITING)

    found = with_colleague(assistant, work, data_dir=data_dir, draft=True)
    show_json({"drafts": [_draft(one) for one in found]}) if json_ else _tell_drafts(found)


@faq.command(
    help=t("Duyệt bản nháp: từ nay trả lời theo đó.", "Approve drafts: they are answered from now on."),
    epilog=t(
        "Ví dụ: giong faq approve assistants/phuong 3fa9c2d1e0 --question 'Ở trọ có phải đăng ký không?'",
        "Example: giong faq approve assistants/phuong 3fa9c2d1e0 --question 'Must lodgers register?'",
    ),
)
@assistant_argument
@ids_argument
@click.option("--question", default="", help=t("Câu hỏi viết lại", "The question in other words"))
@click.option("--answer", default="", help=t("Câu trả lời viết lại", "The answer in other words"))
@data_dir
@as_json
def approve(
    assistant: str, ids: tuple[str, ...], question: str, answer: str, data_dir: Path | None, json_: bool
) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> list[Draft]:
        return await rooms.library.approve(organisation, id, ids, question=question, answer=answer)

    _decided(with_colleague(assistant, work, data_dir=data_dir, draft=True), json_=json_)


@faq.command(
    help=t("Bỏ bản nháp; lần sau không soạn lại.", "Reject drafts; they are not made again."),
    epilog=t(
        "Ví dụ: giong faq reject assistants/phuong 3fa9c2d1e0",
        "Example: giong faq reject assistants/phuong 3fa9c2d1e0",
    ),
)
@assistant_argument
@ids_argument
@data_dir
@as_json
def reject(assistant: str, ids: tuple[str, ...], data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> list[Draft]:
        return await rooms.library.reject(organisation, id, ids)

    _decided(with_colleague(assistant, work, data_dir=data_dir, draft=True), json_=json_)


def _decided(drafts: Sequence[Draft], *, json_: bool) -> None:
    show_json({"drafts": [_draft(one) for one in drafts]}) if json_ else _tell_drafts(drafts)


def _tell_drafts(drafts: Sequence[Draft]) -> None:
    for one in drafts:
        click.echo(f"{one.id}  [{one.status}]  " + click.style(one.pair.question, bold=True))
        click.echo(f"    {one.pair.answer}".replace("\n", "\n    "))
        click.echo(t("    nguồn: ", "    source: ") + one.pair.source)


def _tell_imported(done: Imported, *, dry_run: bool) -> None:
    found = done.review
    for pair in found.fresh:
        click.echo(f"+ {pair.question}")
    for one in found.contradictions:
        pair, known = one.pair, one.known
        click.echo(
            click.style(t(f"✗ dòng {pair.row}: {pair.question}", f"✗ row {pair.row}: {pair.question}"), fg="red")
        )
        click.echo(t("    tệp ghi: ", "    the file says: ") + pair.answer)
        click.echo(t(f"    đã có ({known.place}): ", f"    known ({known.place}): ") + known.answer)
    if found.skipped:
        rows = ", ".join(map(str, found.skipped))
        click.echo(t(f"Thiếu câu hỏi hoặc trả lời ở dòng {rows}", f"Without a question or an answer: rows {rows}"))
    counts = {"new": len(found.fresh), "same": len(found.same), "wrong": len(found.contradictions)}
    summary = t(
        "{new} câu mới, {same} câu đã có, {wrong} câu mâu thuẫn", "{new} new, {same} known, {wrong} contradicting"
    )
    click.echo(summary.format(**counts) + (t(" (chưa ghi)", " (nothing written)") if dry_run else ""))


def _imported(done: Imported) -> dict[str, Any]:
    found = done.review
    return {
        "new": [{"row": one.row, "questions": list(one.questions), "answer": one.answer} for one in found.fresh],
        "same": [one.row for one in found.same],
        "contradictions": [
            {
                "row": one.pair.row,
                "question": one.pair.question,
                "answer": one.pair.answer,
                "known": vars(one.known),
            }
            for one in found.contradictions
        ],
        "skipped": list(found.skipped),
        "files": list(done.files),
    }


def _draft(draft: Draft) -> dict[str, Any]:
    pair = draft.pair
    return {
        "id": draft.id,
        "status": draft.status.name.lower(),
        "question": pair.question,
        "answer": pair.answer,
        "source": pair.source,
    }
