"""A chat with a real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.talking import DIRECTORY, answers, ask, box, button, log, said, visit
from tests.support.serving import Served

pytestmark = pytest.mark.browser

QUESTION = "Mỗi thẻ được mượn mấy cuốn sách?"


def test_a_citation_opens_at_its_sentence(page: Page) -> None:
    visit(page)
    ask(page, QUESTION)
    expect(answers(page).last).to_contain_text("3 cuốn")
    button(page, "Nguồn").click()
    source = page.get_by_role("complementary", name="Nguồn")
    marked = source.get_by_role("mark")
    expect(marked).to_have_text("Mỗi thẻ được mượn tối đa 3 cuốn trong 14 ngày.")
    expect(marked).to_be_in_viewport(ratio=1)
    expect(source.get_by_role("heading")).to_contain_text("Mượn và trả")
    expect(source.get_by_role("article")).to_contain_text("Phí làm thẻ là 20.000 đồng một năm")


def test_a_reload_keeps_the_talk(page: Page) -> None:
    visit(page)
    ask(page, QUESTION)
    expect(answers(page).last).to_contain_text("3 cuốn")
    before = log(page).inner_text()
    page.reload()
    expect(log(page)).to_have_text(before, use_inner_text=True)


def test_a_second_window_sees_the_same_talk(context: BrowserContext, page: Page) -> None:
    visit(page)
    other = context.new_page()
    visit(other)
    ask(page, QUESTION)
    expect(answers(other).last).to_contain_text("3 cuốn")
    expect(said(other)).to_have_count(1)


def test_a_new_talk_starts_empty(page: Page) -> None:
    visit(page)
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(2)
    button(page, "Cuộc mới").click()
    expect(said(page)).to_have_count(0)
    expect(answers(page)).to_have_count(1)


def test_a_choice_is_pressed_once(page: Page) -> None:
    visit(page, DIRECTORY)
    button(page, "Khách sạn").click()
    expect(said(page)).to_contain_text("khách sạn")
    expect(answers(page).nth(1)).to_be_visible()
    expect(button(page, "Karaoke")).to_have_count(0)
    expect(box(page)).to_be_focused()


def test_a_ticket_of_another_installation_gives_a_new_talk(page: Page, served: Served) -> None:
    visit(page)
    ask(page, QUESTION)
    expect(answers(page)).to_have_count(2)
    page.evaluate("localStorage['giong.ticket.template'] = JSON.stringify({ id: 'conv_x', token: 'ck_x.y.z' })")
    page.reload()
    expect(answers(page)).to_have_count(1)
    expect(said(page)).to_have_count(0)
    ask(page, QUESTION)
    expect(answers(page).last).to_contain_text("3 cuốn")


def test_a_message_that_is_too_long_comes_back_with_the_reason(page: Page) -> None:
    visit(page)
    page.get_by_role("textbox").evaluate("box => box.removeAttribute('maxlength')")
    ask(page, "a " * 5000)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(box(page)).not_to_be_empty()
    expect(said(page)).to_have_count(0)


def test_the_keyboard_is_enough(page: Page) -> None:
    visit(page)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(answers(page).last).to_contain_text("3 cuốn")
    chip = button(page, "Nguồn")
    expect(button(page, "Hữu ích")).to_be_visible()
    for _ in range(4):  # over the camera and the two thumbs
        page.keyboard.press("Shift+Tab")
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("mark")).to_be_visible()
    expect(page.get_by_role("complementary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(chip).to_be_focused()


def test_enter_belongs_to_the_input_method_while_it_composes(context: BrowserContext, page: Page) -> None:
    visit(page)
    box(page).focus()
    devtools = context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "viêt", "selectionStart": 4, "selectionEnd": 4})
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 13})
    devtools.send("Input.insertText", {"text": "việt"})
    expect(box(page)).to_have_value("việt")
    expect(said(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("việt")
