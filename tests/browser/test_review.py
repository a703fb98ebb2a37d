"""The page on which uncertain fields are reviewed, by keyboard alone."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.papers.fakes import paper
from tests.support.serving import Served

pytestmark = pytest.mark.browser

CARD = paper("=id 001188004567~!0.99", "=name LÊ THỊ HẠNH~0.62", "=sex Nữ~0.85", "=dob 15/08/1988")


@pytest.fixture
def desk(context: BrowserContext, reviewed: Served) -> Page:
    answer = httpx.post(
        f"{reviewed.url}/vision/idr/vnm", headers={"api-key": reviewed.key}, files={"image": CARD}, timeout=60
    )
    assert answer.json()["errorCode"] == 0
    page = context.new_page()
    page.goto(f"{reviewed.url}/review")
    return page


def labels(reviewed: Served) -> dict[str, tuple[str, str, str]]:
    with httpx.Client(base_url=reviewed.url, headers=reviewed.headers, timeout=20) as client:
        items = client.get("/api/v1/reviews/labels", params={"kind": "cccd_front"}).json()["items"]
    return {item["field"]: (item["verdict"], item["value"], item["who"]) for item in items}


def test_the_keyboard_reviews_all_of_it(desk: Page, reviewed: Served, tmp_path: Path) -> None:
    shots = Path(os.environ.get("SCREENSHOTS", tmp_path))
    keys = desk.keyboard
    keys.type("gk_khong_dung")
    keys.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("không dùng được")
    keys.type(reviewed.key)
    keys.press("Enter")

    expect(desk.get_by_role("article", name="Số")).to_be_visible()
    expect(desk.get_by_role("textbox")).to_have_value("001188004567")
    expect(desk.get_by_text("Chưa khớp.")).to_be_visible()
    expect(desk.get_by_role("img", name="Chỗ ghi mục này")).to_be_visible()
    desk.screenshot(path=shots / "review.png")
    keys.press("Tab")

    expect(desk.get_by_role("article", name="Họ")).to_be_visible()
    expect(desk.get_by_role("textbox")).to_have_value("LÊ THỊ HẠNH")
    keys.type("LÊ THỊ HẠNH DUNG")  # what was read is selected
    expect(desk.get_by_role("button", name="Lưu giá trị đã sửa")).to_be_visible()
    keys.press("Enter")

    expect(desk.get_by_role("textbox")).to_have_value("Nữ")
    keys.press("Enter")

    expect(desk.get_by_role("textbox")).to_have_value("001188004567")
    expect(desk.get_by_role("status")).to_contain_text("đã soát 2")
    keys.press("Enter")
    expect(desk.get_by_text("Không còn mục nào")).to_be_visible()
    assert labels(reviewed) == {
        "id": ("confirmed", "001188004567", "test"),
        "name": ("corrected", "LÊ THỊ HẠNH DUNG", "test"),
        "sex": ("confirmed", "Nữ", "test"),
    }
