"""Characters that only look like a Vietnamese text's letters, made those letters; and signs of mood set apart. Knows no
words.

Invisible characters go, letters that stand in for Latin ones (full width, mathematical, Cyrillic and Greek look-alikes)
become Latin, and emoji are taken out of the words and kept in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from giong.text.rewriting import Edit
from giong.text.unicode import LOWER, UPPER

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"

_LATIN_LIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝӏвкмнтАВЕКМНОРСТУХІЈЅԌҮαοορνικυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧɡıⅼ",
        "aeopcyxijshdqwlbkmhtABEKMHOPCTYXIJSGYaooovikutABEZHIKMNOPTYXgil",
        strict=True,
    )
) | {"ρ": "p", "ο": "o"}
_EMOJI = (
    "\U0001f300-\U0001faff\U0001f000-\U0001f2ff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff"
    "\u25a0-\u25ff\U0001f1e6-\U0001f1ff"
)
_EMOTICON = r"(?<![\w:;=])(?:[:;=]['’]?-?[)(DPpvV3oO*|/\\]+|[:;=]-?[\])(]{2,}|\^_*\^|T_+T|<3|-_+-)(?!\w)"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_CONTROL = "\u0000-\u0008\u000b-\u001f\u007f-\u009f"

_ORDINARY = re.compile(rf"[\t\n -9<>-\]_`a-z{{|}}~…–—“”‘’·•²³°€£±×½¼¾{LOWER}{UPPER}]*")
"""What needs no look at all. ":", ";", "=" and "^" may begin an emoticon."""
_NOT_LETTERS = re.compile(
    rf"[{_INVISIBLE}]+|(?P<control>[{_CONTROL}]+|[\u00a0\u2000-\u200a\u202f\u205f\u3000]+|[\u2028\u2029]+)"
)
_SIGN = rf"[{_EMOJI}]|{_EMOTICON}"
_SIGNS = re.compile(rf"(?:{_SIGN})(?:\s*(?:{_SIGN}))*")
_ONE_SIGN = re.compile(_SIGN)
_MARKED = re.compile("[^\\W_][\u0300-\u036f]+|[\u0300-\u036f]+")
_COMPATIBLE = re.compile(
    "[\uff01-\uff5e\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\ufb00-\ufb06\u2100-\u214f]"
)
_WORD = re.compile("[\\w\u0300-\u036f]+")

_GREEK = re.compile("[\u0370-\u03ff]")
"""A Greek letter by itself is a formula's."""


@dataclass(frozen=True)
class Signs:
    """Emoji and emoticons of a text, in order, and the edits that take them out."""

    found: tuple[str, ...]
    edits: tuple[Edit, ...]


def ordinary(text: str) -> bool:
    """Whether no character of the text can need any of this room's care."""
    return _ORDINARY.fullmatch(text) is not None


def seen(text: str) -> Iterator[Edit]:
    """Edits that leave only what can be seen: no zero-width, control or directing characters; one kind of space."""
    for match in _NOT_LETTERS.finditer(text):
        now = "" if match["control"] is None else "\n" if match.group()[0] in "\u2028\u2029\r" else " "
        yield Edit(match.start(), match.end(), now)


def standard(text: str) -> Iterator[Edit]:
    """Edits that write full-width, mathematical and circled letters as ordinary ones."""
    for match in _COMPATIBLE.finditer(text):
        now = unicodedata.normalize("NFKC", match.group())
        yield Edit(match.start(), match.end(), _squared(match.group()) if now == match.group() else now)


def composed(text: str) -> Iterator[Edit]:
    """Edits that make one letter of a letter and its marks, and drop marks that no Vietnamese letter carries."""
    if unicodedata.is_normalized("NFC", text) and not _MARKED.search(text):
        return
    for match in _MARKED.finditer(text):
        apart = unicodedata.normalize("NFD", match.group())
        letter = "" if unicodedata.combining(apart[0]) else apart[0]
        shape, mark = (next((mark for mark in apart if mark in kind), "") for kind in (_SHAPES, _TONES))
        now = unicodedata.normalize("NFC", letter + shape + mark) if letter else ""
        yield Edit(match.start(), match.end(), now)


def latin(text: str) -> Iterator[Edit]:
    """Edits that write Cyrillic and Greek look-alikes as Latin letters: in words where Latin letters stand too, and in
    a mostly Latin text in words of nothing but Cyrillic look-alikes.
    """
    mostly_latin: bool | None = None
    for match in _WORD.finditer(text):
        word = match.group()
        if _LATIN_LIKE.keys().isdisjoint(word):
            continue
        rewritten = "".join(_LATIN_LIKE.get(letter, letter) for letter in word)
        if not all(_is_latin(letter) for letter in rewritten if letter.isalpha()):
            continue
        if all(letter in _LATIN_LIKE for letter in word if letter.isalpha()):
            if _GREEK.search(word):
                continue
            if mostly_latin is None:
                mostly_latin = sum(map(_is_latin, text)) * 2 > sum(map(str.isalpha, text))
            if not mostly_latin:
                continue
        yield Edit(match.start(), match.end(), rewritten)


def signs(text: str) -> Signs:
    """Emoji and emoticons; what they stood between is kept apart by one space."""
    found: list[str] = []
    edits: list[Edit] = []
    for match in _SIGNS.finditer(text):
        start, end = match.span()
        while start and text[start - 1].isspace():
            start -= 1
        while end < len(text) and text[end].isspace():
            end += 1
        found += _ONE_SIGN.findall(match.group())
        edits.append(Edit(start, end, " " if start and end < len(text) else ""))
    return Signs(tuple(found), tuple(edits))


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and (letter.isascii() or "LATIN" in unicodedata.name(letter, ""))


def _squared(letter: str) -> str:
    """Letters in squares and black circles have no compatible form in Unicode, only a name."""
    name = unicodedata.name(letter, "")
    last = name.rpartition(" ")[2]
    return last if len(last) == 1 else letter
