"""What goes wrong on telephones: each has a line in the record, a word to the caller, and leaves nothing open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import load
from tests.live.conftest import Phones
from tests.live.loopback import HOST, free_port
from tests.live.office import AGENT, CALLER, NUMBER, PASSWORDS, STRANGER, Office
from tests.live.sounds import Sounds


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Gióng with a trunk that is away, and little patience."""
    away = f"sip:200@{HOST}:{free_port()};register=yes"
    with Office(
        tmp_path_factory.mktemp("troubled"),
        sip_users=" ".join(f"{user}={password}" for user, password in PASSWORDS.items()),
        sip_account=away,
        sip_password="x",
        rtp_silence_s=3,
        silence_s=2.5,
        phone_ring_s=3,
    ) as running:
        yield running


def notes(record: dict[str, object]) -> list[str]:
    found = record["notes"]
    assert isinstance(found, list)
    return [note["code"] for note in found]


def test_a_caller_who_only_breathes_and_one_whom_nobody_can_take(
    troubled: Office, phones: Phones, said: Sounds
) -> None:
    breather = phones(STRANGER, troubled.address)
    breather.dial(NUMBER)
    breather.wait("CALL_ESTABLISHED")
    breather.say(said.breath)

    phones(AGENT, troubled.address)  # rings, and nobody picks up
    caller = phones(CALLER, troubled.address)
    caller.dial(NUMBER)
    caller.wait("CALL_ESTABLISHED")
    caller.wait_quiet()
    caller.say(said.agent_wanted)
    caller.wait("CALL_CLOSED", within_s=60.0)

    record = troubled.record(caller=CALLER)
    assert (record["outcome"], record["queue"], record["target"]) == ("call_back", "cskh", AGENT)
    assert "call.transfer_failed" in notes(record)
    assert any("gọi lại" in line["text"] for line in record["lines"] if line["side"] == "assistant")
    assert [one["call_id"] for one in troubled.get("callbacks")["items"]] == [record["id"]]

    breather.wait("CALL_CLOSED", within_s=60.0)
    record = troubled.record(caller=STRANGER)
    assert record["outcome"] == "silence"
    assert not [line for line in record["lines"] if line["side"] == "caller"]
    troubled.wait_idle()


def test_a_call_without_sound_is_ended(troubled: Office, tmp_path: Path) -> None:
    with_password = tmp_path / "silent"
    counted = load.place("silent", with_password, server_port=troubled.sip_port, number=NUMBER)
    assert counted.succeeded == 1, counted.log
    record = troubled.record(outcome="no_media")
    assert record["ending"] == "no_media"
    assert "call.no_media" in notes(record)
    troubled.wait_idle()


def test_a_trunk_that_is_away_is_loud_and_stops_nothing(troubled: Office) -> None:
    trunk = troubled.trunk(state="unreachable", within_s=45.0)
    assert trunk["reason"]
    assert troubled.get("health")["trunks"] == {"main": "unreachable"}
    assert "ERROR giong.telephony.trunk: trunk main is unreachable" in troubled.log
