"""A photo of a card in a chat with a real server and the real reading: asked for, sent crooked, sent again."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from bench.papers.sets import Order, taken
from bench.papers.split import Split
from giong.text.unicode import fold
from tests.browser.talking import answers, ask, box, button, log, said, visit

pytestmark = pytest.mark.browser

WARD = "phuong"
READING_MS = 60_000
"""Engines are loaded at the first photo, beside everything else that runs."""


@pytest.fixture(scope="module")
def card() -> tuple[bytes, dict[str, str]]:
    """A specimen as a good phone photo, and what is printed on it."""
    specimen, photograph = taken(Order(Split.TUNE, "cccd_front", 1, 2, 7))
    return photograph.data, dict(specimen.fields)


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures of the page go: `SCREENSHOTS`, to look at them afterwards."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def crooked(photo: bytes) -> bytes:
    """As somebody takes it in a hurry: turned, too near, two corners outside."""
    picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    turned = cv2.getRotationMatrix2D((width * 0.42, height * 0.5), 17, 1.3)
    return cv2.imencode(".jpg", cv2.warpAffine(picture, turned, (width, height), borderValue=(70, 80, 90)))[1].tobytes()


def choose(page: Page, photo: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "can-cuoc.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    expect(page.get_by_role("img", name="Ảnh sắp gửi")).to_be_visible()


def test_a_crooked_photo_is_asked_for_again_and_the_flow_ends_with_the_right_values(
    page: Page, card: tuple[bytes, dict[str, str]], screenshots: Path
) -> None:
    photo, fields = card
    page.set_viewport_size({"width": 430, "height": 860})
    visit(page, WARD)
    ask(page, "tôi muốn khai báo tạm trú")
    expect(answers(page).last).to_contain_text("mặt trước thẻ căn cước")
    page.screenshot(path=screenshots / "1-asked.png")

    choose(page, crooked(photo))
    page.screenshot(path=screenshots / "2-chosen.png")
    button(page, "Gửi", exact=True).click()
    expect(said(page).last.get_by_role("img", name="Ảnh đã gửi")).to_be_visible()
    expect(answers(page).last).to_contain_text("chụp lại giúp", timeout=READING_MS)
    expect(log(page)).not_to_contain_text("đã đọc được")
    page.screenshot(path=screenshots / "3-retake.png")

    choose(page, photo)
    page.keyboard.press("Enter")
    expect(answers(page).filter(has_text="tạm trú ở địa chỉ nào")).to_be_visible(timeout=READING_MS)
    expect(log(page)).not_to_contain_text(fields["id"])
    expect(log(page)).to_contain_text(fields["id"][-4:])
    page.screenshot(path=screenshots / "4-read.png")

    ask(page, "số 8 ngõ 15 phố Hoa Sữa")
    expect(answers(page).last).to_contain_text("số điện thoại")
    ask(page, "0903 123 456")
    confirmation = answers(page).last
    expect(confirmation).to_contain_text("nhắc lại")
    expect(confirmation).to_contain_text(fields["id"])
    assert fold(fields["name"]) in fold(confirmation.inner_text())
    day, month, year = fields["dob"].split("/")
    expect(confirmation).to_contain_text(f"{int(day)}/{int(month)}/{year}")
    page.screenshot(path=screenshots / "5-confirmed.png")


def test_a_photo_can_be_taken_back_and_one_that_is_too_large_is_not_sent(page: Page) -> None:
    visit(page, WARD)
    choose(page, cv2.imencode(".png", np.full((200, 320, 3), 200, np.uint8))[1].tobytes())
    button(page, "Bỏ ảnh này").click()
    expect(page.get_by_role("img", name="Ảnh sắp gửi")).to_have_count(0)
    large = {"name": "a.heic", "mimeType": "image/heic", "buffer": b"\0" * 5_000_001}
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_role("alert")).to_contain_text("5 MB")
    expect(box(page)).to_be_editable()


def test_a_huge_picture_is_made_smaller_before_it_is_sent(page: Page) -> None:
    visit(page, WARD)
    noise = np.random.default_rng(7).integers(0, 255, (1500, 7000, 3), np.uint8)
    choose(page, cv2.imencode(".png", noise)[1].tobytes())
    with page.expect_request(lambda request: request.url.endswith("/photos")) as sent:
        button(page, "Gửi", exact=True).click()
    assert sent.value.method == "POST"
    answer = sent.value.response()
    assert answer is not None
    assert answer.status == 201


def test_what_is_no_picture_is_refused_with_a_sentence(page: Page) -> None:
    visit(page, WARD)
    page.locator("input[type=file]").set_input_files(
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"MZ this is a program"}
    )
    button(page, "Gửi", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=READING_MS)
    expect(said(page)).to_have_count(0)
