"""Knowledge files parsed in a child process of their own. Knows no file format, and not how a child is held."""

from __future__ import annotations

import sys
import threading
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

from giong.confined.allowance import Allowance
from giong.confined.child import ExceededError, Tell, once
from giong.confined.frames import Record
from giong.errors import BadInput
from giong.retrieval.document import Block, Document, Kind

if TYPE_CHECKING:
    from giong.retrieval.sources import Limits

CHILDREN = threading.BoundedSemaphore(2)
"""So that many uploads at once do not take the memory of many children."""

ALLOWANCE = Allowance()
"""3,000 pages of text take PDFium 30 s of processor time and 200 MB."""


def parsed(kind: str, data: bytes, *, title: str, limits: Limits, allowance: Allowance | None = None) -> Document:
    """The document that `sources.parsed` makes of the same, made in a child process.

    Raises what it raises, and `BadInput` when the child dies or exceeds its allowance.
    """
    task = {"kind": kind, "title": title, "limits": asdict(limits)}
    try:
        with CHILDREN:
            return _document(once(f"{__name__}:parse", task, data, allowance=allowance or ALLOWANCE))
    except ExceededError:
        raise too_costly() from None


def parse(task: Record, data: bytes, _: Tell) -> Record:
    """What the child does."""
    # openpyxl takes numpy where it finds it, which doubles the time that a small workbook takes.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from giong.retrieval import sources

    document = sources.parsed(task["kind"], data, title=task["title"], limits=sources.Limits(**task["limits"]))
    return asdict(document) | {"blocks": [astuple(block) for block in document.blocks]}


def _document(answer: dict[str, Any]) -> Document:
    blocks = (Block(Kind(kind), *rest) for kind, *rest in answer["blocks"])
    return Document(
        title=answer["title"],
        text=answer["text"],
        blocks=tuple(blocks),
        head=answer["head"],
        passed_over=tuple(answer["passed_over"]),
    )


def too_costly() -> BadInput:
    """The refusal of a file whose reading crashed, or took too much time or memory."""
    return BadInput(
        "source.too_costly",
        vi="Không đọc được tệp này trong giới hạn an toàn về thời gian và bộ nhớ; tệp có thể bị hỏng hoặc nén bất "
        "thường. Hãy mở tệp, lưu lại thành tệp mới hoặc chia nhỏ, rồi tải lên lần nữa.",
        en="This file cannot be read within the safe limits of time and memory; it may be damaged or oddly compressed. "
        "Open it, save it as a new file or split it, and upload it once more.",
    )
