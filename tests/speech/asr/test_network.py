from __future__ import annotations

import builtins
from typing import Any

import numpy as np
import pytest

from giong.errors import Unavailable
from giong.speech.asr import network
from giong.speech.asr.features import RATE_HZ, Features, lead_window
from giong.speech.asr.network import (
    OUTPUT_FRAMES,
    REMEMBERED_FRAMES,
    WINDOW_FRAMES,
    State,
    load_network,
)


def test_a_step_gives_probabilities_and_leaves_the_state_before_it_untouched() -> None:
    before = State.blank()
    log_probs, after = load_network().step(lead_window(), before)
    assert log_probs.shape == (OUTPUT_FRAMES, len(load_network().pieces))
    assert np.exp(log_probs.astype(np.float64)).sum(axis=1) == pytest.approx(1.0, abs=1e-3)
    assert not before.attention.any()
    assert after.attention.any()


def test_positions_never_leave_the_network_s_table() -> None:
    state = State.blank()
    for _ in range(6):
        _, state = load_network().step(lead_window(), state)
    assert state.offset == REMEMBERED_FRAMES


def test_the_network_is_loaded_once() -> None:
    assert load_network() is load_network()


@pytest.mark.parametrize(("absent", "code"), [("onnxruntime", "asr.onnxruntime_missing")])
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, absent: str, code: str) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == absent:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(network, "_loaded", None)
    with pytest.raises(Unavailable) as caught:
        load_network()
    assert caught.value.code == code


def test_without_the_wheel_or_its_symbols_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_loaded", None)
    monkeypatch.setattr(network.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unavailable) as missing:
        load_network()
    assert missing.value.code == "asr.viet_asr_missing"
    monkeypatch.undo()
    monkeypatch.setattr(network, "_loaded", None)
    monkeypatch.setattr(network, "_MODEL_SYMBOL", "no_such_symbol")
    with pytest.raises(Unavailable) as unreadable:
        load_network()
    assert unreadable.value.code == "asr.network_unreadable"
    monkeypatch.undo()
    monkeypatch.setattr(network, "_loaded", None)
    monkeypatch.setattr(network, "_MODEL_SYMBOL", network._VOCABULARY_SYMBOL)
    with pytest.raises(Unavailable) as no_model:
        load_network()
    assert no_model.value.code == "asr.network_unreadable"


@pytest.mark.parametrize("piece", [1, 57, 4_000])
def test_windows_depend_on_the_samples_and_not_on_the_pieces(piece: int) -> None:
    samples = np.random.default_rng(2).normal(0, 0.05, RATE_HZ).astype(np.float32)
    whole = Features()
    expected = [*whole.push(samples), *whole.tail()]
    features = Features()
    windows = [window for at in range(0, len(samples), piece) for window in features.push(samples[at : at + piece])]
    windows += features.tail()
    assert len(windows) == len(expected) >= 3
    assert all(window.shape == (WINDOW_FRAMES, 80) for window in windows)
    assert all(np.array_equal(one, other) for one, other in zip(windows, expected, strict=True))


def test_asking_for_the_end_changes_nothing_of_what_follows() -> None:
    samples = np.random.default_rng(2).normal(0, 0.05, RATE_HZ).astype(np.float32)
    whole, asked = Features(), Features()
    expected = [*whole.push(samples), *whole.tail()]
    windows = []
    for at in range(0, len(samples), 1_111):
        windows += asked.push(samples[at : at + 1_111])
        assert 1 <= len(list(asked.tail())) <= 2
    windows += asked.tail()
    assert all(np.array_equal(one, other) for one, other in zip(windows, expected, strict=True))


def test_a_clip_that_ends_in_quiet_needs_less_behind_it() -> None:
    voice = np.random.default_rng(2).normal(0, 0.1, RATE_HZ * 2 // 5).astype(np.float32)
    quiet = np.random.default_rng(3).normal(0, 5e-4, RATE_HZ * 3 // 10).astype(np.float32)
    abrupt, fading = Features(), Features()
    windows = [*abrupt.push(voice), *abrupt.tail()], [*fading.push(np.concatenate([voice, quiet])), *fading.tail()]
    assert len(windows[0]) == len(windows[1]) == 2


def test_a_clip_gets_a_window_for_its_end_and_nothing_gets_none() -> None:
    features = Features()
    assert list(features.push(np.zeros(100, np.float32))) == []
    assert len(list(features.tail())) == 1
    assert list(Features().tail()) == []
