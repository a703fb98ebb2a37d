"""`giong evaluate understanding`, on a few sentences of a made-up waterworks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giong.dialogue.nlu.trained.model import Model
from giong.dialogue.nlu.trained.sample import Sample
from giong.errors import BadInput
from giong.evaluation.understanding import evaluate, stripped
from tests.cli.conftest import Giong, giong
from tests.dialogue.nlu.trained.requests import OTHER_STREETS, STREETS, requests

__all__ = ["giong"]

NEEDED = {
    *("n", "intent_accuracy", "intent_f1_macro", "slot_f1", "sentence_accuracy", "fit_seconds"),
    *("turn_ms_p50", "turn_ms_p95", "model_mb"),
}


def written(folder: Path, samples: list[Sample]) -> Path:
    folder.mkdir()
    (folder / "seq.in").write_text("".join(" ".join(sample.words) + "\n" for sample in samples), "utf-8")
    (folder / "seq.out").write_text("".join(" ".join(sample.tags) + "\n" for sample in samples), "utf-8")
    (folder / "label").write_text("".join("#".join(sorted(sample.intents)) + "\n" for sample in samples), "utf-8")
    return folder


def test_the_command_learns_from_one_folder_and_measures_on_another(giong: Giong, tmp_path: Path) -> None:
    train = written(tmp_path / "train", requests(STREETS[:3]))
    test = written(tmp_path / "test", requests(OTHER_STREETS))
    report = tmp_path / "report.json"
    ran = giong("evaluate", "understanding", "--train", train, "--test", test, "--report", report, "--json")
    assert ran.code == 0, ran.err
    assert set(ran.json) >= NEEDED
    assert ran.json["n"] == len(requests(OTHER_STREETS))
    assert ran.json["sentence_accuracy"] > 0.8
    assert ran.json["fit_seconds"] > 0 < ran.json["model_mb"]
    whole = json.loads(report.read_text("utf-8"))
    assert set(whole["slots"]) == {"street", "month"}
    assert whole["intents"]["mat_nuoc"]["wanted"] > 0


def test_names_that_nobody_could_learn_are_reported() -> None:
    odd = Sample(("xin", "chào"), ("O", "B-ai"), frozenset({"chao"}))
    figures = evaluate(requests(STREETS[:1]), [*requests(OTHER_STREETS[:1]), odd])
    assert figures.unknown == ("ai", "chao")
    assert figures.report.sentence_accuracy < 1


def test_stripping_takes_diacritics_and_nothing_else() -> None:
    sample = requests()[0]
    bare = stripped(sample)
    assert all(word.isascii() for word in bare.words)
    assert (bare.tags, bare.intents, len(bare.words)) == (sample.tags, sample.intents, len(sample.words))


def test_an_empty_side_is_refused() -> None:
    with pytest.raises(BadInput):
        evaluate([], requests())


def test_training_keeps_a_model_and_says_what_it_is_worth(giong: Giong, tmp_path: Path) -> None:
    samples = written(tmp_path / "samples", requests(STREETS[:2]))
    out, report = tmp_path / "understanding.npz", tmp_path / "report.json"
    ran = giong("train", samples, "--out", out, "--report", report, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["contradictions"] == 0
    assert ran.json["n"] == json.loads(report.read_text("utf-8"))["n"] > 0
    assert Model.load(out).predict(["mất", "nước"]).choice
