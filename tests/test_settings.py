"""Where a setting comes from, and what is said when one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.errors import BadConfiguration
from giong.settings import Settings, describe, load


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GIONG_{name.upper()}", raising=False)
    return tmp_path


def test_every_setting_has_a_default_and_a_description() -> None:
    settings = load()
    assert settings.host == "127.0.0.1"
    assert all(one.description and one.source == "default" for one in describe(settings))
    assert settings.database == f"sqlite:///{Path('.giong/giong.db').absolute()}"


def test_flag_before_environment_before_dotenv_before_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "giong.toml").write_text('port = 1\nhost = "a"\nlog_level = "debug"\nupload_mb = 7\n')
    (folder / ".env").write_text("GIONG_PORT=2\nGIONG_HOST=b\nGIONG_LOG_LEVEL=error\nOTHER_PROGRAM=1\n")
    monkeypatch.setenv("GIONG_PORT", "3")
    monkeypatch.setenv("GIONG_HOST", "c")
    settings = load(port=4, host=None)
    assert (settings.port, settings.host, settings.log_level, settings.upload_mb) == (4, "c", "error", 7)
    sources = {one.name: one.source for one in describe(settings, port=4, host=None)}
    assert [sources[name] for name in ("port", "host", "log_level", "upload_mb", "asr")] == [
        "flag",
        "environment",
        ".env",
        "giong.toml",
        "default",
    ]


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIONG_ASSISTANTS", "assistants, /srv/tro-ly")
    assert load().assistants == [Path("assistants"), Path("/srv/tro-ly")]


def test_secrets_come_from_files_and_are_never_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret").write_text("sk-very-secret\n")
    monkeypatch.setenv("GIONG_LLM_API_KEY_FILE", str(folder / "secret"))
    settings = load(llm_base_url="http://localhost:1/v1")
    assert settings.engine_options("llm") == {
        "base_url": "http://localhost:1/v1",
        "api_key": "sk-very-secret",
    }
    shown = {one.name: one for one in describe(settings)}
    assert shown["llm_api_key"].source == "secret file"
    assert "sk-very" not in repr(settings) + repr(shown)


@pytest.mark.parametrize("where", ["environment", ".env", "giong.toml", "flag"])
def test_an_unknown_setting_names_the_nearest(where: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags = {}
    if where == "environment":
        monkeypatch.setenv("GIONG_DATABSE_URL", "x")
    elif where == "flag":
        flags = {"databse_url": "x"}
    elif where == ".env":
        (folder / ".env").write_text("GIONG_DATABSE_URL=x\n")
    else:
        (folder / "giong.toml").write_text('databse_url = "x"\n')
    with pytest.raises(BadConfiguration) as raised:
        load(**flags)
    assert raised.value.code == "settings.unknown"
    assert "database_url" in raised.value.en.lower()


def test_a_wrong_value_names_the_setting_and_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIONG_PORT", "nhiều")
    with pytest.raises(BadConfiguration) as raised:
        load()
    assert raised.value.code == "settings.bad_value"
    assert "`port` (environment)" in raised.value.vi


def test_a_broken_file_is_said_so(folder: Path) -> None:
    (folder / "giong.toml").write_text("port = = 1\n")
    with pytest.raises(BadConfiguration) as raised:
        load()
    assert raised.value.code == "settings.unreadable"
