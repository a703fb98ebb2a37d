"""How much of a sentence's words an intent's examples know. Knows no order of words.

A question about the price of gold today shares "hôm nay thế nào" with the examples of another intent, and the words
that it is about with none: likeness to the nearest example does not tell, the share of known words does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.nlu.likeness import word_weights

Scores = NDArray[np.float64]


class Vocabulary:
    """The syllables of each intent's examples, with diacritics or without. Rare ones count more (idf)."""

    def __init__(self, texts: Sequence[str], owners: Sequence[int], intents: int, *, accented: bool) -> None:
        """`owners` are the intents of the texts, negative where a text has none."""
        self._accented = accented
        self._rows = [word_weights(text, accented=accented) for text in texts]
        self._owners = owners
        frequency = Counter(word for row in self._rows for word in row)
        self._idf = {word: math.log(1 + len(texts) / count) for word, count in frequency.items()}
        self._unseen = math.log(1 + max(len(texts), 1))
        self._nobody = np.zeros(intents)
        self._holders: dict[str, Scores] = {}
        for row, owner in zip(self._rows, owners, strict=True):
            if owner >= 0:
                for word in row:
                    self._holders.setdefault(word, np.zeros(intents))[owner] += 1

    def known(self, text: str) -> Scores:
        """The share of the sentence's words that stands in examples, for each intent."""
        return self._share(word_weights(text, accented=self._accented))

    def known_by_others(self) -> Scores:
        """The same for every text, its own intent without that text; shape (texts, intents)."""
        shares = [self._share(row, owner) for row, owner in zip(self._rows, self._owners, strict=True)]
        return np.array(shares).reshape(len(self._rows), len(self._nobody))

    def _share(self, words: dict[str, float], owner: int = -1) -> Scores:
        total, known = 0.0, np.zeros_like(self._nobody)
        for word, weight in words.items():
            value = weight * self._idf.get(word, self._unseen)
            total += value
            holders = self._holders.get(word, self._nobody)
            known += value * (holders > 0)
            if owner >= 0 and holders[owner] == 1:
                known[owner] -= value
        return known / total if total else known
