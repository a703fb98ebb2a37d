"""Bytes are kept once, whole, within their limit, and are gone when they are removed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giong.accounts.organisations import Organisations
from giong.errors import NotFound, StorageFull, TooLarge
from giong.storage.blobs import Blobs
from giong.storage.database import Database

SOUND = b"RIFF" * 1000


async def chunks(content: bytes = SOUND, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(database: Database, root: Path) -> Blobs:
    return Blobs(database, root)


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


async def test_bytes_come_back(blobs: Blobs, root: Path, organisation_id: str) -> None:
    blob = await blobs.put(organisation_id, chunks(), limit_bytes=len(SOUND), media_type="audio/wav", name="gọi.wav")
    assert await blobs.get(organisation_id, blob.id) == blob
    assert blob.path.read_bytes() == SOUND
    assert (blob.sha256, blob.bytes) == (hashlib.sha256(SOUND).hexdigest(), len(SOUND))
    assert files(root) == [blob.path]


async def test_too_much_is_refused_and_nothing_is_kept(blobs: Blobs, root: Path, organisation_id: str) -> None:
    with pytest.raises(TooLarge):
        await blobs.put(organisation_id, chunks(), limit_bytes=len(SOUND) - 1)
    assert files(root) == []


async def test_an_upload_that_breaks_off_leaves_nothing(blobs: Blobs, root: Path, organisation_id: str) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield SOUND
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await blobs.put(organisation_id, broken(), limit_bytes=10**6)
    assert files(root) == []


async def test_the_same_bytes_are_kept_until_their_last_use_is_gone(
    blobs: Blobs, root: Path, organisation_id: str
) -> None:
    first = await blobs.put(organisation_id, chunks(), limit_bytes=10**6)
    second = await blobs.put(organisation_id, chunks(), limit_bytes=10**6)
    assert files(root) == [first.path]
    await blobs.remove(organisation_id, first.id)
    assert second.path.read_bytes() == SOUND
    await blobs.remove(organisation_id, second.id)
    assert files(root) == []
    with pytest.raises(NotFound):
        await blobs.get(organisation_id, second.id)


async def test_organisations_share_nothing(blobs: Blobs, database: Database, organisation_id: str) -> None:
    other = await Organisations(database).found("phuong")
    mine = await blobs.put(organisation_id, chunks(), limit_bytes=10**6)
    theirs = await blobs.put(other.id, chunks(), limit_bytes=10**6)
    assert mine.path != theirs.path
    with pytest.raises(NotFound):
        await blobs.remove(organisation_id, theirs.id)
    await blobs.remove(organisation_id, mine.id)
    assert theirs.path.read_bytes() == SOUND


async def test_the_sweep_takes_only_what_nobody_uses(blobs: Blobs, root: Path, organisation_id: str) -> None:
    kept = await blobs.put(organisation_id, chunks(), limit_bytes=10**6)
    orphan = root / organisation_id / "ab" / "cd" / ("abcd" + "0" * 60)
    arriving, fresh = root / "arriving" / "old", root / "arriving" / "new"
    orphan.parent.mkdir(parents=True)
    for path in (orphan, arriving, fresh):
        path.write_bytes(b"x")
    for path in (kept.path, orphan, arriving):
        os.utime(path, (time.time() - 2 * 86400,) * 2)
    assert await blobs.sweep() == 2
    assert sorted(files(root)) == sorted([kept.path, fresh])


async def test_a_full_disk_is_said_so(
    blobs: Blobs, root: Path, organisation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("giong.storage.blobs.os.fsync", full)
    with pytest.raises(StorageFull):
        await blobs.put(organisation_id, chunks(), limit_bytes=10**6)
    assert files(root) == []
