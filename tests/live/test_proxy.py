"""Gióng as an extension of a PBX: it registers there with a password, and everybody calls through it."""

from __future__ import annotations

from pathlib import Path

from tests.live import talks
from tests.live.conftest import EXTENSION, Phones
from tests.live.office import AGENT, CALLER, Office
from tests.live.proxy import Proxy
from tests.live.sounds import Sounds


def test_asked_interrupted_held_and_typed(pbx: Proxy, extension: Office, phones: Phones, said: Sounds) -> None:
    talks.whole_talk(phones(CALLER, pbx.address), extension, said, EXTENSION)


def test_a_person_who_is_asked_for_is_reached(pbx: Proxy, extension: Office, phones: Phones, said: Sounds) -> None:
    caller, agent = phones(CALLER, pbx.address), phones(AGENT, pbx.address, answers=True)
    talks.handed_over(caller, agent, extension, said, EXTENSION)


def test_a_wrong_password_is_loud_and_stops_nothing(pbx: Proxy, tmp_path: Path) -> None:
    account = {"sip_account": f"sip:{EXTENSION}@{pbx.address}", "sip_password": "sai", "sip_users": "101=x"}
    with Office(tmp_path, **account) as office:
        trunk = office.trunk(state="refused")
        assert trunk["reason"]
        assert office.get("health")["trunks"] == {"main": "refused"}
        assert "ERROR" in office.log
        assert office.log.count("trunk main is refused") == 1
        assert "sai" not in office.log
