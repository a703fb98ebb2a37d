from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from giong.api.page import DIST
from giong.papers.persons.faces import Faces
from tests.browser.chromium import PROGRAM, launch, launch_with_microphone
from tests.labelling.fakes import WORK
from tests.papers.persons.fakes import ENGINE
from tests.support.reading import reading
from tests.support.serving import TEMPLATE, Served, serving

ASSISTANTS = Path(__file__).parents[2] / "assistants"
NAMES = ("danh-ba", "phuong")


# Package scope: Playwright keeps an event loop of its own running, beside which no asyncio test could run.
@pytest.fixture(scope="package")
def ready() -> None:
    if PROGRAM is None:
        pytest.skip("needs Chromium: scripts/setup dev installs it (apt-get install chromium)")
    if not (DIST / "index.html").exists():
        pytest.skip("needs the built page: run scripts/web")


@pytest.fixture(scope="package")
def served(ready: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server with the template assistant (a library), the voice directory and the ward office."""
    with serving(
        tmp_path_factory.mktemp("browser"), assistants=[TEMPLATE, *(ASSISTANTS / name for name in NAMES)]
    ) as running:
        for assistant in ("template", *NAMES):
            _wait_until_read(running, assistant)
        yield running


def _wait_until_read(served: Served, assistant: str) -> None:
    """The assistants' documents are read after the server's start; until then they know nothing."""
    with httpx.Client(base_url=served.url, headers=served.headers, timeout=60) as client:
        for _ in range(300):
            if client.get(f"/api/v1/assistants/{assistant}/knowledge").json()["items"]:
                return
            time.sleep(0.1)
    raise AssertionError(f"{assistant} has not read its documents")


@pytest.fixture(scope="package")
def reviewed(ready: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose papers say themselves what is on them and how sure that is, and whose faces are colours."""
    with (
        patch("giong.app.Faces", lambda _: Faces(ENGINE)),
        reading(tmp_path_factory.mktemp("reviewed"), work=WORK) as running,
    ):
        yield running


@pytest.fixture(scope="package")
def playwright(served: Served, reviewed: Served) -> Iterator[Playwright]:
    """Begins after the servers, whose making needs an event loop of its own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def hearing(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a microphone that it may use and that beeps."""
    browser = launch_with_microphone(playwright)
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    """A visitor who has never been here. An error on the page's console fails the test."""
    context = chromium.new_context(base_url=served.url, locale="vi-VN")
    errors: list[str] = []
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    # What the network refuses is said to the person, not to the console; the browser notes it there by itself.
    assert [error for error in errors if not error.startswith(("Failed to load resource", "WebSocket"))] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
