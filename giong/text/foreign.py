"""Foreign words of service talk, respelled the way Vietnamese people say them, and back; a list, no phonetics.

The words are in `lists/foreign.tsv`. A foreign word that is not there stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from giong.text.lexicon import one_of, rows
from giong.text.rewriting import Edit

_ROWS = rows("foreign.tsv")
SAID = {row[0].lower(): row[1] for row in _ROWS}
_WRITTEN = {heard: row[0] for row in _ROWS if len(row) > 2 for heard in row[2].split("|")}
_FOREIGN = re.compile(rf"(?<![\w@.]){one_of(SAID)}(?![\w@])", re.IGNORECASE)
_HEARD = re.compile(rf"(?<!\w){one_of(_WRITTEN)}(?!\w)", re.IGNORECASE)
_WITH_NUMBER = re.compile(r"(?<!\w)(?=[A-Z]{0,9}[a-z])[A-Za-z]{1,20}\d{1,9}(?!\w)")
_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z])(?=\d)")


def speak(text: str) -> str:
    """ "wifi" → "oai phai", "iPhone15" → "ai phôn 15"."""
    text = _WITH_NUMBER.sub(lambda match: _BEFORE_NUMBER.sub(" ", match.group()), text)
    return _FOREIGN.sub(lambda match: SAID[match.group().lower()], text)


def edits(text: str) -> Iterator[Edit]:
    """ "oai phai" → "wifi"."""
    return (Edit(*match.span(), _WRITTEN[match.group().lower()]) for match in _HEARD.finditer(text))
