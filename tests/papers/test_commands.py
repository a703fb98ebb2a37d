"""`giong papers`: what was received is listed, shown for a purpose, erased; keys are changed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from giong.app import open_rooms
from giong.cli.main import main
from giong.papers import reading
from giong.settings import load
from tests.papers.fakes import CARD, WORK

Said = Callable[..., dict[str, Any]]


@pytest.fixture
def giong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "WORK", WORK)

    def run(*arguments: str) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["giong", "papers", *arguments, "--json"])
        capsys.readouterr()
        with contextlib.suppress(SystemExit):
            main()
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


def received() -> str:
    async def work() -> str:
        async with open_rooms(load(assistants=[])) as rooms:
            taken = await rooms.papers.receive(rooms.home.id, CARD, purpose="mở thẻ", now=True)
            await rooms.papers.finished(rooms.home.id, taken.id)
            return taken.id

    return asyncio.run(work())


def test_listed_shown_followed_erased(giong: Said) -> None:
    id = received()
    assert [paper["id"] for paper in giong("list")["items"]] == [id]
    assert giong("show", id)["fields"]["id"]["value"] == "•••345"
    assert giong("rotate-key") == {"wrapped": 1}
    assert giong("show", id, "--reveal-for", "kiểm tra")["fields"]["id"]["value"] == "001099012345"
    assert giong("erase", id, "--purpose", "khách yêu cầu") == {"erased": id}
    trail = giong("trail", id)["items"]
    mine = [(line["act"], line["purpose"]) for line in trail if line["who"].endswith("(giong papers)")]
    assert mine == [("shown", "kiểm tra"), ("erased", "khách yêu cầu")]
    assert giong("show", "paper_x")["error"]["code"] == "paper.not_found"


def test_an_organisation_is_forgotten(giong: Said, tmp_path: Path) -> None:
    received()
    assert giong("forget-organisation", "demo", "--yes") == {"forgotten": "demo"}
    assert giong("list") == {"items": []}
    assert list((tmp_path / ".giong" / "papers").iterdir()) == []
    assert giong("forget-organisation", "khac", "--yes")["error"]["code"] == "organisation.not_found"
