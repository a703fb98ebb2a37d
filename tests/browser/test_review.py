"""The page on which uncertain fields are reviewed, by keyboard alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_accessibility import AXE, SCHEMES
from tests.papers.fakes import paper
from tests.papers.persons.fakes import performed
from tests.papers.persons.test_sessions import back, front
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


@pytest.fixture
def session(reviewed: Served) -> str:
    """A session whose face is hardly that of the card."""
    with httpx.Client(base_url=reviewed.url, headers=reviewed.headers, timeout=60) as client:
        begun = client.post("/api/v1/ekyc/sessions", json={}).json()
        path = f"/api/v1/ekyc/sessions/{begun['id']}"
        client.post(f"{path}/front", files={"file": front()})
        client.post(f"{path}/back", files={"file": back()})
        files = [("files", picture) for picture in performed(tuple(begun["challenge"]), 187)]
        client.post(f"{path}/frames", files=files)
        assert client.post(f"{path}/result").json()["verdict"] == "review"
        return path


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: run npm install in web/")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(chromium: Browser, reviewed: Served, session: str, scheme: Literal["light", "dark"]) -> None:
    context = chromium.new_context(base_url=reviewed.url, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/review")
    page.add_script_tag(path=AXE)
    for _ in range(2):
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        if page.get_by_role("textbox").count() or page.locator("input[type=password]").count():
            page.keyboard.type(reviewed.key)
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Xác minh người").click()
            expect(page.get_by_role("img", name="Trên thẻ")).to_be_visible()
    context.close()


def test_a_person_compares_two_faces(context: BrowserContext, reviewed: Served, session: str, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto(f"{reviewed.url}/review")
    page.keyboard.type(reviewed.key)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Xác minh người").click()
    expect(page.get_by_role("img", name="Trên thẻ")).to_be_visible()
    expect(page.get_by_role("img", name="Trước máy ảnh")).to_be_visible()
    expect(page.get_by_text("giống nhau chưa rõ ràng")).to_be_visible()
    page.screenshot(path=Path(os.environ.get("SCREENSHOTS", tmp_path)) / "persons.png")
    with httpx.Client(base_url=reviewed.url, headers=reviewed.headers, timeout=20) as client:
        oldest = client.get("/api/v1/ekyc/sessions/review").json()["items"][0]["id"]
        waiting = page.get_by_role("status").inner_text()
        page.get_by_role("button", name="Không đạt").click()
        expect(page.get_by_role("status")).not_to_contain_text(waiting)
        decided = client.get(f"/api/v1/ekyc/sessions/{oldest}").json()
    assert (decided["verdict"], decided["decided_by"]) == ("rejected", "test")
