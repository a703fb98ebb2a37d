"""Organisations have one handle each."""

from __future__ import annotations

import asyncio

import pytest

from giong.accounts.organisations import Organisations
from giong.errors import BadInput, Conflict, NotFound
from giong.storage.database import Database


async def test_a_handle_is_taken_once(database: Database) -> None:
    organisations = Organisations(database)
    founded = await organisations.found("dien-luc", "Điện lực Thủ Đức")
    assert await organisations.get(founded.id) == founded
    with pytest.raises(Conflict):
        await organisations.found("dien-luc")
    assert await organisations.all() == [founded]


async def test_ensuring_is_founding_once(database: Database) -> None:
    organisations = Organisations(database)
    ensured = await asyncio.gather(*(organisations.ensure("demo") for _ in range(5)))
    assert len({organisation.id for organisation in ensured}) == 1


@pytest.mark.parametrize("handle", ["", "Điện", "a b", "-a", "a" * 65, "../x"])
async def test_a_handle_fits_a_folder_and_an_address(database: Database, handle: str) -> None:
    with pytest.raises(BadInput):
        await Organisations(database).found(handle)


async def test_an_unknown_organisation_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await Organisations(database).get("org_0")
