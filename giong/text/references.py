"""Numbers of Vietnamese legal documents ("15/2020/NĐ-CP") as said aloud; knows how they are built, not what they
regulate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.abbreviations import ACTS, OFFICES, spell
from giong.text.heard import Reading, year
from giong.text.lexicon import bag, one_of
from giong.text.numbers import scan, to_words

_PARTS = {**OFFICES, **ACTS}
_PART = r"(?:[A-ZĐ][A-Za-zĐđ&]*\d{0,2})"
_NUMBERED = re.compile(rf"(?<![\w/])(\d+)([a-z])?(?:/((?:19|20)\d{{2}}))?/({_PART}(?:[-–]{_PART})*)(?![\w/-])")
_PARTY = re.compile(rf"(?<![\w/])(\d+)[-–]({one_of(ACTS)}|KL|QC)/(TW|TU|BCT|ĐU)(?!\w)")
_PARTY_OFFICES = {"TW": "trung ương", "TU": "thành ủy", "BCT": "bộ chính trị", "ĐU": "đảng ủy"}
_BARE = re.compile(rf"(?<![\w/-])({one_of(ACTS)}(?:[-–]{_PART})+)(?![\w-])")
_CONGRESS = re.compile(r"QH(\d{1,2})")


def speak(text: str) -> str:
    """ "15/2020/NĐ-CP" → "mười lăm trên hai nghìn không trăm hai mươi trên nghị định chính phủ"."""
    if "/" in text:
        text = _PARTY.sub(_party, text)
        text = _NUMBERED.sub(_numbered, text)
    return _BARE.sub(lambda match: _symbol(match[1]), text)


def _numbered(match: re.Match[str]) -> str:
    number, letter, year, symbol = match.groups()
    kind = re.split("[-–]", symbol)[0]
    if kind not in _PARTS and _CONGRESS.fullmatch(kind) is None and not year:
        return match.group()
    parts = [f"{to_words(int(number))} {spell(letter or '')}".rstrip()]
    if year:
        parts.append(to_words(int(year)))
    return " trên ".join([*parts, _symbol(symbol)])


def _party(match: re.Match[str]) -> str:
    """The Party writes the act before the stroke: "57-NQ/TW"."""
    return f"{to_words(int(match[1]))} {_part(match[2])} {_PARTY_OFFICES[match[3]]}"


def _symbol(symbol: str) -> str:
    return " ".join(_part(part) for part in re.split("[-–]", symbol))


def _part(part: str) -> str:
    congress = _CONGRESS.fullmatch(part)
    if congress:
        return "quốc hội " + to_words(int(congress[1]))
    return _PARTS.get(part) or spell(part)


_WRITTEN_BACK = bag(
    """NĐ-CP QĐ-TTg CT-TTg NQ-CP QĐ-UBND NQ-HĐND TT-BTC TT-BCA TT-BYT TT-BTP TT-BCT TT-BNV
    QH11 QH12 QH13 QH14 QH15 QH16"""
)
_SAID_SYMBOLS = {tuple(_symbol(symbol).split()): symbol for symbol in _WRITTEN_BACK} | {
    ("en", "đê", "xê", "pê"): "NĐ-CP",
    ("nờ", "đê", "xê", "pê"): "NĐ-CP",
}
_LONGEST_FIRST = sorted(_SAID_SYMBOLS.items(), key=lambda item: -len(item[0]))


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """ "mười lăm trên hai nghìn không trăm hai mươi trên nghị định chính phủ" → "15/2020/NĐ-CP"."""
    number = scan(words, start)
    if number is None or tuple(words[number.end : number.end + 1]) != ("trên",):
        return None
    dated = year(words, number.end + 1)
    stroke = dated[1] if dated else number.end
    if tuple(words[stroke : stroke + 1]) != ("trên",):
        return None
    for said, symbol in _LONGEST_FIRST:
        if tuple(words[stroke + 1 : stroke + 1 + len(said)]) == said:
            middle = f"/{dated[0]}" if dated else ""
            return Reading(stroke + 1 + len(said), f"{number.value}{middle}/{symbol}")
    return None
