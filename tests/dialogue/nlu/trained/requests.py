"""Requests to a made-up waterworks, with what they mean: enough to learn from, and others to be asked about."""

from __future__ import annotations

from itertools import product

from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of

STREETS = ("Láng Hạ", "Nguyễn Trãi", "Trần Phú", "Lê Lợi", "Hai Bà Trưng", "Cầu Giấy")
OTHER_STREETS = ("Kim Mã", "Hàng Bông")
MONTHS = ("3", "7", "11", "12")

_CUT = ("nhà tôi ở {street} mất nước rồi", "đường {street} không có nước từ sáng", "khu {street} bị cúp nước")
_BILL = (
    "cho tôi hỏi tiền nước tháng {month}",
    "hoá đơn nước tháng {month} bao nhiêu tiền",
    "tháng {month} tôi phải trả bao nhiêu",
)
_HOURS = ("mấy giờ công ty mở cửa", "hôm nay có làm việc không", "cho hỏi giờ làm việc của công ty")
_BOTH = ("nhà tôi ở {street} mất nước rồi và hoá đơn tháng {month} bao nhiêu",)


def requests(streets: tuple[str, ...] = STREETS) -> list[Sample]:
    """Each pattern with each street and month."""
    return [
        *(_sample(text, {"mat_nuoc"}, street=street) for text, street in product(_CUT, streets)),
        *(_sample(text, {"hoa_don"}, month=month) for text, month in product(_BILL, MONTHS)),
        *(_sample(text, {"gio_lam"}) for text in _HOURS * 3),
        *(
            _sample(text, {"mat_nuoc", "hoa_don"}, street=street, month=month)
            for text, street, month in product(_BOTH, streets, MONTHS[:2])
        ),
    ]


def _sample(text: str, intents: set[str], **values: str) -> Sample:
    words: list[str] = []
    spans: list[Span] = []
    for part in text.split():
        value = values.get(part.strip("{}")) if part.startswith("{") else None
        start = len(words)
        words += (value or part).split()
        if value:
            spans.append(Span(part.strip("{}"), start, len(words)))
    return Sample(tuple(words), tags_of(spans, len(words)), frozenset(intents))
