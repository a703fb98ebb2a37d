"""What docs/telephony.md tells a newcomer to write is what Gióng reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from giong.cli.main import COMMANDS
from giong.conversations.calls.notes import SENTENCES
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.lines import audiosocket_bind, telephone_config
from giong.settings import Settings, load

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [pytest.param(DOCS / name, id=name) for name in ("telephony.md", "telephony.vi.md")]
SETTING = re.compile(
    r"\b(?:GIONG_)?((?:sip|rtp|phone|audiosocket|announce|retention|calls)_[a-z_]+|record_calls)\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    names = {name.lower().removesuffix("_file") for name in SETTING.findall(page.read_text(encoding="utf-8"))}
    assert len(names) > 10
    assert names <= set(Settings.model_fields), names - set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_settings_is_read(page: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        assert tomllib.loads(block)
        (tmp_path / "giong.toml").write_text(block, encoding="utf-8")
        passwords = {"sip_password": "x"} if "sip_account" in block else {}
        settings = load(**passwords)
        assert telephone_config(settings) or audiosocket_bind(settings) or settings.phone_people
        Desks.read(settings.phone_people, settings.phone_hours)


@pytest.mark.parametrize("page", PAGES)
def test_every_note_and_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"`(call\.[a-z_]+)`", text)) <= set(SENTENCES)
    assert set(re.findall(r"`giong ([a-z]+)", text)) <= set(COMMANDS)
