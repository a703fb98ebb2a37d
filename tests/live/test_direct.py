"""Softphones that are registered with Gióng itself."""

from __future__ import annotations

import pytest

from giong.telephony.rtp.srtp import available
from tests.live import talks
from tests.live.conftest import Phones
from tests.live.office import CALLER, ECHO, NUMBER, Office
from tests.live.softphone import Softphone
from tests.live.sounds import Sounds, strength


def test_asked_interrupted_held_and_typed(caller: Softphone, office: Office, said: Sounds) -> None:
    talks.whole_talk(caller, office, said, NUMBER)


def test_a_person_who_is_asked_for_is_reached(
    caller: Softphone, agent: Softphone, office: Office, said: Sounds
) -> None:
    talks.handed_over(caller, agent, office, said, NUMBER)


def test_the_echo_number_returns_the_sound(caller: Softphone, office: Office, said: Sounds) -> None:
    echo(caller, office, said)


@pytest.mark.skipif(not available(), reason="needs pylibsrtp: pip install 'giong[srtp]'")
def test_and_encrypted_as_well(phones: Phones, office: Office, said: Sounds) -> None:
    echo(phones(CALLER, office.address, secure=True), office, said)


def echo(caller: Softphone, office: Office, said: Sounds) -> None:
    caller.dial(ECHO)
    caller.wait("CALL_ESTABLISHED")
    caller.say(said.agent_speaks)
    end = caller.wait_quiet()
    assert strength(caller.heard()[end - 8000 : end], talks.AGENT_TONE_HZ) > 0.9
    caller.hang_up()
    office.wait_idle()
