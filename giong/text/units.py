"""Units of measure as written and as said, both ways; knows no conversion. They are in `lists/units.tsv`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading, digit_run
from giong.text.lexicon import one_of, rows
from giong.text.numbers import LITERAL, grouped, read, scan
from giong.text.words import word_at

_ROWS = rows("units.tsv")
NAMES = {row[0]: row[1] for row in _ROWS}
_SYMBOLS = one_of(NAMES)
_CARRIERS = (
    *("dòng", "dòng điện", "cầu dao", "aptomat", "áp tô mát", "attomat", "cb", "sạc", "tải", "công tơ"),
    *("ổ cắm", "phích cắm"),
)
_AMPERES = re.compile(rf"((?i:{one_of(_CARRIERS)})\s)(\d+(?:,\d+)?)\s?A(?!\w)")
_SIGN = r"(?:(?<![\w)\d])[-−–+±])?"
_MEASURED = re.compile(rf"(?<![\w.,])(?<!\d/)({_SIGN}{LITERAL})\s?({_SYMBOLS})(?![\w²³])")
# "1m2" is a square metre, unless a height is spoken of.
_HEIGHT = re.compile(r"(?<![\w.,])(\d)m(\d{2}|[^23\D])(?![\w.,]*\d)|(?<=cao )(\d)m(\d)(?!\w)|(?<=dưới )(\d)m(\d)(?!\w)")
_BETWEEN = re.compile(r"(\d(?:\s?(?:mm|cm|dm|m))?)\s?[x×]\s?(?=\d)")
_PRESSURE = re.compile(r"(?<![\w.,/])(\d{2,3})\s?/\s?(?=\d{2,3}\s?mmHg)")
_RATE = re.compile(r"(?<=phần trăm)\s?/\s?(?=năm|tháng|quý|ngày)|(?<=bai)\s?/\s?(?=ngày|tháng|giờ|người)")
_COMPOSED = re.compile(
    r"(?:(?<=gam)|(?<=mét)|(?<=lít)|(?<=khối))\s?/\s?(kg|m2|m²|m3|m³|km|ha|ngày|giờ|phút|người|tháng|năm|lít|l|h)(?!\w)"
)
_MOST_PLACES = 12
_SCALE_WORDS = frozenset({"nghìn", "ngàn", "triệu", "tỷ", "tỉ"})


def speak(text: str) -> str:
    """ "5kg" → "năm ki lô gam", "-5°C" → "âm năm độ xê", "15%" → "mười lăm phần trăm"."""
    text = _HEIGHT.sub(_height, text)
    text = _PRESSURE.sub(lambda match: f"{read(match[1])} trên ", text)
    text = _BETWEEN.sub(r"\1 nhân ", text)
    text = _MEASURED.sub(_measured, text)
    text = _RATE.sub(" một ", text)
    return _COMPOSED.sub(lambda match: " trên " + NAMES.get(match[1], match[1]), text)


def speak_amperes(text: str) -> str:
    """ "cầu dao 16A" → "cầu dao mười sáu am pe"; elsewhere "16A" names a room or a class."""
    return _AMPERES.sub(lambda match: f"{match[1]}{read(match[2])} am pe", text)


def _height(match: re.Match[str]) -> str:
    metres, rest = (group for group in match.groups() if group)
    return f"{read(metres)} mét {read(rest)}"


def _measured(match: re.Match[str]) -> str:
    # "lớp 5 A", "câu 3 V" name things: capital one-letter units must touch their number.
    if match.group().endswith((" A", " V", " W", " L")):
        return match.group()
    number = match[1]
    plus_minus = number.startswith("±")
    return f"{'cộng trừ ' if plus_minus else ''}{read(number.lstrip('±'))} {NAMES[match[2]]}"


# Heard syllables → the symbol; a percent sign touches its number, other symbols do not.
_HEARD = sorted(
    (
        (tuple(heard.split()), row[0] if row[0] in ("%", "‰") else f" {row[0]}")
        for row in _ROWS
        if len(row) > 2
        for heard in row[2].split("|")
    ),
    key=lambda pair: -len(pair[0]),
)


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A measured number: "mười lăm phẩy năm phần trăm" → "15,5%", "âm năm độ xê" → "-5 °C"."""
    negative = words[start] == "âm"
    if negative and start > 0 and words[start - 1] in ("phát", "nguyên", "phụ"):
        return None
    number = decimal_spoken(words, start + negative, points=True)
    if number is None:
        return None
    if word_at(words, start - 1) == "cao" and (height := _height_spoken(words, start)):
        return height
    for names, symbol in _HEARD:
        if tuple(words[number.end : number.end + len(names)]) == names:
            return Reading(number.end + len(names), ("-" if negative else "") + number.text + symbol)
    return None


def _height_spoken(words: Sequence[str], start: int) -> Reading | None:
    """ "một mét sáu lăm" → "1m65"."""
    metres = scan(words, start)
    if metres is None or not 0 < metres.value < 10 or word_at(words, metres.end) != "mét":
        return None
    rest = scan(words, metres.end + 1)
    if rest is None or not 0 < rest.value < 100:
        return None
    return Reading(rest.end + (word_at(words, rest.end) == "phân"), f"{metres.value}m{rest.value}")


def decimal_spoken(words: Sequence[str], start: int, *, points: bool = False) -> Reading | None:
    """A number with or without places after the comma: "ba phẩy mười bốn" → "3,14"; `points` says that "chấm" is a
    comma too, as before a unit, and not the dot of a version.
    """
    whole = scan(words, start)
    if whole is None:
        return None
    plain = Reading(whole.end, grouped(whole.value))
    mark = word_at(words, whole.end)
    if mark not in ("phẩy", "phảy") and not (points and mark == "chấm"):
        return plain
    places = _places(words, whole.end + 1)
    return Reading(places.end, f"{grouped(whole.value)},{places.text}") if places else plain


def _places(words: Sequence[str], start: int) -> Reading | None:
    """The digits after "phẩy"; a scale word ends them ("một phẩy năm tỷ")."""
    near = words[start : start + _MOST_PLACES]
    stop = next((at for at, word in enumerate(near) if word in _SCALE_WORDS), len(near))
    before_scale = near[:stop]
    run, number = digit_run(before_scale, 0), scan(before_scale, 0)
    if number is not None and number.value < 100 and (run is None or number.end > run.end):
        return Reading(start + number.end, str(number.value))
    return Reading(start + run.end, run.digits) if run else None
