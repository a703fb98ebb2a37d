from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from giong.cli.engines import engines
from giong.engines.pull import Progress, Pulled
from giong.engines.table import ENGINES, WEIGHTS, Weights
from giong.errors import BadConfiguration


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIONG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GIONG_LANG", "vi")


@pytest.mark.parametrize("arguments", [["--json"], ["list", "--json"]])
def test_everything_is_listed_as_json(arguments: list[str]) -> None:
    told = json.loads(CliRunner().invoke(engines, arguments).stdout)
    assert len(told["engines"]) == len(ENGINES)
    piper = next(engine for engine in told["engines"] if engine["name"] == "piper")
    assert not piper["ready"]
    assert "giong engines pull vi_VN-vais1000-medium" in [each["command"] for each in piper["missing"]]
    assert [weights["installed"] for weights in told["weights"]] == [False] * len(WEIGHTS)


def test_the_table_says_what_to_do() -> None:
    shown = CliRunner().invoke(engines, [], env={"COLUMNS": "200"}).stdout
    assert "giong engines pull vi_VN-vais1000-medium" in shown
    assert "sẵn sàng" in shown


def test_english_is_spoken_too() -> None:
    shown = CliRunner().invoke(engines, [], env={"COLUMNS": "200", "GIONG_LANG": "en"}).stdout
    assert "plain but immediate" in shown


def test_weights_are_pulled_into_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fake(weights: Weights, *, into: Path, base_url: str, report: object) -> Pulled:
        assert (into, base_url) == (tmp_path / "weights", "http://mirror.test")
        report(Progress("model.onnx", 5, 10))  # type: ignore[operator]
        return Pulled(into / weights.name, fetched_bytes=10)

    monkeypatch.setattr("giong.cli.engines.pull", fake)
    arguments = ["pull", "vi_VN-vais1000-medium", "--from", "http://mirror.test", "--json"]
    ran = CliRunner().invoke(engines, arguments)
    assert json.loads(ran.stdout)["fetched_bytes"] == 10
    assert "CC-BY-4.0" in ran.stderr


def test_unknown_weights_are_an_error_that_names_the_known_ones() -> None:
    ran = CliRunner().invoke(engines, ["pull", "vi_VN-nobody-high"])
    assert isinstance(ran.exception, BadConfiguration)
    assert "vi_VN-vivos-x_low" in ran.exception.vi
