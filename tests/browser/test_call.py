"""A call from the page. The microphone is Chromium's own stand-in; it hears a WAV file, or beeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, Playwright, WebSocket, expect

from tests.browser.chromium import launch, launch_with_microphone
from tests.browser.scripted import CallScript, wait
from tests.browser.talking import DIRECTORY, answers, button, said, visit
from tests.support.data import SPEECH, needs_speech_data
from tests.support.serving import Served

pytestmark = pytest.mark.browser

RATE_HZ = 16_000
TONE = (np.sin(np.arange(RATE_HZ) * 0.05) * 6000).astype("<i2").tobytes()
"""One second."""


@pytest.fixture
def caller(hearing: Browser, served: Served) -> Iterator[Page]:
    context = hearing.new_context(base_url=served.url, locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.fixture
def script(caller: Page) -> CallScript:
    """A call that has been taken."""
    script = CallScript(caller)
    call(caller)
    wait(caller, lambda: bool(script.of_type("start")))
    assert script.of_type("start") == [{"type": "start", "assistant": DIRECTORY}]
    script.say(type="started", rate_hz=RATE_HZ)
    expect(caller.get_by_role("status")).to_have_text("Đang nghe")
    return script


def call(page: Page) -> None:
    visit(page, DIRECTORY)
    button(page, "Gọi").click()


def test_the_microphone_is_sent_at_16_khz(caller: Page, script: CallScript) -> None:
    caller.wait_for_timeout(500)  # capture has settled
    before, before_ms = script.sound_bytes, caller.evaluate("performance.now()")
    caller.wait_for_timeout(2000)
    seconds = (caller.evaluate("performance.now()") - before_ms) / 1000
    assert (script.sound_bytes - before) / 2 / seconds == pytest.approx(RATE_HZ, rel=0.15)


def test_what_is_heard_and_said_is_written_down(caller: Page, script: CallScript) -> None:
    script.say(type="partial", text="cà")
    expect(said(caller)).to_contain_text("cà")
    script.say(type="said", text="Cà phê", confidence=0.9)
    expect(said(caller)).to_have_count(1)
    expect(said(caller)).to_contain_text("Cà phê")
    script.say(type="activity", activity="speaking")
    script.say(type="speaking", text="Dạ, quán Gốm ạ.")
    expect(answers(caller)).to_contain_text("Dạ, quán Gốm ạ.")
    expect(caller.get_by_role("status")).to_have_text("Đang nói")
    script.say(type="partial", text="ừ")
    script.say(type="dropped", reason="backchannel")
    expect(said(caller)).to_have_count(1)


def test_an_interruption_silences_the_answer(caller: Page, script: CallScript) -> None:
    script.say(type="speaking", text="Dạ, quán Gốm ạ.")
    script.play(TONE * 5)
    wait(caller, lambda: played(script) > RATE_HZ // 2)
    script.say(type="clear")
    script.say(type="interrupted", silence_s=0.1, sure_s=0.2)
    wait(caller, lambda: script.of_type("played")[-1]["clears"] == 1)
    expect(caller.get_by_role("log")).to_contain_text("bị ngắt lời")
    caller.wait_for_timeout(300)
    assert played(script) == 0
    script.play(TONE)
    wait(caller, lambda: played(script) == RATE_HZ)


def test_the_last_words_are_heard_before_the_call_ends(caller: Page, script: CallScript) -> None:
    script.play(TONE)
    script.say(type="ended")
    script.close(1000)
    expect(caller.get_by_role("status")).to_have_text("Đang nghe")
    expect(caller.get_by_role("status")).to_have_text("Cuộc gọi đã kết thúc")
    expect(caller.get_by_role("alert")).to_have_count(0)
    button(caller, "Đóng").click()
    expect(caller.get_by_role("textbox")).to_be_visible()


def test_the_keypad_and_the_keyboard_send_keys(caller: Page, script: CallScript) -> None:
    button(caller, "Bàn phím số").click()
    caller.get_by_role("group", name="Bàn phím số").get_by_role("button", name="5", exact=True).click()
    caller.keyboard.press("#")
    wait(caller, lambda: [key["symbol"] for key in script.of_type("key")] == ["5", "#"])


def test_hanging_up_tells_the_server_and_leads_back_to_the_chat(caller: Page, script: CallScript) -> None:
    button(caller, "Kết thúc").click()
    expect(caller.get_by_role("textbox")).to_be_visible()
    wait(caller, lambda: bool(script.of_type("hang_up")))


def test_a_call_that_is_not_taken_says_why(caller: Page) -> None:
    script = CallScript(caller)
    call(caller)
    wait(caller, lambda: bool(script.of_type("start")))
    script.say(type="error", code="calls.full", message="Mọi máy đều bận.", message_en="All lines are busy.")
    script.close(4400)
    expect(caller.get_by_role("alert")).to_have_text("Mọi máy đều bận.")


def test_a_call_that_breaks_off_says_so(caller: Page, script: CallScript) -> None:
    script.close(1012)
    expect(caller.get_by_role("alert")).to_contain_text("Cuộc gọi bị đứt")


def test_a_missing_microphone_is_explained(page: Page) -> None:
    call(page)
    expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy micro")
    button(page, "Đóng").click()
    expect(page.get_by_role("textbox")).to_be_visible()


def test_a_microphone_that_may_not_be_used_is_explained(playwright: Playwright, served: Served) -> None:
    browser = launch(playwright, "--use-fake-device-for-media-stream", "--deny-permission-prompts")
    page = browser.new_page(base_url=served.url)
    call(page)
    expect(page.get_by_role("alert")).to_contain_text("chưa được phép dùng micro")
    browser.close()


@pytest.mark.data
@needs_speech_data
def test_a_recorded_person_is_understood_and_answered(playwright: Playwright, served: Served, tmp_path: Path) -> None:
    recording = SPEECH / "menu-words-8k" / "wav" / "CAFPHEE015.wav"
    _warm_up(served, recording)
    browser = launch_with_microphone(playwright, _with_silence(recording, tmp_path, before_s=4, after_s=30))
    page = browser.new_page(base_url=served.url)
    heard: list[str] = []
    reports: list[dict[str, int]] = []
    page.on("websocket", lambda socket: _overhear(socket, heard=heard, reports=reports))
    call(page)
    expect(said(page)).to_contain_text("cà phê", ignore_case=True, timeout=30_000)
    expect(answers(page).last).to_contain_text("cà phê", ignore_case=True)
    clears = heard.count("clear")
    wait(page, lambda: any(report["clears"] == clears and report["samples"] > RATE_HZ // 2 for report in reports))
    browser.close()


def played(script: CallScript) -> int:
    """Samples that the page says it has played since the last `clear`."""
    reports = script.of_type("played")
    return int(reports[-1]["samples"]) if reports else 0


def _warm_up(served: Served, recording: Path) -> None:
    """Engines load at their first use; the stand-in microphone does not wait for them."""
    answer = httpx.post(
        f"{served.url}/v1/audio/transcriptions",
        headers=served.headers,
        data={"model": "conformer"},
        files={"file": recording.read_bytes()},
        timeout=120,
    )
    assert answer.status_code == 200, answer.text


def _with_silence(recording: Path, folder: Path, *, before_s: float, after_s: float) -> Path:
    samples, rate_hz = soundfile.read(recording, dtype="int16")
    padded = np.pad(samples, (round(before_s * rate_hz), round(after_s * rate_hz)))
    path = folder / "microphone.wav"
    soundfile.write(path, padded, rate_hz)
    return path


def _overhear(socket: WebSocket, *, heard: list[str], reports: list[dict[str, int]]) -> None:
    def received(frame: str | bytes) -> None:
        if isinstance(frame, str):
            heard.append(json.loads(frame)["type"])

    def sent(frame: str | bytes) -> None:
        if isinstance(frame, str) and (message := json.loads(frame))["type"] == "played":
            reports.append(message)

    if socket.url.endswith("/calls/stream"):
        socket.on("framereceived", received)
        socket.on("framesent", sent)
