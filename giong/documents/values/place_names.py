"""Names of communes and districts that were misread in their marks ("Krông Pác" for "Krông Pắc"), brought back to names
that exist. Knows no label and no paper; leaves streets, hamlets and whatever is in no list as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from giong.documents.values.given_names import likest
from giong.text.communes import communes, districts
from giong.text.provinces import PROVINCES
from giong.text.tones import to_old
from giong.text.unicode import fold
from giong.vision.page import Word

DOUBT = 0.9
"""A name of which the engine is at least so sure in every word stays as it is."""
_KIND = re.compile(
    r"(?i)^(?:phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh|ấp|thôn|đặc khu|tp\.?|tx\.?|tt\.?|[pqhx]\.)\s*"
)


@cache
def _by_fold() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for name in _names():
        found.setdefault(fold(name), set()).add(name)
    return {plain: tuple(sorted(names)) for plain, names in found.items()}


def _names() -> Iterator[str]:
    for own in communes().values():
        yield from (commune.name for commune in own)
    for several in districts().values():
        for district in several:
            yield district.name
            yield from (commune.name for commune in district.communes)
    yield from (name for province in PROVINCES for name in (province.name, province.today))


def mended(words: Sequence[Word]) -> str:
    """The address in these words, its doubtful names of units spelt as they are."""
    return " ".join(_part(part) for part in _parts(words))


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between commas."""
    part: list[Word] = []
    for word in words:
        part.append(word)
        if word.text.endswith(","):
            yield part
            part = []
    if part:
        yield part


def _part(words: Sequence[Word]) -> str:
    text = " ".join(word.text for word in words)
    if min(word.confidence for word in words) >= DOUBT:
        return text
    bare = text.rstrip(" .,;")
    kind = _KIND.match(bare)
    lead = kind.end() if kind else 0
    name = bare[lead:]
    known = _by_fold().get(fold(name), ())
    if not known or any(to_old(name.lower()) == to_old(other.lower()) for other in known):
        return text
    best = likest(name.lower(), known)
    return text[:lead] + (best.upper() if name.isupper() else best) + text[len(bare) :]
