"""Two readings of one line become one: where they differ, or language objects, candidates are weighed by what both
recognisers saw and by how Vietnamese runs. Knows no engine and no picture.

A line is cut into stretches at the spaces on which both readings agree. For each stretch candidates are thought of:
either reading, mixtures of both letter by letter, and the syllables that differ in diacritics alone. A candidate is the
sum of three logarithms: the track's probability of it (the forward pass of CTC, Graves et al. 2006), the costs of its
letters in the other reading, and its likelihood after the word before. The best path goes through all of them (Viterbi
1967); what it leads by over the runner-up is its confidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from giong.text.spelling import like
from giong.text.unicode import nfc, unaccented
from giong.vision.recognition.evidence import LogProbs, Seen, Track
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.recognition.syllables import NEUTRAL, bare, syllables


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each witness counts. Found by search on 2,100 drawn and scanned lines and the nine real crops of
    `bench receipts`, proven on 360 lines drawn with another seed.
    """

    track: float = 1.0
    letters: float = 0.45
    language: float = 0.55
    missed: float = 6.5
    """The cost of a letter that the reading did not think of at all."""
    surplus: float = 11.0
    """The cost of a letter too many or too few."""
    space: float = -1.8
    """The network omits spaces: a blank may be one at this logarithm of odds."""
    toned: float = 5.0
    """The cost of a letter that the reading did not think of, though of another that differs in diacritics alone."""
    mixed: float = 0.2
    """The share of a letter's probability that the track gives to those that differ from it in diacritics alone."""
    strange: float = 0.01
    """What the track gives a character that the network has no column for, of all that it gives to others there."""
    likely: float = -2.8
    """What the track gives at least this logarithm of probability might stand there as well."""
    unsure: float = 0.3
    """What the letters count for in a reading that is not sure of them at all."""
    blurred: float = 0.5
    """What both readings count for where the track is not sure of a letter at all: language decides there."""
    doubt: float = 5.0
    """Letters that might be something else at this cost or less are doubtful."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A letter on the track's best path, and its probability."""

    text: str
    step: int
    sure: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line between agreed spaces: what the first reading has there, what the track's best path has, and
    the steps of the track that belong to it.
    """

    seen: tuple[Seen, ...]
    traced: tuple[Traced, ...]
    begin: int
    end: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.seen)

    @property
    def trace(self) -> str:
        return "".join(letter.text for letter in self.traced).strip()

    @property
    def sure(self) -> float:
        """The least probability of a letter on the track's best path."""
        return min((letter.sure for letter in self.traced), default=0.0)

    def heard(self, unsure: float) -> float:
        """What the first reading's letters count for: nothing where there are none, `unsure` where it was not sure of
        them at all, else up to 1.
        """
        return min((unsure + (1 - unsure) * word.confidence for word in self.seen), default=0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    text: str
    score: float
    """Without language."""


BELIEF_AT_ALL, BELIEF_TORN_FIGURES = -1.48, -1.28
BELIEF_SHARE, BELIEF_FIRST, BELIEF_TRACK = 0.80, 0.53, 0.33
"""Fitted on 13,000 words of those lines; in each tenth of belief the share of right ones is within 0.06 of it."""
MOST_TORN, MOST_ALONE = 0.85, 0.93
"""How sure anybody may be of figures that the readers differ about, and of a word that only one of them saw."""

NOTHING_SEEN = 1e-4
"""The least chance of a character that the network does not know."""
MOST_DIFFERENCES = 4
MOST_CANDIDATES = 24


def fused(seen: Sequence[Seen], track: Track, weights: Weights = Weights()) -> Reading:
    """The reading that all witnesses together like best."""
    stretches = cut(seen, track)
    if not stretches:
        return Reading(engine="hybrid")
    scores = _doubting(track, weights)
    options = [_weighed(stretch, track, scores[stretch.begin : stretch.end], weights) for stretch in stretches]
    path = _best_path(options, weights)
    pieces = tuple(
        piece
        for stretch, choice in zip(stretches, path, strict=True)
        for piece in _pieces(stretch, choice.text, choice.share, track)
    )
    letters = max(1, sum(len(piece.text) for piece in pieces))
    confidence = sum(piece.confidence * len(piece.text) for piece in pieces) / letters
    return Reading(pieces, confidence, "hybrid")


def cut(seen: Sequence[Seen], track: Track) -> list[Stretch]:
    """The stretches of a line, from left to right."""
    path = [Traced(nfc(letter), step, sure) for letter, step, sure in track.greedy()]
    spaced = track.scores.argmax(axis=1) == _places(track.characters)[" "]
    first, traced = " ".join(word.text for word in seen), "".join(letter.text for letter in path)
    shared = [(-1, -1), *_shared_spaces(first, traced), (len(first), len(traced))]
    stretches, word = [], 0
    for (left, traced_left), (right, traced_right) in pairwise(shared):
        count = len(first[max(0, left) : max(0, right)].split())
        letters = path[traced_left + 1 : traced_right]
        while letters and letters[0].text == " ":
            traced_left, letters = traced_left + 1, letters[1:]
        begin = path[traced_left].step + 1 if traced_left >= 0 else 0
        end = path[traced_right].step if traced_right < len(path) else len(track.scores)
        while begin < end - 1 and spaced[begin]:  # a space may last for some steps
            begin += 1
        stretches.append(Stretch(tuple(seen[word : word + count]), tuple(letters), begin, max(begin + 1, end)))
        word += count
    return [stretch for stretch in stretches if stretch.seen or stretch.trace]


def _shared_spaces(first: str, traced: str) -> Iterator[tuple[int, int]]:
    """Places of the spaces that both texts have; where the first has nothing at all, every space of the other."""
    from rapidfuzz.distance import Levenshtein

    if not first:
        yield from ((0, at) for at, letter in enumerate(traced) if letter == " ")
        return
    before = (-1, -1)
    spaces: list[tuple[int, int]] = []
    for block in Levenshtein.opcodes(first, traced):
        if block.tag == "equal":
            shift = block.dest_start - block.src_start
            spaces += [(at, at + shift) for at in range(block.src_start, block.src_end) if first[at] == " "]
    for space in (*spaces, (len(first), len(traced))):
        ours = [at for at in range(before[0] + 1, space[0]) if first[at] == " "]
        theirs = [at for at in range(before[1] + 1, space[1]) if traced[at] == " "]
        if len(ours) == len(theirs):  # as many words on either side: they go together one by one
            yield from zip(ours, theirs, strict=True)
        if space[0] < len(first):
            yield space
        before = space


def _weighed(stretch: Stretch, track: Track, window: LogProbs, weights: Weights) -> list[Candidate]:
    texts = list(dict.fromkeys(text for text in _thought_of(stretch, track, weights) if text))[:MOST_CANDIDATES]
    if len(texts) == 1:
        return [Candidate(texts[0], 0.0)]
    tracked = forward(window, [_indices(text, track) for text in texts])
    heard = weights.letters * stretch.heard(weights.unsure)
    costs = [heard * _cost(text, stretch.seen, weights) if heard else 0.0 for text in texts]
    sharp = weights.blurred + (1 - weights.blurred) * stretch.sure
    return [
        Candidate(text, sharp * (weights.track * score - cost))
        for text, score, cost in zip(texts, tracked, costs, strict=True)
    ]


def _doubting(track: Track, weights: Weights) -> LogProbs:
    """The track with spaces possible wherever there is a blank, with doubts about diacritics, and with a last column
    for all characters that the network does not know: where one stands it sees others.
    """
    order, starts, sizes = _families(track.characters)
    chances = np.exp(track.scores)[:, order]
    shared = np.add.reduceat(chances, starts, axis=1) / sizes  # no product of matrices: BLAS would start threads
    mixed = (1 - weights.mixed) * chances + weights.mixed * np.repeat(shared, sizes, axis=1)
    scores = np.empty((len(mixed), len(order) + 1), np.float32)
    scores[:, order] = np.log(mixed + 1e-12)
    space = _places(track.characters)[" "]
    something = 1 - chances[:, (order == 0) | (order == space)].sum(axis=1)
    scores[:, -1] = np.log(weights.strange * something.clip(0, 1) + NOTHING_SEEN)
    scores[:, space] = np.logaddexp(scores[:, space], scores[:, 0] + weights.space)
    return scores


@lru_cache(maxsize=4)
def _families(characters: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Columns sorted so that those stand together that differ in diacritics alone; where each family begins; sizes."""
    plain = np.array(["", *(unaccented(character) for character in characters)])
    order = np.argsort(plain, kind="stable")
    _, starts, sizes = np.unique(plain[order], return_index=True, return_counts=True)
    return order, starts, sizes


def _thought_of(stretch: Stretch, track: Track, weights: Weights) -> Iterator[str]:
    """Candidates, the likelier first."""
    first, second = stretch.text, stretch.trace
    yield first
    yield second
    if first == second and stretch.sure > 0.97 and not _doubtful(stretch, weights) and _plausible(first):
        return
    yield from mixtures(first, second)
    if len(stretch.seen) == 1:
        yield from _replaced(stretch.seen[0], weights)
    yield from _retraced(stretch, track, weights)
    for text in (first, second):
        yield from alike(text)


def _doubtful(stretch: Stretch, weights: Weights) -> bool:
    return any(
        cost <= weights.doubt
        for word in stretch.seen
        for letter in word.letters
        for other, cost in letter.costs.items()
        if other != letter.text
    )


def _plausible(text: str) -> bool:
    return all(syllables().likelihood("", word) >= NEUTRAL - 3 for word in text.split())


def mixtures(first: str, second: str) -> Iterator[str]:
    """Both texts' differences taken from either, in every combination; none where they differ too much."""
    from rapidfuzz.distance import Levenshtein

    blocks = Levenshtein.opcodes(first, second)
    different = [block for block in blocks if block.tag != "equal"]
    if not 1 < len(different) <= MOST_DIFFERENCES:
        return
    for taken in product((False, True), repeat=len(different)):
        choice = iter(taken)
        parts = []
        for block in blocks:
            from_second = block.tag != "equal" and next(choice)
            parts.append(
                second[block.dest_start : block.dest_end] if from_second else first[block.src_start : block.src_end]
            )
        yield " ".join("".join(parts).split())


def _replaced(word: Seen, weights: Weights) -> Iterator[str]:
    """The word with one letter replaced by what it might be as well."""
    for at, letter in enumerate(word.letters):
        for other, cost in letter.costs.items():
            if other != letter.text and cost <= weights.doubt:
                yield "".join(other if place == at else one.text for place, one in enumerate(word.letters))


def _retraced(stretch: Stretch, track: Track, weights: Weights) -> Iterator[str]:
    """The track's best path with one letter replaced by what is likely there as well."""
    for at, letter in enumerate(stretch.traced):
        scores = track.scores[letter.step]
        for place in np.flatnonzero(scores > weights.likely).tolist():
            other = nfc(track.characters[place - 1]) if place else ""
            if other != letter.text and not other.isspace():
                yield "".join(other if here == at else one.text for here, one in enumerate(stretch.traced)).strip()


def alike(word: str) -> Iterator[str]:
    """The syllables that differ from a word in nothing but diacritics, its capitals and punctuation kept."""
    core = bare(word)
    if not core or " " in word or not core.isalpha():
        return
    before, _, after = word.partition(core)
    for syllable in syllables().alike.get(unaccented(core.lower()), ()):
        yield before + like(core, syllable) + after


def _cost(text: str, seen: Sequence[Seen], weights: Weights) -> float:
    """The least cost of making `text` from the letters that were seen, by edit distance over their alternatives."""
    letters = [letter for word in seen for letter in word.letters]
    wanted = text.replace(" ", "")
    spaces = abs(text.count(" ") - max(0, len(seen) - 1))
    row = [weights.surplus * at for at in range(len(wanted) + 1)]
    for letter in letters:
        above, row = row, [row[0] + weights.surplus]
        for at, character in enumerate(wanted):
            missed = weights.toned if unaccented(character) == unaccented(letter.text) else weights.missed
            swap = min(missed, letter.costs.get(character, missed))
            row.append(min(above[at] + swap, above[at + 1] + weights.surplus, row[at] + weights.surplus))
    return row[-1] + spaces * weights.surplus / 2


def _indices(text: str, track: Track) -> list[int]:
    """Columns of the characters in what `_doubting` makes of the track."""
    places, strange = _places(track.characters), len(track.characters) + 1
    return [places.get(character, strange) for character in text]


@lru_cache(maxsize=4)
def _places(characters: tuple[str, ...]) -> dict[str, int]:
    """The column of each character; 0 is the blank's."""
    return {character: place + 1 for place, character in enumerate(characters)}


def forward(scores: LogProbs, texts: Sequence[Sequence[int]]) -> list[float]:
    """The logarithm of the probability of each text over all its alignments: CTC's forward pass, for all at once."""
    longest = max(1, *map(len, texts))
    labels = np.zeros((len(texts), 2 * longest + 1), np.int64)
    for row, text in enumerate(texts):
        labels[row, 1 : 2 * len(text) : 2] = text
    skips = np.zeros(labels.shape, bool)
    skips[:, 2:] = (labels[:, 2:] != 0) & (labels[:, 2:] != labels[:, :-2])
    state = np.full(labels.shape, -1e9, np.float64)
    state[:, 0] = scores[0, 0]
    state[:, 1] = np.where(labels[:, 1] > 0, scores[0, labels[:, 1]], -1e9)
    shifted = np.full(labels.shape, -1e9, np.float64)
    skipped = np.full(labels.shape, -1e9, np.float64)
    for step in range(1, len(scores)):
        shifted[:, 1:] = state[:, :-1]
        skipped[:, 2:] = np.where(skips[:, 2:], state[:, :-2], -1e9)
        state = np.logaddexp(np.logaddexp(state, shifted), skipped) + scores[step, labels]
    ends = np.array([2 * len(text) for text in texts])
    rows = np.arange(len(texts))
    last = state[rows, ends]
    totals = np.where(ends > 0, np.logaddexp(last, state[rows, np.maximum(ends - 1, 0)]), last)
    return [float(total) for total in totals]


@dataclass(frozen=True, slots=True)
class _Choice:
    text: str
    share: float


def _best_path(options: Sequence[Sequence[Candidate]], weights: Weights) -> list[_Choice]:
    """The best candidate of every stretch given its neighbours, and its share of belief among all of that stretch."""
    totals: list[list[float]] = []
    backs: list[list[int]] = []
    for place, candidates in enumerate(options):
        row, back = [], []
        for candidate in candidates:
            if place == 0:
                ways = [_language("", candidate.text, weights)]
            else:
                ways = [
                    total + _language(before.text, candidate.text, weights)
                    for total, before in zip(totals[-1], options[place - 1], strict=True)
                ]
            back.append(int(np.argmax(ways)))
            row.append(max(ways) + candidate.score)
        totals.append(row)
        backs.append(back)
    at = int(np.argmax(totals[-1]))
    chosen = []
    for place in range(len(options) - 1, -1, -1):
        chosen.append(at)
        at = backs[place][at]
    chosen.reverse()
    return [
        _Choice(candidates[one].text, _share(options, chosen, place, weights))
        for place, (candidates, one) in enumerate(zip(options, chosen, strict=True))
    ]


@lru_cache(maxsize=1 << 16)
def _likelihood(before: str, word: str) -> float:
    return syllables().likelihood(before, word)


def _language(before: str, text: str, weights: Weights) -> float:
    last = before.split()[-1] if before else ""
    score = 0.0
    for word in text.split():
        score += _likelihood(last, word) - NEUTRAL
        last = word
    return weights.language * score


def _share(options: Sequence[Sequence[Candidate]], chosen: Sequence[int], place: int, weights: Weights) -> float:
    """The chosen candidate's share of belief where its neighbours stay as they are."""
    before = options[place - 1][chosen[place - 1]].text if place else ""
    after = options[place + 1][chosen[place + 1]].text if place + 1 < len(options) else ""
    scores = []
    for candidate in options[place]:
        score = candidate.score + _language(before, candidate.text, weights)
        scores.append(score + (_language(candidate.text, after.split()[0], weights) if after else 0.0))
    best = max(scores)
    shares = [math.exp(max(-50.0, score - best)) for score in scores]
    return shares[chosen[place]] / sum(shares)


def _pieces(stretch: Stretch, text: str, share: float, track: Track) -> Iterable[Piece]:
    words = text.split()
    sure = belief(share, stretch, text)
    if len(words) == len(stretch.seen):
        for word, seen in zip(words, stretch.seen, strict=True):
            yield Piece(word, seen.left_px, seen.right_px, sure)
        return
    letters = sum(map(len, words)) + len(words) - 1
    at = 0
    for word in words:
        spread = (stretch.end - stretch.begin) / letters
        left, right = stretch.begin + at * spread, stretch.begin + (at + len(word)) * spread
        yield Piece(word, track.place_px(left), track.place_px(right), sure)
        at += len(word) + 1


def belief(share: float, stretch: Stretch, text: str) -> float:
    """How likely a word is right, by logistic regression on lines with known texts: what its candidate leads by, how
    sure either reader was. Torn about figures, which no language can mend, nobody is ever sure.
    """
    torn_figures = stretch.text != stretch.trace and any(map(str.isdigit, text))
    first = min((word.confidence for word in stretch.seen), default=0.0)
    evidence = (
        BELIEF_AT_ALL
        + (BELIEF_TORN_FIGURES if torn_figures else 0.0)
        + BELIEF_SHARE * _certainty(share)
        + BELIEF_FIRST * _certainty(first)
        + BELIEF_TRACK * _certainty(stretch.sure)
    )
    likely = 1 / (1 + math.exp(-evidence))
    if torn_figures:
        return min(likely, MOST_TORN)
    return likely if stretch.seen and stretch.traced else min(likely, MOST_ALONE)


def _certainty(chance: float) -> float:
    """0 for what is as likely wrong as can be, 7 for what is as good as certain."""
    return -math.log(max(1e-3, 1 - chance))
