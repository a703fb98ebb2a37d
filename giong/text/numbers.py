"""Numbers and the words for them, both ways, with the regional forms; knows nothing of money, dates or telephones.

Words are given as lower-case syllables. Reading them back accepts what people say: linh or lẻ, nghìn or ngàn,
mốt, tư, lăm or nhăm, rưỡi, "hai lăm" for twenty-five, "một trăm hai" for 120 and "một triệu hai" for 1 200
000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from giong.text.compounds import NOT_NUMBERS
from giong.text.lexicon import bag
from giong.text.unicode import nfc
from giong.text.words import word_at

DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {word: value for value, word in enumerate(DIGIT_WORDS)} | {"bẩy": 7}
_ENDINGS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
# What a price is for: "hai trăm nghìn một tháng".
_EACH = bag(
    "tháng ngày năm tuần quý giờ phút đêm buổi lần lượt người khách hộ nhà phòng suất vé chỗ ghế cái chiếc con bộ gói "
    "hộp chai ly thùng bao ký kí cân ki tấn lít khối mét số chữ chuyến đơn trang bản khóa chỉ cây"
)
# Nouns whose number is said without "trăm": "phòng ba linh năm" is 305.
_ROOMS = bag("phòng căn hộ nhà số lầu")
_BILLION = 10**9
_LONGEST_LITERAL = 27  # characters; a longer one is nobody's amount, and is read digit by digit

# A number as it is written: grouped with an optional decimal part, or plain with an optional decimal part.
LITERAL = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?)"


@dataclass(frozen=True)
class Style:
    """A way of saying numbers. All forms are correct; regions differ."""

    zero_ten: str = "linh"
    thousand: str = "nghìn"
    four: str = "tư"
    five: str = "lăm"


NORTH = Style()
SOUTH = Style(zero_ten="lẻ", thousand="ngàn", four="bốn")


def to_words(number: int, style: Style = NORTH) -> str:
    """105 → "một trăm linh năm". A group of hundreds after skipped thousands says "không nghìn", since "một triệu hai
    trăm" is understood as 1 200 000.
    """
    if number < 0:
        return "âm " + to_words(-number, style)
    return " ".join(_spelled(number, style)) if number else "không"


def _spelled(number: int, style: Style, *, leading: bool = True) -> list[str]:
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        return [*_spelled(high, style, leading=leading), "tỷ", *_spelled(low, style, leading=False)]
    millions, rest = divmod(number, 10**6)
    thousands, units = divmod(rest, 1000)
    said: list[str] = []
    if millions:
        said += [*_group(millions, style, whole=not leading), "triệu"]
    if thousands:
        said += [*_group(thousands, style, whole=bool(said) or not leading), style.thousand]
    elif units >= 100 and (millions or not leading):
        said += ["không", style.thousand]
    if units:
        said += _group(units, style, whole=bool(said) or not leading)
    return said


def _group(number: int, style: Style, *, whole: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    said = [DIGIT_WORDS[hundreds], "trăm"] if hundreds or whole else []
    if not rest:
        return said
    if tens == 0:
        return [*said, style.zero_ten, DIGIT_WORDS[unit]] if said else [DIGIT_WORDS[unit]]
    said += ["mười"] if tens == 1 else [DIGIT_WORDS[tens], "mươi"]
    if unit:
        said.append(_after_ten(tens, unit, style))
    return said


def _after_ten(tens: int, unit: int, style: Style) -> str:
    if unit == 5:
        return style.five if tens > 1 else "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    if tens > 1 and unit == 4:
        return style.four
    return DIGIT_WORDS[unit]


def digit_by_digit(digits: str) -> str:
    """ "090" → "không chín không"."""
    return " ".join(DIGIT_WORDS[int(digit)] for digit in digits)


def decimals(digits: str, style: Style = NORTH) -> str:
    """The places after the comma: one or two are a number ("hai mươi lăm"), more or a leading zero are digits."""
    if len(digits) > 2 or digits.startswith("0"):
        return digit_by_digit(digits)
    return to_words(int(digits), style)


def is_grouped(literal: str) -> bool:
    """Whether dots (or commas) cut thousands: "1.250.000", "1.250", "1,250,000"; "1,250" is a decimal."""
    for mark in ".,":
        head, *groups = literal.split(mark)
        if groups and 0 < len(head) <= 3 and not head.startswith("0") and all(len(group) == 3 for group in groups):
            return (mark == "." or len(groups) > 1) and "".join([head, *groups]).isdigit()
    return False


def read(literal: str, style: Style = NORTH) -> str:
    """A number as it is written in Vietnamese, in words: "1.250,5" → "một nghìn hai trăm năm mươi phẩy năm"."""
    sign = ""
    if len(literal) > _LONGEST_LITERAL:
        return digit_by_digit("".join(filter(str.isdigit, literal)))
    if literal[0] in "-−–+":
        sign, literal = ("cộng " if literal[0] == "+" else "âm "), literal[1:]
    if is_grouped(literal):
        return sign + to_words(int(literal.replace(".", "").replace(",", "")), style)
    for mark, name in ((",", "phẩy"), (".", "chấm")):
        whole, found, places = literal.rpartition(mark)
        if found:
            plain = whole.replace(".", "").replace(",", "")
            return f"{sign}{to_words(int(plain), style)} {name} {decimals(places, style)}"
    if len(literal) > 1 and literal.startswith("0"):
        return sign + digit_by_digit(literal)
    return sign + to_words(int(literal), style)


def grouped(number: int) -> str:
    """1250000 → "1.250.000"."""
    return f"{number:,}".replace(",", ".")


@dataclass(frozen=True)
class Numeral:
    """A number found in words. `end` is the index after its last syllable; `loose` says that a place name was left out
    ("một trăm hai"), `strict` is then what the words would mean letter by letter (102).
    """

    value: int
    end: int
    loose: bool = False
    strict: int | None = None


def from_words(text: str) -> int | None:
    """The number that the whole text says, or None."""
    words = nfc(text).lower().split()
    negative = words[:1] == ["âm"]
    found = scan(words, int(negative))
    if found is None or found.end != len(words):
        return None
    return -found.value if negative else found.value


def readings(text: str) -> tuple[int, ...]:
    """All that the words may mean, the likeliest first: "một trăm hai" → (120, 102)."""
    words = nfc(text).lower().split()
    found = scan(words, 0)
    if found is None or found.end != len(words):
        return ()
    return (found.value,) if found.strict is None else (found.value, found.strict)


def scan(words: Sequence[str], start: int) -> Numeral | None:
    """The longest number that begins at `start`."""
    high = _below_billion(words, start, leading=True)
    if high is None or not _is_scale(words, high.end, _BILLION):
        return high
    return _with_rest(words, high, _BILLION)


def _with_rest(words: Sequence[str], high: Numeral, scale: int) -> Numeral:
    """What follows a scale word: nothing, rưỡi, a lone digit (a tenth of the scale), or the lower groups."""
    base, after = high.value * scale, high.end + 1
    if word_at(words, after) == "rưỡi":
        return Numeral(base + scale // 2, after + 1)
    tail = _tail_digit(words, after, scale)
    if tail is not None:
        return Numeral(base + tail * scale // 10, after + 1, loose=True, strict=base + tail)
    low = _lower(words, after, scale)
    if low is None or _counts_things(words, after):
        return Numeral(base, after, high.loose)
    if scale > 1000 and low.value < 1000 and _is_bare(words, after, low):
        short = low.end - after == 2 and word_at(words, low.end - 1) in _ENDINGS
        return Numeral(
            base + low.value * scale // (100 if short else 1000), low.end, loose=True, strict=base + low.value
        )
    return Numeral(base + low.value, low.end, low.loose)


def _counts_things(words: Sequence[str], at: int) -> bool:
    """Whether a lone word after a scale is none of its digits: "bốn nghìn năm văn hiến" is four thousand years, and
    "năm mươi nghìn một lần" fifty thousand each time.
    """
    word, following = word_at(words, at), word_at(words, at + 1)
    if word == "năm":
        return following not in ("mươi", "trăm", "chục", *_SCALES) and following not in _ENDINGS
    return word == "một" and following in _EACH


def _lower(words: Sequence[str], start: int, scale: int) -> Numeral | None:
    if scale == _BILLION:
        return _below_billion(words, start, leading=False)
    if scale == 10**6:
        return _below_million(words, start, leading=False)
    return _below_thousand(words, start, leading=False)


def _is_bare(words: Sequence[str], start: int, low: Numeral) -> bool:
    """Whether a group has no scale word, and no filler such as "không trăm" or linh that would make it literal."""
    return word_at(words, start) not in ("không", "linh", "lẻ") and not any(
        word in _SCALES for word in words[start : low.end]
    )


def _below_billion(words: Sequence[str], start: int, *, leading: bool) -> Numeral | None:
    group = _below_thousand(words, start, leading=leading)
    if group is not None and _is_scale(words, group.end, 10**6):
        return _with_rest(words, group, 10**6)
    return _below_million(words, start, leading=leading)


def _below_million(words: Sequence[str], start: int, *, leading: bool) -> Numeral | None:
    group = _below_thousand(words, start, leading=leading)
    if group is None and not leading and tuple(words[start : start + 2]) in (("không", "nghìn"), ("không", "ngàn")):
        group = Numeral(0, start + 1)
    if group is not None and word_at(words, group.end) in ("nghìn", "ngàn"):
        return _with_rest(words, group, 1000)
    return group


def _below_thousand(words: Sequence[str], start: int, *, leading: bool) -> Numeral | None:
    if not leading and word_at(words, start) in ("linh", "lẻ"):
        return _after_linh(words, start, 0)
    hundreds = DIGITS.get(word_at(words, start))
    if hundreds and word_at(words, start - 1) in _ROOMS and word_at(words, start + 1) in ("linh", "lẻ"):
        short = _after_linh(words, start + 1, hundreds * 100)  # "phòng ba linh năm"
        return Numeral(short.value, short.end, loose=True) if short else _below_hundred(words, start)
    if hundreds is None or word_at(words, start + 1) != "trăm" or (leading and hundreds == 0):
        return _below_hundred(words, start)
    base, after = hundreds * 100, start + 2
    following = word_at(words, after)
    if following in ("linh", "lẻ"):
        return _after_linh(words, after, base) or Numeral(base, after)
    if following == "rưỡi":
        return Numeral(base + 50, after + 1)
    tail = _tail_digit(words, after, 100)
    if tail is not None:
        return Numeral(base + tail * 10, after + 1, loose=True, strict=base + tail)
    low = _below_hundred(words, after, after_hundred=True)
    if low is None or low.value == 0 or (low.end == after + 1 and word_at(words, after) != "mười"):
        return Numeral(base, after)
    return Numeral(base + low.value, low.end)


def _after_linh(words: Sequence[str], at: int, base: int) -> Numeral | None:
    following = word_at(words, at + 1)
    unit = DIGITS.get(following) or _ENDINGS.get(following)
    if unit is None or _is_compound(words, at + 1):
        return None
    return Numeral(base + unit, at + 2)


def _below_hundred(words: Sequence[str], start: int, *, after_hundred: bool = False) -> Numeral | None:
    first, second, third = word_at(words, start), word_at(words, start + 1), word_at(words, start + 2)
    if first == "mười":
        unit = _unit_after(words, start + 1)
        if second == "mươi":
            return None
        return Numeral(10 + unit, start + 2) if unit and second not in ("mốt", "tư") else Numeral(10, start + 1)
    tens = DIGITS.get(first)
    if tens is None:
        return None
    if tens and second == "chục":
        return Numeral(tens * 10, start + 2)
    if tens > 1 and second == "mươi":
        unit = _unit_after(words, start + 2)
        return Numeral(tens * 10 + unit, start + 3) if unit else Numeral(tens * 10, start + 2)
    if tens > 1 and second in _ENDINGS and not _is_compound(words, start + 1):
        return Numeral(tens * 10 + _ENDINGS[second], start + 2)
    if after_hundred and tens > 1 and DIGITS.get(second) and second != "năm" and third not in ("trăm", "mươi"):
        return Numeral(tens * 10 + DIGITS[second], start + 2)
    return Numeral(tens, start + 1)


def _unit_after(words: Sequence[str], at: int) -> int | None:
    """The unit after mười or mươi. "năm" there means years: twenty-five is "hai mươi lăm"."""
    word = word_at(words, at)
    if word == "năm" or word_at(words, at + 1) in ("mươi", "trăm", "chục") or _is_compound(words, at):
        return None
    return DIGITS.get(word) or _ENDINGS.get(word)


def _tail_digit(words: Sequence[str], at: int, scale: int) -> int | None:
    """A lone digit after a scale word. After trăm and nghìn a final "năm" means years unless a scale follows."""
    word = word_at(words, at)
    digit = DIGITS.get(word) or _ENDINGS.get(word)
    following = word_at(words, at + 1)
    if (
        not digit
        or (word == "một" and following in _EACH)
        or following in ("mươi", "trăm", "chục", "phẩy", "phần")
        or following in _ENDINGS
    ):
        return None
    if _is_compound(words, at) or (following in _SCALES and _SCALES[following] < scale):
        return None
    if DIGITS.get(following):
        return None
    if word == "năm" and scale <= 1000 and following not in _SCALES:
        return None
    return digit


def _is_scale(words: Sequence[str], at: int, scale: int) -> bool:
    """Whether a scale word stands there, and not "tỷ lệ" or "triệu chứng"."""
    return _SCALES.get(word_at(words, at)) == scale and not _is_compound(words, at)


def _is_compound(words: Sequence[str], at: int) -> bool:
    return f"{word_at(words, at)} {word_at(words, at + 1)}" in NOT_NUMBERS
