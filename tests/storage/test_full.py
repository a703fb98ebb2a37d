"""A disk that is really full: a clear error, nothing half written, and life goes on when there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from giong.accounts.organisations import Organisations
from giong.conversations.catalogue import Conversations
from giong.dialogue.line import Said
from giong.errors import StorageFull
from giong.storage.blobs import Blobs
from giong.storage.database import Database
from giong.storage.migrate import migrate


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mounting = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


async def test_chats_and_uploads_on_a_full_disk(small_disk: Path) -> None:
    database = Database(f"sqlite:///{small_disk / 'giong.db'}")
    await migrate(database)
    organisation = await Organisations(database).found("dien-luc")
    conversations, blobs = Conversations(database), Blobs(database, small_disk / "blobs")
    opened, _ = await conversations.open(organisation.id, assistant="a", channel="web")
    thread = conversations.thread(organisation.id, opened.id)
    ballast = small_disk / "ballast"
    kept = 1
    await thread.post(Said("trước khi đầy"))
    room = os.statvfs(small_disk)
    ballast.write_bytes(b"x" * (room.f_bavail * room.f_frsize))

    async def upload() -> AsyncIterator[bytes]:
        yield b"x" * 100_000

    async def talk_on() -> None:
        nonlocal kept
        while True:
            await thread.post(Said("x" * 4000, key=str(kept)))
            kept += 1

    with pytest.raises(StorageFull):
        await blobs.put(organisation.id, upload(), limit_bytes=10**6)
    with pytest.raises(StorageFull):
        await talk_on()
    assert len(await thread.events(limit=2000)) == kept

    ballast.unlink()
    await thread.post(Said("có chỗ rồi", key="sau"))
    blob = await blobs.put(organisation.id, upload(), limit_bytes=10**6)
    assert blob.path.stat().st_size == 100_000
    events = await thread.events(limit=2000)
    assert [event.number for event in events] == list(range(1, kept + 2))
    check = text("PRAGMA integrity_check")
    assert await database.read(lambda connection: connection.scalar(check)) == "ok"
    await database.close()
