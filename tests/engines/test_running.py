from __future__ import annotations

import logging
from pathlib import Path

import pytest

from giong.engines.running import Choice, Running
from giong.engines.table import ENGINES, Slot
from giong.errors import Unavailable
from giong.speech.asr import network, wheel
from giong.speech.asr.wheel import WheelRecogniser


@pytest.fixture
def unreadable_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_loaded", None)
    monkeypatch.setattr(network, "_MODEL_SYMBOL", "no_such_symbol")


def running(folder: Path, name: str) -> Running:
    return Running({Slot.ASR: Choice(name)}, weights=folder, cache=folder, threads=1)


def test_every_fallback_is_an_engine_of_the_same_slot() -> None:
    names = {(engine.slot, engine.name) for engine in ENGINES}
    fallbacks = {(engine.slot, engine.fallback) for engine in ENGINES if engine.fallback}
    assert (Slot.ASR, "wheel") in fallbacks
    assert fallbacks <= names


@pytest.mark.usefixtures("unreadable_network")
def test_a_network_that_cannot_be_read_is_replaced_by_the_wheel_s_pipeline_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engines = running(tmp_path, "conformer")
    with caplog.at_level(logging.WARNING):
        recogniser = engines.load(Slot.ASR)
        assert engines.load(Slot.ASR) is recogniser
    assert isinstance(recogniser, WheelRecogniser)
    assert [record.name for record in caplog.records] == ["giong.engines.running"]
    assert engines.states() == {"asr": {"engine": "wheel", "state": "ready"}}


@pytest.mark.usefixtures("unreadable_network")
def test_where_the_fallback_fails_too_the_chosen_engine_s_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Unavailable("asr.viet_asr_missing", vi="Không có", en="Missing")

    monkeypatch.setattr(wheel, "load", fail)
    engines = running(tmp_path, "conformer")
    with pytest.raises(Unavailable) as caught:
        engines.load(Slot.ASR)
    assert caught.value.code == "asr.network_unreadable"
    assert engines.states() == {"asr": {"engine": "conformer", "state": "failed"}}
