from __future__ import annotations

import cv2
import numpy as np

from giong.vision.layout.arrangement import arranged
from giong.vision.page import MarkKind
from giong.vision.shapes import Box
from tests.vision.drawn import card
from tests.vision.layout.pages import Sheet, seal, signed


def letter() -> Sheet:
    sheet = Sheet()
    for row in range(20):
        sheet.write("Cac co quan va don vi lien quan bao cao ve viec thuc hien ke hoach", 100, 200 + 40 * row)
    sheet.write("GIAM DOC", 800, 1060, bold=True)
    sheet.write("Nguyen Van An", 790, 1360)
    return sheet


def test_a_red_seal_and_a_blue_signature_are_located_where_they_are() -> None:
    sheet = letter()
    page = arranged(sheet.page, signed(seal(sheet.picture, 760, 1220, 105), 860, 1230))
    found = {mark.kind: mark.box for mark in page.marks}
    assert found.keys() == {MarkKind.STAMP, MarkKind.SIGNATURE}
    drawn = Box(655, 1115, 865, 1325)
    assert found[MarkKind.STAMP].overlap(drawn).area_px > 0.85 * max(drawn.area_px, found[MarkKind.STAMP].area_px)
    assert (
        found[MarkKind.SIGNATURE].overlap(Box(840, 1180, 1070, 1280)).area_px > 0.5 * found[MarkKind.SIGNATURE].area_px
    )


def test_a_copy_without_colours_shows_its_seal() -> None:
    sheet = letter()
    picture = seal(sheet.picture, 760, 1220, 105)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    page = arranged(sheet.page, np.repeat(np.where(grey < 190, 0, 255).astype(np.uint8)[..., None], 3, axis=2))
    stamps = [mark for mark in page.marks if mark.kind is MarkKind.STAMP]
    assert len(stamps) == 1
    assert abs(stamps[0].box.middle[0] - 760) < 25


def test_a_page_of_text_with_red_words_has_no_marks() -> None:
    sheet = letter()
    sheet.draw.text((300, 120), "KHAN", fill=(200, 20, 30), font_size=40)
    assert arranged(sheet.page, sheet.picture).marks == ()


def test_the_photo_on_a_card_is_located() -> None:
    picture = card()
    page = Sheet(picture.shape[1], picture.shape[0])
    page.write("CONG HOA XA HOI", 300, 90)
    found = arranged(page.page, picture).marks
    assert [mark.kind for mark in found] == [MarkKind.PORTRAIT]
    assert found[0].box.overlap(Box(40, 200, 271, 501)).area_px > 0.8 * found[0].box.area_px
