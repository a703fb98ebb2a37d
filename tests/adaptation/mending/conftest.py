"""A library's assistant at work in a folder of its own, and people who talk with it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from giong.app import Rooms, open_rooms
from giong.dialogue.line import Said
from giong.settings import load
from tests.support.serving import TEMPLATE, UNHURRIED

Talk = Callable[..., Awaitable[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The assistant `thu-vien`: its intents have comments, which must stay."""
    made = tmp_path / "thu-vien"
    shutil.copytree(TEMPLATE, made)
    intents = made / "intents.yaml"
    intents.write_text("# Ý định của thư viện\n" + intents.read_text(encoding="utf-8"), encoding="utf-8")
    return made


@pytest.fixture
async def rooms(folder: Path, tmp_path: Path) -> AsyncIterator[Rooms]:
    settings = load(data_dir=tmp_path / "data", assistants=[folder], embedding="", **UNHURRIED)
    async with open_rooms(settings) as opened:
        yield opened


@pytest.fixture
def talk(rooms: Rooms) -> Talk:
    """A new person says some things; returns the conversation."""

    async def say(*texts: str) -> str:
        opened = await rooms.reception.open(rooms.home.id, assistant="thu-vien", channel="web")
        await rooms.reception.settled()
        for text in texts:
            await rooms.reception.say(rooms.home.id, opened.id, Said(text))
            await rooms.reception.settled()
        return opened.id

    return say
