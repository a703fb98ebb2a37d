"""What may be dialled, and what became of it when nobody picked up. Knows no dialog and no media."""

from __future__ import annotations

import re
from typing import Literal

from giong.errors import Unavailable
from giong.telephony.sip.message import Response
from giong.text import phones

Outcome = Literal["busy", "no_answer", "rejected", "failed", "unreachable", "bad_number", "trunk_away"]
"""`trunk_away`: nobody was dialled, for want of a trunk that answers; `unreachable`: the one who was is away."""

MOST_DIGITS = 24
_SEPARATORS = re.compile(r"[\s.()\-–]")
_NUMBER = re.compile(r"\+?[0-9*#]+")

_BY_STATUS: dict[int, Outcome] = {
    404: "bad_number", 410: "bad_number", 416: "bad_number", 484: "bad_number", 604: "bad_number",
    486: "busy", 600: "busy",
    408: "no_answer", 480: "no_answer", 487: "no_answer",
    401: "rejected", 403: "rejected", 407: "rejected", 433: "rejected", 603: "rejected", 607: "rejected",
}  # fmt: skip
# ITU-T Q.850: what the telephone network itself said, which trunks wrap into all kinds of statuses.
_BY_CAUSE: dict[int, Outcome] = {
    1: "bad_number", 22: "bad_number", 28: "bad_number",
    17: "busy",
    18: "no_answer", 19: "no_answer", 20: "no_answer", 31: "no_answer",
    21: "rejected",
    27: "unreachable", 34: "failed", 38: "failed", 41: "failed", 42: "failed",
}  # fmt: skip
_CAUSE = re.compile(r"\s*Q\.850\s*;.*?\bcause\s*=\s*(\d{1,3})\b", re.IGNORECASE)


class NotAnswered(Unavailable):
    """A call that was placed, or could not be, and was not picked up. `status` is SIP's, 0 if nothing was sent."""

    def __init__(self, outcome: Outcome, status: int = 0, *, detail: str = "") -> None:
        more = f" ({detail})" if detail else ""
        super().__init__(
            f"call.{outcome}", vi=_SAID[outcome][0].format(more=more), en=_SAID[outcome][1].format(more=more)
        )
        self.outcome: Outcome = outcome
        self.status = status
        self.detail = detail


_SAID: dict[Outcome, tuple[str, str]] = {
    "busy": ("Máy bận{more}; hãy gọi lại sau.", "The line is busy{more}; call again later."),
    "no_answer": ("Không ai nhấc máy{more}; hãy gọi lại sau.", "Nobody picked up{more}; call again later."),
    "rejected": ("Cuộc gọi bị từ chối{more}.", "The call was declined{more}."),
    "failed": ("Không thực hiện được cuộc gọi{more}; xem nhật ký.", "The call failed{more}; see the log."),
    "unreachable": (
        "Không liên lạc được{more}; kiểm tra trung kế và máy được gọi.",
        "Nobody can be reached there{more}; check the trunk and the telephone that is called.",
    ),
    "trunk_away": (
        "Không gọi ra được{more}: tổng đài hoặc nhà mạng không trả lời; xem `giong doctor`.",
        "No call can be placed{more}: the trunk does not answer; see `giong doctor`.",
    ),
    "bad_number": (
        "Số điện thoại không đúng{more}; chỉ dùng chữ số, +, * và #.",
        "This is no telephone number{more}; use digits, +, * and # only.",
    ),
}


def number_to_dial(text: str, *, international: bool = False) -> str:
    """The number as a trunk takes it: Vietnamese ones as 0… or +84…, all others as they are. Raises `NotAnswered`."""
    bare = _SEPARATORS.sub("", text)
    if not _NUMBER.fullmatch(bare) or len(bare) > MOST_DIGITS:
        raise NotAnswered("bad_number")
    phone = phones.parse(bare)
    if phone is None:
        return bare
    return phone.international if international else phone.number


def outcome_of(response: Response) -> Outcome:
    """Why a call was not picked up."""
    if response.local:
        return "unreachable"
    for value in response.headers.all("Reason"):
        found = _CAUSE.match(value)
        if found and (outcome := _BY_CAUSE.get(int(found[1]))):
            return outcome
    return _BY_STATUS.get(response.status, "failed")
