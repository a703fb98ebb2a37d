"""Tools of MCP servers: a real server on stdio and on this machine's network, what it may do, and what it may not."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from giong.dialogue.actions import Outcome
from giong.dialogue.assistant import ToolAction, ToolServer
from giong.dialogue.expressions import Scope, Template
from giong.dialogue.functions import FUNCTIONS
from giong.dialogue.tools import ToolSender

pytest.importorskip("mcp", reason="pip install 'giong[mcp]'")

SERVER = Path(__file__).parent / "servers" / "kho.py"
SCOPE = Scope({"ma": "SP-1", "so": 3}, FUNCTIONS, {"so": "ba"})
READ = {"ma": Template.parse("{{ma}}")}
ORDER = {"ma": Template.parse("mã {{ma}}"), "so_luong": Template.parse("{{so}}")}


def tool(name: str, body: Any = None, **changes: Any) -> ToolAction:
    return ToolAction("thu", "kho", name, READ if body is None else body, **changes)


def over_stdio(written: Path, **changes: Any) -> ToolSender:
    programs = {"kho": (sys.executable, str(SERVER), str(written)), "chet": (sys.executable, "-c", "")}
    servers = {"kho": ToolServer("kho", program=changes.get("program", "kho"))}
    return ToolSender(servers, frozenset(), programs=programs)


def send(sender: ToolSender, action: ToolAction) -> Outcome:
    return asyncio.run(sender.send(action, SCOPE, key="k-1"))


def test_a_program_reads_and_writes(tmp_path: Path) -> None:
    sender = over_stdio(tmp_path / "written")
    read = send(sender, tool("ton_kho", writes=False, save={"con": "data.so_luong", "gia": "data.gia"}))
    assert read == Outcome(True, {"con": 12})
    ordered = send(sender, tool("dat_hang", ORDER, save={"phieu": "phieu"}))
    assert ordered == Outcome(True, {"phieu": "P-7"})
    assert json.loads((tmp_path / "written").read_text()) == {"ma": "mã SP-1", "so_luong": 3, "key": "k-1"}


def test_a_tool_that_only_pretends_to_read_is_not_called(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sent = send(over_stdio(tmp_path / "written"), tool("dat_hang", ORDER, writes=False))
    assert sent == Outcome(False)
    assert not (tmp_path / "written").exists()
    assert "writes: false" in caplog.text


@pytest.mark.parametrize("action", [tool("hong", writes=False), tool("hong", writes=True), tool("khong_co")])
def test_a_failing_tool_is_an_outcome_and_its_words_are_not_logged(
    action: ToolAction, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "giong"):
        assert send(over_stdio(tmp_path / "written"), action) == Outcome(False)
    assert "SP-1" not in caplog.text


@pytest.mark.parametrize("program", ["chet", "la"])
def test_a_program_that_dies_or_is_not_allowed(program: str, tmp_path: Path) -> None:
    assert send(over_stdio(tmp_path / "written", program=program), tool("ton_kho")) == Outcome(False)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, str(SERVER), str(tmp_path / "written"), str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            asyncio.run(asyncio.sleep(0.1))
        yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def test_an_address_is_called_only_if_its_host_is_allowed(address: str, tmp_path: Path) -> None:
    servers = {"kho": ToolServer("kho", url=f"http://{address}/mcp", headers={"X-Key": "${KHO_KEY}"})}
    action = tool("dat_hang", ORDER, save={"phieu": "phieu"})
    allowed = ToolSender(servers, frozenset({address}), programs={}, environment={"KHO_KEY": "bí mật".encode().hex()})
    assert send(allowed, action) == Outcome(True, {"phieu": "P-7"})
    for sender in (
        ToolSender(servers, frozenset({"kho.example"}), programs={}, environment={"KHO_KEY": "x"}),
        ToolSender(servers, frozenset({address}), programs={}, environment={}),
    ):
        assert send(sender, action) == Outcome(False)
    assert len((tmp_path / "written").read_text().splitlines()) == 1
