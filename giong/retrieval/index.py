"""The knowledge of one assistant of one organisation: files in, passages out. Knows no organisation and no HTTP.

An index is a folder, and every organisation × assistant has its own, so a search cannot see another's passages: there
is no filter that could be forgotten. `open` the same folder in as many processes and threads as needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from giong.errors import NotFound, Unavailable
from giong.language.embedding.embedder import Embedder
from giong.retrieval import fuse
from giong.retrieval.document import clean
from giong.retrieval.mirror import Mirror
from giong.retrieval.passages import Passage, cut
from giong.retrieval.register import Register
from giong.retrieval.restore import restored
from giong.retrieval.snapshot import Snapshot, terms_of
from giong.retrieval.sources import Limits, Source, media_type_of, read, source_id_of
from giong.retrieval.store import Store
from giong.retrieval.validity import UNKNOWN, Validity, validity
from giong.text.unicode import has_diacritics
from giong.threads import one_thread

Numbers = NDArray[np.float32]

MOST_QUERY_CHARACTERS = 2_000
"""What a question is cut to: nobody asks longer, and the cost of a search grows with it."""
MOST_MEANING_WORDS = 64
MOST_MEANING_LETTERS = 24
MOST_MEANING_CHARACTERS = 320
"""What of a question is embedded: its first words, of each its first letters, and so much in all. Two thousand letters
without meaning take a small model up to 5 s; no Vietnamese word is that long.
"""
RECENT_QUERIES = 64
"""Questions whose vectors are kept in memory: one turn of a dialogue may search for the same words twice."""


class Mode(StrEnum):
    """By what passages are found. Everything but HYBRID is for measuring."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"


@dataclass(frozen=True)
class Added:
    """What became of a file. `unchanged`: the same bytes were there already and nothing was done."""

    source: Source
    passages: int
    unchanged: bool


@dataclass(frozen=True)
class Hit:
    """A found passage. `score` in [0, 1] is the confidence that it answers, comparable between questions; `lexical`
    in [0, 1] is the share of the question's words that it covers; `dense` the cosine, None while it has no vector.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float | None


class Index:
    """An open index. Safe for threads; close it when done."""

    def __init__(self, store: Store, embedder: Embedder | None, limits: Limits) -> None:
        self._store = store
        self._embedder = embedder
        self._vector_of = lru_cache(RECENT_QUERIES)(self._embedded)
        self._limits = limits
        self._mirror = Mirror(store, embedder.name if embedder else "")

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None, *, limits: Limits | None = None) -> Index:
        """Open the index in `folder`, or begin one there. Without an embedder passages are found by words alone."""
        one_thread()
        return cls(Store(folder), embedder, limits or Limits())

    def close(self) -> None:
        """Close the files. Searches that are under way may fail."""
        self._store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(
        self,
        name: str,
        data: bytes,
        *,
        media_type: str | None = None,
        title: str | None = None,
        stated: Validity = UNKNOWN,
    ) -> Added:
        """Put a file in, or its new version in the old one's place; found by words as soon as this returns.

        `stated` is known of when it holds beside what it says itself, and counts more. Nothing changes when it raises
        `BadInput`, and nothing is done when the same bytes are there already.
        """
        source_id = source_id_of(name)
        sha256 = hashlib.sha256(data).hexdigest()
        known = self._store.source(source_id)
        same = known and known.sha256 == sha256 and title in (None, known.title) and known.stated == stated
        if known and same and self._store.is_read(source_id):
            return Added(known, len(self._store.load(source_id).passages), unchanged=True)
        document = read(name, data, media_type=media_type, limits=self._limits)
        if title:
            document = replace(document, title=clean(title))
        source = Source(
            id=source_id,
            name=clean(name),
            title=document.title,
            media_type=media_type_of(name, media_type),
            sha256=sha256,
            updated=datetime.now(UTC).isoformat(timespec="seconds"),
            validity=stated.over(validity(name, document.text, document.head)),
            stated=stated,
        )
        passages = cut(document, source_id=source_id)
        self._store.put(source, document.text, passages, [terms_of(passage) for passage in passages])
        return Added(source, len(passages), unchanged=False)

    def remove(self, source_id: str) -> None:
        """Remove a source for good, with its passages and vectors. Raises `NotFound`."""
        self._store.delete(source_id)

    def sources(self) -> list[Source]:
        """All sources, by title."""
        return self._store.sources()

    def register(self) -> Register:
        """What the sources say about when they hold."""
        return self._mirror.snapshot().register

    def section(self, passage_id: str) -> tuple[Passage, ...]:
        """The passages under the same headings as this one, in reading order; none where it is no longer there."""
        snapshot = self._mirror.snapshot()
        at = snapshot.by_id.get(passage_id)
        if at is None:
            return ()
        first, last = at, at + 1
        while first and _together(snapshot.passages[first - 1], snapshot.passages[at]):
            first -= 1
        while last < len(snapshot.passages) and _together(snapshot.passages[last], snapshot.passages[at]):
            last += 1
        return snapshot.passages[first:last]

    def source_text(self, source_id: str) -> str:
        """The source's plain text, which passages and citations point into. Raises `NotFound`."""
        return self._store.text(source_id)

    def passage(self, passage_id: str) -> Passage:
        """One passage. Raises `NotFound`, also when its source has changed since."""
        snapshot = self._mirror.snapshot()
        if passage_id not in snapshot.by_id:
            raise NotFound(
                "passage.unknown",
                vi="Không còn đoạn này trong tri thức; tài liệu có thể đã được thay. Hãy hỏi lại.",
                en="This passage is no longer in the knowledge; its source may have been replaced. Ask again.",
            )
        return snapshot.passages[snapshot.by_id[passage_id]]

    def passages(self) -> tuple[Passage, ...]:
        """All passages, those of a source in reading order."""
        return self._mirror.snapshot().passages

    def pending(self) -> int:
        """How many passages are not yet found by meaning."""
        return self._store.pending(self._embedder.name if self._embedder else "")

    def embed_pending(
        self,
        embedder: Embedder,
        *,
        batch: int = 16,
        on_progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> int:
        """Embed what is pending and return how many passages that was; every batch is kept at once.

        `on_progress` gets (done, of all). When `stop` says True, it ends after the batch; call again to go on.
        """
        done = 0
        while not (stop and stop()):
            passages = self._store.without_vector(embedder.name, batch)
            if not passages:
                break
            vectors = embedder.passages([f"{passage.context}\n{passage.text}" for passage in passages])
            self._store.put_vectors(embedder.name, list(zip(passages, vectors, strict=True)))
            done += len(passages)
            if on_progress:
                on_progress(done, done + self._store.pending(embedder.name))
        return done

    def search(self, query: str, *, limit: int = 5, mode: Mode = Mode.HYBRID) -> list[Hit]:
        """The passages that answer best, best first; none where nothing fits at all.

        A question typed without diacritics is compared without them by its words, and by its meaning as it reads once
        the knowledge's own words have given it diacritics back.
        """
        query = clean(query[:MOST_QUERY_CHARACTERS])
        snapshot = self._mirror.snapshot()
        if not query or not snapshot.passages or limit <= 0:
            return []
        typed_plain = not has_diacritics(query)
        words = self._mirror.vocabulary.query(query, folded=typed_plain)
        field = snapshot.folded if typed_plain else snapshot.written
        lexical = field.coverage(words)
        cosines = None if mode is Mode.LEXICAL else self._cosines(snapshot, query)
        log_odds = fuse.scored(fuse.Evidence(lexical, field.lacking(words), self._meaning(cosines)))
        if mode is Mode.DENSE and cosines is not None:
            log_odds = np.nan_to_num(cosines, nan=-1.0)
        found = lexical > 0 if cosines is None else (lexical > 0) | ~np.isnan(cosines)
        return [
            Hit(
                passage=snapshot.passages[index],
                score=fuse.confidence(float(log_odds[index])),
                lexical=float(lexical[index]),
                dense=None if cosines is None or np.isnan(cosines[index]) else float(cosines[index]),
            )
            for index in _best(log_odds, limit)
            if found[index]
        ]

    def _cosines(self, snapshot: Snapshot, query: str) -> Numbers | None:
        """Cosines of all passages with the question, NaN where there is no vector; None where there is none at all."""
        if self._embedder is None or not len(snapshot.embedded):
            return None
        query = _gist(query)
        if not has_diacritics(query):
            query = restored(query, snapshot.written, self._mirror.vocabulary)
        try:
            vector = self._vector_of(query)
        except Unavailable:
            return None
        cosines = np.full(len(snapshot.passages), np.nan, np.float32)
        cosines[snapshot.embedded] = snapshot.vectors @ vector
        return cosines

    def _embedded(self, query: str) -> Numbers:
        assert self._embedder is not None
        vector: Numbers = self._embedder.queries([query])[0]
        return vector

    def _meaning(self, cosines: Numbers | None) -> Numbers | None:
        if cosines is None or self._embedder is None:
            return None
        scale = self._embedder.scale
        return (cosines - scale.unrelated) / (scale.related - scale.unrelated)


def _gist(query: str) -> str:
    """As much of a question as is embedded."""
    words = (word[:MOST_MEANING_LETTERS] for word in query.split()[:MOST_MEANING_WORDS])
    return " ".join(words)[:MOST_MEANING_CHARACTERS]


def _together(one: Passage, other: Passage) -> bool:
    return one.source_id == other.source_id and one.heading == other.heading


def _best(log_odds: Numbers, limit: int) -> list[int]:
    """Indexes of the highest scores, highest first; equal scores in the passages' order."""
    count = min(limit, len(log_odds))
    top = np.argpartition(-log_odds, count - 1)[:count]
    return sorted((int(index) for index in top), key=lambda index: (-log_odds[index], index))
