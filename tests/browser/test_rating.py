"""Thumbs under answers, on the page."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.talking import answers, ask, visit
from tests.support.serving import Served

pytestmark = pytest.mark.browser


def test_an_answer_is_rated_once_and_the_greeting_is_not(page: Page, served: Served) -> None:
    visit(page)
    ask(page, "mật khẩu của mạng không dây là gì")
    expect(answers(page)).to_have_count(2)
    thumbs = page.get_by_role("group", name="Đánh giá câu trả lời")
    expect(thumbs).to_have_count(1)
    bad = thumbs.get_by_role("button", name="Chưa đúng ý")
    with page.expect_response(lambda response: response.url.endswith("/rating") and response.ok):
        bad.press("Enter")
    expect(bad).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    with httpx.Client(base_url=served.url, headers=served.headers) as client:
        found = client.get("/api/v1/assistants/template/missed").json()["items"]
    assert any(group["signs"].get("rated_bad") for group in found)
    with page.expect_response(lambda response: response.url.endswith("/rating") and response.ok):
        bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")
    with page.expect_response(lambda response: response.url.endswith("/rating") and response.ok):
        thumbs.get_by_role("button", name="Hữu ích").click()
