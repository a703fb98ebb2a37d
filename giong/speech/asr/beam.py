"""CTC prefix beam search: the likeliest readings, each with the probability of all its alignments together.
Knows pieces and frames, no sound.

Graves 2012, "Supervised sequence labelling with recurrent neural networks", section 7.5; the form with two
probabilities for each prefix is that of Hannun et al. 2014, "First-pass large vocabulary continuous speech
recognition using bi-directional recurrent DNNs". A reading is a sequence of pieces. The alignments that end
in a blank are counted apart from those that end in its last piece, because only after a blank may the same
piece begin anew.

Pieces on which all readings agree, down to their frames, are settled and leave the search; what has been in
doubt for too long is decided for the best reading. So a frame costs the same however long the recording is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from giong.speech.asr.bias import FREE, NO_PHRASE, WORD_END, Graph
from giong.speech.asr.ctc import Spotted, spell
from giong.speech.asr.network import BLANK, WORD_START, LogProbs
from giong.speech.asr.recogniser import Alternative, Word

_IMPOSSIBLE = -math.inf
_LONGEST_DOUBT_FRAMES = 250
"""Ten seconds. Two readings of one word stay equally far apart until something pushes one of them out."""

_LEAST_SHARE = 0.001
"""A reading that is less likely than this is no alternative worth telling."""


@dataclass(frozen=True)
class Width:
    """How much the search pursues: at most `readings` at a time and `pieces` in a frame.

    What is less likely than `least`, a piece in its frame or a reading beside the best one, is dropped.
    """

    readings: int = 8
    pieces: int = 12
    least: float = 1e-4

    @property
    def floor(self) -> float:
        return math.log(self.least) if self.least else _IMPOSSIBLE


@dataclass(frozen=True)
class Reading:
    """A sequence of pieces on the frames of its best alignment.

    `log_probability` counts all its alignments; `score` adds the bonus of the phrases in it.
    """

    spotted: tuple[Spotted, ...]
    log_probability: float
    score: float


class _Ways(NamedTuple):
    """Alignments of one reading: the logarithm of their probability together, that of the best one, and
    which that is.
    """

    total: float = _IMPOSSIBLE
    best: float = _IMPOSSIBLE
    spotted: tuple[Spotted, ...] = ()

    def step(self, log_probability: float, spotted: tuple[Spotted, ...]) -> _Ways:
        return _Ways(self.total + log_probability, self.best + log_probability, spotted)

    def joined(self, other: _Ways) -> _Ways:
        if other.total == _IMPOSSIBLE:
            return self
        if self.total == _IMPOSSIBLE:
            return other
        best = self if self.best >= other.best else other
        return _Ways(_log_sum(self.total, other.total), best.best, best.spotted)


_NO_WAY = _Ways()

_Credit = tuple[tuple[int, float], ...]
"""The places of a phrase graph where a reading may stand, and what it has earned on its way to each."""


class _Candidate:
    """A reading under way: its alignments that end in a blank, those that end in its last piece, and the
    bonus.
    """

    __slots__ = ("blank", "credit", "piece")

    def __init__(self, credit: _Credit, blank: _Ways = _NO_WAY, piece: _Ways = _NO_WAY) -> None:
        self.blank = blank
        self.piece = piece
        self.credit = credit

    def ways(self) -> _Ways:
        return self.blank.joined(self.piece)

    def possible(self) -> list[_Ways]:
        return [ways for ways in (self.blank, self.piece) if ways.total > _IMPOSSIBLE]

    def without(self, count: int) -> _Candidate:
        """Less the first pieces."""
        blank, piece = (ways._replace(spotted=ways.spotted[count:]) for ways in (self.blank, self.piece))
        return _Candidate(self.credit, blank, piece)

    def only(self, beginning: tuple[Spotted, ...]) -> _Candidate:
        """Only the alignments that begin so."""
        fitting = (
            ways if ways.spotted[: len(beginning)] == beginning else _NO_WAY for ways in (self.blank, self.piece)
        )
        return _Candidate(self.credit, *fitting)

    def score(self) -> float:
        return _log_sum(self.blank.total, self.piece.total) + max(earned for _, earned in self.credit)


_Beam = dict[tuple[int, ...], _Candidate]
"""Readings by the pieces that are not settled yet; between frames the best one comes first."""


class PrefixBeam:
    """Implements `Decoder`; with a graph of phrases (an open bias) a reading earns a bonus for each phrase.

    A phrase is written in the pieces that were heard ("karaoke"), not as the bias spells it ("ka rao ke").
    """

    def __init__(self, pieces: tuple[str, ...], *, graph: Graph | None = None, width: Width | None = None) -> None:
        self._pieces = pieces
        self._width = width or Width()
        self._phrases = _Phrases(graph, pieces) if graph else None
        self._beam: _Beam = {(): _Candidate(((WORD_END, 0.0),), blank=_Ways(0.0, 0.0))}
        self._settled: list[Spotted] = []
        self._frame = 0

    def push(self, log_probs: LogProbs) -> None:
        for row in log_probs:
            self._beam = self._best_of(self._grown(row))
            self._settle()
            self._frame += 1

    def words(self) -> tuple[Word, ...]:
        return spell(self.readings()[0].spotted, self._pieces)

    def alternatives(self) -> tuple[Alternative, ...]:
        """Readings that are spelt alike count together; the first is the text of `words`."""
        readings = self.readings()
        together: dict[str, float] = defaultdict(float)
        for reading in readings:
            text = " ".join(word.text for word in spell(reading.spotted, self._pieces))
            together[text] += math.exp(reading.score - readings[0].score)
        whole = sum(together.values())
        shares = ((text, share / whole) for text, share in together.items())
        return tuple(Alternative(text, round(share, 4)) for text, share in shares if share >= _LEAST_SHARE)

    def fork(self) -> Self:
        other = copy(self)  # the beam is made anew with every frame
        other._settled = [*self._settled]
        return other

    def readings(self) -> list[Reading]:
        """What is still possible, the best first."""
        readings = []
        for candidate in self._beam.values():
            ways = candidate.ways()
            readings.append(Reading((*self._settled, *ways.spotted), ways.total, candidate.score()))
        return sorted(readings, key=lambda reading: -reading.score)

    def _grown(self, row: NDArray[np.float32]) -> _Beam:
        """Every reading with this frame as a blank, as more of its last piece, or as a further piece."""
        heard = list(self._likely(row))
        grown: _Beam = {}
        for prefix, candidate in self._beam.items():
            ways = candidate.ways()
            for piece, log_probability in heard:
                if piece == BLANK:
                    same = _candidate(grown, prefix, candidate.credit)
                    same.blank = same.blank.joined(ways.step(log_probability, ways.spotted))
                    continue
                before = ways
                if prefix and prefix[-1] == piece:
                    same = _candidate(grown, prefix, candidate.credit)
                    same.piece = same.piece.joined(self._held(candidate.piece, log_probability))
                    before = candidate.blank
                if before.total > _IMPOSSIBLE:
                    further = self._further(grown, prefix, piece, candidate.credit)
                    further.piece = further.piece.joined(self._begun(before, piece, log_probability))
        return grown

    def _likely(self, row: NDArray[np.float32]) -> Iterator[tuple[int, float]]:
        best = row.max()
        likely = np.flatnonzero(row >= min(best, self._width.floor))
        if len(likely) > self._width.pieces:
            likely = likely[np.argsort(-row[likely], kind="stable")[: self._width.pieces]]
        return zip(likely.tolist(), row[likely].tolist(), strict=True)

    def _further(self, grown: _Beam, prefix: tuple[int, ...], piece: int, credit: _Credit) -> _Candidate:
        longer = (*prefix, piece)
        if longer in grown:
            return grown[longer]
        return _candidate(grown, longer, self._phrases.step(credit, piece) if self._phrases else credit)

    def _begun(self, before: _Ways, piece: int, log_probability: float) -> _Ways:
        spotted = Spotted(piece, self._frame, self._frame, math.exp(log_probability))
        return before.step(log_probability, (*before.spotted, spotted))

    def _held(self, ways: _Ways, log_probability: float) -> _Ways:
        if ways.total == _IMPOSSIBLE:
            return ways
        *before, last = ways.spotted
        held = replace(last, last=self._frame, probability=max(last.probability, math.exp(log_probability)))
        return ways.step(log_probability, (*before, held))

    def _best_of(self, grown: _Beam) -> _Beam:
        scored = [(candidate.score(), prefix) for prefix, candidate in grown.items()]
        kept = nlargest(self._width.readings, scored)
        least = kept[0][0] + self._width.floor
        return {prefix: grown[prefix] for score, prefix in kept if score >= least}

    def _settle(self) -> None:
        """Take out the pieces that are the same in all alignments; the last stays, as it may go on."""
        best = next(iter(self._beam.values())).ways().spotted
        if len(best) > 1 and self._frame - best[1].last > _LONGEST_DOUBT_FRAMES:
            self._decide(best[:2])
        paths = [ways.spotted for candidate in self._beam.values() for ways in candidate.possible()]
        count = min(_agreed(paths), min(map(len, paths)) - 1)
        if count > 0:
            self._settled += paths[0][:count]
            self._beam = {prefix[count:]: candidate.without(count) for prefix, candidate in self._beam.items()}

    def _decide(self, beginning: tuple[Spotted, ...]) -> None:
        """Drop all alignments that do not begin so."""
        decided = ((prefix, candidate.only(beginning)) for prefix, candidate in self._beam.items())
        self._beam = {prefix: candidate for prefix, candidate in decided if candidate.possible()}


class _Phrases:
    """The phrase graph walked piece by piece. A piece may lead to several places, as spaces may be left out."""

    def __init__(self, graph: Graph, pieces: Sequence[str]) -> None:
        self._begins_word = [piece.startswith(WORD_START) for piece in pieces]
        self._bonus = {
            int(place): float(graph.bonus_at[place]) for place in np.flatnonzero(graph.phrase_at != NO_PHRASE)
        }
        self._ends: dict[tuple[int, int], list[int]] = defaultdict(list)
        for start, piece, end in zip(graph.start.tolist(), graph.piece.tolist(), graph.end.tolist(), strict=True):
            if end != FREE:
                self._ends[start, piece].append(end)

    def step(self, credit: _Credit, piece: int) -> _Credit:
        """Where a reading may stand after one more piece; any piece may stand outside of phrases."""
        reached: dict[int, float] = {}
        for place, earned in credit:
            if place == (WORD_END if self._begins_word[piece] else FREE):
                _reach(reached, FREE, earned)
                _reach(reached, WORD_END, earned)
            for end in self._ends.get((place, piece), ()):
                _reach(reached, end, earned)
                if end in self._bonus:
                    _reach(reached, WORD_END, earned + self._bonus[end])
        return tuple(reached.items()) or ((FREE, 0.0), (WORD_END, 0.0))


def _reach(reached: dict[int, float], place: int, earned: float) -> None:
    reached[place] = max(earned, reached.get(place, earned))


def _candidate(grown: _Beam, prefix: tuple[int, ...], credit: _Credit) -> _Candidate:
    if prefix not in grown:
        grown[prefix] = _Candidate(credit)
    return grown[prefix]


def _agreed(paths: Sequence[tuple[Spotted, ...]]) -> int:
    """How many pieces all paths have in common from the beginning."""
    for count, (first, *others) in enumerate(zip(*paths, strict=False)):
        if any(other != first for other in others):
            return count
    return min(map(len, paths))


def _log_sum(first: float, second: float) -> float:
    """The logarithm of the sum of two probabilities that are given as logarithms."""
    greater, smaller = (first, second) if first >= second else (second, first)
    return greater if smaller == _IMPOSSIBLE else greater + math.log1p(math.exp(smaller - greater))
