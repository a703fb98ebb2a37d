"""Understands a sentence by what it has learnt from an assistant's examples. Needs no model and no network; where an
embedder is given it also compares what sentences mean.

A sentence is compared with every example by tf-idf cosine over syllables, pairs of syllables and letter triples, with
diacritics and without ("nha toi mat dien" is understood as well), and, once `deepen` has run, by the cosine of their
embeddings. `classifier.py` makes calibrated confidences of that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from giong.dialogue import standing
from giong.dialogue.assistant import Intent
from giong.dialogue.line import Expectation
from giong.dialogue.manners.colloquial import bare, written_out
from giong.dialogue.manners.questions import matter
from giong.dialogue.nlu.calibration import Bands, Scores, Trial, bands
from giong.dialogue.nlu.classifier import Classifier
from giong.dialogue.nlu.lessons import Choices, bare_key, key, keys_of, lessons
from giong.dialogue.nlu.likeness import Likeness
from giong.dialogue.nlu.meanings import Meaning, Meanings
from giong.dialogue.nlu.parts import cuts
from giong.dialogue.nlu.patterns import Pattern
from giong.dialogue.nlu.understanding import Guess, Part, Understanding
from giong.errors import Unavailable
from giong.text.diacritics import Lexicon
from giong.text.typed import normalised
from giong.text.unicode import fold, has_diacritics
from giong.text.words import syllables

MAX_CHARS = 1200
"""What follows in a longer message is not looked at."""
GUESSES = 5
LEAST = 0.02
"""Guesses below this are not worth telling, beside the best."""
EXACT = 0.97
"""Confidence in the intent of an example that is said word for word."""
EXACT_WITHOUT_MARKS = 0.95
AT_MOST_BESIDE_EXACT = 0.5
AT_MOST_NEVER = 0.1
"""Confidence in an intent of which the author says that these words are not it."""
FRAGMENT_SYLLABLES = 2
AT_MOST_VAGUE = 0.49
"""Confidence in any of the assistant's own intents for words that may mean anything: "nhiều lắm", "không có"."""
SURE_PART = 0.75
"""Each of several requests in a sentence must be this sure."""
MEANING = 0.5
"""How much of the likeness of two sentences is that of their embeddings."""


@dataclass(frozen=True)
class _Ear:
    """One way to listen: to words with or without diacritics, and to meanings where `meant` is given."""

    words: Likeness
    classifier: Classifier
    centre: Meaning | None = None
    meant: NDArray[np.float32] | None = None

    def confidences(self, forms: Sequence[str], meaning: Meaning | None) -> Scores:
        """Of the form of the sentence that is understood most surely."""
        heard = [self.classifier.confidences(form, self._likeness(form, meaning)) for form in forms]
        return max(heard, key=_surest)

    def _likeness(self, form: str, meaning: Meaning | None) -> Scores:
        words = self.words.of(form)
        if self.meant is None or self.centre is None or meaning is None:
            return words
        same = self.meant @ _centred(meaning[None, :], self.centre)[0]
        return np.asarray((1 - MEANING) * words + MEANING * same, dtype=np.float64)


@dataclass(frozen=True)
class _Deep:
    """The ear for meanings, and what tells it the meaning of a sentence."""

    ear: _Ear
    meanings: Meanings


class ExampleUnderstander:
    """The embedded understander."""

    def __init__(
        self, intents: Iterable[Intent], choices: Choices | None = None, *, outside: Iterable[str] = ()
    ) -> None:
        """`outside` are the author's sentences for which the assistant is not there."""
        intents, choices, outside = list(intents), choices or {}, list(outside)
        self.names = [intent.name for intent in intents]
        self._own = np.array([intent.name not in standing.INTENTS for intent in intents], dtype=bool)
        self.lessons = lessons(intents, choices, outside)
        self._exact = _exact(intents, choices)
        self._exact_plain = _unambiguous(self._exact)
        self._outside = {bare_key(form) for text in outside for form in (text, written_out(text))}
        self._never = {key(text): number for number, intent in enumerate(intents) for text in intent.never}
        self._patterns = [
            Pattern(intent.name, example.text, example.slots)
            for intent in intents
            for example in intent.examples
            if example.slots
        ]
        self._lexicon = Lexicon(lesson.text for lesson in self.lessons)
        self._accented = self._ear(accented=True)
        self._plain = self._ear(accented=False)
        self._deep: _Deep | None = None

    @property
    def trials(self) -> tuple[Trial, ...]:
        """How sentences are judged that were left out of learning, by words alone."""
        return self._accented.classifier.trials

    @property
    def bands(self) -> Bands:
        """Where to answer and where to ask back. Set by words alone, so that they are the same with an embedder, which
        only separates right from wrong more clearly.
        """
        return bands(self.trials)

    def deepen(self, meanings: Meanings) -> None:
        """Learn what the examples mean. Takes 20 ms an example that `meanings` has not met before; sentences are
        understood by their words meanwhile, and for good where the embedder cannot be used.
        """
        try:
            vectors = meanings.of_all([_as_embedded(lesson.text) for lesson in self.lessons])
        except Unavailable:
            return
        self._deep = _Deep(self._ear(accented=True, of=vectors), meanings)

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """See `Understander`. What is expected word for word is an answer, and hardly asks for anything else."""
        text = text[:MAX_CHARS]
        if not self.names or not syllables(text):
            return Understanding()
        answers = expecting is not None and key(text) in map(key, expecting.phrases)
        guesses = self._guesses(text, await self._meaning(text), answers=answers)
        best = guesses[0] if guesses else Guess("", 0.0)
        parts = surest_cut(text, self.part) if best.confidence < EXACT_WITHOUT_MARKS else ()
        return Understanding(guesses, self._marked(text, best.intent), parts)

    def decides(self, text: str, expecting: Expectation | None = None) -> bool:
        """Whether nobody else need be asked: it is what was asked for, the author says what these very words mean, or
        they may mean anything.
        """
        if expecting is not None and key(text) in map(key, expecting.phrases):
            return True
        forms = (key(text), bare_key(text))
        said = any(form in self._exact or form in self._never for form in forms) or forms[1] in self._outside
        plain = not has_diacritics(text) and any(form in self._exact_plain for form in forms)
        return said or plain or self._is_vague(text)

    def part(self, words: str) -> Part:
        """What a part of a sentence wants, by its words alone."""
        guesses = self._guesses(words)
        guess = guesses[0] if guesses else Guess("", 0.0)
        return Part(words, guess, self._marked(words, guess.intent))

    async def _meaning(self, text: str) -> Meaning | None:
        """Of the sentence with its diacritics; None without an embedder."""
        if self._deep is None:
            return None
        try:
            return await asyncio.to_thread(self._deep.meanings.of, _as_embedded(self._whole(text)))
        except Unavailable:
            return None

    def _whole(self, text: str) -> str:
        """The sentence with the diacritics that it most likely has, and with the assistant's own words for things."""
        return text if has_diacritics(text) else normalised(text, lexicon=self._lexicon).text

    def _guesses(self, text: str, meaning: Meaning | None = None, *, answers: bool = False) -> tuple[Guess, ...]:
        """As it is heard most surely: as it stands, or with the diacritics that it most likely has. `answers`: it says
        what was asked for.
        """
        deep = self._deep
        ear = self._accented if deep is None or meaning is None else deep.ear
        confidences = ear.confidences(self._forms(self._whole(text)), meaning)
        if not has_diacritics(text):
            as_typed = self._plain.confidences(self._forms(text), None)
            confidences = max(confidences, as_typed, key=_surest)
        confidences = self._doubted(confidences, AT_MOST_VAGUE) if answers else self._corrected(text, confidences)
        order = np.argsort(-confidences, kind="stable")[:GUESSES]
        return tuple(
            Guess(self.names[i], float(confidences[i])) for i in order if confidences[i] >= LEAST or i == order[0]
        )

    def _forms(self, text: str) -> list[str]:
        """The sentence, the same without courtesies, and without what stands where the examples are marked."""
        rests = sorted(rest for pattern in self._patterns if syllables(rest := pattern.rest(text)))
        return list(dict.fromkeys([text, bare(text), *rests]))

    def _corrected(self, text: str, confidences: Scores) -> Scores:
        """By what the author said of these very words."""
        for form in (key(text), bare_key(text)):
            plain = self._exact_plain.get(fold(form)) if not has_diacritics(form) else None
            if (intent := self._exact.get(form, plain)) is not None:
                confidences = np.minimum(confidences, AT_MOST_BESIDE_EXACT)
                confidences[intent] = EXACT if form in self._exact else EXACT_WITHOUT_MARKS
                return confidences
            if (never := self._never.get(form)) is not None:
                confidences[never] = min(confidences[never], AT_MOST_NEVER)
        if bare_key(text) in self._outside:
            return self._doubted(confidences, AT_MOST_NEVER)
        return self._doubted(confidences, AT_MOST_VAGUE) if self._is_vague(text) else confidences

    def _doubted(self, confidences: Scores, most: float) -> Scores:
        """The assistant's own intents no surer than `most`; what can be said at any time stays."""
        surest = float(confidences[self._own].max(initial=0.0))
        return np.where(self._own, confidences * most / surest, confidences) if surest > most else confidences

    def _is_vague(self, text: str) -> bool:
        """Whether it says nothing of what it is about, or is a word or two that do not stand side by side in the
        examples of exactly one intent.
        """
        fragment = bare_key(text)
        if not matter(text):
            return True
        if len(fragment.split()) > FRAGMENT_SYLLABLES:
            return False
        plain = f" {fold(fragment)} "
        return len({owner for words, owner in self._exact_plain.items() if plain in f" {words} "}) != 1

    def _marked(self, text: str, intent: str) -> dict[str, str]:
        patterns = [pattern for pattern in self._patterns if pattern.intent == intent]
        found = [pattern.match(text) for pattern in patterns] + [pattern.measure(text) for pattern in patterns]
        return next(filter(None, found), {})

    def _ear(self, *, accented: bool, of: NDArray[np.float32] | None = None) -> _Ear:
        """`of` are the lessons' embeddings."""
        texts = [lesson.text for lesson in self.lessons]
        words = Likeness(texts, accented=accented)
        kernel = np.array([words.of(text) for text in texts]).reshape(len(texts), len(texts))
        if of is None:
            return _Ear(words, Classifier(_symmetric(kernel), self.lessons, len(self.names), accented=accented))
        centre = of.mean(axis=0)
        meant = _centred(of, centre)
        kernel = (1 - MEANING) * kernel + MEANING * (meant @ meant.T)
        return _Ear(
            words, Classifier(_symmetric(kernel), self.lessons, len(self.names), accented=accented), centre, meant
        )


def surest_cut(text: str, part: Callable[[str], Part]) -> tuple[Part, ...]:
    """The surest way to cut the sentence into requests of their own, if there is one; `part` understands one."""
    part = cache(part)
    best: tuple[Part, ...] = ()
    for cut in cuts(text):
        parts = tuple(part(words) for words in cut)
        intents = {one.guess.intent for one in parts}
        apart = len(intents) == len(parts) and not intents & standing.INTENTS.keys()
        if apart and _weakest(parts) >= max(SURE_PART, _weakest(best)):
            best = parts
    return best


def _exact(intents: Sequence[Intent], choices: Choices) -> dict[str, int]:
    """The intent of every sentence that is an example word for word; a title is what a button says."""
    exact = {key(intent.title): number for number, intent in enumerate(intents)}
    for number, intent in enumerate(intents):
        for example in intent.examples:
            exact |= dict.fromkeys(keys_of(example, choices), number)
    exact.pop("", None)
    return exact


def _unambiguous(exact: dict[str, int]) -> dict[str, int]:
    """The same without diacritics, where that does not make two intents alike."""
    owners: dict[str, set[int]] = {}
    for words, owner in exact.items():
        owners.setdefault(fold(words), set()).add(owner)
    return {words: some.pop() for words, some in owners.items() if len(some) == 1}


def _as_embedded(text: str) -> str:
    """Courtesies make strangers alike."""
    return bare(text)


def _centred(vectors: NDArray[np.float32], centre: Meaning) -> NDArray[np.float32]:
    """Away from what all sentences have in common, at length 1."""
    apart = vectors - centre
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    return np.asarray(apart / np.maximum(lengths, 1e-6), dtype=np.float32)


def _surest(confidences: Scores) -> float:
    return float(confidences.max(initial=0.0))


def _symmetric(kernel: Scores) -> Scores:
    return np.asarray((kernel + kernel.T) / 2, dtype=np.float64)


def _weakest(parts: tuple[Part, ...]) -> float:
    return min((part.guess.confidence for part in parts), default=0.0)
