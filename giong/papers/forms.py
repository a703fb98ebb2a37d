"""What was read, in the forms in which it leaves: JSON, plain text, Excel; as files. Knows no caller."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from giong.documents.document import Document
from giong.errors import BadInput, GiongError
from giong.papers.plain import plain
from giong.storage.failures import explained
from giong.storage.replacing import replace


def as_json(document: Document) -> dict[str, Any]:
    """Everything, with every key of every value there."""
    whole: dict[str, Any] = plain(document, whole=True)
    return whole


def as_text(document: Document) -> str:
    """The text of its pages in reading order, an empty line between two."""
    return "\n\n".join(page.text for page in document.pages if not page.problem)


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
