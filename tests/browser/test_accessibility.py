"""What axe-core (https://github.com/dequelabs/axe-core) finds wrong for people who see, hear or move differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.scripted import CallScript, ChatScript, wait
from tests.browser.talking import DIRECTORY, answers, ask, button, visit
from tests.support.serving import Served

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS_PX = (360, 1280)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: run npm install in web/"),
]


def chat(page: Page) -> None:
    visit(page, DIRECTORY)
    expect(button(page, "Karaoke")).to_be_visible()


def source(page: Page) -> None:
    visit(page)
    ask(page, "Mỗi thẻ được mượn mấy cuốn sách?")
    button(page, "Nguồn").click()
    expect(page.get_by_role("mark")).to_be_visible()


def troubles(page: Page) -> None:
    script = ChatScript(page)
    page.goto("/#template")
    wait(page, lambda: script.connections == 1)
    script.said("Chào em")
    script.event("failed", failed={"code": "x.y", "message": "Máy đang bận.", "message_en": "Busy."})
    script.say(type="error", key="", code="x.y", message="Khung chưa đúng.", message_en="Bad frame.")
    ask(page, "Còn đó không?")
    script.close(1012)
    expect(page.get_by_role("alert")).to_have_count(1)


def call(page: Page) -> None:
    script = CallScript(page)
    visit(page, DIRECTORY)
    button(page, "Gọi").click()
    wait(page, lambda: bool(script.of_type("start")))
    script.say(type="started", rate_hz=16_000)
    script.say(type="speaking", text="Dạ, em nghe ạ.")
    script.say(type="partial", text="cà phê")
    button(page, "Bàn phím số").click()
    expect(answers(page)).to_have_count(1)


@pytest.fixture
def inspected(hearing: Browser, served: Served) -> Iterator[Page]:
    """A page into which axe may be loaded in spite of its content policy."""
    context = hearing.new_context(base_url=served.url, bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("show", [chat, source, troubles, call])
def test_nothing_stands_in_the_way(inspected: Page, show: Callable[[Page], None]) -> None:
    show(inspected)
    assert [
        problem for scheme in SCHEMES for width_px in WIDTHS_PX for problem in _problems(inspected, scheme, width_px)
    ] == []


def _problems(page: Page, scheme: Literal["light", "dark"], width_px: int) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width_px, "height": 740})
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{scheme}, {width_px} px, {violation['impact']}: {violation['id']}: {violation['nodes'][0]['html']}"
        for violation in found["violations"]
    ]
