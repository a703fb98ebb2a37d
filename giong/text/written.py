"""What a recogniser heard, as people write it: numbers, money, dates, times, telephones; knows no grammar, so it
changes little.

Numbers of one syllable stay words ("ba tôi", "năm nay", "một người") unless what stands beside them proves a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from giong.text import addresses, dates, foreign, links, money, phones, references, times, units
from giong.text.compounds import NOT_NUMBERS
from giong.text.heard import Heard, Reading, digit_run, heard
from giong.text.lexicon import bag
from giong.text.numbers import DIGITS, grouped, scan
from giong.text.rewriting import Edit, Rewriting
from giong.text.unicode import nfc
from giong.text.words import word_at

_VAGUE = bag("vài mấy hàng dăm nhì")
# Nouns after which a lone digit is a number, whatever follows.
_NUMBERED = bag("quận phường tầng phòng khoản chương lớp tổ lộ hẻm ngõ khóa kỳ")
# Nouns after which it is one only where the phrase ends.
_NUMBERED_AT_END = _NUMBERED | bag(
    "số điều mục trang bàn cổng cửa bước câu bài tập ga cấp hạng loại tuyến đợt phần mã nhánh phím"
)
_ENDS_PHRASE = frozenset(
    ["", ".", ",", "?", "!", ";", ":", "ạ", "nhé", "nha", "dạ", "khoản", "điểm", "điều", "của", "luật"]
)
_NAMES_DIGITS = bag("số mã otp pin gọi khoản thẻ phòng máy đài là cước phẩy chấm")
_Reader = Callable[[Sequence[str], int], Reading | None]


def written(text: str) -> str:
    """The transcript with numbers in digits and spoken addresses written; everything else unchanged."""
    return written_from(nfc(text)).text


def written_from(text: str) -> Rewriting:
    """The same of a composed text (NFC), with the way back to the words."""
    found = Rewriting.of(text)
    found = found.rewritten(Edit(*email) for email in links.heard_emails(found.text))
    found = found.rewritten(foreign.edits(found.text))
    return found.rewritten(_numbers(heard(found.text)))


def _numbers(row: Heard) -> Iterator[Edit]:
    at = 0
    while at < len(row.words):
        reading = _read(row.words, at) if row.words[at] in _STARTS else None
        if reading is None:
            at += 1
            continue
        yield Edit(row.spans[at].start, row.spans[reading.end - 1].end, reading.text)
        at = reading.end


_STARTS = frozenset(DIGITS) | {"mười", "âm", "tháng", "cộng"}


def _read(words: Sequence[str], at: int) -> Reading | None:
    if f"{words[at]} {word_at(words, at + 1)}" in NOT_NUMBERS or word_at(words, at - 1) in _VAGUE:
        return None
    for reader in _READERS:
        reading = reader(words, at)
        if reading is not None:
            return reading
    return None


def _digits(words: Sequence[str], start: int) -> Reading | None:
    """Four digits or more in a row are a code; fewer, or a row that only counts up, need a word such as "mã" before
    them.
    """
    run = digit_run(words, start)
    if run is None or run.end - start < 3:
        return None
    if word_at(words, run.end - 1) == "năm" and scan(words, run.end) is not None and len(run.digits) < 7:
        return None
    named = word_at(words, start - 1) in _NAMES_DIGITS
    if words[start] == "không" and phones.read_spoken(words, start + 1) is not None:
        return None
    if not named and (len(run.digits) < 4 or run.digits in "0123456789"):
        return None
    return Reading(run.end, run.digits)


def _fraction(words: Sequence[str], start: int) -> Reading | None:
    upper = scan(words, start)
    if upper is None or upper.value > 99 or word_at(words, upper.end) != "phần":
        return None
    at = upper.end + 1
    if word_at(words, at) == "tư" and f"tư {word_at(words, at + 1)}" not in NOT_NUMBERS:
        return Reading(at + 1, f"{upper.value}/4")
    lower = scan(words, at)
    if lower is None or lower.value <= upper.value or f"{words[at]} {word_at(words, at + 1)}" in NOT_NUMBERS:
        return None
    return Reading(lower.end, f"{upper.value}/{lower.value}")


def _decimal(words: Sequence[str], start: int) -> Reading | None:
    negative = words[start] == "âm"
    if negative and not _is_minus(words, start):
        return None
    number = units.decimal_spoken(words, start + negative)
    if number is None or ("," not in number.text and not negative):
        return _version(words, start)
    return Reading(number.end, "-" * negative + number.text)


def _is_minus(words: Sequence[str], at: int) -> bool:
    """ "âm" is a minus before a number of two syllables, or one that a unit follows; else it is a sound."""
    found = scan(words, at + 1)
    if found is None or not found.value or word_at(words, at - 1) in ("phát", "nguyên", "phụ", "giọng", "vần"):
        return False
    return found.end - at > 2 or word_at(words, found.end) in ("độ", "phẩy", "", ".", ",")


def _version(words: Sequence[str], start: int) -> Reading | None:
    """ "bốn chấm không" → "4.0"."""
    if word_at(words, start + 1) != "chấm" or word_at(words, start + 2) not in DIGITS or words[start] not in DIGITS:
        return None
    if (
        word_at(words, start + 3) in ("mươi", "trăm", "nghìn", "chấm")
        or f"{words[start + 2]} {word_at(words, start + 3)}" in NOT_NUMBERS
    ):
        return None
    return Reading(start + 3, f"{DIGITS[words[start]]}.{DIGITS[words[start + 2]]}")


def _named(words: Sequence[str], start: int) -> Reading | None:
    """A lone digit that names a floor, an article, a district."""
    digit = DIGITS.get(words[start])
    if not digit or word_at(words, start + 1) in DIGITS:
        return None
    before, after = word_at(words, start - 1), word_at(words, start + 1)
    if before in _NUMBERED or (before in _NUMBERED_AT_END and after in _ENDS_PHRASE):
        found = scan(words, start)
        return Reading(start + 1, str(digit)) if found is not None and found.end == start + 1 else None
    return None


def _plain(words: Sequence[str], start: int) -> Reading | None:
    found = scan(words, start)
    if found is None or (found.end - start == 1 and words[start] != "mười"):
        return None
    said = words[start : found.end]
    if "chục" in said and found.value < 1000:
        return None
    if word_at(words, start - 1) == "thứ" and found.end - start == 2 and "mươi" not in said:
        return None
    if word_at(words, found.end) in ("mươi", "rưỡi", "mấy"):
        return None
    return Reading(found.end, grouped(found.value))


_READERS: tuple[_Reader, ...] = (
    phones.read_spoken,
    references.read_spoken,
    addresses.read_spoken,
    dates.read_spoken,
    times.read_spoken,
    _digits,
    money.read_spoken,
    units.read_spoken,
    _fraction,
    _decimal,
    _named,
    _plain,
)
