"""Every reader of lines must keep the promises of its seam."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from giong.vision.recognition import hybrid, tesseract, trueocr
from giong.vision.recognition.reader import ALPHABETS, LineReader, ScriptedReader
from giong.vision.recognition.trueocr import with_output
from tests.vision import printed

TEXT = "Hàng hóa và giá trị"


@pytest.fixture(scope="module", params=["tesseract", "trueocr", "hybrid", "scripted"])
def reader(request: pytest.FixtureRequest) -> LineReader:
    made = {"tesseract": tesseract.load, "trueocr": trueocr.load, "hybrid": hybrid.load}
    if request.param == "scripted":
        return ScriptedReader({480: TEXT, 200: "1234567890"})
    return made[request.param]()


@pytest.fixture(scope="module")
def line() -> np.ndarray:
    return printed.page([(8, 4, TEXT)], width_px=480, height_px=46)


def test_a_line_is_read_with_places_and_confidence(reader: LineReader, line: np.ndarray) -> None:
    (reading,) = reader.read([line])
    assert reading.text == TEXT
    assert reading.engine == reader.name
    assert 0.5 < reading.confidence <= 1
    lefts = [piece.left_px for piece in reading.pieces]
    assert lefts == sorted(lefts)
    assert all(-10 <= piece.left_px < piece.right_px <= 495 for piece in reading.pieces)


def test_lines_come_back_in_their_order(reader: LineReader, line: np.ndarray) -> None:
    short = printed.page([(8, 4, "1234567890")], width_px=200, height_px=46)
    assert [reading.text for reading in reader.read([short, line, short])] == ["1234567890", TEXT, "1234567890"]
    assert reader.read([]) == []


def test_an_empty_picture_gives_an_empty_reading(reader: LineReader) -> None:
    white = np.full((40, 300, 3), 255, np.uint8)
    for blank in (white, white[:2], white[:, :1]):
        (reading,) = reader.read([blank])
        assert (reading.text, reading.confidence) == ("", 0.0)


@pytest.mark.parametrize("hint", sorted(ALPHABETS))
def test_hints_are_kept_or_left_aside(reader: LineReader, hint: str) -> None:
    figures = printed.page([(8, 4, "1234567890")], width_px=200, height_px=46)
    (reading,) = reader.read([figures], hint=hint)
    assert hint == "name" or reading.text == "1234567890"


def test_many_threads_may_read_at_once(reader: LineReader, line: np.ndarray) -> None:
    with ThreadPoolExecutor(4) as threads:
        texts = [found[0].text for found in threads.map(lambda _: reader.read([line]), range(8))]
    assert texts == [TEXT] * 8


def test_an_output_is_added_to_a_model_without_touching_it() -> None:
    model = with_output(b"model", "tensor")
    assert model.startswith(b"model")
    assert b"tensor" in model
