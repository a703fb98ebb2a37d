"""What was read, in the forms in which it leaves: JSON, text, Markdown, PDF, Excel; as files. Knows no caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from giong.documents.document import Document
from giong.errors import BadInput, GiongError
from giong.papers.paper import Result
from giong.papers.plain import plain
from giong.storage.failures import explained
from giong.storage.replacing import replace
from giong.vision.page import BlockKind, Page

_MARGINS = (BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER)


def as_json(document: Document) -> dict[str, Any]:
    """Everything, with every key of every value there."""
    whole: dict[str, Any] = plain(document, whole=True)
    return whole


def told(result: Result) -> dict[str, Any]:
    """A paper as others are told of it, without its pages: by the API and by a callback alike."""
    paper, document = result.paper, result.document
    whole = {} if document is None else as_json(document)
    rejection = None if document is None else document.rejection
    return {
        "id": paper.id,
        "status": paper.status.value,
        "asked_kind": paper.kind,
        "kind": result.kind,
        "kind_confidence": whole.get("kind_confidence", 0.0),
        "purpose": paper.purpose,
        "conversation_id": paper.conversation_id,
        "masked": result.masked,
        "pages_done": paper.done,
        "pages": paper.total,
        "broken_pages": [] if document is None else broken_pages(document),
        "fields": {name: _field(field) for name, field in whole.get("fields", {}).items()},
        "checks": [_check(check) for check in whole.get("checks", [])],
        "rows": whole.get("rows", []),
        "quality": whole.get("quality"),
        "rejection": rejection
        and {"reason": rejection.reason.value, "message": rejection.vi, "message_en": rejection.en},
        "problem": paper.problem
        and {"code": paper.problem.code, "message": paper.problem.vi, "message_en": paper.problem.en},
        "picture_kept": paper.picture_erased_at is None,
        "callback": paper.callback,
        "created_at": paper.created_at,
        "read_at": paper.read_at,
        "delivered_at": paper.delivered_at,
        "erased_at": paper.erased_at,
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    boxes = [[box["left"], box["top"], box["right"], box["bottom"]] for box in field["boxes"]]
    shown = {name: kept for name, kept in field.items() if name != "name"}
    return shown | {"boxes": boxes, "checks": [_check(check) for check in field["checks"]]}


def _check(check: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": check["code"],
        "verdict": check["verdict"],
        "fields": check["fields"],
        "message": check["vi"],
        "message_en": check["en"],
    }


def as_text(document: Document) -> str:
    """The text of its pages in reading order, an empty line between two; without running heads and page numbers."""
    return "\n\n".join(_text(page) for page in document.pages if not page.problem)


def _text(page: Page) -> str:
    return "\n".join(block.text for block in page.blocks if block.kind not in _MARGINS)


def as_markdown(document: Document) -> str:
    """The pages with their headings, lists and tables."""
    from giong.vision.formats.markdown import markdown

    return markdown(document.pages).rstrip("\n")


def as_pdf(document: Document, pictures: Mapping[int, bytes]) -> bytes:
    """The pages as they look, with text to search and copy; `pictures` are those of the pages by number, as JPEG."""
    from giong.vision.formats.searchable import searchable

    return searchable(document.pages, pictures)


def broken_pages(document: Document) -> list[int]:
    """The pages that could not be read, by number."""
    return [page.number for page in document.pages if page.problem]


def as_workbook(named: Iterable[tuple[str, Document]]) -> bytes:
    """An Excel workbook of many documents, each with its name."""
    from giong.papers.workbook import workbook

    return workbook(named)


def write(path: Path, data: bytes) -> None:
    """A result as a file: there when it is complete, or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data, mode=0o600)
    except OSError as error:
        shown = explained(error)
        if isinstance(shown, GiongError):
            raise shown from error
        raise BadInput(
            "paper.not_written",
            vi=f"Không ghi được {path.name}: {error.strerror}. Hãy chọn chỗ khác.",
            en=f"{path.name} cannot be written: {error.strerror}. Choose another place.",
        ) from error
