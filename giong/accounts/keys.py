"""API keys: who may speak for an organisation. Shown once, when made; only a digest is stored.

A key carries 160 random bits, so a plain SHA-256 is enough: there is nothing to guess, and a slow hash such as argon2
(made for passwords people choose, about 200 ms here) would have to be paid on every request.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from giong.clock import Clock, SystemClock
from giong.errors import BadInput, StorageFull, Unauthenticated, Unavailable
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.owned import owned
from giong.storage.schema import api_keys, organisations

PREFIX = "gk_"

_HINT = len(PREFIX) + 4
_FRESH = timedelta(minutes=1)
"""How old `last_used_at` may be: noting every request would cost a write each."""


@dataclass(frozen=True)
class Key:
    """A key as it is listed: everything but the key."""

    id: str
    organisation_id: str
    name: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class Keys:
    """The keys of all organisations."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def issue(self, organisation_id: str, name: str) -> tuple[Key, str]:
        """A new key and its secret, which nobody can be shown again."""
        secret = PREFIX + secrets.token_urlsafe(20)
        key = Key(new_id("key"), organisation_id, name, secret[:_HINT], self._clock.now(), None, None)

        def work(connection: Connection) -> None:
            owner = select(organisations.c.id).where(organisations.c.id == organisation_id)
            if connection.scalar(owner) is None:
                raise BadInput(
                    "key.no_organisation",
                    vi="Chưa có tổ chức này. Hãy tạo tổ chức trước khi tạo khoá.",
                    en="There is no such organisation. Create it before its keys.",
                )
            connection.execute(insert(api_keys).values(vars(key) | {"digest": _digest(secret)}))

        await self._database.write(work)
        return key, secret

    async def check(self, secret: str) -> Key:
        """The key with this secret; Unauthenticated if nobody knows it or it was revoked."""
        digest, now = _digest(secret), self._clock.now()
        row = await self._database.read(
            lambda connection: connection.execute(select(api_keys).where(api_keys.c.digest == digest)).one_or_none()
        )
        if row is None or row.revoked_at is not None:
            raise Unauthenticated(
                "key.unknown",
                vi="Khoá API không đúng hoặc đã bị thu hồi. Hãy xin quản trị viên khoá mới.",
                en="The API key is unknown or was revoked. Ask the administrator for a new one.",
            )
        key = _key(row)
        if key.last_used_at is None or now - key.last_used_at > _FRESH:
            with contextlib.suppress(StorageFull, Unavailable):  # one may still read on a full disk
                await self._note_use(key, now)
        return key

    async def revoke(self, organisation_id: str, key_id: str) -> Key:
        """Refuse this key from now on. Revoking it again changes nothing."""
        now = self._clock.now()

        def work(connection: Connection) -> Key:
            row = owned(connection, api_keys, organisation_id=organisation_id, id=key_id)
            if row.revoked_at is None:
                connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(revoked_at=now))
            return _key(owned(connection, api_keys, organisation_id=organisation_id, id=key_id))

        return await self._database.write(work)

    async def all(self, organisation_id: str) -> list[Key]:
        """The organisation's keys, oldest first, revoked ones too."""
        mine = select(api_keys).where(api_keys.c.organisation_id == organisation_id).order_by(api_keys.c.id)
        return await self._database.read(lambda connection: [_key(row) for row in connection.execute(mine)])

    async def _note_use(self, key: Key, now: datetime) -> None:
        used = update(api_keys).where(api_keys.c.id == key.id).values(last_used_at=now)
        await self._database.write(lambda connection: connection.execute(used) and None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[Any]) -> Key:
    return Key(row.id, row.organisation_id, row.name, row.hint, row.created_at, row.last_used_at, row.revoked_at)
