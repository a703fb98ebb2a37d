"""What a question asks for: a number, a time, a place, a person, a reason … Knows no texts that could answer it.

Questions typed without diacritics are matched against the same forms without diacritics.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from giong.retrieval.terms import terms
from giong.text.lexicon import bag
from giong.text.tones import to_old
from giong.text.unicode import fold, has_diacritics, nfc


class Asked(StrEnum):
    """The kind of answer that fits."""

    TIME = "time"
    DURATION = "duration"
    AMOUNT = "amount"
    PRICE = "price"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    MANNER = "manner"
    LIST = "list"
    THING = "thing"
    WHETHER = "whether"


_FORMS = (
    (Asked.REASON, r"vì sao|tại sao|sao lại|(?:vì )?lý do (?:gì|nào)|do đâu|nguyên nhân (?:gì|nào)"),
    (Asked.MANNER, r"như thế nào|thế nào|ra sao|làm sao|bằng cách nào|theo cách nào|cách nào|kiểu gì"),
    (Asked.DURATION, r"(?:trong )?bao lâu|(?:bao nhiêu|mấy) (?:ngày|tuần|tháng|năm|tiếng|phút|quý)(?! tuổi)"),
    (
        Asked.TIME,
        r"(?:vào )?(?:khi nào|lúc nào|hồi nào|bao giờ|lúc mấy giờ|mấy giờ|ngày mấy|tháng mấy|năm bao nhiêu)"
        r"|(?:vào |trong )?(?:năm|ngày|tháng|thời gian|thời điểm|thời kỳ|thế kỷ|giai đoạn|mùa|thứ) nào",
    ),
    (Asked.PRICE, r"(?:là |hết |tốn |mất )?bao nhiêu tiền|(?:hết|tốn) bao nhiêu|mấy tiền|giá mấy"),
    (Asked.AMOUNT, r"(?:là )?bao nhiêu|mấy|bao xa|bao cao"),
    (
        Asked.PLACE,
        r"(?:ở |tại |từ |đến |về )?(?:đâu|nơi nào|chỗ nào|địa điểm nào|địa chỉ nào)"
        r"|(?:ở |tại )?(?:quốc gia|đất nước|nước|thành phố|tỉnh|bang|quận|huyện|xã|phường) nào"
        r"|(?:ở |tại )?(?:khu vực|vùng|châu lục) nào",
    ),
    (Asked.PERSON, r"những ai|ai|người nào|nhân vật nào"),
    (
        Asked.LIST,
        r"(?:gồm|cần|có|mang|nộp) (?:những )?(?:giấy tờ |hồ sơ )?(?:gì|nào)"
        r"|những (?:\w+ ){0,4}(?:gì|nào)|các (?:\w+ ){1,4}nào",
    ),
    (Asked.THING, r"(?:là )?(?:cái |điều |việc )?gì|\w+ nào|nào"),
)
_PRICED = r"giá(?! (?:trị|đình))|phí|cước|thuê|tiền|lương|đơn giá|chi phí"
"""What costs: "bao nhiêu" beside one of these asks for a price."""
_WHETHER = r"không|chưa|đúng hay sai|phải không|hay không"


def _compiled(form: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    form = to_old(form)
    folded = "\\w".join(fold(part) for part in form.split("\\w"))
    return re.compile(rf"\b(?:{form})\b"), re.compile(rf"\b(?:{folded})\b")


_PATTERNS = tuple((asked, *_compiled(form)) for asked, form in _FORMS)
_PRICED_PATTERNS = _compiled(_PRICED)
_WHETHER_PATTERNS = tuple(re.compile(rf"\b(?:{form})\W*$") for form in (to_old(_WHETHER), fold(_WHETHER)))


LONGEST_HEAD = 4
_ONLY_ASKING = bag("nào gì ai đâu mấy bao nhiêu là nao gi dau may nhieu la")
_BEFORE_HEAD = bag(
    "là của ở tại từ vào trong với cho bởi về theo được những các có la cua o tai tu vao voi cho boi ve duoc"
)


@dataclass(frozen=True)
class Question:
    """`before` and `after` are the terms on both sides of `asking`, the words that ask. `head` is what is asked for by
    its kind, with what stands before it: "sân bay quốc tế" of "… là sân bay quốc tế nào".
    """

    asked: Asked
    before: tuple[str, ...]
    after: tuple[str, ...]
    asking: tuple[str, ...] = ()
    head: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return self.before + self.after


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    """The last words before those that only ask."""
    last = len(words)
    while last and words[last - 1] in _ONLY_ASKING:
        last -= 1
    first = last
    while first and last - first < LONGEST_HEAD and words[first - 1] not in _BEFORE_HEAD:
        first -= 1
    return words[first:last]


def understood(query: str) -> Question:
    """What `query` asks for. A request without a question word asks for a thing and names it."""
    text = to_old(nfc(query).lower())
    plain = not has_diacritics(query)
    for asked, written, folded in _PATTERNS:
        found = (folded if plain else written).search(text)
        if found:
            if asked is Asked.AMOUNT and _PRICED_PATTERNS[plain].search(text):
                asked = Asked.PRICE
            before, asking = tuple(terms(text[: found.start()])), tuple(terms(found.group()))
            return Question(asked, before, tuple(terms(text[found.end() :])), asking, _head((*before, *asking)))
    found = _WHETHER_PATTERNS[plain].search(text)
    if found:
        return Question(Asked.WHETHER, tuple(terms(text[: found.start()])), ())
    return Question(Asked.THING, tuple(terms(text)), ())
