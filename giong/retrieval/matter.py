"""Which words of a question a passage has nothing of: it may be about another matter. Knows no search."""

from __future__ import annotations

from giong.retrieval import asking
from giong.retrieval.passages import Passage
from giong.retrieval.question import Asked, understood
from giong.retrieval.terms import terms
from giong.text.lexicon import bag
from giong.text.tones import to_old
from giong.text.unicode import fold, has_diacritics

ASKED = frozenset({Asked.PRICE, Asked.DURATION})
"""Questions to which the price or the time of another thing is a wrong answer. Of questions of all kinds, one in five
right answers from running text lacks such words, for people word them in many ways (xquad-vi dev, 130 answers).
"""
LEAST_WORDS = 2
"""One missing syllable is often only said otherwise; two neighbours are mostly a word of their own."""
_EMPTY = frozenset(
    to_old(word)
    for word in bag(
        """có phải được cần muốn xin làm lấy đi đến ở tại cho của và thì là với về khi nếu bị hết mất tốn trong
        ngoài mỗi một các những hôm nay bây giờ hiện tại năm tháng ngày tuần giờ lần người mình con nhà bên phường em
        anh chị"""
    )
)
"""Words that a text may well leave out."""


def missing(query: str, passage: Passage) -> str:
    """The longest run of the question's telling words that neither the passage nor its context holds, as it was
    asked; "" where there is none of at least two, or where the question is not of the kinds in `ASKED`.
    """
    if understood(query).asked not in ASKED:
        return ""
    words = terms(query)
    plain = not has_diacritics(query)
    held = {fold(word) if plain else word for word in terms(f"{passage.context}\n{passage.text}")}
    empty = {fold(word) for word in _EMPTY} if plain else _EMPTY
    weights = asking.weights(words, folded=plain)
    runs: list[list[str]] = [[]]
    for word, weight in zip(words, weights, strict=True):
        if weight == asking.TELLING and word not in empty and word not in held:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    longest = max(runs, key=len)
    return " ".join(longest) if len(longest) >= LEAST_WORDS else ""
