"""A key opens its organisation's door until it is revoked, and is stored nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from giong.accounts.keys import PREFIX, Keys
from giong.accounts.organisations import Organisations
from giong.clock import VIETNAM, FixedClock
from giong.errors import BadInput, NotFound, Unauthenticated
from giong.storage.database import Database
from giong.storage.schema import api_keys

NOON = datetime(2026, 11, 21, 12, tzinfo=VIETNAM)


@pytest.fixture
async def organisation_id(database: Database) -> str:
    return (await Organisations(database).found("dien-luc")).id


async def test_a_key_is_known_by_its_secret_alone(database: Database, organisation_id: str) -> None:
    keys = Keys(database)
    key, secret = await keys.issue(organisation_id, "trang web")
    assert secret.startswith(PREFIX)
    assert (await keys.check(secret)).id == key.id
    for wrong in ("", PREFIX, secret[:-1], secret.upper(), key.id, key.hint):
        with pytest.raises(Unauthenticated):
            await keys.check(wrong)


async def test_no_secret_is_stored(database: Database, organisation_id: str) -> None:
    _, secret = await Keys(database).issue(organisation_id, "trang web")
    [row] = await database.read(lambda connection: connection.execute(select(api_keys)).all())
    assert secret not in str(row)


async def test_a_revoked_key_is_refused_at_once(database: Database, organisation_id: str) -> None:
    keys = Keys(database, FixedClock(NOON))
    key, secret = await keys.issue(organisation_id, "trang web")
    revoked = await keys.revoke(organisation_id, key.id)
    assert revoked.revoked_at == NOON
    with pytest.raises(Unauthenticated):
        await keys.check(secret)
    assert await keys.revoke(organisation_id, key.id) == revoked


async def test_the_last_use_is_noted_once_a_minute(database: Database, organisation_id: str) -> None:
    clock = FixedClock(NOON)
    keys = Keys(database, clock)
    _, secret = await keys.issue(organisation_id, "trang web")
    noted = []
    for seconds in (0, 30, 90):
        clock.moment = NOON + timedelta(seconds=seconds)
        await keys.check(secret)
        [listed] = await keys.all(organisation_id)
        noted.append(listed.last_used_at)
    assert noted == [NOON, NOON, NOON + timedelta(seconds=90)]


async def test_organisations_see_and_revoke_only_their_own(database: Database, organisation_id: str) -> None:
    keys = Keys(database)
    key, secret = await keys.issue(organisation_id, "trang web")
    other = await Organisations(database).found("phuong")
    assert await keys.all(other.id) == []
    with pytest.raises(NotFound):
        await keys.revoke(other.id, key.id)
    assert (await keys.check(secret)).organisation_id == organisation_id


async def test_a_key_needs_an_organisation(database: Database) -> None:
    with pytest.raises(BadInput):
        await Keys(database).issue("org_0", "trang web")
