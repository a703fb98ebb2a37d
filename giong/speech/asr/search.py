"""The best path of log-probabilities through a graph of expected phrases. Knows arcs and costs, no
spelling.

Token passing (Young, Russell & Thornton 1989) in the CTC topology: between two arcs a blank may stand, and
must where both carry the same piece. The search is exact; each frame costs a few vector operations over all
arcs.
"""

from __future__ import annotations

import math
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

import numpy as np
from numpy.typing import NDArray

from giong.speech.asr.bias import FREE, NO_PHRASE, WORD_END, Graph
from giong.speech.asr.ctc import Greedy, Spotted, spell
from giong.speech.asr.network import BLANK, OUTPUT_FRAME_S, LogProbs
from giong.speech.asr.recogniser import Alternative, Word
from giong.speech.asr.spread import spread

_NOTHING = -1
_QUIET_FRAMES = 25
"""After one second of blanks what was heard before is settled."""

_FORGET_AFTER = 2_000
"""How much longer the history may grow before what no token leads back to is dropped: speech may not pause."""

_IMPOSSIBLE = np.float32(-1e30)


@dataclass
class _Tokens:
    """One token for each arc or place: how good, after which word, since when, how sure its least sure
    piece.
    """

    score: NDArray[np.float32]
    origin: NDArray[np.intp]
    since: NDArray[np.intp]
    worst: NDArray[np.float32]

    @staticmethod
    def none(count: int) -> _Tokens:
        return _Tokens(
            np.full(count, _IMPOSSIBLE, np.float32),
            np.full(count, _NOTHING, np.intp),
            np.zeros(count, np.intp),
            np.zeros(count, np.float32),
        )

    def at(self, index: NDArray[np.intp]) -> _Tokens:
        return _Tokens(self.score[index], self.origin[index], self.since[index], self.worst[index])

    def put(self, index: int, score: float, origin: int) -> None:
        self.score[index], self.origin[index] = score, origin

    @staticmethod
    def better(first: _Tokens, second: _Tokens) -> _Tokens:
        """At each place the token with the higher score."""
        other = second.score > first.score
        return _Tokens(
            np.where(other, second.score, first.score),
            np.where(other, second.origin, first.origin),
            np.where(other, second.since, first.since),
            np.where(other, second.worst, first.worst),
        )


@dataclass(frozen=True)
class _Heard:
    """A phrase or a free piece in the history of tokens."""

    before: int
    phrase: int
    piece: int
    first: int
    last: int
    log_probability: float


class GraphSearch:
    """Implements `Decoder` over a phrase graph."""

    def __init__(self, graph: Graph, pieces: tuple[str, ...]) -> None:
        self._graph = graph
        self._pieces = pieces
        self._ends, self._first_arc = np.unique(graph.end, return_index=True)
        self._arc_count = np.diff(np.append(self._first_arc, len(graph.end)))
        self._from_hub = graph.start <= FREE
        self._last_places = np.flatnonzero(graph.phrase_at != NO_PHRASE)
        self._settled: tuple[Word, ...] = ()
        self._frame = 0
        self._quiet = 0
        self._begin()

    def push(self, log_probs: LogProbs) -> None:
        for row in log_probs:
            self._plain.push(row[np.newaxis])
            self._advance(row)
            self._quiet = self._quiet + 1 if row.argmax() == BLANK else 0
            self._frame += 1
            if self._quiet == _QUIET_FRAMES:
                self._settle()
            elif len(self._history) > self._forget_at:
                self._forget()

    def words(self) -> tuple[Word, ...]:
        return self._settled + self._unsettled()

    def alternatives(self) -> tuple[Alternative, ...]:
        return ()

    def fork(self) -> Self:
        other = copy(self)
        other._arcs, other._resting, other._arrived = (
            deepcopy(some) for some in (self._arcs, self._resting, self._arrived)
        )
        other._arrived_piece = self._arrived_piece.copy()
        other._history = [*self._history]
        other._plain = self._plain.fork()
        return other

    def _begin(self) -> None:
        """Forget all tokens but one, which has heard nothing."""
        places = len(self._graph.phrase_at)
        self._arcs = _Tokens.none(len(self._graph.end))
        self._peak = np.full(len(self._graph.end), _IMPOSSIBLE, np.float32)
        self._resting = _Tokens.none(places)
        self._arrived = _Tokens.none(places)
        self._arrived_piece = np.full(places, BLANK, np.intp)
        self._resting.put(WORD_END, 0.0, _NOTHING)
        self._history: list[_Heard] = []
        self._forget_at = _FORGET_AFTER
        self._plain = Greedy(self._pieces, first_frame=self._frame)

    def _settle(self) -> None:
        self._settled = self.words()
        self._begin()

    def _forget(self) -> None:
        """Drop from the history what no token leads back to."""
        tokens = (self._arcs, self._resting, self._arrived)
        kept: set[int] = set()
        for node in np.unique(np.concatenate([some.origin for some in tokens])).tolist():
            while node != _NOTHING and node not in kept:
                kept.add(node)
                node = self._history[node].before
        numbers = sorted(kept)
        renumbered = np.full(len(self._history) + 1, _NOTHING, np.intp)  # one more, so that _NOTHING stays itself
        renumbered[numbers] = np.arange(len(numbers))
        heard = (self._history[number] for number in numbers)
        self._history = [replace(one, before=int(renumbered[one.before])) for one in heard]
        for some in tokens:
            some.origin = renumbered[some.origin]
        self._forget_at = len(numbers) + _FORGET_AFTER

    def _advance(self, row: NDArray[np.float32]) -> None:
        """One frame: tokens enter arcs or stay in them, or rest on a blank; the best in each place moves
        on.
        """
        graph = self._graph
        log_probability = row[graph.piece]
        entering = self._entering()
        entered = entering.score > self._arcs.score
        self._peak = np.where(entered, log_probability, np.maximum(self._peak, log_probability))
        self._arcs = _Tokens.better(self._arcs, entering)
        self._resting = _Tokens.better(self._resting, self._arrived)
        self._arcs.score = self._arcs.score + log_probability
        self._resting.score = self._resting.score + row[BLANK]
        self._arrive()

    def _entering(self) -> _Tokens:
        graph = self._graph
        arrived = self._arrived.at(graph.start)
        repeats = self._arrived_piece[graph.start] == graph.piece
        arrived.score = np.where(repeats, _IMPOSSIBLE, arrived.score)
        tokens = _Tokens.better(self._resting.at(graph.start), arrived)
        tokens.score = tokens.score - graph.cost
        tokens.since = np.where(self._from_hub, self._frame, tokens.since)
        tokens.worst = np.where(self._from_hub, np.float32(0.0), tokens.worst)
        return tokens

    def _arrive(self) -> None:
        best = np.maximum.reduceat(self._arcs.score, self._first_arc)
        is_best = self._arcs.score == np.repeat(best, self._arc_count)
        candidates = np.flatnonzero(is_best)
        arc = candidates[np.unique(self._graph.end[candidates], return_index=True)[1]]
        chosen = self._arcs.at(arc)
        for name in ("score", "origin", "since"):
            getattr(self._arrived, name)[self._ends] = getattr(chosen, name)
        self._arrived.worst[self._ends] = np.minimum(chosen.worst, self._peak[arc])
        self._arrived_piece[self._ends] = self._graph.piece[arc]
        self._close(FREE)
        self._end_word()

    def _close(self, place: int) -> None:
        """A free piece has been heard whole: write it into the history."""
        if self._arrived.score[place] > _IMPOSSIBLE / 2:
            self._arrived.origin[place] = self._remember(place, NO_PHRASE)

    def _end_word(self) -> None:
        """The best complete phrase or free piece opens the way to the next one."""
        again = self._arrived.origin[self._last_places] != _NOTHING
        gain = self._graph.bonus_at[self._last_places] - again * np.float32(self._graph.again_cost)
        scores = self._arrived.score[self._last_places] + gain
        best = int(scores.argmax()) if len(scores) else 0
        if len(scores) and scores[best] > self._arrived.score[FREE]:
            place, score = int(self._last_places[best]), float(scores[best])
            origin = self._remember(place, int(self._graph.phrase_at[place]))
        else:
            place, score, origin = FREE, float(self._arrived.score[FREE]), int(self._arrived.origin[FREE])
        self._arrived.put(WORD_END, score, origin)
        self._arrived_piece[WORD_END] = self._arrived_piece[place]

    def _remember(self, place: int, phrase: int) -> int:
        self._history.append(
            _Heard(
                before=int(self._arrived.origin[place]),
                phrase=phrase,
                piece=int(self._arrived_piece[place]),
                first=int(self._arrived.since[place]),
                last=self._frame,
                log_probability=float(self._arrived.worst[place]),
            )
        )
        return len(self._history) - 1

    def _unsettled(self) -> tuple[Word, ...]:
        """What was heard since the last settling; where that holds no phrase, the plain reading stands."""
        heard = self._best_path()
        if all(one.phrase == NO_PHRASE for one in heard):
            return self._plain.words()
        words: list[Word] = []
        for phrase, group in groupby(heard, key=lambda one: one.phrase):
            if phrase == NO_PHRASE:
                words += spell([_spotted(one) for one in group], self._pieces)
            else:
                words += (word for one in group for word in self._phrase_words(one))
        return tuple(words)

    def _phrase_words(self, heard: _Heard) -> tuple[Word, ...]:
        """A phrase may have been heard in another spelling, so its syllables have no times of their own."""
        prior, fit = self._graph.prior, min(math.exp(heard.log_probability), 1.0)
        return spread(
            self._graph.phrases[heard.phrase],
            start_s=heard.first * OUTPUT_FRAME_S,
            end_s=(heard.last + 1) * OUTPUT_FRAME_S,
            confidence=prior + (1.0 - prior) * fit,
        )

    def _best_path(self) -> list[_Heard]:
        ended = max(self._resting, self._arrived, key=lambda tokens: float(tokens.score[WORD_END]))
        path: list[_Heard] = []
        node = int(ended.origin[WORD_END])
        while node != _NOTHING:
            path.append(self._history[node])
            node = path[-1].before
        return path[::-1]


def _spotted(heard: _Heard) -> Spotted:
    return Spotted(heard.piece, heard.first, heard.last, math.exp(heard.log_probability))
