"""Understands a sentence by its likeness to an assistant's examples. Knows no meaning of words: no model, no network.

A sentence is compared with every example by tf-idf cosine over syllables, pairs of syllables and letter triples, once
with diacritics and once without, so "nha toi mat dien" is understood as well. The likeness of the best examples of an
intent and its lead over the next intent become a probability by logistic calibration (Platt, "Probabilistic outputs for
support vector machines", 1999), fitted on the examples themselves: each one left out in turn must find its intent, and
with its whole intent left out must find none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from giong.dialogue import standing
from giong.dialogue.assistant import Intent
from giong.dialogue.colloquial import bare
from giong.dialogue.line import Expectation
from giong.dialogue.nlu.calibration import PRIOR, features, fit, probability
from giong.dialogue.nlu.likeness import Scores, Vectors, accented_grams, plain_grams
from giong.dialogue.nlu.parts import cuts
from giong.dialogue.nlu.patterns import Pattern
from giong.dialogue.nlu.understanding import Guess, Part, Understanding
from giong.text.tones import to_old
from giong.text.unicode import has_diacritics, nfc
from giong.text.words import syllables

GUESSES = 5
EXACT = 0.97
"""Confidence in the intent of an example that is said word for word."""
AT_MOST_BESIDE_EXACT = 0.5
SURE_PART = 0.7
"""Each of several requests in a sentence must be this sure."""


class ExampleUnderstander:
    """The embedded understander."""

    def __init__(self, intents: Iterable[Intent], choices: Mapping[str, Sequence[str]] | None = None) -> None:
        """`choices` are the words for each slot that is chosen from a list: one mark stands for all of them, and unlike
        an address or a number, which is chosen says something of what is wanted.
        """
        choices = choices or {}
        self._names: list[str] = []
        self._owner: list[int] = []
        texts: list[str] = []
        exact: dict[str, int] = {}
        self._patterns: list[Pattern] = []
        for number, intent in enumerate(intents):
            self._names.append(intent.name)
            # A title is what a button says.
            exact[_key(intent.title)] = number
            for example in intent.examples:
                texts.append(_without_slots(example.text, example.slots, choices))
                self._owner.append(number)
                exact |= dict.fromkeys(_varied(example.text, example.slots, choices), number)
                if example.slots:
                    self._patterns.append(Pattern(intent.name, example.text, example.slots))
        self._exact = exact | {_key(text): owner for text, owner in zip(texts, self._owner, strict=True)}
        self._exact.pop("", None)
        self._accented = Vectors([accented_grams(text) for text in texts])
        self._plain = Vectors([plain_grams(text) for text in texts])
        self._members = _members(self._owner, len(self._names))
        self._weights = self._calibrated(texts)

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """See `Understander`. What is expected is not used: the flow itself tells answers from questions."""
        if not self._owner:
            return Understanding()
        guesses = self._guesses(text)
        return Understanding(guesses, self._marked(text, guesses[0].intent if guesses else ""), parts=self._parts(text))

    def _guesses(self, text: str) -> tuple[Guess, ...]:
        scores = self._by_intent(self._unmarked_likeness(text))
        confidences = probability(features(scores), self._weights)
        exact = self._exact.get(_key(text), self._exact.get(_key(bare(text))))
        if exact is not None:
            confidences = np.minimum(confidences, AT_MOST_BESIDE_EXACT)
            confidences[exact] = EXACT
        order = np.argsort(-confidences, kind="stable")[:GUESSES]
        return tuple(Guess(self._names[i], float(confidences[i])) for i in order if scores[i] > 0 or i == exact)

    def _parts(self, text: str) -> tuple[Part, ...]:
        """The surest way to cut the sentence into requests of their own, if there is one."""
        best: tuple[Part, ...] = ()
        for cut in cuts(text):
            parts = tuple(self._part(words) for words in cut)
            intents = {part.guess.intent for part in parts}
            apart = len(intents) == len(parts) and not intents & standing.INTENTS.keys()
            if apart and _weakest(parts) >= max(SURE_PART, _weakest(best)):
                best = parts
        return best

    def _part(self, words: str) -> Part:
        guesses = self._guesses(words)
        guess = guesses[0] if guesses else Guess("", 0.0)
        return Part(words, guess, self._marked(words, guess.intent))

    def _unmarked_likeness(self, text: str) -> Scores:
        """To every example, whatever stands where the examples are marked."""
        rests = {pattern.rest(text) for pattern in self._patterns} - {""}
        return np.asarray(np.max([self._likeness(form) for form in (text, *rests)], axis=0), dtype=np.float64)

    def _likeness(self, text: str) -> Scores:
        """To every example."""
        plain = self._plain.cosines(plain_grams(text))
        if not has_diacritics(text):
            return plain
        return 0.5 * plain + 0.5 * self._accented.cosines(accented_grams(text))

    def _by_intent(self, likeness: Scores) -> Scores:
        """The best example counts most; two more that are alike make it surer."""
        best = np.where(self._members >= 0, likeness[self._members], 0.0)
        top = np.sort(best, axis=1)[:, ::-1][:, :3]
        counted = np.maximum(np.minimum((self._members >= 0).sum(axis=1), 3), 1)
        return np.asarray(0.85 * top[:, 0] + 0.15 * top.sum(axis=1) / counted, dtype=np.float64)

    def _calibrated(self, texts: Sequence[str]) -> Scores:
        rows: list[Scores] = []
        labels: list[float] = []
        sizes = Counter(self._owner)
        for number, text in enumerate(texts):
            likeness = self._likeness(text)
            likeness[number] = 0.0
            owner = self._owner[number]
            scores = self._by_intent(likeness)
            if sizes[owner] > 1:
                top = int(np.argmax(scores))
                rows.append(features(scores)[top])
                labels.append(float(top == owner))
            scores[owner] = 0.0
            rows.append(features(scores)[int(np.argmax(scores))])
            labels.append(0.0)
        return fit(np.array(rows), np.array(labels)) if rows else PRIOR

    def _marked(self, text: str, intent: str) -> Mapping[str, str]:
        patterns = [pattern for pattern in self._patterns if pattern.intent == intent]
        found = [pattern.match(text) for pattern in patterns] + [pattern.measure(text) for pattern in patterns]
        return next(filter(None, found), {})


def _weakest(parts: tuple[Part, ...]) -> float:
    return min((part.guess.confidence for part in parts), default=0.0)


def _members(owners: Sequence[int], count: int) -> NDArray[np.intp]:
    """The examples of each intent, shape (intents, most examples), filled up with -1."""
    longest = max(Counter(owners).values(), default=1)
    members = np.full((count, max(longest, 3)), -1, dtype=np.intp)
    filled = [0] * count
    for number, owner in enumerate(owners):
        members[owner, filled[owner]] = number
        filled[owner] += 1
    return members


def _key(text: str) -> str:
    return " ".join(span.text for span in syllables(to_old(nfc(text)).lower()))


def _without_slots(text: str, slots: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> str:
    """Whose address it is says nothing about what is wanted, unless there are no other words."""
    rest = text
    for name, words in slots.items():
        if name not in choices:
            rest = rest.replace(words, " ", 1)
    return rest if syllables(rest) else text


def _varied(text: str, slots: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The keys of the example itself and of the same words with each of the other choices."""
    yield _key(text)
    for name, words in slots.items():
        for other in choices.get(name, ()):
            yield _key(text.replace(words, other, 1))
