"""What a fitted model understands, keeps on disk, and bears."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from giong.dialogue.nlu.trained import ensemble
from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.trained.fitting import Course
from giong.dialogue.nlu.trained.model import Model, Reading
from giong.dialogue.nlu.trained.sample import Sample
from giong.errors import BadInput, Unavailable
from giong.text.unicode import unaccented
from tests.dialogue.nlu.trained.requests import OTHER_STREETS, requests

SMALL = Course(hidden=32)


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(requests(), networks=1, course=SMALL)


def slots(reading: Reading, words: tuple[str, ...]) -> dict[str, str]:
    return {span.slot: " ".join(words[span.start : span.end]) for span, _ in reading.slots}


def test_understands_streets_it_never_saw(model: Model) -> None:
    for sample in requests(OTHER_STREETS):
        reading = model.predict(sample.words)
        assert reading.choice == sample.intents
        assert {span for span, _ in reading.slots} == sample.spans


def test_understands_without_diacritics(model: Model) -> None:
    right = 0
    for sample in requests():
        reading = model.predict([unaccented(word) for word in sample.words])
        right += reading.choice == sample.intents and {span for span, _ in reading.slots} == sample.spans
    assert right >= 0.95 * len(requests())


def test_says_two_requests_of_one_sentence_with_their_chances(model: Model) -> None:
    words = ("nhà", "tôi", "ở", "Kim", "Mã", "mất", "nước", "rồi", "và", "hoá", "đơn", "tháng", "7", "bao", "nhiêu")
    reading = model.predict(words)
    assert reading.choice == {"mat_nuoc", "hoa_don"}
    assert slots(reading, words) == {"street": "Kim Mã", "month": "7"}
    assert min(reading.intents["mat_nuoc"], reading.intents["hoa_don"]) > 0.8 > reading.intents["gio_lam"]
    assert all(0 < chance <= 1 + 1e-6 for _, chance in reading.slots)


def test_the_same_seed_gives_the_same_model_and_another_seed_another() -> None:
    few = Course(hidden=16, most_rounds=3)
    one, same, other = (fit(requests(), seed=seed, networks=1, course=few) for seed in (4, 4, 5))
    assert np.array_equal(one.networks[0].vector, same.networks[0].vector)
    assert not np.array_equal(one.networks[0].vector, other.networks[0].vector)


def test_networks_fitted_in_processes_are_those_fitted_here(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Course(hidden=16, most_rounds=2)
    here = fit(requests(), networks=2, course=few)
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(ensemble, "_MANY_WORDS", 0)
    beside = fit(requests(), networks=2, course=few, on_progress=lambda done, of: steps.append((done, of)))
    for one, other in zip(here.networks, beside.networks, strict=True):
        np.testing.assert_allclose(one.vector, other.vector, atol=1e-3)
    assert steps
    assert steps[-1][0] == steps[-1][1]


def test_a_process_that_dies_is_told_and_not_waited_for() -> None:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    theirs.send((1, 4))
    theirs.close()
    steps: list[tuple[int, int]] = []
    with pytest.raises(Unavailable) as said:
        ensemble._gathered({ours: 0}, lambda done, of: steps.append((done, of)))
    assert said.value.code == "understanding.fit_stopped"
    assert steps == [(1, 4)]


def test_a_model_kept_on_disk_reads_the_same(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    model.save(file)
    again = Model.load(file)
    for sample in requests(OTHER_STREETS):
        before, after = model.predict(sample.words), again.predict(sample.words)
        assert before.choice == after.choice
        assert [span for span, _ in before.slots] == [span for span, _ in after.slots]
        assert before.confidence == pytest.approx(after.confidence, abs=0.01)
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_a_damaged_file_is_refused(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    model.save(file)
    whole = file.read_bytes()
    for damaged in (b"", b"not a model", whole[: len(whole) // 2]):
        file.write_bytes(damaged)
        with pytest.raises(BadInput) as refused:
            Model.load(file)
        assert refused.value.code == "understanding.not_a_model"


@pytest.mark.parametrize("text", ["", "👍" * 500, "\u200b \u200d", "ѕố đт", "mất nước " * 5000, "\x00 \ud800"])
def test_bears_any_text(model: Model, text: str) -> None:
    words = text.split()
    reading = model.predict(words)
    assert 0 <= reading.confidence <= 1
    assert bool(words) == bool(reading.choice)


def test_learns_from_sentences_without_slots_and_of_one_intent() -> None:
    bare = [Sample(sample.words, ("O",) * len(sample.words), frozenset({"a"})) for sample in requests()]
    reading = fit(bare, networks=1, course=Course(hidden=8, most_rounds=1)).predict(["mất", "nước"])
    assert reading.choice == {"a"}
    assert reading.slots == ()


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(BadInput) as refused:
        fit([Sample((), (), frozenset({"a"}))])
    assert refused.value.code == "understanding.no_samples"
