"""An index on disk: one SQLite file with the sources' texts, their passages, terms and vectors. Knows no ranking.

Everything about a source changes in one transaction. Deleted content is overwritten (`secure_delete`) and does not
stay in the write-ahead log. Any number of processes may have the file open.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giong.errors import BadConfiguration, NotFound, StorageFull
from giong.retrieval.document import Kind
from giong.retrieval.passages import Passage
from giong.retrieval.sources import Source
from giong.retrieval.validity import Validity, validity

FILE = "index.sqlite3"
VERSION = 2
"""`PRAGMA user_version` of the schema. The version before is brought up to date when it is opened; a later one is
refused.
"""
READING = 1
"""The rules by which sources are read. A source that was read by others is read again when it is put in again."""
BUSY_TIMEOUT_MS = 30_000

_SCHEMA = """
CREATE TABLE source (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL, updated TEXT NOT NULL, revision INTEGER NOT NULL, embedded INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL, validity TEXT NOT NULL DEFAULT '{}', stated TEXT NOT NULL DEFAULT '{}',
    reading INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE passage (
    source_id TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER,
    heading TEXT NOT NULL, question TEXT, kind TEXT NOT NULL, terms TEXT NOT NULL, embedder TEXT, vector BLOB,
    "row" INTEGER, keywords TEXT NOT NULL DEFAULT '', since TEXT NOT NULL DEFAULT '', until TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source_id, ordinal)
) STRICT;
CREATE INDEX passage_by_id ON passage (id);
CREATE TABLE counter (revision INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (0);
"""
_FROM_1_TO_2 = """
ALTER TABLE source ADD COLUMN validity TEXT NOT NULL DEFAULT '{}';
ALTER TABLE source ADD COLUMN stated TEXT NOT NULL DEFAULT '{}';
ALTER TABLE source ADD COLUMN reading INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passage ADD COLUMN "row" INTEGER;
ALTER TABLE passage ADD COLUMN keywords TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN since TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN until TEXT NOT NULL DEFAULT '';
"""
_SOURCE = "id, name, title, media_type, sha256, updated, validity, stated"
_PASSAGE = 'heading, page, start, "end", question, kind, "row", keywords, since, until'


@dataclass(frozen=True)
class Stored:
    """A source's passages as they are on disk, and the terms by which each is found, in reading order."""

    passages: tuple[Passage, ...]
    terms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class State:
    """What the file holds at one moment: for each source its revision, and how often vectors of it were written."""

    version: int
    sources: dict[str, tuple[int, int]]


class Store:
    """The open file. Safe for threads: one connection, used under a lock, for writing and one for reading."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        try:
            self._writer = _connect(path)
            _migrate(self._writer)
            self._reader = _connect(path)
        except sqlite3.DatabaseError as error:
            raise _damaged() from error

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        with self._write_lock, self._read_lock:
            self._reader.close()
            self._writer.close()

    def version(self) -> int:
        """A number that changes whenever anyone, in any process, has changed the file."""
        with self._read_lock:
            return int(self._reader.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside sees the file at one moment."""
        with self._read_lock:
            self._reader.execute("BEGIN")
            try:
                yield
            finally:
                self._reader.execute("COMMIT")

    def state(self) -> State:
        with self._read_lock:
            version = self.version()
            rows = self._reader.execute("SELECT id, revision, embedded FROM source ORDER BY id")
            return State(version, {row[0]: (row[1], row[2]) for row in rows})

    def sources(self) -> list[Source]:
        with self._read_lock:
            rows = self._reader.execute(f"SELECT {_SOURCE} FROM source ORDER BY title, id").fetchall()
        return [_source(row) for row in rows]

    def source(self, source_id: str) -> Source | None:
        with self._read_lock:
            row = self._reader.execute(f"SELECT {_SOURCE} FROM source WHERE id = ?", (source_id,)).fetchone()
        return _source(row) if row else None

    def is_read(self, source_id: str) -> bool:
        """Whether a source was read by the present rules."""
        with self._read_lock:
            row = self._reader.execute("SELECT reading FROM source WHERE id = ?", (source_id,)).fetchone()
        return row is not None and row[0] == READING

    def text(self, source_id: str) -> str:
        with self._read_lock:
            row = self._reader.execute("SELECT text FROM source WHERE id = ?", (source_id,)).fetchone()
        if row is None:
            raise unknown_source()
        return str(row[0])

    def load(self, source_id: str) -> Stored:
        """A source's passages and their words, in order."""
        with self._read_lock:
            title, text = self._reader.execute("SELECT title, text FROM source WHERE id = ?", (source_id,)).fetchone()
            rows = self._reader.execute(
                f"SELECT id, {_PASSAGE}, terms FROM passage WHERE source_id = ? ORDER BY ordinal",
                (source_id,),
            ).fetchall()
        passages = tuple(_passage(row, source_id=source_id, title=title, text=text[row[3] : row[4]]) for row in rows)
        return Stored(passages, tuple(tuple(row[-1].split()) for row in rows))

    def vectors(self, source_id: str, embedder: str) -> list[NDArray[np.float32] | None]:
        """Vectors of a source's passages in order; None where there is none of this embedder."""
        with self._read_lock:
            rows = self._reader.execute(
                "SELECT CASE WHEN embedder = ? THEN vector END FROM passage WHERE source_id = ? ORDER BY ordinal",
                (embedder, source_id),
            ).fetchall()
        return [None if row[0] is None else np.frombuffer(row[0], np.float16).astype(np.float32) for row in rows]

    def pending(self, embedder: str) -> int:
        """How many passages have no vector of this embedder ("" = of none at all)."""
        with self._read_lock:
            query = "SELECT count(*) FROM passage WHERE vector IS NULL OR (? <> '' AND embedder <> ?)"
            return int(self._reader.execute(query, (embedder, embedder)).fetchone()[0])

    def without_vector(self, embedder: str, limit: int) -> list[Passage]:
        """The next passages to embed."""
        with self._read_lock:
            rows = self._reader.execute(
                f"SELECT p.id, {_PASSAGE}, p.source_id, s.title,"
                ' substr(s.text, p.start + 1, p."end" - p.start)'
                " FROM passage p JOIN source s ON s.id = p.source_id"
                " WHERE p.vector IS NULL OR p.embedder <> ? ORDER BY s.revision, p.ordinal LIMIT ?",
                (embedder, limit),
            ).fetchall()
        return [_passage(row, source_id=row[-3], title=row[-2], text=row[-1]) for row in rows]

    def put(self, source: Source, text: str, passages: Sequence[Passage], terms: Sequence[Sequence[str]]) -> None:
        """Put a source in, or in the place of what it was. Passages whose id stays keep their vectors."""
        with self._transaction() as connection:
            kept = {
                row[0]: row[1:]
                for row in connection.execute(
                    "SELECT id, embedder, vector FROM passage WHERE source_id = ? AND vector IS NOT NULL",
                    (source.id,),
                )
            }
            replaced = connection.execute("DELETE FROM source WHERE id = ?", (source.id,)).rowcount
            revision = _next_revision(connection)
            connection.execute(
                f"INSERT INTO source ({_SOURCE}, revision, text, reading) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(source.id, source.name, source.title, source.media_type, source.sha256, source.updated),
                    *(source.validity.dump(), source.stated.dump(), revision, text, READING),
                ),
            )
            connection.executemany(
                f"INSERT INTO passage (source_id, ordinal, id, terms, embedder, vector, {_PASSAGE})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(source.id, ordinal, passage.id, " ".join(own), *kept.get(passage.id, (None, None))),
                        *(json.dumps(passage.heading, ensure_ascii=False), passage.page, passage.start, passage.end),
                        *(passage.question, passage.kind, passage.row, passage.keywords),
                        *(day.isoformat() if day else "" for day in (passage.since, passage.until)),
                    )
                    for ordinal, (passage, own) in enumerate(zip(passages, terms, strict=True))
                ],
            )
        if replaced:
            self._scrub()

    def delete(self, source_id: str) -> None:
        """Remove a source with its passages and vectors, from the write-ahead log too."""
        with self._transaction() as connection:
            if not connection.execute("DELETE FROM source WHERE id = ?", (source_id,)).rowcount:
                raise unknown_source()
        self._scrub()

    def put_vectors(self, embedder: str, vectors: Sequence[tuple[Passage, NDArray[np.float32]]]) -> None:
        """Store vectors of passages; one that was removed or replaced meanwhile is passed over."""
        with self._transaction() as connection:
            connection.executemany(
                "UPDATE passage SET embedder = ?, vector = ? WHERE source_id = ? AND id = ?",
                [(embedder, v.astype(np.float16).tobytes(), p.source_id, p.id) for p, v in vectors],
            )
            touched = {(passage.source_id,) for passage, _ in vectors}
            connection.executemany("UPDATE source SET embedded = embedded + 1 WHERE id = ?", sorted(touched))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._write_lock:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException as error:
                # SQLite ends the transaction itself when the disk is full.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
                    raise _disk_full() from error
                raise

    def _scrub(self) -> None:
        """Move the log into the file and empty it; a reader in another process may put that off to the next time."""
        with self._write_lock, self._read_lock:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
    if version == 1:
        for statement in _FROM_1_TO_2.split(";"):
            connection.execute(statement)
        for source_id, name, text in connection.execute("SELECT id, name, text FROM source").fetchall():
            known = validity(name, text, {}).dump()
            connection.execute("UPDATE source SET validity = ? WHERE id = ?", (known, source_id))
    if version in (0, 1):
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    if version not in (0, 1, VERSION):
        raise BadConfiguration(
            "index.other_version",
            vi="Chỉ mục tri thức này do phiên bản Gióng khác tạo ra. Hãy xóa thư mục chỉ mục rồi lập chỉ mục lại từ "
            "tài liệu gốc.",
            en="This knowledge index was made by another version of Gióng. Delete the index folder and index the "
            "sources again.",
        )


def _passage(row: Sequence[Any], *, source_id: str, title: str, text: str) -> Passage:
    """A passage from its id and what `_PASSAGE` names."""
    return Passage(
        id=row[0],
        source_id=source_id,
        source_title=title,
        text=text,
        heading=tuple(json.loads(row[1])),
        page=row[2],
        start=row[3],
        end=row[4],
        question=row[5],
        kind=Kind(row[6]),
        row=row[7],
        keywords=row[8],
        since=date.fromisoformat(row[9]) if row[9] else None,
        until=date.fromisoformat(row[10]) if row[10] else None,
    )


def _source(row: Sequence[Any]) -> Source:
    """A source from what `_SOURCE` names."""
    id, name, title, media_type, sha256, updated, known, stated = row
    return Source(id, name, title, media_type, sha256, updated, Validity.load(known), Validity.load(stated))


def _next_revision(connection: sqlite3.Connection) -> int:
    connection.execute("UPDATE counter SET revision = revision + 1")
    return int(connection.execute("SELECT revision FROM counter").fetchone()[0])


def unknown_source() -> NotFound:
    return NotFound(
        "source.unknown",
        vi="Không có tài liệu này trong tri thức. Hãy xem lại danh sách tài liệu.",
        en="There is no such source in the knowledge. Look at the list of sources.",
    )


def _damaged() -> BadConfiguration:
    return BadConfiguration(
        "index.damaged",
        vi="Tệp chỉ mục tri thức bị hỏng. Hãy xóa thư mục chỉ mục rồi lập chỉ mục lại từ tài liệu gốc.",
        en="The knowledge index file is damaged. Delete the index folder and index the sources again.",
    )


def _disk_full() -> StorageFull:
    return StorageFull(
        "index.disk_full",
        vi="Ổ đĩa đã đầy, tài liệu chưa được lưu và chỉ mục giữ nguyên như trước. Hãy giải phóng dung lượng rồi thử "
        "lại.",
        en="The disk is full; the source was not stored and the index is as it was. Free some space and try again.",
    )
