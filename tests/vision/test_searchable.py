from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from giong.vision.formats.searchable import LONGER_SIDE_PT, searchable
from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box, around

TEXTS = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Điều 1. Phạm vi điều chỉnh (khoản 2 Điều 5) \\ 50%",
    "Nguyễn Thị Ngọc Ẩn, ngõ 12 đường Đê La Thành – Ô Chợ Dừa",
)


def page(number: int = 1, width_px: int = 1240, height_px: int = 1754) -> Page:
    lines = []
    for row, text in enumerate(TEXTS):
        left, top, words = 120, 200 + 300 * row, []
        for word in text.split():
            words.append(Word(word, Box(left, top, left + 17 * len(word), top + 40)))
            left += 17 * len(word) + 12
        lines.append(Line(tuple(words), around(word.box for word in words)))
    return Page(number, width_px, height_px, (Block(tuple(lines)),))


def jpeg(width_px: int, height_px: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((height_px, width_px, 3), (250, 240, 200), np.uint8)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def document() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(searchable([page()], {1: jpeg(620, 877)}))


def test_text_comes_back_letter_by_letter(document: pypdfium2.PdfDocument) -> None:
    read = document[0].get_textpage().get_text_bounded()
    assert [" ".join(line.split()) for line in read.splitlines() if line.strip()] == list(TEXTS)


@pytest.mark.parametrize("words", ["chủ nghĩa việt nam", "Phạm vi điều chỉnh", "Đê La Thành"])
def test_words_are_found(document: pypdfium2.PdfDocument, words: str) -> None:
    assert document[0].get_textpage().search(words).get_next() is not None


def test_words_stand_where_they_were_read(document: pypdfium2.PdfDocument) -> None:
    shown = document[0]
    width_pt, height_pt = shown.get_size()
    assert max(width_pt, height_pt) == pytest.approx(LONGER_SIDE_PT, abs=0.1)
    source, text_page = page(), shown.get_textpage()
    for word in source.lines[2].words:
        index, _ = text_page.search(word.text, match_case=True, match_whole_word=False).get_next()
        boxes = [text_page.get_charbox(index + place) for place in range(len(word.text))]
        left, right = min(box[0] for box in boxes) / width_pt, max(box[2] for box in boxes) / width_pt
        middle = 1 - (boxes[0][1] + boxes[0][3]) / 2 / height_pt
        assert left == pytest.approx(word.box.left / source.width_px, abs=0.02)
        assert right == pytest.approx(word.box.right / source.width_px, abs=0.02)
        assert middle == pytest.approx(word.box.middle[1] / source.height_px, abs=0.02)


def test_the_picture_is_seen_and_the_text_is_not(document: pypdfium2.PdfDocument) -> None:
    drawn = document[0].render(scale=1.0, rev_byteorder=True).to_numpy()[..., :3].astype(int)
    assert np.abs(drawn - (250, 240, 200)).max() < 12


def test_pages_without_a_picture_keep_their_text_and_broken_ones_are_left_out() -> None:
    made = pypdfium2.PdfDocument(
        searchable([page(1), Page(2, 0, 0, problem="page.broken"), page(3)], {3: jpeg(62, 88)})
    )
    assert len(made) == 2
    assert "Phạm vi" in made[0].get_textpage().get_text_bounded()
