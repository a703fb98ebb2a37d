"""`giong missed`: what an assistant could not answer, grouped by meaning, and mending it in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from giong.adaptation.mending.fixes import Fix, Kind
from giong.adaptation.mending.groups import Group
from giong.adaptation.mending.hints import Hints
from giong.adaptation.mending.learning import DAYS
from giong.adaptation.mending.remedies import Remedy
from giong.app import Rooms
from giong.cli.language import t
from giong.cli.progress import bar
from giong.cli.session import as_json, assistant_argument, data_dir, show_json, with_colleague
from giong.clock import SystemClock
from giong.conversations.missed import Sign

SIGNS = {
    Sign.UNKNOWN: t("không trả lời được", "not answered"),
    Sign.UNSURE: t("chưa chắc", "unsure"),
    Sign.REFUSED: t("đoán không trúng", "guessed wrong"),
    Sign.CORRECTED: t("bị nói là sai ý", "objected to"),
    Sign.REPEATED: t("phải hỏi lại", "asked again"),
    Sign.HANDED_OVER: t("phải chuyển người", "handed over"),
    Sign.RATED_BAD: t("bị chê", "rated bad"),
}
days_option = click.option(
    "--days", default=DAYS, type=click.IntRange(1, 3650), help=t("Bao nhiêu ngày gần đây", "How many days back")
)
group_argument = click.argument("group", metavar=t("NHÓM", "GROUP"))


@dataclass(frozen=True)
class _Told:
    """A fix, and whether customers notice it only after a publication."""

    fix: Fix
    waits: bool


@click.group(
    help=t(
        "Những điều trợ lý chưa trả lời được, gom theo ý, và sửa trong một bước.",
        "What an assistant could not answer, grouped by meaning, and mending it in one step.",
    ),
    epilog=t(
        "Ví dụ: giong missed list dien-luc · giong missed example dien-luc NHÓM --intent doi_ten",
        "Examples: giong missed list dien-luc · giong missed example dien-luc GROUP --intent doi_ten",
    ),
)
def missed() -> None:
    pass


@missed.command(
    "list",
    help=t("Liệt kê các nhóm, nhiều người hỏi nhất trước.", "List the groups, those of most people first."),
    epilog=t("Ví dụ: giong missed list dien-luc --days 7", "Example: giong missed list dien-luc --days 7"),
)
@assistant_argument
@days_option
@click.option("--limit", default=20, type=click.IntRange(1, 1000), help=t("Nhiều nhất bao nhiêu nhóm", "Most groups"))
@data_dir
@as_json
def list_(assistant: str, days: int, limit: int, data_dir: Path | None, json_: bool) -> None:
    since = _since(days)

    async def work(rooms: Rooms, organisation: str, id: str) -> dict[str, Any]:
        with bar(t("Tính nghĩa", "Embedding")) as progress:
            await rooms.learning.embed_now(organisation, id, since=since, on_progress=progress)
        return await _listed(rooms, organisation, id, since=since, limit=limit)

    found = with_colleague(assistant, work, data_dir=data_dir)
    if json_:
        show_json(found)
        return
    click.echo(t("{groups} nhóm đang chờ", "{groups} groups wait").format(**found))
    for one in found["items"]:
        _show(one)


@missed.command(
    help=t("Các câu trong một nhóm (đã che dữ liệu cá nhân).", "A group's messages, masked."),
    epilog=t("Ví dụ: giong missed show dien-luc NHÓM", "Example: giong missed show dien-luc GROUP"),
)
@assistant_argument
@group_argument
@days_option
@data_dir
@as_json
def show(assistant: str, group: str, days: int, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> Group:
        return await rooms.learning.group(organisation, id, group, since=_since(days))

    found = with_colleague(assistant, work, data_dir=data_dir)
    messages = [
        {"text": one.text, "at": one.at.isoformat(), "signs": sorted(one.signs), "reason": one.reason}
        for one in found.messages
    ]
    if json_:
        show_json({"id": found.id, "question": found.question, "people": found.people, "messages": messages})
        return
    for one in messages:
        click.echo(f"  {one['text']}" + (f"  — {one['reason']}" if one["reason"] else ""))


@missed.command(
    help=t("Thêm câu của nhóm làm câu mẫu của một ý định.", "Make the group's words an example of an intent."),
    epilog=t(
        "Ví dụ: giong missed example dien-luc NHÓM --intent doi_ten",
        "Example: giong missed example dien-luc GROUP --intent doi_ten",
    ),
)
@assistant_argument
@group_argument
@click.option("--intent", required=True, help=t("Tên ý định", "Name of the intent"))
@click.option("--text", default="", help=t("Câu mẫu, nếu muốn viết khác đi", "The example, if worded differently"))
@days_option
@data_dir
@as_json
def example(assistant: str, group: str, intent: str, text: str, days: int, data_dir: Path | None, json_: bool) -> None:
    _mend(assistant, group, Remedy(Kind.EXAMPLE, intent=intent, text=text), days=days, data_dir=data_dir, json_=json_)


@missed.command(
    help=t("Thêm câu trả lời vào tệp hỏi đáp của trợ lý.", "Add an answer to the assistant's question list."),
    epilog=t(
        "Ví dụ: giong missed answer dien-luc NHÓM --text 'Dạ, phí đổi tên là 0 đồng.'",
        "Example: giong missed answer dien-luc GROUP --text 'Changing the name is free.'",
    ),
)
@assistant_argument
@group_argument
@click.option("--text", required=True, help=t("Câu trả lời", "The answer"))
@click.option("--question", default="", help=t("Câu hỏi, nếu muốn viết khác đi", "The question, if worded differently"))
@days_option
@data_dir
@as_json
def answer(assistant: str, group: str, text: str, question: str, days: int, data_dir: Path | None, json_: bool) -> None:
    _mend(assistant, group, Remedy(Kind.ANSWER, text=text, title=question), days=days, data_dir=data_dir, json_=json_)


@missed.command(
    help=t("Thêm tài liệu (tệp hoặc đoạn chữ) vào tri thức.", "Add a document (a file or a text) to the knowledge."),
    epilog=t(
        "Ví dụ: giong missed knowledge dien-luc NHÓM --file bieu-phi.docx",
        "Example: giong missed knowledge dien-luc GROUP --file fees.docx",
    ),
)
@assistant_argument
@group_argument
@click.option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=t("Tệp", "The file"))
@click.option("--text", default="", help=t("Hoặc nội dung", "Or the words"))
@click.option("--title", default="", help=t("Tiêu đề", "The title"))
@days_option
@data_dir
@as_json
def knowledge(
    assistant: str, group: str, file: Path | None, text: str, title: str, days: int, data_dir: Path | None, json_: bool
) -> None:
    name, data = (file.name, file.read_bytes()) if file else ("", b"")
    remedy = Remedy(Kind.KNOWLEDGE, text=text, title=title, name=name, data=data)
    _mend(assistant, group, remedy, days=days, data_dir=data_dir, json_=json_)


@missed.command(
    help=t("Bỏ qua nhóm, đến khi có người khác hỏi.", "Ignore the group until other people ask."),
    epilog=t("Ví dụ: giong missed ignore dien-luc NHÓM", "Example: giong missed ignore dien-luc GROUP"),
)
@assistant_argument
@group_argument
@days_option
@data_dir
@as_json
def ignore(assistant: str, group: str, days: int, data_dir: Path | None, json_: bool) -> None:
    _mend(assistant, group, Remedy(Kind.IGNORE), days=days, data_dir=data_dir, json_=json_)


@missed.command(
    help=t("Những gì đã sửa, mới nhất trước.", "What was mended, newest first."),
    epilog=t("Ví dụ: giong missed fixes dien-luc", "Example: giong missed fixes dien-luc"),
)
@assistant_argument
@data_dir
@as_json
def fixes(assistant: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> list[_Told]:
        found = await rooms.learning.fixes(organisation, id)
        return [_told(rooms, organisation, id, one) for one in found]

    found = with_colleague(assistant, work, data_dir=data_dir)
    if json_:
        show_json({"items": [_fix(one) for one in found]})
        return
    for told in found:
        one = told.fix
        undone = t("  (đã hoàn tác)", "  (undone)") if one.undone_at else ""
        waits = t("  (chờ phát hành)", "  (waits for a publication)") if told.waits else ""
        click.echo(f"{one.id}  {one.kind.value:9}  {one.title}{undone}{waits}")


@missed.command(
    help=t("Hoàn tác một lần sửa, cả trong tệp.", "Take a fix back, in the files, too."),
    epilog=t("Ví dụ: giong missed undo dien-luc fix_01h…", "Example: giong missed undo dien-luc fix_01h…"),
)
@assistant_argument
@click.argument("fix_id")
@data_dir
@as_json
def undo(assistant: str, fix_id: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> _Told:
        return _told(rooms, organisation, id, await rooms.learning.undo(organisation, id, fix_id))

    undone = with_colleague(assistant, work, data_dir=data_dir)
    if json_:
        show_json(_fix(undone))
        return
    click.echo(t("Đã hoàn tác.", "Undone."))
    _tell_of_publication(undone)


def _mend(assistant: str, group: str, remedy: Remedy, *, days: int, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms, organisation: str, id: str) -> _Told:
        made = await rooms.learning.fix(organisation, id, group, remedy, since=_since(days))
        return _told(rooms, organisation, id, made)

    made = with_colleague(assistant, work, data_dir=data_dir)
    if json_:
        show_json(_fix(made))
    else:
        _tell(made.fix)
        _tell_of_publication(made)


def _told(rooms: Rooms, organisation: str, id: str, fix: Fix) -> _Told:
    return _Told(fix, waits=fix.waits_for_publication(rooms.versions.serving(organisation, id)))


def _tell_of_publication(told: _Told) -> None:
    if told.waits:
        click.echo(
            t(
                "Bản đã phát hành vẫn đang phục vụ; khách chỉ thấy thay đổi sau khi phát hành: giong publish ",
                "The published version still serves; customers notice the change once you publish: giong publish ",
            )
            + told.fix.assistant
        )


def _tell(fix: Fix) -> None:
    files = ", ".join(edit.path for edit in fix.edits)
    click.echo(t(f"Đã ghi {fix.id}", f"Made {fix.id}") + (f": {files}" if files else ""))
    if fix.trial is None:
        return
    trial = vars(fix.trial) | {"wrong": len(fix.trial.failed)}
    answered = t("{answered}/{asked} câu của nhóm nay có trả lời", "{answered} of the group's {asked} are answered now")
    tests = t("{wrong}/{scenarios} kịch bản thử hỏng", "{wrong} of {scenarios} scenarios fail")
    click.echo(f"{answered}; {tests}".format(**trial))
    for name in fix.trial.failed:
        click.echo(f"  ✗ {name}")
    if fix.trial.failed:
        click.echo(t("Hoàn tác: giong missed undo ", "To undo: giong missed undo ") + f"{fix.assistant} {fix.id}")


def _since(days: int) -> datetime:
    return SystemClock().now() - timedelta(days=days)


async def _listed(rooms: Rooms, organisation: str, id: str, *, since: datetime, limit: int) -> dict[str, Any]:
    overview = await rooms.learning.missed(organisation, id, since=since, limit=limit)
    items = [_group(one, await rooms.learning.hints(organisation, id, one)) for one in overview.items]
    return {
        "groups": overview.groups,
        "by_meaning": overview.by_meaning,
        "pending": overview.pending,
        "items": items,
    }


def _group(group: Group, hints: Hints) -> dict[str, Any]:
    return {
        "id": group.id,
        "question": group.question,
        "people": group.people,
        "messages": len(group.messages),
        "signs": {sign.value: count for sign, count in group.signs.items()},
        "last_at": group.last_at.isoformat(),
        "earlier": list(group.earlier),
        "answer": hints.answer,
        "intents": [vars(near) for near in hints.intents],
        "passage": None if hints.passage is None else vars(hints.passage),
        "suggestion": {"kind": hints.suggestion.kind.value, "intent": hints.suggestion.intent},
    }


def _show(group: dict[str, Any]) -> None:
    asked = t("{people} người hỏi về “{question}”", "{people} people asked about “{question}”").format(**group)
    click.echo(click.style(asked, bold=True) + f"  [{group['id']}]")
    click.echo("    " + ", ".join(f"{SIGNS[Sign(sign)]}: {count}" for sign, count in group["signs"].items()))
    if group["intents"]:
        nearest = ", ".join(f"{near['intent']} {near['confidence']:.2f}" for near in group["intents"])
        click.echo("    " + t("gần nhất: ", "nearest: ") + nearest)
    suggested = group["suggestion"]
    click.echo("    " + t("nên: ", "suggested: ") + f"{suggested['kind']} {suggested['intent']}".rstrip())


def _fix(told: _Told) -> dict[str, Any]:
    fix = told.fix
    trial = None if fix.trial is None else vars(fix.trial) | {"passed": fix.trial.passed}
    return {
        "id": fix.id,
        "kind": fix.kind.value,
        "title": fix.title,
        "people": fix.people,
        "files": [edit.path for edit in fix.edits],
        "trial": trial,
        "created_at": fix.created_at.isoformat(),
        "undone_at": fix.undone_at.isoformat() if fix.undone_at else None,
        "waits_for_publication": told.waits,
    }
