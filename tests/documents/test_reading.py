"""From bytes to a document: the whole way with the real engines on a drawn card, the rest with scripted ones."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from giong.documents.document import Reason
from giong.documents.reading import DocumentReader
from giong.errors import BadInput
from giong.vision.page import Page
from giong.vision.reading import PageReader
from giong.vision.recognition.reader import Piece, Reading
from giong.vision.shapes import Box, Picture
from tests.documents.printing import line, page

CARD = [
    ("CĂN CƯỚC CÔNG DÂN", 44, (330, 60)),
    ("Số: 001199012345", 34, (380, 200)),
    ("Họ và tên: NGUYỄN THỊ AN", 30, (380, 270)),
    ("Ngày sinh: 05/03/1999", 30, (380, 340)),
    ("Giới tính: Nữ", 30, (380, 410)),
    ("Quốc tịch: Việt Nam", 30, (680, 410)),
    ("Quê quán: Thanh Trì, Hà Nội", 30, (380, 480)),
    ("Nơi thường trú: Định Công, Hoàng Mai, Hà Nội", 30, (380, 550)),
    ("Có giá trị đến: 05/03/2039", 26, (40, 650)),
]
FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Roboto-Regular.ttf")


def font(size: int) -> ImageFont.FreeTypeFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    pytest.skip("no font with Vietnamese letters on this machine")


def drawn_card() -> Image.Image:
    """A card on a dark table, a little turned."""
    paper = Image.new("RGB", (1200, 757), (236, 244, 240))
    draw = ImageDraw.Draw(paper)
    for text, size, place in CARD:
        draw.text(place, text, font=font(size), fill=(20, 25, 30))
    draw.rectangle((40, 220, 300, 600), fill=(150, 170, 190))
    table = Image.new("RGB", (1700, 1200), (88, 62, 44))
    turned = paper.convert("RGBA").rotate(6, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, (200, 150), turned)
    return table


def png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def reader() -> DocumentReader:
    pytest.importorskip("tesserocr")
    pytest.importorskip("trueocr")
    return DocumentReader(PageReader())


def test_a_photographed_card_becomes_fields_with_places_and_checks(reader: DocumentReader) -> None:
    told: list[tuple[int, tuple[int, ...]]] = []

    def on_page(read: Page, of_all: int, picture: Picture | None) -> None:
        told.append((of_all, picture.shape[:2] if picture is not None else ()))

    document = reader.read(png(drawn_card()), on_page=on_page)
    assert document.kind == "cccd_front"
    assert document.rejection is None
    assert {name: found.value for name, found in document.fields.items()} == {
        "id": "001199012345",
        "name": "NGUYỄN THỊ AN",
        "dob": "05/03/1999",
        "sex": "Nữ",
        "nationality": "Việt Nam",
        "home": "Thanh Trì, Hà Nội",
        "address": "Định Công, Hoàng Mai, Hà Nội",
        "doe": "05/03/2039",
    }
    assert document.fields["dob"].normalised == "1999-03-05"
    assert not document.failed
    assert told == [(1, (document.pages[0].height_px, document.pages[0].width_px))]
    name = document.fields["name"].boxes[0]
    assert 0 <= name.left < name.right <= document.pages[0].width_px


def test_the_other_kind_was_asked_for(reader: DocumentReader) -> None:
    document = reader.read(png(drawn_card()), kind="passport")
    assert document.rejection is not None
    assert document.rejection.reason is Reason.WRONG_DOCUMENT


@dataclass
class ScriptedPages:
    """Reads the same page out of any picture."""

    page: Page
    rereads: list[Box] = field(default_factory=list)
    again: str = ""
    hints: list[str] = field(default_factory=list)

    def read(self, picture: Picture, *, number: int = 1) -> Page:
        return self.page

    def reread(self, picture: Picture, box: Box, *, hint: str = "") -> Reading:
        self.rereads.append(box)
        self.hints.append(hint)
        pieces = tuple(Piece(word, box.left, box.right, 0.99) for word in self.again.split())
        return Reading(pieces, 0.99, "scripted") if pieces else Reading()


def test_a_blank_page_and_a_picture_of_no_paper() -> None:
    pages = ScriptedPages(page([]))
    blank = DocumentReader(pages).read(png(Image.new("RGB", (900, 1200), "white")))
    assert blank.rejection is not None
    assert blank.rejection.reason is Reason.BLANK
    soft = np.random.default_rng(1).integers(0, 255, (30, 40, 3), dtype=np.uint8)
    cat = Image.fromarray(soft).resize((1000, 750), Image.Resampling.NEAREST)
    none = DocumentReader(pages).read(png(cat), kind="cccd_front")
    assert none.rejection is not None
    assert none.rejection.reason is Reason.NO_DOCUMENT


def test_text_of_another_script() -> None:
    strange = "BCe€ oq1 poxaoTc9 CBoooHbM4 paBHbMW gocTo0HCTBe naBax"
    pages = ScriptedPages(page([line(100, 100 + 50 * at, strange, confidence=0.3) for at in range(10)]))
    noise = np.random.default_rng(2).integers(0, 2, (1200, 900), dtype=np.uint8) * 255
    picture = Image.fromarray(np.repeat(noise[..., None], 3, axis=2))
    document = DocumentReader(pages).read(png(picture))
    assert document.rejection is not None
    assert document.rejection.reason is Reason.OTHER_SCRIPT


def test_doubtful_fields_are_looked_at_twice() -> None:
    lines = [line(300, 60, "CĂN CƯỚC CÔNG DÂN"), line(300, 120, "Số: 001199012345")]
    lines += [line(300, 180, "Họ và tên: NGUYỄN THỊ AN", confidence=0.5), line(300, 240, "Giới tính: Nữ")]
    pages = ScriptedPages(page([*lines, line(300, 300, "Ngày sinh: 05/03/1999")], width=1250, height=788))
    document = DocumentReader(pages).read(png(drawn_card()))
    assert document.fields["name"].value == "NGUYỄN THỊ AN"
    assert any(box.overlap(document.fields["name"].boxes[0]).area_px for box in pages.rereads)


def test_a_second_look_that_lost_a_figure_of_a_day_is_not_believed() -> None:
    lines = [line(300, 60, "CĂN CƯỚC CÔNG DÂN"), line(300, 120, "Số: 001199012345"), line(300, 180, "Giới tính: Nữ")]
    lines += [line(300, 240, "Họ và tên: NGUYỄN THỊ AN"), line(300, 300, "Ngày sinh: 25/03/1999", confidence=0.5)]
    pages = ScriptedPages(page(lines, width=1250, height=788), again="5/03/1999")
    document = DocumentReader(pages).read(png(drawn_card()))
    assert document.fields["dob"].value == "25/03/1999"
    assert "date" in pages.hints


def test_a_day_in_words_is_read_again_as_words() -> None:
    lines = ["Đặc điểm nhận dạng: Nốt ruồi C: 1cm trên sau", "CỤC TRƯỞNG CỤC CẢNH SÁT", "ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ"]
    issued = line(300, 300, "Ngày 18 tháng 03 năm 2016", confidence=0.5)
    back = page([*(line(300, 60 + 60 * at, text) for at, text in enumerate(lines)), issued], width=1250, height=788)
    pages = ScriptedPages(back, again="Ngày 18 tháng 03 năm 2016")
    document = DocumentReader(pages).read(png(drawn_card()), kind="cccd_back")
    assert document.fields["issue_date"].value == "18/03/2016"
    assert "date" not in pages.hints


def test_an_unknown_kind_is_named_before_anything_is_opened() -> None:
    with pytest.raises(BadInput) as told:
        DocumentReader(ScriptedPages(page([]))).read(b"", kind="giay_khen")
    assert told.value.code == "paper.unknown_kind"
