"""Keeps the snapshot in memory in step with the file on disk, whoever changes it. Knows no ranking.

A change costs the reading of the changed sources and one rebuilding of the postings (60 ms for 1,300 passages), paid
by the first search after it. Vectors that come in later only replace the matrix.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from giong.retrieval.register import Register
from giong.retrieval.snapshot import Segment, Snapshot, Vocabulary, build, segment
from giong.retrieval.store import State, Store

Rows = list[NDArray[np.float32] | None]


class Mirror:
    """The present snapshot of a store, with the vectors of one embedder ("" = none). Safe for threads."""

    def __init__(self, store: Store, embedder: str) -> None:
        self.vocabulary = Vocabulary()
        self._store = store
        self._embedder = embedder
        self._refreshing = threading.Lock()
        self._segments: dict[str, tuple[int, Segment]] = {}
        self._rows: dict[str, tuple[tuple[int, int], Rows]] = {}
        self._version: int | None = None
        self._snapshot = build([], [], self.vocabulary, Register())

    def snapshot(self) -> Snapshot:
        """What is on disk now. Whoever holds it keeps reading it unchanged while the next one is made."""
        if self._store.version() == self._version:
            return self._snapshot
        with self._refreshing:
            if self._store.version() != self._version:
                self._refresh()
            return self._snapshot

    def _refresh(self) -> None:
        with self._store.reading():
            state = self._store.state()
            other_passages = self._load_segments(state)
            register = Register(self._store.sources()) if other_passages else self._snapshot.register
            if self._embedder:
                self._load_rows(state)
        ids = sorted(self._segments)
        rows = [row for source_id in ids for row in self._rows[source_id][1]] if self._embedder else []
        if other_passages:
            segments = [self._segments[source_id][1] for source_id in ids]
            self._snapshot = build(segments, rows, self.vocabulary, register)
        else:
            self._snapshot = self._snapshot.with_vectors(rows)
        self._version = state.version

    def _load_segments(self, state: State) -> bool:
        """Bring the segments up to date; False when nothing was to be done."""
        gone = self._segments.keys() - state.sources.keys()
        for source_id in gone:
            del self._segments[source_id]
            self._rows.pop(source_id, None)
        changed = [
            (source_id, revision)
            for source_id, (revision, _) in state.sources.items()
            if source_id not in self._segments or self._segments[source_id][0] != revision
        ]
        for source_id, revision in changed:
            self._segments[source_id] = revision, segment(self._store.load(source_id), self.vocabulary)
        return bool(gone or changed)

    def _load_rows(self, state: State) -> None:
        for source_id, marks in state.sources.items():
            if source_id not in self._rows or self._rows[source_id][0] != marks:
                self._rows[source_id] = marks, self._store.vectors(source_id, self._embedder)
