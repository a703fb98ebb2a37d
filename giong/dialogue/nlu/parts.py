"""Where a sentence may be cut into several requests: at punctuation and at words that join. Knows no intent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from giong.text.unicode import fold, nfc
from giong.text.words import syllables

MAX_CHARS = 400
"""Several requests are looked for in messages up to this length."""
MAX_PARTS = 3
MIN_SYLLABLES = 2
MAX_PLACES = 6
"""A sentence with more places to cut than this is a list or a story, not two requests."""

_JOINTS = (
    *("và", "với lại", "đồng thời", "sau đó", "rồi", "xong", "còn", "ngoài ra", "bên cạnh đó", "cùng với"),
    *("à mà", "mà này", "tiện thể", "nhân tiện", "luôn tiện", "sẵn tiện", "thêm nữa", "kèm theo"),
)
_TIMES = ("tháng", "tuần", "năm", "hôm", "kỳ", "bữa")
"""After these "rồi" says when, and joins nothing."""
_CUT = re.compile(
    r"\s*[,;.!?\n]+\s*(?!\d)|(?<!\w)"
    + "".join(rf"(?<!{time}\s)" for time in {*_TIMES, *map(fold, _TIMES)})
    + rf"(?:{'|'.join(sorted(map(re.escape, {*_JOINTS, *map(fold, _JOINTS)}), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)


def cuts(text: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut the sentence into two or three parts of several syllables each, the fewest parts first."""
    text = nfc(text)
    if len(text) > MAX_CHARS:
        return
    places = _places(text)
    if len(places) > MAX_PLACES:
        return
    for count in range(1, min(MAX_PARTS - 1, len(places)) + 1):
        for chosen in combinations(places, count):
            starts = [0, *(end for _, end in chosen)]
            ends = [*(start for start, _ in chosen), len(text)]
            parts = tuple(text[start:end].strip(" ,;.!?\n") for start, end in zip(starts, ends, strict=True))
            if all(len(syllables(part)) >= MIN_SYLLABLES for part in parts):
                yield parts


def _places(text: str) -> list[tuple[int, int]]:
    """The marks and words to cut at; what stands side by side (", và") is one place."""
    places: list[tuple[int, int]] = []
    for match in _CUT.finditer(text):
        if match.start() == match.end():
            continue
        if places and not syllables(text[places[-1][1] : match.start()]):
            places[-1] = (places[-1][0], match.end())
        else:
            places.append(match.span())
    return places
