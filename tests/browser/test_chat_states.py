"""What a chat shows when things go differently: answers made anew, failures, refusals, people who take over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scripted import ChatScript, wait
from tests.browser.talking import answers, ask, box, button, log, said

pytestmark = pytest.mark.browser


@pytest.fixture
def script(page: Page) -> ChatScript:
    """The page with a conversation in which only the greeting was said."""
    script = ChatScript(page)
    page.goto("/#template")
    expect(page.get_by_role("status", name="Đang trả lời")).to_be_visible()
    wait(page, lambda: script.connections == 1)
    script.piece("Dạ, em nghe ạ.")
    script.turn()
    expect(answers(page)).to_have_count(1)
    return script


def test_an_answer_made_anew_replaces_its_pieces(page: Page, script: ChatScript) -> None:
    question = script.said("Thẻ bao nhiêu tiền?")
    script.piece("Dạ, phí làm")
    expect(answers(page).last).to_contain_text("Dạ, phí làm")
    script.event("again", answers=question)
    expect(answers(page)).to_have_count(1)
    script.piece("Dạ, phí làm thẻ là 20.000 đồng ạ.")
    script.turn()
    expect(answers(page)).to_have_count(2)
    expect(said(page)).to_have_count(1)


def test_a_failed_answer_says_why_in_the_chosen_language(page: Page, script: ChatScript) -> None:
    script.said("Thẻ bao nhiêu tiền?")
    expect(page.get_by_role("status")).to_be_visible()
    script.event("failed", failed={"code": "x.y", "message": "Máy đang bận.", "message_en": "The machine is busy."})
    expect(log(page)).to_contain_text("Máy đang bận.")
    expect(page.get_by_role("status")).to_have_count(0)
    button(page, "English").click()
    expect(log(page)).to_contain_text("The machine is busy.")


def test_a_message_waits_until_it_is_stored(page: Page, script: ChatScript) -> None:
    ask(page, "Có mở chủ nhật không?")
    expect(said(page)).to_contain_text("(Đang gửi)")
    [message] = script.of_type("say")
    number = script.said(message["text"])
    script.say(type="stored", key=message["key"], number=number, fresh=True)
    expect(said(page)).not_to_contain_text("Đang gửi")
    expect(said(page)).to_have_count(1)


def test_a_refused_message_comes_back_into_the_box(page: Page, script: ChatScript) -> None:
    ask(page, "Có mở chủ nhật không?")
    wait(page, lambda: bool(script.of_type("say")))
    key = script.of_type("say")[0]["key"]
    script.say(type="error", key=key, code="chat.busy", message="Đang quá tải.", message_en="Too busy.")
    expect(page.get_by_role("alert")).to_have_text("Đang quá tải.")
    expect(said(page)).to_have_count(0)
    expect(box(page)).to_have_value("Có mở chủ nhật không?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    wait(page, lambda: len(script.of_type("say")) == 2)


def test_people_take_over_and_talks_end(page: Page, script: ChatScript) -> None:
    script.said("Cho gặp nhân viên")
    script.turn(act="hand_over", queue="thu_thu")
    expect(log(page)).to_contain_text("Đã chuyển cho nhân viên.")
    script.said("Thôi")
    script.turn(act="end", outcome="done")
    expect(log(page)).to_contain_text("Cuộc trò chuyện đã kết thúc.")


def test_an_interrupted_answer_says_so(page: Page, script: ChatScript) -> None:
    script.said("Thẻ bao nhiêu tiền?")
    script.piece("Dạ, phí làm")
    script.turn(cut_off=True)
    expect(log(page)).to_contain_text("bị ngắt lời")


def test_only_the_newest_choices_can_be_pressed(page: Page, script: ChatScript) -> None:
    script.piece("Dạ, anh/chị chọn giúp em.", "Có", "Không")
    script.turn()
    button(page, "Có").click()
    expect(button(page, "Không")).to_have_count(0)
    wait(page, lambda: bool(script.of_type("say")))
    assert script.of_type("say")[0]["via"] == "button"


def test_a_lost_connection_resumes_after_the_last_event(page: Page, script: ChatScript) -> None:
    script.close(1012)
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    ask(page, "Còn đó không?")
    expect(said(page)).to_contain_text("Còn đó không?")
    wait(page, lambda: script.connections == 2 and bool(script.of_type("say")))
    expect(page.get_by_role("alert")).to_have_count(0)
    assert [hello["after"] for hello in script.of_type("hello")] == [0, 2]
    assert len(script.of_type("say")) == 1


def test_a_new_ticket_that_is_refused_is_not_asked_for_again(page: Page, script: ChatScript) -> None:
    script.close(4401)
    expect(page.get_by_role("alert")).to_contain_text("Không nối được")
    page.wait_for_timeout(500)
    assert script.connections == 1


@pytest.mark.parametrize("width_px", [360, 1280])
def test_long_words_stay_within_the_page(page: Page, script: ChatScript, width_px: int) -> None:
    page.set_viewport_size({"width": width_px, "height": 740})
    script.said("https://" + "thuvien" * 60)
    script.piece("a" * 400, "b" * 200)
    script.turn()
    expect(answers(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == width_px
    assert log(page).evaluate("log => log.scrollWidth <= log.clientWidth")


def test_nothing_moves_for_those_who_ask_for_it(page: Page, script: ChatScript) -> None:
    page.emulate_media(reduced_motion="reduce")
    script.said("Thẻ bao nhiêu tiền?")
    dot = page.get_by_role("status").locator("i").first
    expect(dot).to_have_css("animation-name", "none")
    expect(log(page).locator(".bubble").first).to_have_css("animation-duration", "0s")
