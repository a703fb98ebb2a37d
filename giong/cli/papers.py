"""`giong papers`: papers that were received: list, show, who saw them, erasure, the master key."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from giong.api.routes.document_forms import DocumentForm
from giong.api.schemas.documents import Access, Document, Received
from giong.app import Rooms
from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json, with_rooms
from giong.clock import VIETNAM
from giong.documents.forms.form import Form
from giong.errors import BadConfiguration, NotFound
from giong.papers.configured import SEALED_FOLDERS, master_of, secret_file
from giong.papers.keyring import Keyring, rotate
from giong.papers.paper import Paper
from giong.settings import load

paper_argument = click.argument("paper_id", metavar=t("MÃ-GIẤY-TỜ", "PAPER"))


@click.group(
    help=t(
        "Giấy tờ đã nhận: xem, xoá, ai đã xem; đổi khoá chính.",
        "Papers that were received: showing, erasing, who saw them; changing the master key.",
    ),
    epilog=t(
        "Ví dụ: giong papers list · giong papers show MÃ --reveal-for 'đối chiếu' · giong papers erase MÃ",
        "Examples: giong papers list · giong papers show PAPER --reveal-for 'comparison' · giong papers erase PAPER",
    ),
)
def papers() -> None:
    pass


@papers.command(
    "list",
    help=t("Liệt kê giấy tờ, mới nhất trước, không kèm nội dung.", "List papers, newest first, without what they say."),
    epilog=t("Ví dụ: giong papers list --kind cccd_front", "Example: giong papers list --kind cccd_front"),
)
@click.option("--kind", default="", help=t("Loại giấy tờ", "Kind of paper"))
@click.option("--limit", default=50, type=click.IntRange(1, 10_000), help=t("Nhiều nhất bao nhiêu", "At most so many"))
@data_dir
@as_json
def list_(kind: str, limit: int, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> list[Paper]:
        return await rooms.papers.recent(rooms.home.id, kind=kind, limit=limit)

    found = [Received.received(paper) for paper in with_rooms(work, data_dir=data_dir)]
    if json_:
        show_json({"items": [paper.model_dump(mode="json") for paper in found]})
        return
    for paper in found:
        at = paper.created_at.astimezone(VIETNAM)
        click.echo(f"{paper.id}  {at:%d/%m/%Y %H:%M}  {paper.status:9} {paper.kind:16} {paper.purpose}")
    if not found:
        click.echo(t("Chưa nhận giấy tờ nào.", "No papers were received."))


@papers.command(
    help=t(
        "Một giấy tờ; dữ liệu cá nhân được che, trừ khi ghi rõ mục đích xem (được lưu vết).",
        "One paper; personal data is hidden unless a purpose is given, which is written down.",
    ),
    epilog=t("Ví dụ: giong papers show MÃ --reveal-for 'đối chiếu'", "Example: giong papers show PAPER"),
)
@paper_argument
@click.option("--reveal-for", default="", help=t("Xem để làm gì", "What it is shown for"))
@data_dir
@as_json
def show(paper_id: str, reveal_for: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> Document:
        result = await rooms.papers.result(
            rooms.home.id, paper_id, reveal_for=reveal_for or None, who=_who(), deliver=False
        )
        return Document.of(result)

    document = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json(document.model_dump(mode="json"))
        return
    click.echo(f"{document.kind}  {document.status}  {document.purpose}")
    for name, field in document.fields.items():
        click.echo(f"{name:18}{field.value}  ({field.confidence:.0%})")


@papers.command(
    help=t(
        "Ai đã làm gì, xem gì của một giấy tờ, lúc nào, để làm gì.", "Who did or saw what of a paper, when and why."
    ),
    epilog=t("Ví dụ: giong papers trail MÃ", "Example: giong papers trail PAPER"),
)
@paper_argument
@data_dir
@as_json
def trail(paper_id: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> list[Access]:
        return [Access.of(line) for line in await rooms.papers.trail(rooms.home.id, paper_id)]

    lines = with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"items": [line.model_dump(mode="json") for line in lines]})
        return
    for line in lines:
        click.echo(f"{line.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}  {line.act:16} {line.who}  {line.purpose}")


@papers.command(
    help=t("Xoá hẳn một giấy tờ ở mọi nơi.", "Erase a paper everywhere, for good."),
    epilog=t("Ví dụ: giong papers erase MÃ --purpose 'khách yêu cầu'", "Example: giong papers erase PAPER"),
)
@paper_argument
@click.option("--purpose", default="", help=t("Vì sao xoá (được lưu vết)", "Why; it is written down"))
@data_dir
@as_json
def erase(paper_id: str, purpose: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> None:
        await rooms.papers.erase(rooms.home.id, paper_id, who=_who(), purpose=purpose)

    with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"erased": paper_id})
    else:
        click.echo(t("Đã xoá.", "Erased."))


@papers.command(
    "forget-organisation",
    help=t(
        "Xoá mọi giấy tờ của một tổ chức và huỷ khoá của tổ chức: bản sao lưu cũng không mở được nữa.",
        "Erase all papers of an organisation and destroy its key: copies cannot be opened any more either.",
    ),
    epilog=t("Ví dụ: giong papers forget-organisation truong-a", "Example: giong papers forget-organisation school-a"),
)
@click.argument("handle")
@click.option("--yes", is_flag=True, help=t("Không hỏi lại", "Do not ask"))
@data_dir
@as_json
def forget_organisation(handle: str, yes: bool, data_dir: Path | None, json_: bool) -> None:
    if not yes:
        click.confirm(t(f"Xoá mọi giấy tờ của “{handle}”?", f"Erase all papers of “{handle}”?"), abort=True)

    async def work(rooms: Rooms) -> None:
        known = {one.handle: one.id for one in await rooms.organisations.all()}
        if handle not in known:
            raise NotFound(
                "organisation.not_found",
                vi=f"Không có tổ chức “{handle}”. Xem: giong organisation list.",
                en=f"There is no organisation “{handle}”. See: giong organisation list.",
            )
        await rooms.papers.erase_organisation(known[handle])

    with_rooms(work, data_dir=data_dir)
    if json_:
        show_json({"forgotten": handle})
    else:
        click.echo(t("Đã xoá và huỷ khoá.", "Erased, and the key destroyed."))


@papers.command(
    "rotate-key",
    help=t(
        "Thay khoá chính và bọc lại khoá của mọi tổ chức. Ngắt giữa chừng thì chạy lại.",
        "Change the master key and wrap every organisation's key anew. When interrupted, run it again.",
    ),
    epilog=t("Ví dụ: giong papers rotate-key", "Example: giong papers rotate-key"),
)
@data_dir
@as_json
def rotate_key(data_dir: Path | None, json_: bool) -> None:
    settings = load(data_dir=data_dir)
    if settings.papers_key.get_secret_value():
        raise BadConfiguration(
            "papers.key_in_settings",
            vi="Khoá chính nằm trong cài đặt. Hãy đặt khoá mới vào papers_key, khoá cũ vào papers_old_keys, rồi khởi "
            "động lại.",
            en="The master key is in the settings. Put a new one into papers_key and the old one into papers_old_keys, "
            "then start again.",
        )
    file = secret_file(settings.data_dir)
    master = master_of(settings, file)
    count = rotate(file, *(Keyring(settings.data_dir / folder, master) for folder in SEALED_FOLDERS))
    if json_:
        show_json({"wrapped": count})
    else:
        click.echo(t(f"Đã thay khoá chính; bọc lại {count} khoá.", f"Changed; {count} keys were wrapped anew."))


def _who() -> str:
    """Whoever sits at this machine."""
    try:
        return f"{getpass.getuser()} (giong papers)"
    except (KeyError, OSError):  # a user without a name
        return "giong papers"


@papers.command(
    help=t(
        "Các biểu mẫu riêng (giong form --keep) mà máy chủ tự nhận ra.",
        "The organisation's own forms (giong form --keep), which the server knows.",
    ),
    epilog=t("Ví dụ: giong papers forms --forget don_nghi_phep", "Example: giong papers forms --forget leave"),
)
@click.option("--forget", metavar=t("TÊN", "NAME"), default="", help=t("Bỏ biểu mẫu này", "Forget this form"))
@data_dir
@as_json
def forms(forget: str, data_dir: Path | None, json_: bool) -> None:
    async def work(rooms: Rooms) -> list[Form]:
        if forget:
            await rooms.formbook.forget(rooms.home.id, forget)
        return await rooms.formbook.all(rooms.home.id)

    found = [DocumentForm.of(form) for form in with_rooms(work, data_dir=data_dir)]
    if json_:
        show_json({"items": [form.model_dump(mode="json") for form in found]})
        return
    for form in found:
        learnt = t(f"{len(form.fields)} trường, học từ {form.examples} bản", f"{len(form.fields)} fields")
        click.echo(f"{form.name:24} {t(form.vi, form.en)}  ({learnt})")
    if not found:
        click.echo(t("Chưa có biểu mẫu nào.", "There are no forms."))
