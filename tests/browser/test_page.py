"""What every visit has in common: weight, origin, language, whom one talks to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.talking import DIRECTORY, LIBRARY, answers, ask, box, button, said, visit
from tests.support.serving import Served

pytestmark = pytest.mark.browser

LARGEST_BYTES = 400 * 1024


def test_the_page_is_small_and_asks_no_other_host(page: Page, served: Served) -> None:
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws", "http", 1)))
    visit(page)
    ask(page, "Mỗi thẻ được mượn mấy cuốn sách?")
    button(page, "Nguồn").click()
    expect(page.get_by_role("mark")).to_be_visible()
    files = [response for response in responses if "/api/" not in response.url]
    assert {"document", "script", "stylesheet"} <= {file.request.resource_type for file in files}
    assert sum(len(file.body()) for file in files) <= LARGEST_BYTES
    assert [url for url in asked if not url.startswith(f"{served.url}/")] == []


def test_nothing_from_elsewhere_may_load(page: Page) -> None:
    answer = page.goto("/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_language_is_switched_and_remembered(page: Page) -> None:
    visit(page)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    button(page, "English").click()
    expect(box(page)).to_have_attribute("placeholder", "Ask a question…")
    page.reload()
    expect(button(page, "New talk")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_each_assistant_has_a_talk_of_its_own(page: Page) -> None:
    visit(page, LIBRARY)
    ask(page, "Mấy giờ đóng cửa?")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("combobox").select_option(label="Danh bạ Bến Gốm")
    expect(page.get_by_role("heading", name="Danh bạ Bến Gốm")).to_be_visible()
    expect(said(page)).to_have_count(0)
    expect(answers(page)).to_have_count(1)
    page.reload()
    expect(page).to_have_title("Danh bạ Bến Gốm · Gióng")
    page.get_by_role("combobox").select_option(label="Thư viện Hoa Sen")
    expect(said(page)).to_have_count(1)


def test_the_address_names_the_assistant(page: Page) -> None:
    visit(page, DIRECTORY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Danh bạ Bến Gốm")


def test_a_server_that_answers_nothing_can_be_tried_again(page: Page) -> None:
    page.route("**/public/assistants", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("Không nối được với máy chủ")
    page.unroute("**/public/assistants")
    button(page, "Thử lại").click()
    expect(answers(page).first).to_be_visible()
