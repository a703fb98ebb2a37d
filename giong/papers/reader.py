"""What the confined child does with a paper: looks whether it can be opened, reads it. Knows no database, no caller.

The engines are loaded by the first paper that needs them and stay for the next; what is refused is refused before that.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from giong.confined.child import Tell
from giong.confined.frames import Record
from giong.errors import BadInput
from giong.papers.plain import plain, restored
from giong.vision.page import Page

if TYPE_CHECKING:
    from giong.documents.reading import DocumentReader
    from giong.vision.leaf import Limits
    from giong.vision.reading import PageReader
    from giong.vision.shapes import Picture

VIEW_QUALITY = 88


def work(task: Record, data: bytes, tell: Tell) -> Record:
    """One task: `{"do": "look" | "read", …}`."""
    return _TASKS[task["do"]](task, data, tell)


def _look(task: Record, data: bytes, _: Tell) -> Record:
    """Whether it can be opened at all, and how many pages it has; nothing is decoded that the header refuses.

    The first page of a PDF is drawn: what its operators unpack to shows only then.
    """
    from giong.documents.einvoice.opening import is_xml
    from giong.documents.einvoice.opening import opened as opened_xml
    from giong.vision.opening import opened

    if is_xml(data):
        opened_xml(data)
        return {"pages": 1}
    first = next(iter(opened(data, **_given(task))), None)
    if first is None:
        raise BadInput(
            "paper.no_pages",
            vi="Tệp không có trang nào. Hãy kiểm tra lại tệp rồi gửi lại.",
            en="The file has no pages. Check it and send it again.",
        )
    if b"%PDF-" in data[:1024] and not first.problem:
        first.picture  # noqa: B018
    return {"pages": first.of_all}


def _read(task: Record, data: bytes, tell: Tell) -> Record:
    pages = _look(task, data, tell)["pages"]  # what is refused needs no engines
    tell({"opened": pages})
    known = {int(number): restored(Page, page) for number, page in task["known"].items()}

    def on_page(page: Page, total: int = 0, picture: Picture | None = None) -> None:
        shown = picture is not None and page.number <= task["views"]
        tell({"page": plain(page), "total": total}, _packed(picture) if shown and picture is not None else b"")

    document = _reader_for(task["forms"]).read(
        data, name=task["name"], kind=task["kind"], password=task["password"], known=known, on_page=on_page
    )
    answer: Record = plain(document)
    return answer


def _page(task: Record, data: bytes, _: Tell) -> Record:
    """One page as it lies in the file, neither cut out nor turned: a person marked places on it."""
    from giong.vision.opening import opened

    for leaf in opened(data, **_given(task)):
        if leaf.number == task["page"]:
            if leaf.layer is not None:
                return {"page": plain(leaf.layer)}
            if leaf.picture is None:
                break
            return {"page": plain(_pages().read(leaf.picture, number=leaf.number))}
    raise BadInput(
        "paper.no_such_page",
        vi=f"Tệp không có trang {task['page']}, hoặc trang đó không đọc được.",
        en=f"The file has no page {task['page']}, or it cannot be read.",
    )


def _packed(picture: Picture) -> bytes:
    """As JPEG, small enough to be kept beside what was read and sharp enough to be compared with it."""
    import io

    from PIL import Image

    into = io.BytesIO()
    Image.fromarray(picture).save(into, "JPEG", quality=VIEW_QUALITY)
    return into.getvalue()


def _given(task: Record) -> dict[str, Any]:
    return {"name": task["name"], "password": task["password"], "limits": _limits(task)}


def _limits(task: Record) -> Limits:
    from giong.vision.opening import Limits

    return Limits(**task["limits"])


@cache
def _pages() -> PageReader:
    # Before any of them is loaded: two pages are read by two children, not one page by two threads that wait.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    from giong.vision.reading import PageReader

    return PageReader()


@cache
def _reader() -> DocumentReader:
    from giong.documents.reading import DocumentReader

    return DocumentReader(_pages())


def _reader_for(forms: Sequence[Record]) -> DocumentReader:
    """The reader that knows these forms besides all kinds."""
    if not forms:
        return _reader()
    from giong.documents.forms.form import Form
    from giong.documents.forms.kind import FormKind
    from giong.documents.kinds.table import KINDS
    from giong.documents.reading import DocumentReader

    return DocumentReader(_pages(), (*(FormKind(restored(Form, form)) for form in forms), *KINDS))


_TASKS = {"look": _look, "read": _read, "page": _page}
