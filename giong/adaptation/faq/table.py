"""Question–answer lists as CSV files in an assistant's folder: the approved ones, and the drafts. Knows the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from giong.adaptation.faq.pairs import Pair
from giong.adaptation.mending.amendments import with_source
from giong.errors import Conflict

LIST = "knowledge/hoi-dap-chung.csv"
TITLE = "Hỏi đáp"
DRAFTS = "drafts/hoi-dap.csv"
"""Outside `knowledge`, so that nothing answers from it."""
_LIST_COLUMNS = ("Câu hỏi", "Cách hỏi khác", "Trả lời", "Nhóm", "Từ khoá", "Hiệu lực từ", "Hiệu lực đến", "Nguồn")
_DRAFT_COLUMNS = ("Mã", "Trạng thái", "Câu hỏi", "Trả lời", "Nhóm", "Nguồn")
_BETWEEN = " | "


class Status(StrEnum):
    """What a person decided about a draft, as it is written in the file."""

    WAITING = "nháp"
    APPROVED = "đã duyệt"
    REJECTED = "bỏ"


@dataclass(frozen=True)
class Draft:
    """A pair that waits for a person, or about which one has decided."""

    id: str
    pair: Pair
    status: Status = Status.WAITING


def with_pairs(folder: Path, pairs: Sequence[Pair]) -> dict[str, bytes]:
    """The files that change when the pairs are taken in: path → content."""
    if not pairs:
        return {}
    rows = [*_rows(folder / LIST, _LIST_COLUMNS), *map(_listed, pairs)]
    changes = {LIST: _written(rows, _LIST_COLUMNS)}
    before = (folder / "assistant.yaml").read_bytes().decode()
    after = with_source(before, LIST, TITLE)
    return changes if after == before else {**changes, "assistant.yaml": after.encode()}


def drafts(folder: Path) -> list[Draft]:
    """All drafts, in the order in which they were made."""
    return [
        Draft(
            id=row["Mã"],
            pair=Pair((row["Câu hỏi"],), row["Trả lời"], row["Nhóm"], source=row["Nguồn"]),
            status=Status(row["Trạng thái"]) if row["Trạng thái"] in list(Status) else Status.WAITING,
        )
        for row in _rows(folder / DRAFTS, _DRAFT_COLUMNS)
    ]


def with_drafts(all_drafts: Iterable[Draft]) -> dict[str, bytes]:
    """The file of drafts: path → content."""
    rows = [
        dict(
            zip(
                _DRAFT_COLUMNS,
                (one.id, one.status, one.pair.question, one.pair.answer, one.pair.group, one.pair.source),
                strict=True,
            )
        )
        for one in all_drafts
    ]
    return {DRAFTS: _written(rows, _DRAFT_COLUMNS)}


def _listed(pair: Pair) -> dict[str, str]:
    more = _BETWEEN.join(pair.questions[1:])
    values = (pair.question, more, pair.answer, pair.group, pair.keywords, pair.since, pair.until, pair.source)
    return dict(zip(_LIST_COLUMNS, values, strict=True))


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The file's rows; none where there is no file. Raises `Conflict` where a person changed its columns."""
    if not path.is_file():
        return []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    if not set(columns) <= set(reader.fieldnames or ()):
        raise Conflict(
            "faq.other_columns",
            vi=f"Tệp {path.name} không còn đủ các cột {', '.join(columns)}. Hãy đặt lại hàng đầu như cũ.",
            en=f"The file {path.name} lacks some of the columns {', '.join(columns)}. Restore its first row.",
        )
    return [{column: row[column] or "" for column in columns} for row in reader]


def _written(rows: Iterable[dict[str, str]], columns: Sequence[str]) -> bytes:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + file.getvalue()).encode()
