"""Pages are read by the real engines; what is on them is drawn here."""

from __future__ import annotations

import numpy as np
import pytest

from giong.vision.leaf import Leaf
from giong.vision.page import BlockKind, Page
from giong.vision.reading import PageReader, flattened, voted
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.shapes import Box, Picture
from tests.vision import printed

LETTER = (
    (60, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (60, 130, "Căn cứ Nghị định số 30/2020/NĐ-CP"),
    (60, 180, "ngày 05 tháng 3 năm 2020 của Chính phủ"),
    (60, 320, "Mã số thuế: 0101234567"),
)


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return PageReader()


@pytest.fixture(scope="module")
def letter() -> Picture:
    return printed.page(LETTER)


@pytest.fixture(scope="module")
def read(reader: PageReader, letter: Picture) -> Page:
    return reader.read(letter, number=3)


def test_every_line_is_read_in_its_order(read: Page) -> None:
    assert [line.text for line in read.lines] == [text for _, _, text in LETTER]
    assert (read.number, read.width_px, read.height_px) == (3, 1000, 700)
    assert all(line.confidence > 0.8 for line in read.lines)


def test_words_stand_where_their_boxes_are(read: Page, letter: Picture) -> None:
    for line in read.lines:
        for word, after in zip(line.words, line.words[1:], strict=False):
            assert word.box.left < word.box.right <= after.box.left + 3
    number = read.lines[3].words[-1].box
    ink = np.flatnonzero((letter[320:360] < 128).any(axis=(0, 2)))
    assert abs(number.right - ink[-1]) < 12
    assert (letter[320:360, number.left - 14 : number.left - 5] > 200).all(), "a space is before the number"


def test_lines_that_belong_together_form_a_block(read: Page) -> None:
    assert [len(block.lines) for block in read.blocks] == [1, 2, 1]


def test_the_number_of_a_page_is_no_part_of_its_text(reader: PageReader) -> None:
    sheet = printed.page([(480, 40, "12"), (60, 200, "Điều 5. Hồ sơ gồm có:")], height_px=1400)
    kinds = {block.text: block.kind for block in reader.read(sheet).blocks}
    assert kinds == {"12": BlockKind.PAGE_HEADER, "Điều 5. Hồ sơ gồm có:": BlockKind.PARAGRAPH}


def test_page_numbers_stand_in_wide_margins_too_but_figures_in_the_text_are_none(reader: PageReader) -> None:
    sheet = printed.page([(480, 150, "12"), (60, 210, "Số dân của xã:"), (60, 260, "2025")], height_px=1400)
    kinds = [(line.text, block.kind) for block in reader.read(sheet).blocks for line in block.lines]
    assert kinds[0] == ("12", BlockKind.PAGE_HEADER)
    assert all(kind is BlockKind.PARAGRAPH for _, kind in kinds[1:])


def test_lines_of_dots_to_be_filled_in_are_no_lines(reader: PageReader) -> None:
    form = printed.page(
        [(60, 100, "Họ và tên: " + "." * 60), (60, 180, "." * 80), (60, 260, "Nghề nghiệp: " + "." * 50)]
    )
    assert [line.text for line in reader.read(form).lines] == ["Họ và tên:", "Nghề nghiệp:"]


def test_shadows_and_tints_do_not_matter(reader: PageReader, letter: Picture) -> None:
    shade = np.linspace(1.0, 0.4, letter.shape[1])[None, :, None] * np.array([1.0, 0.95, 0.8])
    shadowed = np.clip(letter * shade, 0, 255).astype(np.uint8)
    assert [line.text for line in reader.read(shadowed).lines] == [text for _, _, text in LETTER]


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_page_of_one_colour_is_empty(reader: PageReader, level: int) -> None:
    page = reader.read(np.full((900, 640, 3), level, np.uint8))
    assert (page.blocks, page.text) == ((), "")


def test_a_small_or_empty_picture_is_no_error(reader: PageReader) -> None:
    assert reader.read(np.full((3, 5, 3), 255, np.uint8)).blocks == ()


def test_a_second_look_reads_one_line_by_its_kind(reader: PageReader, letter: Picture, read: Page) -> None:
    number = read.lines[3].words[-1].box
    second = reader.reread(letter, number, hint="digits")
    assert second.text == "0101234567"
    assert abs(second.pieces[0].left_px - number.left) < 20
    assert reader.reread(letter, Box(2000, 2000, 2100, 2030)).text == ""


def test_the_text_with_most_belief_wins_the_vote() -> None:
    def reading(text: str, sure: float) -> Reading:
        return Reading((Piece(text, 0, 10, sure),), sure, "hybrid")

    winner = voted([reading("079", 0.5), reading("019", 0.7), reading("079", 0.4), Reading()])
    assert (winner.text, winner.alternatives) == ("079", ("019",))
    assert winner.confidence == pytest.approx(0.5 * 0.9 / 1.6), "one of three says something else"
    assert voted([reading("079", 0.5), reading("079", 0.4)]).confidence == 0.5
    assert voted([Reading(), Reading()]).text == ""


def test_a_page_that_lies_on_its_side_is_turned(reader: PageReader) -> None:
    lines = [(60, 80 + 60 * row, "Cơ sở kinh doanh dịch vụ bảo vệ quy định tại Nghị định này") for row in range(9)]
    sheet = printed.page(lines, width_px=1100, height_px=800)
    page = reader.read_leaf(Leaf(2, np.ascontiguousarray(np.rot90(sheet))))
    assert page.turned_deg in {90, 270}
    assert [line.text for line in page.lines] == [text for _, _, text in lines]
    assert reader.read_leaf(Leaf(4, problem="page.broken")).problem == "page.broken"


def test_the_ground_is_evened() -> None:
    ramp = np.tile(np.linspace(80, 240, 600).astype(np.uint8), (200, 1))
    assert flattened(ramp).min() > 225
