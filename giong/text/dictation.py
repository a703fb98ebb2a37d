"""Digits, letters and marks dictated one after another ("không chín, hai lần số năm", "bê như Bình, gạch ngang"): what
they write, and where. Knows no numbering plan and no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from giong.text.heard import Heard, heard
from giong.text.lexicon import bag, table
from giong.text.numbers import DIGITS, scan
from giong.text.unicode import fold, has_diacritics, unaccented
from giong.text.words import word_at

MAX_TOKENS = 160
"""Nobody dictates more in one go, and looking stays linear."""
MAX_SIGNS = 40

_DIGITS = {word: str(digit) for word, digit in DIGITS.items()}
_FOLLOWING = {"tư": "4", "lăm": "5", "nhăm": "5", "mốt": "1", "linh": "0", "lẻ": "0"}
"""Digits only after another one."""
_FOLDED = {fold(word): digit for word, digit in (_DIGITS | {"tư": "4", "ko": "0"}).items()}
_TIMES = {"tam hoa": 3, "tứ quý": 4, "ngũ quý": 5, "lục quý": 6}
_COUNTS = {word: count for word, count in DIGITS.items() if 2 <= count <= 6} | {str(n): n for n in range(2, 7)}
_PAUSES = bag(
    ", . - – … ( ) : à ờ ừ ừm ờm ơ hừm um uh thì rồi xong đến tới tiếp theo là số chữ với dạ vâng ạ nhé nha nhá cái "
    "sau nữa"
)
"""Words and marks between two digits that write nothing."""
_MOST_PAUSES = 4
_ONE_PIECE = 6
_AMENDING = re.compile(
    r"(?<!\w)(?:à nhầm|ấy nhầm|nhầm rồi|nhầm|lộn|à không phải|không phải|à không|à quên|xin lỗi|sửa lại|đọc lại"
    r"|đúng ra là|ý (?:tôi|em|mình|anh|chị|cháu) là|a nham|nham|a khong|xin loi)(?!\w)",
    re.IGNORECASE,
)

LETTERS = table(
    "a: A; bê: B; bờ: B; bê bò: B; xê: C; cê: C; cờ: C; sê: C; dê: D; dờ: D; đê: D; đờ: D; e: E; ê: E; ép: F; ép "
    "phờ: F; phờ: F; gờ: G; giê: G; hát: H; hắt: H; hờ: H; hắc: H; i: I; i ngắn: I; gi: J; ji: J; giây: J; ca: K; "
    "ka: K; lờ: L; e lờ: L; en lờ: L; em: M; mờ: M; em mờ: M; e mờ: M; en: N; nờ: N; en nờ: N; e nờ: N; o: O; ô: "
    "O; pê: P; pờ: P; quy: Q; cu: Q; quờ: Q; rờ: R; e rờ: R; ét: S; ét xì: S; ét sì: S; ét xờ: S; sờ: S; xờ nặng: "
    "S; sờ nặng: S; tê: T; tờ: T; u: U; ư: U; vê: V; vờ: V; vê kép: W; vê đúp: W; đắp liu: W; đúp bờ liu: W; ích: "
    "X; ích xì: X; xờ: X; y: Y; i dài: Y; y dài: Y; i cờ rét: Y; i gờ rét: Y; dét: Z; giét: Z; zét: Z; rét: Z"
)
_LETTER_NAMES = sorted(((tuple(name.split()), letter) for name, letter in LETTERS.items()), key=lambda it: -len(it[0]))
_MARKS = sorted(
    (
        (tuple(name.split()), mark)
        for name, mark in table(
            "gạch ngang: -; gạch nối: -; gạch giữa: -; dấu gạch: -; gạch: -; trừ: -; gạch dưới: _; gạch chân: _;"
            "gạch chéo: /; xuyệt: /; sẹt: /; xẹt: /; trên: /; chấm: .; dấu chấm: .; a còng: @; a móc: @; còng: @"
        ).items()
    ),
    key=lambda it: -len(it[0]),
)
_TYPED_MARKS = frozenset("-_/.@")
_AS_IN = bag("như trong của")
_CALLED = bag("chữ từ tên tiếng")
_JOINED = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Sign:
    """What some syllables write: "5", "32", "B", "-", or "" for a pause; `plain` for a word that is no sign at all."""

    text: str
    start: int
    end: int
    plain: bool = False


@dataclass(frozen=True)
class Digits:
    """Digits in a row, and the part of the text that said them."""

    text: str
    start: int
    end: int


def digit_rows(text: str) -> list[list[Sign]]:
    """Rows of digits, each as the signs it was said in; pauses and courtesies do not end a row."""
    row = _row(text)
    plain = not has_diacritics(text)
    rows: list[list[Sign]] = []
    current: list[Sign] = []
    at = pauses = 0
    while at < len(row.words):
        piece = _digits_at(row.words, at, first=not current, plain=plain)
        if piece is not None:
            current.append(Sign(piece[0], row.spans[at].start, row.spans[piece[1] - 1].end))
            at, pauses = piece[1], 0
            continue
        pauses += 1
        if current and (row.words[at] not in _PAUSES or pauses > _MOST_PAUSES):
            rows.append(current)
            current = []
        at += 1
    return [*rows, current] if current else rows


def meant(text: str, fits: Callable[[str], bool], lengths: Sequence[int] = ()) -> Digits | None:
    """The digits that fit, as the person last said them.

    With `lengths`, an amendment may be a part: "0903 123 456 à nhầm, 457" ends anew.
    """
    rows = digit_rows(text)
    for number in range(len(rows) - 1, -1, -1):
        if found := _fitting(text, rows[number], fits):
            return found
        if number and (amended := _amended(text, rows[number - 1], rows[number], fits, lengths)):
            return amended
    return None


def longest(text: str) -> Digits | None:
    """The longest row of digits, for telling what is wrong with it; the last one where several are as long."""
    rows = [_whole(row) for row in digit_rows(text)]
    return max(reversed(rows), key=lambda row: len(row.text), default=None)


def _whole(row: Sequence[Sign]) -> Digits:
    return Digits("".join(sign.text for sign in row), row[0].start, row[-1].end)


def _fitting(text: str, row: Sequence[Sign], fits: Callable[[str], bool]) -> Digits | None:
    """The longest part of the row that fits, the later where two are as long."""
    row = row[-MAX_SIGNS:]
    for length in range(len(row), 0, -1):
        for start in range(len(row) - length, -1, -1):
            part = _whole(row[start : start + length])
            if _stands_apart(text, row, start, start + length) and fits(part.text):
                return part
    return None


def _stands_apart(text: str, row: Sequence[Sign], start: int, end: int) -> bool:
    """Whether a part is all of the row, was typed in one piece, or has a pause at its ends: digits said in one breath
    belong together.
    """
    if end - start == 1 and len(row[start].text) >= _ONE_PIECE:
        return True
    before = not start or text[row[start - 1].end : row[start].start].strip()
    after = end == len(row) or text[row[end - 1].end : row[end].start].strip()
    return bool(before and after)


def _amended(
    text: str, first: Sequence[Sign], second: Sequence[Sign], fits: Callable[[str], bool], lengths: Sequence[int]
) -> Digits | None:
    """The second row in place of the end of the first."""
    before, after = _whole(first), _whole(second)
    if not _AMENDING.search(text[before.end : after.start]):
        return None
    for length in lengths:
        kept = length - len(after.text)
        if 0 < kept <= len(before.text) and fits(before.text[:kept] + after.text):
            return Digits(before.text[:kept] + after.text, before.start, after.end)
    return None


def signs(text: str) -> list[Sign]:
    """Every token of the text as a sign; a word that is none writes its own letters, in capitals and plain."""
    row = _row(text)
    found: list[Sign] = []
    at = 0
    while at < len(row.words):
        written, end, plain = _sign_at(row, at, first=not found or found[-1].plain)
        found.append(Sign(written, row.spans[at].start, row.spans[end - 1].end, plain))
        at = end
    return found


def spelled(words: Sequence[str]) -> str | None:
    """What the words write where every one of them is a letter's name, a digit or a mark; else None."""
    row = _row(" ".join(words))
    written = ""
    at = 0
    while at < len(row.words):
        piece = _letter_at(row.words, at) or _mark_at(row.words, at) or _digits_at(row.words, at, first=not written)
        if piece is None:
            return None
        written += piece[0]
        at = piece[1]
    return written


def last_version(text: str) -> str:
    """What stands after the last "à nhầm", or all of the text where nothing is taken back."""
    marks = list(_AMENDING.finditer(text))
    return text[marks[-1].end() :] if marks else text


def _row(text: str) -> Heard:
    row = heard(text)
    return Heard(text, row.spans[:MAX_TOKENS], row.words[:MAX_TOKENS])


def _digits_at(words: Sequence[str], at: int, *, first: bool, plain: bool = False) -> tuple[str, int] | None:
    """What the syllables at `at` write in digits, and where they end."""
    word, following = word_at(words, at), word_at(words, at + 1)
    if repeated := _repeated(words, at, plain=plain):
        return repeated
    if word[:1].isdigit() and word.isascii():
        # "0912.345" is one number in groups; "12/5" and "8:30" are none.
        return (re.sub(r"\D", "", word), at + 1) if _JOINED.fullmatch(word) else None
    number = scan(words, at)
    if number is not None and number.end - at > 1 and number.value < 10**6:
        return str(number.value), number.end
    if word == "mười":
        return "10", at + 1
    if following in ("mươi", "trăm"):
        return None
    digit = _DIGITS.get(word) or ("" if first else _FOLLOWING.get(word, "")) or (_FOLDED.get(word) if plain else "")
    return (digit, at + 1) if digit else None


def _repeated(words: Sequence[str], at: int, *, plain: bool) -> tuple[str, int] | None:
    """ "hai lần số năm" → 55, "ba số tám" → 888, "tứ quý chín" → 9999."""
    count, after = _TIMES.get(f"{word_at(words, at)} {word_at(words, at + 1)}", 0), at + 2
    if not count:
        count, after = _COUNTS.get(word_at(words, at), 0), at + 1
        if word_at(words, after) in ("lần", "lan"):
            after += 1 + (word_at(words, after + 1) in ("số", "con", "chữ", "so"))
        elif word_at(words, after) in ("số", "con", "so"):
            after += 1
        else:
            return None
    word = word_at(words, after)
    digit = _DIGITS.get(word) or (word if len(word) == 1 and word.isdigit() else "")
    digit = digit or (_FOLDED.get(word, "") if plain else "")
    return (digit * count, after + 1) if count and digit else None


def _letter_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """A letter by its name or by itself, with the word that explains it: "bê như Bình", "A trong chữ An"."""
    letter, end = "", at
    for name, written in _LETTER_NAMES:
        if tuple(words[at : at + len(name)]) == name:
            letter, end = written, at + len(name)
            break
    if not letter and len(words[at]) == 1 and words[at].isalpha() and words[at] not in _PAUSES:
        letter, end = unaccented(words[at]).upper(), at + 1
    if not letter:
        return None
    return letter, _after_explanation(words, end, letter)


def _after_explanation(words: Sequence[str], at: int, letter: str) -> int:
    start = at + (word_at(words, at) == ",")
    if word_at(words, start) == letter.lower() and word_at(words, start + 1) in _AS_IN:
        start += 1
    if word_at(words, start) not in _AS_IN:
        return at
    start += 1
    while word_at(words, start) in _CALLED:
        start += 1
    return start + 1 if fold(word_at(words, start)[:1]) == letter.lower() else at


def _mark_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    for name, mark in _MARKS:
        if tuple(words[at : at + len(name)]) == name:
            return mark, at + len(name)
    return (words[at], at + 1) if words[at] in _TYPED_MARKS else None


def _sign_at(row: Heard, at: int, *, first: bool) -> tuple[str, int, bool]:
    """What is written, where it ends, and whether it is a plain word."""
    words = row.words
    if piece := _digits_at(words, at, first=first) or _letter_at(words, at) or _mark_at(words, at):
        return *piece, False
    if words[at] in _PAUSES:
        return "", at + 1, False
    return unaccented(row.spans[at].text).upper(), at + 1, True


def parts(found: Sequence[Sign]) -> Iterator[list[Sign]]:
    """The stretches between plain words."""
    part: list[Sign] = []
    for sign in found:
        if sign.plain:
            if part:
                yield part
            part = []
        else:
            part.append(sign)
    if part:
        yield part
