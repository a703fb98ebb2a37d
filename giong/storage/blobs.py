"""Files on disk by what is in them: uploads and recordings. Knows no HTTP and not what the bytes mean.

`ROOT/ORGANISATION/ab/cd/abcd…` holds the bytes whose SHA-256 is `abcd…`; each row of the table `blobs` is one use of
them, and the file goes with its last use. Organisations share no files: whoever deletes one leaves nothing behind.

A file gets its name when it is complete, in the transaction that writes its row, and loses it after its last row is
gone. So a crash can leave a file without a row, which `sweep` removes, but never a row without its file.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, text

from giong.clock import Clock, SystemClock
from giong.errors import TooLarge
from giong.storage.database import Database
from giong.storage.failures import explained
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import blobs

_LEFT_BEHIND_S = 24 * 3600
"""A file without a row may be on its way to one; after so many seconds it is not."""


@dataclass(frozen=True)
class Blob:
    """One use of stored bytes. `path` is where they lie, for reading only."""

    id: str
    organisation_id: str
    sha256: str
    bytes: int
    media_type: str
    name: str
    created_at: datetime
    path: Path


class Blobs:
    """The blobs of all organisations, under the folder `root`."""

    def __init__(self, database: Database, root: Path, clock: Clock | None = None) -> None:
        self._database = database
        self._root = root
        self._clock = clock or SystemClock()

    async def put(
        self,
        organisation_id: str,
        chunks: AsyncIterator[bytes],
        *,
        limit_bytes: int,
        media_type: str = "application/octet-stream",
        name: str = "",
    ) -> Blob:
        """Store what `chunks` bring; TooLarge as soon as it is more than `limit_bytes`, and nothing is kept."""
        try:
            arriving = await asyncio.to_thread(_Arriving, self._arrivals)
            try:
                async for chunk in chunks:
                    if arriving.bytes + len(chunk) > limit_bytes:
                        raise _too_large(limit_bytes)
                    await asyncio.to_thread(arriving.add, chunk)
                await asyncio.to_thread(arriving.complete)
                row: dict[str, Any] = {
                    "id": new_id("blob"),
                    "organisation_id": organisation_id,
                    "sha256": arriving.sha256,
                    "bytes": arriving.bytes,
                    "media_type": media_type,
                    "name": name,
                    "created_at": self._clock.now(),
                }
                path = self._path(organisation_id, arriving.sha256)
                await self._database.write(lambda connection: _place(connection, row, arriving.path, path))
                return Blob(**row, path=path)
            finally:
                await asyncio.to_thread(arriving.discard)
        except OSError as error:
            shown = explained(error)
            raise shown from shown.__cause__

    async def get(self, organisation_id: str, id: str) -> Blob:
        """The blob; NotFound if it is missing or another organisation's."""
        row = await self._database.read(
            lambda connection: owned(connection, blobs, organisation_id=organisation_id, id=id)
        )
        return Blob(**row._mapping, path=self._path(organisation_id, row.sha256))

    async def remove(self, organisation_id: str, id: str) -> None:
        """Remove a blob, and its bytes unless they are in use under another id."""
        blob = await self.get(organisation_id, id)
        gone = delete(blobs).where(blobs.c.organisation_id == organisation_id, blobs.c.id == id)
        await self._database.write(lambda connection: connection.execute(gone) and None)
        await self._drop_if_unused(blob.path)

    async def sweep(self) -> int:
        """Remove the files without a row that crashes left behind more than a day ago; returns how many."""
        old = await asyncio.to_thread(self._older_than, time.time() - _LEFT_BEHIND_S)
        for path in old:
            if path.parent == self._arrivals:
                await asyncio.to_thread(path.unlink, missing_ok=True)
            else:
                await self._drop_if_unused(path)
        return await asyncio.to_thread(lambda: sum(not path.exists() for path in old))

    async def _drop_if_unused(self, path: Path) -> None:
        organisation_id, sha256 = path.relative_to(self._root).parts[0], path.name
        used = select(exists().where(blobs.c.organisation_id == organisation_id, blobs.c.sha256 == sha256))

        def work(connection: Connection) -> None:
            _hold(connection, organisation_id, sha256)
            if not connection.scalar(used):
                path.unlink(missing_ok=True)

        await self._database.write(work)

    @property
    def _arrivals(self) -> Path:
        return self._root / "arriving"

    def _path(self, organisation_id: str, sha256: str) -> Path:
        return self._root / organisation_id / sha256[:2] / sha256[2:4] / sha256

    def _older_than(self, moment: float) -> list[Path]:
        return [path for path in self._root.rglob("*") if _is_older(path, moment)]


class _Arriving:
    """A file that is being written and has no name yet that anyone looks for."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, path = tempfile.mkstemp(dir=folder)
        self._file = os.fdopen(descriptor, "wb")
        self._digest = hashlib.sha256()
        self.path = Path(path)
        self.bytes = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self._digest.update(chunk)
        self.bytes += len(chunk)

    def complete(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        """Remove it if it was not given its name."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _place(connection: Connection, row: dict[str, Any], arriving: Path, path: Path) -> None:
    _hold(connection, row["organisation_id"], row["sha256"])
    connection.execute(insert(blobs).values(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    if arriving.exists():  # not when this work is run again
        os.replace(arriving, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, must survive a power failure
    finally:
        os.close(folder)


def _hold(connection: Connection, organisation_id: str, sha256: str) -> None:
    """Keep others from placing or dropping these bytes until the transaction ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        connection.execute(lock, {"name": f"{organisation_id}/{sha256}"})


def _is_older(path: Path, moment: float) -> bool:
    """Whether it is a file that was last changed before `moment`; one that has gone meanwhile is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_mtime < moment


def _too_large(limit_bytes: int) -> TooLarge:
    megabytes = limit_bytes / 1_000_000
    return TooLarge(
        "blob.too_large",
        vi=f"Tệp lớn hơn giới hạn {megabytes:g} MB. Hãy chia nhỏ hoặc nén lại.",
        en=f"The file is larger than the limit of {megabytes:g} MB. Split or compress it.",
    )
