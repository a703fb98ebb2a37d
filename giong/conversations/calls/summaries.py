"""One or two sentences on what a call was about and how it ended, from what the record holds. Knows no model and no
line.

The same words brief a person before a call is passed on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from giong.dialogue import standing
from giong.dialogue.assistant import Assistant
from giong.dialogue.memory import Report
from giong.dialogue.speaking import written
from giong.text.masking import LABELS, Kind, mask

MOST_TOPICS = 3
MOST_SLOTS = 6
MOST_CHARS = 2_000

_LABELS = {
    "name": Kind.NAME,
    "phone": Kind.PHONE,
    "citizen_id": Kind.IDENTITY,
    "tax_code": Kind.TAX,
    "bank_account": Kind.ACCOUNT,
    "plate": Kind.PLATE,
    "email": Kind.EMAIL,
    "code": Kind.NUMBER,
}
_ADDRESS = "[địa chỉ]"

_REASONS = {
    "asked": "người gọi muốn gặp nhân viên",
    "misses": "trợ lý nhiều lần không hiểu",
    "unknown": "tài liệu không có câu trả lời",
    "emergency": "việc khẩn cấp",
    "upset": "người gọi đang bực",
    "insults": "người gọi nặng lời",
    "turns": "cuộc nói chuyện đã quá dài",
    "circle": "trợ lý không giải quyết được",
}
_KINDS_OF_REASONS = {
    "action": "hệ thống nghiệp vụ đang trục trặc",
    "again": "hỏi nhiều lần chưa rõ",
    "flow": "việc này do nhân viên làm",
}
_OUTCOMES = {
    "done": "Đã xong.",
    "hung_up": "Người bên kia cúp máy.",
    "silence": "Dừng vì không nghe trả lời.",
    "abusive": "Dừng vì người gọi nặng lời.",
    "failed": "Dừng vì lỗi của hệ thống.",
    "interrupted": "Dừng vì máy chủ tắt đột ngột.",
    "shut_down": "Dừng vì hệ thống phải tạm nghỉ.",
    "no_media": "Dừng vì mất tiếng trên đường dây.",
    "voicemail": "Máy trả lời tự động nhấc máy.",
    "unreachable": "Thuê bao không liên lạc được.",
    "call_back": "Không ai nhận máy, đã ghi phiếu gọi lại.",
    "do_not_call": "Người nghe yêu cầu không gọi nữa.",
}


@dataclass
class Matter:
    """What a call has been about so far; learns from each turn's report."""

    assistant: Assistant
    topics: dict[str, None] = field(default_factory=dict)  # titles, in order
    slots: dict[str, Any] = field(default_factory=dict)

    def learn(self, report: Report) -> None:
        self.slots = dict(report.slots)
        if title := self._title(report):
            self.topics.setdefault(title)

    @property
    def masked_slots(self) -> dict[str, Any]:
        """The slots without personal data."""
        return {name: self._masked(name, value) for name, value in self.slots.items()}

    def about(self, *, masked: bool = False) -> str:
        """What it is about, as a clause: "báo mất điện (địa chỉ: …; số điện thoại: …)"; "" if nothing was said."""
        topics = "; ".join(_uncapitalised(topic) for topic in list(self.topics)[:MOST_TOPICS])
        slots = self.masked_slots if masked else self.slots
        known = [
            f"{slot.title}: {value if masked and value != self.slots[name] else written(value, slot)}"
            for name, value in slots.items()
            if (slot := self.assistant.slots.get(name)) is not None and slot.title and value is not None
        ]
        details = f" ({'; '.join(known[:MOST_SLOTS])})" if known else ""
        return f"{topics}{details}" if topics else details.strip(" ()")

    def _title(self, report: Report) -> str:
        flow = self.assistant.flows.get(report.flow)
        if flow is not None:
            return flow.title or flow.name
        intent = self.assistant.intents.get(report.intent)
        asked = report.decision == "answer" and report.intent not in standing.INTENTS
        return intent.title if intent is not None and asked else ""

    def _masked(self, name: str, value: Any) -> Any:
        slot = self.assistant.slots.get(name)
        if value is None or (slot is None and not isinstance(value, str)):
            return value
        if slot is None:
            return mask(value)
        if slot.type == "address":
            return _ADDRESS
        if slot.type in _LABELS:
            return LABELS[_LABELS[slot.type]]
        return mask(value) if isinstance(value, str) else value


def summary(matter: Matter, outcome: str, *, outbound: bool = False, reason: str = "", masked: bool = False) -> str:
    """What a call was about, and how it ended."""
    about = matter.about(masked=masked)
    if outbound:
        first = f"Đã gọi đi: {about}." if about else "Đã gọi đi."
    else:
        first = f"Người gọi cần: {about}." if about else "Người gọi chưa nêu việc gì."
    return f"{first} {ending(outcome, reason)}".strip()[:MOST_CHARS]


def briefing(matter: Matter, reason: str) -> str:
    """What is said to a person who takes the call over."""
    about = matter.about()
    why = why_handed_over(reason)
    first = f"Có khách cần: {about}." if about else "Có khách gọi đến, chưa nêu việc gì."
    return f"{first} Chuyển máy vì {why}." if why else first


def ending(outcome: str, reason: str = "") -> str:
    """How a call ended, as a sentence."""
    if outcome == "handed_over":
        why = why_handed_over(reason)
        return f"Đã chuyển cho nhân viên vì {why}." if why else "Đã chuyển cho nhân viên."
    return _OUTCOMES.get(outcome, f"Kết quả: {outcome}." if outcome else "")


def why_handed_over(reason: str) -> str:
    """The reason of a hand-over, as a clause; "" if it says nothing to people."""
    return _REASONS.get(reason) or _KINDS_OF_REASONS.get(reason.partition(":")[0], "")


def _uncapitalised(title: str) -> str:
    return title[:1].lower() + title[1:]
