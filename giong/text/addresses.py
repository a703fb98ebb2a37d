"""Abbreviations and numbers of Vietnamese addresses as said aloud; knows no map and no list of streets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.abbreviations import spell
from giong.text.heard import Reading, digit_run, heard
from giong.text.lexicon import bag, one_of, table
from giong.text.numbers import scan, to_words
from giong.text.unicode import LOWER, UPPER
from giong.text.words import word_at

_UNITS = table(
    "tp: thành phố; tx: thị xã; q: quận; p: phường; h: huyện; x: xã; đ: đường; kp: khu phố; tt: thị trấn; t: tỉnh;"
    "f: phường; ql: quốc lộ; tl: tỉnh lộ; đt: đường tỉnh; hl: hương lộ; tdp: tổ dân phố"
)
_DEPARTMENTS = (
    *("Kế toán", "Kinh doanh", "Nhân sự", "Hành chính", "Kỹ thuật", "Tài chính", "Đào tạo", "Công chứng", "Giao dịch"),
    *("Tổ chức", "Kế hoạch", "Tư pháp", "Nội vụ", "Y tế", "Giáo dục", "KD", "NS", "HC"),
)
_NUMBER = r"\d+(?:[A-Z]|bis)?(?:/\d+(?:[A-Z]|bis)?)"
_NAME = rf"[{UPPER}][{LOWER}]+"
# "P." before these is a department, and before three digits a room.
_DEPARTMENT = re.compile(rf"(?<![\w.])P\.\s?(?=\d{{3,4}}(?!\w)|(?:{one_of(_DEPARTMENTS)})(?!\w))")
_DOTTED = re.compile(
    r"(?<![\w.])(TP|Tp|TX|Tx|TT|Tt|KP|Kp|TDP|QL|TL|ĐT|HL|Q|P|H|X|Đ|T|F|đ|q|p|tp|tx|kp|h|x)\.(?!T?GĐ)\s?"
    rf"(?=[{UPPER}]|\d)"
)
_JOINED = re.compile(r"(?<![\w.-])(KP|TDP|QL|TL|ĐT|HL|Q|P|F)\s?(?=\d{1,4}[A-Z]?(?![\w%/]|[.,]\d))")
_CITY = re.compile(rf"(?<![\w.])(?:TP|Tp|tp)\s(?=[{UPPER}])")
_HOUSE = re.compile(
    rf"((?<!\w)(?:số nhà|nhà số|số|hẻm|ngõ|ngách|kiệt|lô|căn|nhà|tổ|k)\s+)({_NUMBER}+)(?![\w/])", re.IGNORECASE
)
_STREET = re.compile(
    rf"(?<![\w/.,-])({_NUMBER}+)(?=\s+(?:đường|phố|hẻm|ngõ|đại lộ|quốc lộ|tổ|ấp|thôn)\s|\s+{_NAME}\s+{_NAME})"
)
_PART = re.compile(r"(\d+)([A-Z]|bis)?", re.IGNORECASE)


def speak(text: str) -> str:
    """ "12/5 P.3, Q.1, TP.HCM" → "mười hai trên năm phường 3, quận 1, thành phố HCM"."""
    text = _DEPARTMENT.sub("phòng ", text)
    text = _DOTTED.sub(lambda match: _UNITS[match[1].lower()] + " ", text)
    text = _JOINED.sub(lambda match: _UNITS[match[1].lower()] + " ", text)
    text = _CITY.sub("thành phố ", text)
    text = _HOUSE.sub(lambda match: match[1] + house_number(match[2]), text)
    return _STREET.sub(lambda match: house_number(match[1]), text)


def house_number(literal: str) -> str:
    """ "12/5A" → "mười hai trên năm a"."""
    return " trên ".join(_part(part) for part in literal.split("/"))


def _part(literal: str) -> str:
    match = _PART.fullmatch(literal)
    if match is None:
        return literal
    suffix = match[2] or ""
    letter = "bít" if suffix.lower() == "bis" else spell(suffix)
    return f"{to_words(int(match[1]))} {letter}".rstrip()


_STROKES = bag("trên xẹt xuyệt suyệt sẹt sẹc xược")
_HOUSES = bag("số hẻm ngõ ngách kiệt nhà lô")


def _number_at(words: Sequence[str], at: int) -> Reading | None:
    """A number, or its digits one by one: "bốn bảy" is 47."""
    number, run = scan(words, at), digit_run(words, at)
    if run is not None and (number is None or run.end > number.end):
        return Reading(run.end, run.digits)
    return Reading(number.end, str(number.value)) if number else None


def _ends(words: Sequence[str], at: int) -> bool:
    """Whether an address may end here, or goes on with its street."""
    return word_at(words, at) in ("", ".", ",", "?", "ạ", "nhé", "đường", "phố", "hẻm", "ngõ")


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """ "số mười hai trên năm" → "12/5"; without a word such as "số", a lone syllable is joined at the end only."""
    led = word_at(words, start - 1) in _HOUSES
    parts: list[str] = []
    at = start
    while (found := _number_at(words, at)) is not None and (
        led or found.end - at > 1 or (parts and _ends(words, found.end))
    ):
        parts.append(found.text)
        end = at = found.end
        if word_at(words, at) not in _STROKES:
            break
        at += 1
    return Reading(end, "/".join(parts)) if len(parts) > 1 else None


def house_numbers(text: str) -> str:
    """Words that answer a question about an address, with its numbers as they are written: "mười hai trên năm Láng Hạ"
    → "12/5 Láng Hạ".
    """
    row = heard(text)
    pieces: list[str] = []
    copied = at = 0
    while at < len(row.words):
        parts, end = _stroked(row.words, at)
        if len(parts) < 2:
            at += 1
            continue
        pieces += [text[copied : row.spans[at].start], "/".join(parts)]
        copied, at = row.spans[end - 1].end, end
    return "".join([*pieces, text[copied:]])


def _stroked(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """The numbers from a place on that are joined by strokes, in words or digits, and where they end."""
    parts: list[str] = []
    end = at
    while at < len(words):
        found = Reading(at + 1, words[at]) if words[at].isdigit() else _number_at(words, at)
        if found is None:
            break
        parts.append(found.text)
        end = found.end
        if word_at(words, end) not in _STROKES:
            break
        at = end + 1
    return parts, end
