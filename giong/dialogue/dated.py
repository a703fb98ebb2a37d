"""Words for what a source's days mean to the person who asks: not yet in force, no longer, older than another."""

from __future__ import annotations

from datetime import date, timedelta

from giong.retrieval.answer import Answer
from giong.retrieval.passages import Passage
from giong.retrieval.register import Force, Register, Standing
from giong.retrieval.validity import Validity


def notice(standing: Standing, passage: Passage) -> str:
    """What must be said before quoting a text that does not hold today, or that was changed since; "" otherwise."""
    own = passage.since or passage.until
    title = "Nội dung này" if own else f"“{passage.source_title}”"
    match standing.force:
        case Force.COMING:
            since = f" từ ngày {written(standing.day)}" if standing.day else ""
            return f"{title} chưa có hiệu lực; quy định sau chỉ áp dụng{since}."
        case Force.ENDED:
            after = f" từ ngày {written(standing.day + timedelta(days=1))}" if standing.day else ""
            instead = f" và được thay bằng “{standing.by}”" if standing.by else ""
            return f"{title} đã hết hiệu lực{after}{instead}; quy định cũ là:"
    return f"{title} đã được “{standing.by}” sửa đổi, bổ sung." if standing.by else ""


def both(found: Answer, rival: Answer, register: Register) -> str:
    """Two answers that differ, each with its source, the newer one first where that is known."""
    first, second = newest_first(found, rival, register)
    newer = register.newer(first.passage.source_id, second.passage.source_id)
    new, old = (_named(one, register.validity(one.passage.source_id)) for one in (first, second))
    if newer is None:
        return (
            f"Các tài liệu đang ghi khác nhau. Theo {new}: {_ended(first.text)} Theo {old}: {_ended(second.text)} "
            "Chưa rõ tài liệu nào mới hơn, nên cần hỏi lại nhân viên trước khi dùng."
        )
    return f"Theo {new}: {_ended(first.text)} Tài liệu cũ hơn là {old} ghi: {_ended(second.text)}"


def newest_first(found: Answer, rival: Answer, register: Register) -> tuple[Answer, Answer]:
    """The two, the newer one first where that is known."""
    newer = register.newer(found.passage.source_id, rival.passage.source_id)
    return (rival, found) if newer is False else (found, rival)


def written(day: date | None) -> str:
    """As it is written in Viet Nam."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _named(answer: Answer, known: Validity) -> str:
    if known.since:
        return f"“{answer.passage.source_title}” (hiệu lực từ {written(known.since)})"
    if known.issued:
        day = f"năm {known.issued.year}" if known.vague else f"ngày {written(known.issued)}"
        return f"“{answer.passage.source_title}” ({day})"
    return f"“{answer.passage.source_title}”"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
