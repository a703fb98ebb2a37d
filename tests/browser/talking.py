"""The page as a person sees it: by names and roles, never by its markup."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

LIBRARY = "template"
DIRECTORY = "danh-ba"


def visit(page: Page, assistant: str = LIBRARY) -> None:
    """Open the page and wait for the greeting."""
    page.goto(f"/#{assistant}")
    expect(answers(page).first).to_be_visible()


def box(page: Page) -> Locator:
    return page.get_by_role("textbox")


def ask(page: Page, text: str) -> None:
    box(page).fill(text)
    page.keyboard.press("Enter")


def log(page: Page) -> Locator:
    return page.get_by_role("log")


def answers(page: Page) -> Locator:
    return log(page).get_by_role("listitem").filter(has_text=re.compile(r"^(Trợ lý nói:|The assistant says:)"))


def said(page: Page) -> Locator:
    return log(page).get_by_role("listitem").filter(has_text=re.compile(r"^(Bạn nói:|You say:)"))


def button(page: Page, name: str, *, exact: bool = False) -> Locator:
    return page.get_by_role("button", name=name, exact=exact)
