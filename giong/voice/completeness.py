"""Do these words sound like all that somebody wants to say? Judged by the last words and by what was asked; no audio.

Vietnamese helps on both sides: a sentence seldom stops behind a preposition or a classifier, and politeness puts its
particles at the very end ("… được không ạ").
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from giong.dialogue.line import Expectation
from giong.voice.expecting import DICTATED_SLOTS, DIGIT_LENGTHS, DIGIT_WORDS, spoken_phrases


class Completeness(Enum):
    """How words sound."""

    NOTHING = auto()
    """No word was made out."""
    WHOLE = auto()
    """Surely all: one of the expected phrases, all the digits of a phone number."""
    CLOSED = auto()
    """A particle that ends sentences."""
    ORDINARY = auto()
    """It may be all."""
    OPENING = auto()
    """No more than the way people begin: "dạ", "em ơi"."""
    OPEN = auto()
    """The last word asks for another one."""
    DICTATED = auto()
    """Digits or letters in groups, with pauses between them."""


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BINDING = _all(
    """
    là và của cho từ ở tại vì mà thì nhưng hoặc hay để như nếu khi do bởi về theo bằng trong trên dưới giữa gần
    đến lúc nên tuy dù cùng gồm vào nhờ rằng chỉ còn cả tức
    """
)
"""Prepositions, conjunctions, "là": they bind to the next word."""
_COUNTING = _all(
    """
    số tên đường quận huyện tỉnh xã thôn tổ ngõ hẻm ngách tầng cái chiếc những các mỗi từng vài bên phía thứ hôm
    khoảng tầm mười trăm
    """
)
"""Classifiers, determiners and quantities."""
_WANTING = _all(
    """
    đang sẽ vẫn cũng đều rất hơi bị muốn cần hỏi xin định phải tìm báo mua đặt bảo gửi thuộc có
    """
)
"""What stands before a verb or wants an object."""
_THINKING = _all(
    """
    à ờ ừm ờm ừ ơ kiểu
    """
)
"""The sounds of thinking."""
_COMPOUNDS = {
    "số": _all("dãy con chữ hàm thông tỉ tỷ hệ đa thiểu chỉ dân tham đúng nhầm sai đổi"),
    "đường": _all("quãng con lên sang tiểu"),
    "hỏi": _all("câu chăm thăm"),
    "báo": _all("tờ thông"),
    "phải": _all("không tay bên đúng"),
    "như": _all("hình"),
    "nên": _all("trở"),
    "có": _all("không chưa"),
    "xã": _all("ban cấp trong ngoài tác thị"),
    "huyện": _all("ban cấp trong ngoài"),
    "tỉnh": _all("ban cấp trong ngoài"),
    "quận": _all("ban cấp trong ngoài"),
    "tên": _all("đổi đúng sai"),
    "bảo": _all("đảm"),
    "tổ": _all("đất"),
    "muốn": _all("mong"),
    "thứ": _all("mọi hàng"),
}
"""Such a word → the words behind which it is the end of a compound: "dãy số", "câu hỏi"."""
_OPEN_ENDINGS = _BINDING | _COUNTING | _WANTING | _THINKING
_PARTICLES = frozenset(("ạ", "nhé", "nha", "nhỉ", "nhen", "nghen", "hả", "hử", "đấy", "đó", "vậy", "chưa", "rồi"))
_OPENINGS = _all(
    """
    dạ vâng à ừ ờ ừm thì thế em anh chị cô chú ơi này alo a lô thưa mà rồi ok
    """
)
_LETTERS = _all(
    """
    a bê bờ xê cờ đê dê đờ e ép phờ giê gờ hát hờ i ca lờ mờ nờ o ô ơ pê pờ quy rờ sờ tê tờ u ư vê vờ ích dét
    gạch chấm xoẹt
    """
)
_OPEN_IN_DATES = frozenset({"ngày", "tháng", "hôm", "năm"})
_DATES = frozenset({"date", "time"})
_ANSWERS = frozenset({"yes_no", "choice"})
_FILLERS = frozenset({"à", "ờ", "ừm", "ờm", "ừ", "dạ", "rồi"})
"""Said between digits."""
_LONGER_PHONES = (("không", "hai"), ("tám", "tư"), ("tám", "bốn"))
"""Beginnings of numbers with eleven digits: fixed lines with their area, and the country's code."""


def completeness(words: Sequence[str], expectation: Expectation) -> Completeness:
    """How `words` (spoken form) sound as an answer to what is expected."""
    if not words:
        return Completeness.NOTHING
    if is_whole(words, expectation):
        return Completeness.WHOLE
    if _is_dictating(words, expectation):
        return Completeness.DICTATED
    if expectation.slot_type not in _ANSWERS and _OPENINGS.issuperset(words):
        return Completeness.OPENING
    if words[-1] in _PARTICLES and len(words) > 2:
        return Completeness.CLOSED
    return Completeness.OPEN if _is_open(words, expectation) else Completeness.ORDINARY


def is_whole(words: Sequence[str], expectation: Expectation) -> bool:
    """Whether `words` are surely the whole answer to what was asked."""
    if length := DIGIT_LENGTHS.get(expectation.slot_type):
        digits = dictated(words)
        if expectation.slot_type == "phone" and tuple(digits[:2]) in _LONGER_PHONES:
            length += 1
        return len(digits) >= length
    return expectation.closed and " ".join(words) in spoken_phrases(expectation)


def dictated(words: Sequence[str]) -> list[str]:
    """The digits that were dictated last: "số em là không chín à không ba" → không chín không ba."""
    digits: list[str] = []
    for word in reversed(words):
        if word in DIGIT_WORDS:
            digits.append(word)
        elif word not in _FILLERS:
            break
    return digits[::-1]


def _is_open(words: Sequence[str], expectation: Expectation) -> bool:
    last = words[-1]
    if len(words) > 1 and words[-2] in _COMPOUNDS.get(last, ()):
        return False
    return last in _OPEN_ENDINGS or (expectation.slot_type in _DATES and last in _OPEN_IN_DATES)


def _is_dictating(words: Sequence[str], expectation: Expectation) -> bool:
    if expectation.slot_type in DICTATED_SLOTS:
        return words[-1] in DIGIT_WORDS or words[-1] in _LETTERS or words[-1] in _FILLERS
    return len(words) >= 2 and words[-1] in DIGIT_WORDS and words[-2] in DIGIT_WORDS
