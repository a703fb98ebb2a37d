"""The server is killed under an open page and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.talking import answers, ask, said, visit
from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE

pytestmark = pytest.mark.browser


def test_the_page_outlives_the_server(chromium: Browser, tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="") as server:
        page = chromium.new_page(base_url=server.url)
        visit(page)
        ask(page, "Mấy giờ đóng cửa?")
        expect(answers(page).last).to_contain_text("17 giờ")
        server.kill()
        expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
        ask(page, "Cho tôi đặt một chỗ ngồi")
        expect(said(page).last).to_contain_text("(Đang gửi)")
        server.start()
        expect(answers(page).last).to_contain_text("cho em xin tên", timeout=20_000)
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(said(page)).to_have_count(2)
        expect(answers(page)).to_have_count(3)
        page.close()
