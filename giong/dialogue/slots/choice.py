"""Choices from a list, and yes or no, in the many ways people say them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.slots.kind import Found, Wrong
from giong.text.lexicon import one_of
from giong.text.sounds import sounds
from giong.text.unicode import fold, has_diacritics

_ORDINALS = {
    "1": 1, "một": 1, "nhất": 1, "đầu": 1, "đầu tiên": 1, "2": 2, "hai": 2, "nhì": 2, "3": 3, "ba": 3, "4": 4, "bốn": 4,
    "tư": 4, "5": 5, "năm": 5, "6": 6, "sáu": 6, "7": 7, "bảy": 7, "bẩy": 7, "8": 8, "tám": 8, "9": 9, "chín": 9,
    "cuối": -1, "cuối cùng": -1, "sau cùng": -1, "kế cuối": -2, "áp chót": -2,
}  # fmt: skip
_ORDERS = _ORDINALS | {fold(word): order for word, order in _ORDINALS.items()}
_BEFORE_ORDER = (
    "dạ|vâng|em|anh|chị|tôi|cho|lấy|chọn|bấm|phím|số|cái|mục|ý|câu|lựa chọn|phương án|thứ|dòng|loại|gói|nút|nhấn|muốn"
)
_NUMBERED = re.compile(
    rf"^\W*(?:(?:{_BEFORE_ORDER}|{fold(_BEFORE_ORDER)})\s+)*({one_of(_ORDERS)})"
    r"(?:\s+(?:ạ|nhé|nha|đi|em|nhe|a|thôi))*\W*$",
    re.IGNORECASE,
)


SURE_SYLLABLES = 2
"""An option of so many syllables is recognised without diacritics also where nobody asked for it."""


_WEEKDAY_ALONE = re.compile(
    r"^\W*(?:(?:dạ|vâng|em|anh|chị|tôi|cho|lấy|chọn)\s+)*(?:thứ|thu)\s+(?:hai|ba|bốn|tư|năm|sáu|bảy|bon|tu|nam|sau|bay|[2-7])"
    r"(?!\w)",
    re.IGNORECASE,
)


def numbered(text: str, count: int, *, among_days: bool = False) -> int | None:
    """The index (from 0) of the option named by number, order or telephone key, if there are `count`.

    `among_days`: where days are spoken of, "thứ ba" is Tuesday and only "cái thứ ba" is the third.
    """
    if among_days and _WEEKDAY_ALONE.match(text):
        return None
    match = _NUMBERED.match(text)
    if not match:
        return None
    order = _ORDERS[" ".join(match.group(1).lower().split())]
    index = order - 1 if order > 0 else count + order
    return index if order and 0 <= index < count else None


class Choice:
    """The value is the option's `value`."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        index = numbered(text, len(slot.options), among_days=True)
        if index is not None:
            return Found(slot.options[index].value, 0, len(text))
        found = _named(text, slot) or _named_plainly(text, slot, least=1) or _whoever(text, slot)
        return found or _fault(text, slot) or _nearly(text, slot) or outside(text, slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = _named(text, slot)
        if found is None and not has_diacritics(text):
            found = _named_plainly(text, slot, least=SURE_SYLLABLES)
        return found

    def written(self, value: Any, slot: Slot) -> str:
        return next((option.title for option in slot.options if option.value == value), str(value))


def _named(text: str, slot: Slot) -> Found | None:
    """The longest option named; two different ones of the same length are no answer."""
    matches = [
        (end - start, start, end, option.value)
        for option in slot.options
        for words in (option.title, option.value, *option.synonyms)
        for start, end in [_span(words.lower(), text.lower())]
        if end
    ]
    return _longest(matches)


def _named_plainly(text: str, slot: Slot, *, least: int) -> Found | None:
    """The same without diacritics, for names of at least so many syllables: "thay" may be "thay" or "thấy"."""
    plain = fold(text)
    matches = [
        (end - start, start, end, option.value)
        for option in slot.options
        for words in (option.title, option.value.replace("_", " "), *option.synonyms)
        if len(words.split()) >= least
        for start, end in [_span(fold(words), plain)]
        if end
    ]
    return _longest(matches)


_SELVES = "tôi|tui|em|anh|chị|cô|chú|bác|cháu|con|mình|bọn mình"
_ONESELF = any_of(_SELVES)


def _whoever(text: str, slot: Slot) -> Found | None:
    """The same whatever people call themselves: "mỗi nhà em" for "mỗi nhà tôi"."""
    plain = _ONESELF.sub("toi", fold(text))
    named = {
        option.value
        for option in slot.options
        for words in (option.title, *option.synonyms)
        if _span(_ONESELF.sub("toi", fold(words)), plain)[1]
    }
    return Found(named.pop(), 0, len(text)) if len(named) == 1 else None


def _span(words: str, text: str) -> tuple[int, int]:
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else None
    return (match.start(), match.end()) if match else (0, 0)


def _longest(matches: list[tuple[int, int, int, str]]) -> Found | None:
    if not matches:
        return None
    length = max(match[0] for match in matches)
    best = [match for match in matches if match[0] == length]
    if len({match[3] for match in best}) > 1:
        return None
    _, start, end, value = best[0]
    return Found(value, start, end)


def _fault(text: str, slot: Slot) -> Wrong | None:
    """A number that no option has, or two options in one answer."""
    if re.fullmatch(r"\W*(?:(?:số|phím|cái|mục)\s+)?\d{1,2}\W*", text, re.IGNORECASE):
        return Wrong("wrong_choice_number", {"count": str(len(slot.options))})
    plain = fold(text)
    named = [
        option.title
        for option in slot.options
        if any(_span(fold(words), plain)[1] for words in (option.title, *option.synonyms))
    ]
    return Wrong("wrong_choice_two", {"first": named[0], "second": named[1]}) if len(named) == 2 else None


_WANTED = re.compile(
    r"(?:^|(?<=\s))(?:(?:đi |muốn |cần |bảo |hỏi )?(?:tìm|kiếm|mua|chọn|lấy)|tim|kiem|bảo|bao)"
    r"(?:\s+(?:cho|giúp|giùm|hộ|giup|gium|ho))?"
    rf"(?:\s+(?:{_SELVES}|{fold(_SELVES)}))?(?:\s+(?:là|một|cái|la|mot|cai))?\s+(.+)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:cơ mà|cơ|mà|ạ|nhé|nha|đi|em|với|gần đây|gần nhất|không|ở đâu|co ma|a|nhe|di|voi|gan day|khong|o dau))+"
    r"\W*$",
    re.IGNORECASE,
)
_VALUE_SYLLABLES = 3


def outside(text: str, slot: Slot) -> Wrong | None:
    """Something asked for by name that no option is: "tìm quán phở" among hotels and cafés."""
    said = text.strip(" .,!?")
    match = _WANTED.search(said)
    value = _TAIL.sub("", match.group(1) if match else said).strip(" .,!?")
    words = fold(value).split()
    known = {word for name in _names(slot) for word in fold(name).split()}
    led = bool(words) and words[0] in known and not match
    if not 0 < len(words) <= _VALUE_SYLLABLES or not value.replace(" ", "").isalpha() or known.issuperset(words):
        return None
    if not match and not (led and len(words) > 1):
        return None
    options = ", ".join(option.title for option in slot.options)
    return Wrong("wrong_choice_other", {"value": value, "options": options})


def _names(slot: Slot) -> list[str]:
    return [slot.title, *(name for option in slot.options for name in (option.title, *option.synonyms))]


LEAST_CHARS = 4
"""Shorter names must be met exactly: one letter makes another word of them."""
_ERRORS = 0.25
"""The share of a name's letters that may be wrong."""
MAX_WORDS_HEARD = 24


def _nearly(text: str, slot: Slot) -> Found | None:
    """The option that was mistyped or misheard; none where two are as near."""
    words = [*re.finditer(r"[^\W_]+", text)][:MAX_WORDS_HEARD]
    heard = [_sound(word.group()) for word in words]
    scored: list[tuple[float, str, int, int]] = []
    for option in slot.options:
        for name in (option.title, *option.synonyms):
            scored += _near(_sound(name), heard, words, option.value)
    if not scored:
        return None
    best = min(scored)
    if any(other[1] != best[1] and other[0] <= best[0] for other in scored):
        return None
    return Found(best[1], best[2], best[3], unsure=True)


def _near(name: str, heard: list[str], words: list[re.Match[str]], value: str) -> list[tuple[float, str, int, int]]:
    """Places where as many words (or one more or fewer) are nearly the name: errors a letter, value, start, end."""
    count = len(name.split())
    joined = name.replace(" ", "")
    if len(joined) < LEAST_CHARS:
        return []
    found = []
    for size in {max(1, count - 1), count, count + 1}:
        for start in range(len(heard) - size + 1):
            errors = _distance("".join(heard[start : start + size]), joined)
            if errors <= len(joined) * _ERRORS:
                found.append((errors / len(joined), value, words[start].start(), words[start + size - 1].end()))
    return found


@lru_cache(maxsize=4096)
def _sound(text: str) -> str:
    """Without marks, and with sounds alike that recognisers and spellers take for each other."""
    return fold(sounds(text))


def _distance(one: str, other: str) -> int:
    """Levenshtein's."""
    most = len(other) * _ERRORS
    if abs(len(one) - len(other)) > most or len(set(one) - set(other)) > most:
        return len(other)
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, match in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != match))
    return row[-1]


_NO = any_of(
    "không|ko|k|kg|hông|hổng|hem|khum|chưa|chả|chẳng|đừng|sai|nhầm|khỏi|no|nope|thôi|từ chối|bỏ đi|để sau|làm gì có",
    plain=False,
)
_NO_PLAIN = any_of("khong|hong|chua|dung co|tu choi|de sau")
_NOT_AT_ALL = re.compile(
    r"(?<!\w)(?:(?:có|đúng|phải|được|co|dung|phai|duoc)\s+(?:đâu|dau)|đâu\s+(?:có|phải))(?!\w)", re.IGNORECASE
)
_YES = any_of(
    "có|vâng|dạ|ừ|ừm|ờ|uh|um|uhm|ừa|đúng|phải|đồng ý|được|ok|oke|okay|okê|oki|okie|okela|chuẩn|chính xác|xác nhận|rồi",
    "yes|yep|yeah|nhất trí|tất nhiên|dĩ nhiên|đương nhiên|chắc chắn|hẳn rồi|chốt|duyệt|ưng|làm đi|đặt đi|gửi đi|👍",
    "vầng|uki|vậy đi|thế đi|tốt quá",
)
_BARE_YES = re.compile(
    r"^\W*(?:(?:dạ|vâng|em|anh|chị|tôi|mình)\s+)*(?:muốn|cần|thích|lấy|chịu|nên|y)(?:\s+(?:chứ|lắm|ạ|em|rồi|luôn|nhé|nha))*\W*$",
    re.IGNORECASE,
)
_NOT_HEARD = any_of("không rõ|không hiểu|không nghe|chưa rõ|chưa hiểu|không sao")
_UNDECIDED = any_of(
    "không biết|không nhớ|không chắc|chưa chắc|chưa biết|chưa quyết|để xem|để tôi xem|để em xem|để anh xem|để chị xem",
    "để nghĩ|để suy nghĩ|để tính|suy nghĩ đã|phân vân|tùy|tuỳ|sao cũng được|thế nào cũng được|không phải không",
    "không phải là không|nửa muốn nửa không|từ từ đã",
)
_MAYBE = any_of("có thể|có lẽ|chắc là|hình như|có khi|chắc|biết đâu", after=r"(?!\s+(?:chắn|chan)(?!\w))")
_YES_AFTER_ALL = any_of(
    "không sai|không nhầm|chả sai|không vấn đề|có chứ|không thành vấn đề|sao lại không|sao không",
    "thôi cũng được|thôi được|thôi thì được",
)
_ASKS_BACK = re.compile(r"(?<!\w)(?:có|đúng|phải|được)\s(?:.{0,60}\s)?không\W{0,5}$|\?\s*$", re.IGNORECASE)
MAX_WORDS = 8
"""A longer sentence is not taken as a bare yes or no."""


class YesNo:
    """The value is true or false. "Dạ không" is no: a denial weighs more than the polite "dạ" and "vâng".

    Who has not decided ("để xem đã", "tuỳ em") has said neither.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        if text.strip() in ("1", "2"):
            return Found(text.strip() == "1", 0, len(text))
        if len(text.split()) > MAX_WORDS:
            return None
        if _UNDECIDED.search(text):
            return Wrong("wrong_yes_no_undecided")
        if _YES_AFTER_ALL.search(text) or _BARE_YES.match(text):
            return Found(True, 0, len(text))
        if _NOT_HEARD.search(text):
            return None
        rest = _MAYBE.sub(" ", text)
        found = _yes_or_no(rest)
        if rest == text:
            return found
        # "Chắc là có" is said back; "có thể" alone is neither.
        return Found(found.value, 0, len(text), unsure=True) if found else Wrong("wrong_yes_no_undecided")

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return "có" if value else "không"


def _yes_or_no(text: str) -> Found | None:
    if match := _NO.search(text) or _NO_PLAIN.search(text) or _NOT_AT_ALL.search(text):
        return None if _ASKS_BACK.search(text) else Found(False, match.start(), match.end())
    match = _YES.search(text)
    return Found(True, match.start(), match.end()) if match else None
