"""How alike two sentences are in their words: tf-idf cosine, with and without diacritics. Knows no intent."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.text.tones import to_old
from giong.text.unicode import fold, nfc
from giong.text.words import syllables

Scores = NDArray[np.float64]
Grams = dict[str, float]
"""What a text is made of, with weights."""

MAX_CHARS = 1200
MAX_SYLLABLES = 200
"""What follows in a longer message is not read."""
_POLITE = frozenset(
    (
        *("dạ", "ạ", "ơi", "nhé", "nha", "ừ", "à", "vâng", "thưa", "em", "anh", "chị", "tôi", "mình", "cháu", "bạn"),
        *("cho", "hỏi", "với", "giúp", "ad", "shop", "xin", "muốn", "cần", "là", "thì", "mà", "da", "oi", "nhe"),
        *("thua", "chi", "toi", "minh", "chau", "ban", "hoi", "voi", "giup", "muon", "can", "la", "thi", "ma"),
    )
)
_POLITE_WEIGHT = 0.35


def accented_grams(text: str) -> Grams:
    words = [span.text for span in syllables(to_old(nfc(text[:MAX_CHARS])).lower())[:MAX_SYLLABLES]]
    return _grams(words)


def plain_grams(text: str) -> Grams:
    words = [span.text for span in syllables(fold(text[:MAX_CHARS]))[:MAX_SYLLABLES]]
    grams = _grams(words)
    letters = f" {' '.join(word for word in words if word not in _POLITE)} "
    for start in range(len(letters) - 2):
        grams[f"~{letters[start : start + 3]}"] = 0.4
    return grams


def word_weights(text: str, *, accented: bool) -> Grams:
    """The syllables, with diacritics or without; courtesies weigh little, and numbers are all alike."""
    text = to_old(nfc(text[:MAX_CHARS])).lower() if accented else fold(text[:MAX_CHARS])
    words = [span.text for span in syllables(text)[:MAX_SYLLABLES]]
    return {"0" if word[0].isdigit() else word: _POLITE_WEIGHT if word in _POLITE else 1.0 for word in words}


def _grams(words: Sequence[str]) -> Grams:
    """Syllables and pairs of them; numbers are all alike."""
    words = ["0" if word[0].isdigit() else word for word in words]
    grams: Grams = defaultdict(float)
    for word in words:
        grams[word] += _POLITE_WEIGHT if word in _POLITE else 1.0
    for left, right in pairwise(words):
        both = left in _POLITE and right in _POLITE
        grams[f"{left} {right}"] += _POLITE_WEIGHT * 0.8 if both else 0.8
    return grams


class Vectors:
    """An inverted index of tf-idf vectors of length 1."""

    def __init__(self, documents: Sequence[Grams]) -> None:
        self._count = len(documents)
        frequency = Counter(gram for document in documents for gram in document)
        self._idf = {gram: math.log(1 + self._count / n) for gram, n in frequency.items()}
        self._unseen = math.log(1 + self._count)
        postings: dict[str, list[tuple[int, float]]] = {gram: [] for gram in frequency}
        for number, document in enumerate(documents):
            for gram, weight in self._vector(document).items():
                postings[gram].append((number, weight))
        self._postings = {
            gram: (np.array([n for n, _ in some], dtype=np.intp), np.array([w for _, w in some]))
            for gram, some in postings.items()
        }

    def _vector(self, document: Grams) -> dict[str, float]:
        vector = {
            gram: (weight if weight <= 1 else 1 + math.log(weight)) * self._idf.get(gram, self._unseen)
            for gram, weight in document.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        return {gram: weight / length for gram, weight in vector.items()}

    def cosines(self, document: Grams) -> Scores:
        """With every document; words never seen make all of them less alike."""
        result = np.zeros(self._count)
        for gram, weight in self._vector(document).items():
            if gram in self._postings:
                numbers, weights = self._postings[gram]
                result[numbers] += weight * weights
        return result


class Likeness:
    """How alike a sentence is to each of some texts, in words alone."""

    def __init__(self, texts: Sequence[str], *, accented: bool) -> None:
        """`accented`: diacritics count for half; without it they are not looked at."""
        self._plain = Vectors([plain_grams(text) for text in texts])
        self._accented = Vectors([accented_grams(text) for text in texts]) if accented else None

    def of(self, text: str) -> Scores:
        plain = self._plain.cosines(plain_grams(text))
        if self._accented is None:
            return plain
        return 0.5 * plain + 0.5 * self._accented.cosines(accented_grams(text))
