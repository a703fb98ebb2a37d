"""The talks that every way of being connected must hold: the same steps, whoever stands between softphone and Gióng."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from tests.live.office import Office
from tests.live.softphone import RATE_HZ, Softphone, Sound
from tests.live.sounds import Sounds, alike, as_heard, strength, words

GREETING = "Dạ, tổng đài Hoa Ban xin nghe ạ."
STOPS_WITHIN_S = 1.5
"""After an interruption; it is measured to milliseconds elsewhere, on a machine that does nothing else."""
LIKE = 0.55
"""The recogniser has never heard the embedded voice, so both sides of the comparison go through it: another sentence
comes to 0.4, the same one to 0.8."""
CUSTOMER_CODE = "471902"
AGENT_TONE_HZ = 660.0


@dataclass(frozen=True, eq=False)
class Heard:
    """Sound that a softphone received, and what Gióng says that it said."""

    sound: Sound
    text: str

    def check(self) -> None:
        """Words that a recogniser finds in both are the same. It takes its time: not during a call."""
        assert alike(words(self.sound), as_heard(self.text)) >= LIKE, self.text


def question_and_answer(caller: Softphone, office: Office, said: Sounds, number: str) -> list[Heard]:
    """A question is heard and answered, and what is answered is heard."""
    caller.dial(number)
    caller.wait("CALL_ESTABLISHED")
    greeted = caller.wait_quiet()
    caller.say(said.question)
    office.wait_said("caller", said.question_words)
    answered = caller.wait_quiet(since=greeted, quiet_s=1.5)
    line = office.wait_said("assistant", said.answer_words)
    assert not line["cut_off"]
    sound = caller.heard()
    return [Heard(sound[:greeted], GREETING), Heard(sound[greeted:answered], line["text"])]


def interruption(caller: Softphone, office: Office, said: Sounds) -> None:
    """Who speaks into an answer is listened to at once; the record holds only what was heard."""
    begun = len(caller.heard())
    caller.say(said.question)
    voice = caller.wait_voice(since=begun)
    time.sleep(1.2)
    assert len(caller.heard()) - voice < 4 * RATE_HZ  # the answer takes longer than that
    spoke_at = len(caller.heard())
    caller.say(said.question)
    stopped = caller.wait_quiet(since=voice, quiet_s=0.4)
    assert stopped - spoke_at < STOPS_WITHIN_S * RATE_HZ
    assert not office.wait_cut_off()["text"].endswith("ạ.")
    caller.wait_voice(since=stopped + RATE_HZ // 2)


def hold_and_resume(caller: Softphone, office: Office, said: Sounds) -> None:
    """Put on hold in the middle of an answer nothing is sent; afterwards the talk goes on."""
    lines = len(office.transcript())
    caller.hold()
    time.sleep(1.5)
    held_at = len(caller.heard())
    time.sleep(1.0)
    assert len(caller.heard()) - held_at <= 0.1 * RATE_HZ
    caller.resume()
    time.sleep(1.0)
    caller.say(said.question)
    deadline = time.monotonic() + 12.0
    while not _answered(after := office.transcript()[lines:], said):
        if time.monotonic() > deadline:
            raise AssertionError(f"after the hold nobody answered: {after}")
        time.sleep(0.1)


def keys(caller: Softphone, office: Office) -> None:
    """What is asked for is typed on the keys."""
    caller.press("1")
    office.wait_said("assistant", "bấm mã")
    caller.press(CUSTOMER_CODE + "#")
    office.wait_said("assistant", "đã nhận mã")


def whole_talk(caller: Softphone, office: Office, said: Sounds, number: str) -> None:
    """One call with everything in it, and its record."""
    heard = question_and_answer(caller, office, said, number)
    interruption(caller, office, said)
    hold_and_resume(caller, office, said)
    keys(caller, office)
    caller.hang_up()
    caller.wait("CALL_CLOSED")
    assert caller.received_packets() > 500
    record = office.record()
    assert (record["outcome"], record["ending"], record["caller"]) == ("hung_up", "remote", caller.user)
    assert record["slots"]["ma_khach_hang"] == CUSTOMER_CODE
    assert "call.hold" in [note["code"] for note in record["notes"]]
    assert len(record["latency"]) >= 3
    office.wait_idle()
    for one in heard:
        one.check()


def handed_over(caller: Softphone, agent: Softphone, office: Office, said: Sounds, number: str) -> None:
    """Who asks for a person reaches one, who was told before what it is about."""
    caller.dial(number)
    caller.wait("CALL_ESTABLISHED")
    caller.wait_quiet()
    ask_for_a_person(caller, agent, said)
    briefed = agent.wait_quiet(quiet_s=0.6)
    time.sleep(0.5)
    joined_at, caller_at = len(agent.heard()), len(caller.heard())
    agent.say(said.agent_speaks)
    caller.say(said.agent_speaks)
    time.sleep(1.8)
    assert strength(caller.heard()[caller_at:], AGENT_TONE_HZ) > 0.5
    assert strength(agent.heard()[joined_at:], AGENT_TONE_HZ) > 0.5
    agent.hang_up()
    caller.wait("CALL_CLOSED")
    record = office.record()
    assert (record["outcome"], record["queue"], record["reason"]) == ("handed_over", "cskh", "asked")
    assert record["target"] == agent.user
    office.wait_idle()
    assert len(words(agent.heard()[:briefed]).split()) >= 4  # they were told something


def ask_for_a_person(caller: Softphone, agent: Softphone, said: Sounds) -> None:
    """Until the person's telephone is answered; like people, the embedded voice has to repeat itself now and then."""
    for _ in range(3):
        caller.say(said.agent_wanted)
        try:
            agent.wait("CALL_ESTABLISHED", within_s=9.0)
        except TimeoutError:
            continue
        return
    raise AssertionError("nobody was called")


def _answered(lines: list[dict[str, Any]], said: Sounds) -> bool:
    """Whether the question was heard in these lines, and answered after it."""
    asked = [at for at, line in enumerate(lines) if line["side"] == "caller" and said.question_words in line["text"]]
    answers = [at for at, line in enumerate(lines) if said.answer_words in line["text"]]
    return bool(asked and answers and answers[-1] > asked[0])
