"""E-mail and web addresses as they are said aloud, and back; knows no mail and no network."""

from __future__ import annotations

import re

from giong.text.dictation import spelled
from giong.text.lexicon import bag, one_of, table
from giong.text.numbers import DIGITS, digit_by_digit
from giong.text.unicode import fold

EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?!\w)", re.ASCII)
_TOP_WORDS = bag(
    "com vn net org edu gov info io ai app dev me asia biz shop store online site xyz name pro health id int mil"
)
_TOP = one_of(_TOP_WORDS)
URL = re.compile(
    rf"(?:https?://[^\s<>\"]+|(?<![\w@.])(?:www\.)?(?:[a-z0-9-]+\.)+{_TOP}(?![\w@])(?:/[^\s<>\"]*)?)",
    re.IGNORECASE,
)

# How Vietnamese callers name the parts.
_SAID_PARTS = table(
    "gmail: gờ meo; yahoo: gia hu; hotmail: hót meo; outlook: ao lúc; icloud: ai clao; com: com; vn: vê en;"
    "net: nét; org: o rờ gờ; edu: e đu; gov: góp; www: vê kép vê kép vê kép"
)
_SAID_MARKS = table(
    ".: chấm; @: a còng; -: gạch ngang; _: gạch dưới; /: gạch chéo; +: cộng; ?: chấm hỏi; =: bằng; &: và; #: thăng;"
    "%: phần trăm; ~: ngã"
) | {":": "hai chấm"}
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]")


def speak(text: str) -> str:
    """ "an.nguyen@gmail.com" → "an chấm nguyen a còng gờ meo chấm com"; "https://" is not said."""
    if "." not in text:
        return text
    return URL.sub(_url, EMAIL.sub(lambda match: _said(match.group()), text))


def _url(match: re.Match[str]) -> str:
    address = match.group()
    kept = address.rstrip(".,;:!?)")
    said = _said(re.sub(r"^https?://", "", kept, flags=re.IGNORECASE).rstrip("/"))
    return said + address[len(kept) :]


def _said(address: str) -> str:
    return " ".join(_piece(piece) for piece in _PIECE.findall(address))


def _piece(piece: str) -> str:
    if piece.isdigit():
        return digit_by_digit(piece)
    return _SAID_PARTS.get(piece.lower()) or _SAID_MARKS.get(piece) or piece


_HEARD_PARTS = {said: part for part, said in _SAID_PARTS.items()} | table(
    "gờ mêu: gmail; g mail: gmail; gi meo: gmail; ya hu: yahoo; da hu: yahoo; vi en: vn; vờ nờ: vn; vê nờ: vn;cơm: com"
)
_AT = one_of(("a còng", "a cồng", "a vòng"))
_HEARD_MARKS = table("chấm: .; a còng: @; a cồng: @; a vòng: @; gạch dưới: _; gạch ngang: -; gạch nối: -; trừ: -")
_WORD = r"[^\W_]+"
_HEARD = re.compile(
    rf"(?P<user>(?<!\w){_WORD}(?: {_WORD}){{0,15}}?) {_AT} "
    rf"(?P<host>{_WORD}(?: {_WORD}){{0,3}}?(?: chấm (?:{one_of(_HEARD_PARTS)}|{_WORD})){{1,3}})(?!\w)",
    re.IGNORECASE,
)
# The words before a spoken address that do not belong to it.
_INTRODUCTION = bag(
    "là email mail i meo chỉ gửi vào về tới qua đến cho của tôi em mình anh chị cháu ạ nhé nha thì hộp thư dạ vâng "
    "ừ địa web trang vào website"
)


def heard_emails(text: str) -> list[tuple[int, int, str]]:
    """Spoken e-mail addresses: start, end, and the address meant. An introducing word ("là", "email") bounds it on the
    left.
    """
    if not any(at in text.lower() for at in ("còng", "cồng", "vòng")):
        return []
    found = []
    for match in _HEARD.finditer(text):
        said = [*re.finditer(r"\S+", match["user"])]
        first = _user_start([word.group() for word in said])
        if first < len(said):
            user = match["user"][said[first].start() :]
            start = match.start() + said[first].start()
            found.append((start, match.end(), f"{_joined(user)}@{_joined(match['host'])}"))
    return found


_HEARD_URL = re.compile(
    rf"(?<!\w)(?P<host>{_WORD}(?: {_WORD}){{0,5}}?(?: chấm (?:{one_of(_HEARD_PARTS)}|{_WORD}(?: {_WORD})?)){{0,2}}"
    rf" chấm (?P<top>{one_of([*_TOP_WORDS, *_HEARD_PARTS])}))"
    rf"(?P<path>(?: (?:gạch chéo|xuyệt|sẹt|xẹt) {_WORD}(?: {_WORD}){{0,3}}?){{0,3}})(?!\w)",
    re.IGNORECASE,
)
_WEB = re.compile(
    r"(?:vê kép|vê đúp|đắp liu|3 w|ba vê kép|w)(?: (?:vê kép|vê đúp|đắp liu|w)){0,2} chấm ", re.IGNORECASE
)


def heard_url(text: str) -> tuple[int, int, str] | None:
    """A spoken web address: start, end, and the address meant. An introducing word bounds it on the left."""
    if "chấm" not in text.lower():
        return None
    match = _HEARD_URL.search(text)
    if match is None:
        return None
    said = [*re.finditer(r"\S+", match["host"])]
    first = 0 if _WEB.match(match["host"]) else _user_start([word.group() for word in said])
    if first >= len(said):
        return None
    host = match["host"][said[first].start() :]
    web = _WEB.match(host)
    address = ("www." if web else "") + _joined(host[web.end() :] if web else host)
    path = re.sub(r" (?:gạch chéo|xuyệt|sẹt|xẹt) ", " / ", match["path"])
    return match.start() + said[first].start(), match.end(), address + _joined(path)


def _user_start(said: list[str]) -> int:
    for index in range(len(said) - 1, -1, -1):
        if said[index].lower() in _INTRODUCTION and not _follows_mark(said, index):
            return index + 1
    return 0 if len(said) <= 8 or spelled(said) is not None else len(said) - 1


def _follows_mark(said: list[str], index: int) -> bool:
    """Whether the word is joined to the one before it by "chấm" or "gạch dưới", and so belongs to the address."""
    before = [word.lower() for word in said[max(0, index - 2) : index]]
    return before[-1:] == ["chấm"] or " ".join(before) in _HEARD_MARKS


def _joined(said: str) -> str:
    if (letters := spelled(said.split())) is not None and len(said.split()) > 1:
        return letters.lower()
    said = " " + " ".join(said.lower().split()) + " "
    for heard, part in sorted(_HEARD_PARTS.items(), key=lambda pair: -len(pair[0])):
        said = said.replace(f" {heard} ", f" {part} ")
    for heard, mark in _HEARD_MARKS.items():
        said = said.replace(f" {heard} ", f" {mark} ")
    return "".join(str(DIGITS[word]) if word in DIGITS else fold(word) for word in said.split())
