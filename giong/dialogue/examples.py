"""Understands a sentence by its likeness to an assistant's examples. Knows no meaning of words: no model, no
network.

A sentence is compared with every example by tf-idf cosine over syllables, pairs of syllables and letter
triples, once with diacritics and once without, so "nha toi mat dien" is understood as well. The likeness of
the best examples of an intent and its lead over the next intent become a probability by logistic calibration
(Platt, "Probabilistic outputs for support vector machines", 1999), fitted on the examples themselves: each
one left out in turn must find its intent, and with its whole intent left out must find none.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.assistant import Intent
from giong.dialogue.colloquial import bare
from giong.dialogue.line import Expectation
from giong.dialogue.nlu import Guess, Understanding
from giong.text.tones import to_old
from giong.text.unicode import fold, has_diacritics, nfc
from giong.text.words import syllables

Scores = NDArray[np.float64]
Grams = dict[str, float]
"""What a text is made of, with weights."""

MAX_SYLLABLES = 200
"""What follows in a longer message is not read."""
GUESSES = 5
EXACT = 0.97
"""Confidence in the intent of an example that is said word for word."""
AT_MOST_BESIDE_EXACT = 0.5
MAX_MARKED_SYLLABLES = 10
MAX_MARKED_CHARS = 300
"""Marked parts are looked for in the beginning of a message only."""
_POLITE = frozenset(
    (
        *("dạ", "ạ", "ơi", "nhé", "nha", "ừ", "à", "vâng", "thưa", "em", "anh", "chị", "tôi", "mình", "cháu", "bạn"),
        *("cho", "hỏi", "với", "giúp", "ad", "shop", "xin", "muốn", "cần", "là", "thì", "mà", "da", "oi", "nhe"),
        *("thua", "chi", "toi", "minh", "chau", "ban", "hoi", "voi", "giup", "muon", "can", "la", "thi", "ma"),
    )
)
_POLITE_WEIGHT = 0.35
_PRIOR: Scores = np.array([9.0, 5.0, -5.0])
"""Calibration before any example is seen: weights of likeness and lead, and the constant."""
_PRIOR_WEIGHT = 2.0


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
        self._patterns: list[_Pattern] = []
        for number, intent in enumerate(intents):
            self._names.append(intent.name)
            # A title is what a button says.
            exact[_key(intent.title)] = number
            for example in intent.examples:
                texts.append(_without_slots(example.text, example.slots, choices))
                self._owner.append(number)
                exact |= dict.fromkeys(_varied(example.text, example.slots, choices), number)
                if example.slots:
                    self._patterns.append(_Pattern(intent.name, example.text, example.slots))
        self._exact = exact | {_key(text): owner for text, owner in zip(texts, self._owner, strict=True)}
        self._exact.pop("", None)
        self._accented = _Side([_accented(text) for text in texts])
        self._plain = _Side([_plain(text) for text in texts])
        self._members = _members(self._owner, len(self._names))
        self._weights = self._calibrated(texts)

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """See `Understander`. What is expected is not used: the flow itself tells answers from questions."""
        if not self._owner:
            return Understanding()
        scores = self._by_intent(self._unmarked_likeness(text))
        confidences = _probability(_features(scores), self._weights)
        exact = self._exact.get(_key(text), self._exact.get(_key(bare(text))))
        if exact is not None:
            confidences = np.minimum(confidences, AT_MOST_BESIDE_EXACT)
            confidences[exact] = EXACT
        order = np.argsort(-confidences, kind="stable")[:GUESSES]
        guesses = tuple(Guess(self._names[i], float(confidences[i])) for i in order if scores[i] > 0 or i == exact)
        return Understanding(guesses, self._marked(text, guesses[0].intent if guesses else ""))

    def _unmarked_likeness(self, text: str) -> Scores:
        """To every example, whatever stands where the examples are marked."""
        rests = {pattern.rest(text) for pattern in self._patterns} - {""}
        return np.asarray(np.max([self._likeness(form) for form in (text, *rests)], axis=0), dtype=np.float64)

    def _likeness(self, text: str) -> Scores:
        """To every example."""
        plain = self._plain.cosines(_plain(text))
        if not has_diacritics(text):
            return plain
        return 0.5 * plain + 0.5 * self._accented.cosines(_accented(text))

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
                rows.append(_features(scores)[top])
                labels.append(float(top == owner))
            scores[owner] = 0.0
            rows.append(_features(scores)[int(np.argmax(scores))])
            labels.append(0.0)
        return _fit(np.array(rows), np.array(labels)) if rows else _PRIOR

    def _marked(self, text: str, intent: str) -> Mapping[str, str]:
        patterns = [pattern for pattern in self._patterns if pattern.intent == intent]
        found = (pattern.match(text) or {} for pattern in patterns)
        return next(filter(None, found), {}) or next(filter(None, (one.measure(text) for one in patterns)), {})


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


def _accented(text: str) -> Grams:
    words = [span.text for span in syllables(to_old(nfc(text)).lower())[:MAX_SYLLABLES]]
    return _grams(words)


def _plain(text: str) -> Grams:
    words = [span.text for span in syllables(fold(text))[:MAX_SYLLABLES]]
    grams = _grams(words)
    letters = f" {' '.join(word for word in words if word not in _POLITE)} "
    for start in range(len(letters) - 2):
        grams[f"~{letters[start : start + 3]}"] = 0.4
    return grams


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


class _Side:
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


def _features(scores: Scores) -> Scores:
    """For each intent its likeness, its lead over the best other one, and 1."""
    if scores.size < 2:
        return np.stack([scores, scores, np.ones_like(scores)], axis=1)
    second, first = np.partition(scores, -2)[-2:]
    rival = np.where(scores == first, second, first)
    return np.stack([scores, scores - rival, np.ones_like(scores)], axis=1)


def _probability(features: Scores, weights: Scores) -> Scores:
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights, -30, 30))), dtype=np.float64)


def _fit(features: Scores, labels: Scores) -> Scores:
    """Logistic regression by Newton's method, drawn towards the prior so that a few examples cannot bend
    it."""
    weights = _PRIOR.copy()
    pull = np.eye(3) * _PRIOR_WEIGHT * np.array([0.05, 0.05, 0.1])
    for _ in range(25):
        chance = _probability(features, weights)
        gradient = features.T @ (chance - labels) + pull @ (weights - _PRIOR)
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features + pull
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    # More alike and further ahead must never mean less sure.
    weights[:2] = np.maximum(weights[:2], 0.5)
    return weights


_DIGITS = r"\d+(?:[.,]\d+)*"
_MEASURE = re.compile(rf"{_DIGITS}\s?([^\W\d_][\w\s]*)")


class _Pattern:
    """A marked example as a pattern: the words around the marks, and the marks."""

    def __init__(self, intent: str, text: str, slots: Mapping[str, str]) -> None:
        self.intent = intent
        self._names = sorted(slots, key=lambda name: text.find(slots[name]))
        self._numeric = [any(map(str.isdigit, slots[name])) for name in self._names]
        unit = _MEASURE.fullmatch(slots[self._names[0]]) if len(slots) == 1 else None
        self._measure = re.compile(rf"(?<![\w.,]){_DIGITS}\s?{re.escape(fold(unit.group(1)))}(?!\w)") if unit else None
        source = re.escape(fold(text))
        for name in self._names:
            source = source.replace(re.escape(fold(slots[name])), "(.+?)", 1)
        # A mark at an end reaches to the end of what is said: nothing else would say where it stops.
        before = r"^\W*" if source.startswith("(") else r"(?<!\w)"
        after = r"\W*$" if source.endswith("?)") else r"(?!\w)"
        self._pattern = re.compile(before + source + after)

    def match(self, text: str) -> dict[str, str]:
        """The marked words in `text`, with their diacritics."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        return {name: text[start:end] for name, (start, end) in zip(self._names, self._spans(text), strict=False)}

    def measure(self, text: str) -> dict[str, str]:
        """A number with the unit that it is marked with in the example: "250 số", wherever it stands."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        found = self._measure.search(fold(text)) if self._measure else None
        return {self._names[0]: text[found.start() : found.end()]} if found else {}

    def rest(self, text: str) -> str:
        """`text` without the marked words, or "" where they are hardly what is marked in the example."""
        text = nfc(text)[:MAX_MARKED_CHARS]
        rest = text
        spans = self._spans(text)
        for (start, end), numeric in zip(reversed(spans), reversed(self._numeric), strict=False):
            words = text[start:end]
            if len(syllables(words)) > MAX_MARKED_SYLLABLES or numeric != any(map(str.isdigit, words)):
                return ""
            rest = f"{rest[:start]} {rest[end:]}"
        return rest if spans else ""

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the marked words stand. Folding keeps every letter's place in composed text."""
        folded = fold(text)
        found = self._pattern.search(folded) if len(folded) == len(text) else None
        return [found.span(number) for number in range(1, len(self._names) + 1)] if found else []
