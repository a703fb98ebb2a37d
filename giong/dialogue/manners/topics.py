"""What a talk is about, and questions that leave it out: "cái đó bao nhiêu tiền?", "cần giấy tờ gì?", "thế còn tạm
trú?". Knows no assistant and no document.
"""

from __future__ import annotations

import re

from giong.dialogue.manners.colloquial import bare, written_out
from giong.dialogue.manners.questions import is_question, matter
from giong.dialogue.manners.spotting import any_of
from giong.text.unicode import fold, has_diacritics
from giong.text.words import syllables

MAX_CHARS = 120
"""A longer question says what it is about."""

_THAT = any_of(
    "cái đó|cái này|cái ấy|việc đó|việc này|việc ấy|thủ tục đó|thủ tục này|chuyện đó|chuyện này|vụ đó|vụ này",
    "dịch vụ đó",
    "dịch vụ này|loại đó|loại này|khoản đó|khoản này|giấy đó|giấy này|chỗ đó|chỗ này|chỗ ấy|cái nớ|nó",
)
_ASPECT_WORDS = (
    "giấy tờ hồ sơ lệ phí tiền giá cước thời hạn gian nộp đóng trả làm mở đóng cửa đăng ký điều kiện thủ tục cách quy "
    "trình online mạng mang theo tốn hết mất nhận lấy xong đến tới đi gặp gọi ngày tuần tháng "
    "phải bắt buộc trước sau một lần bản chính sao thì còn thế vậy à ạ với nữa rồi nào hả nhỉ xin cho hỏi nơi chỗ "
    "quán đó đây kia ai người em anh chị tôi mình cháu cô chú bác bạn"
)
_QUESTION_WORDS = (
    "bao nhiêu lâu giờ khi nào mấy thế ra sao làm ở đâu những gì gồm phải không cần được đúng ai chưa có là hay thì"
)
_ASPECTS = frozenset(fold(_ASPECT_WORDS).split())
"""Words of what one can ask about anything; a question of nothing else leaves its subject out."""
_AROUND = frozenset(f"{_ASPECT_WORDS} {_QUESTION_WORDS}".split())
_AROUND_PLAIN = frozenset(map(fold, _AROUND))
_AND_THAT = re.compile(
    r"^\W*(?:(?:thế|vậy|the|vay)\s+)?(?:còn|con)\s+(?P<other>.{2,60}?)"
    r"(?:\s+(?:thì|thi)\s+(?:sao|thế nào|the nao|ntn))?\W*$",
    re.IGNORECASE,
)


def leaves_subject_out(text: str) -> bool:
    """Whether it is a question that only what was talked about before completes."""
    if len(text) > MAX_CHARS or not is_question(text):
        return False
    if _THAT.search(text):
        return True
    return all(fold(word) in _ASPECTS for word in matter(text))


def subject(question: str) -> str:
    """What a question is about, without what it asks of it: "lắp công tơ mới cần giấy tờ gì" → "lắp công tơ mới"."""
    words = [span.text for span in syllables(bare(written_out(question)))]
    around = _AROUND if has_diacritics(question) else _AROUND_PLAIN
    while words and words[-1].lower() in around:
        words.pop()
    while words and words[0].lower() in around:
        words.pop(0)
    return " ".join(words)


def completed(text: str, topic: str) -> str:
    """The question with its subject: "cái đó bao nhiêu tiền" → "lắp công tơ mới bao nhiêu tiền"."""
    asked = bare(written_out(text))
    if _THAT.search(asked):
        return _THAT.sub(lambda _: topic, asked, count=1)
    return f"{topic} {asked}"


def other_subject(text: str) -> str:
    """The subject that a question like "thế còn tạm trú thì sao?" puts in place of the last one; "" if it is none."""
    if len(text) > MAX_CHARS:
        return ""
    found = _AND_THAT.match(text)
    other = bare(found.group("other")) if found else ""
    words = [word for word in fold(other).split() if word not in _ASPECTS]
    return other if words else ""


def with_subject(question: str, topic: str, other: str) -> str:
    """The last question asked of another subject."""
    known = {fold(word) for word in topic.split()}
    rest = [word for word in question.split() if fold(word.strip(".,?!")) not in known]
    return f"{other} {' '.join(rest)}".strip()
