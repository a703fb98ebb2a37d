"""The telephone as the settings describe it."""

from __future__ import annotations

from pathlib import Path

import pytest

from giong.conversations.exchange.lines import audiosocket_bind, telephone_config
from giong.errors import BadConfiguration
from giong.settings import load

LISTEN = {"sip_listen": "udp:127.0.0.1:5060,tcp:127.0.0.1:5062"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_place_to_listen_there_is_no_telephone() -> None:
    assert telephone_config(load()) is None


def test_an_account_and_more_of_them() -> None:
    config = telephone_config(
        load(
            **LISTEN,
            sip_account="sip:200@pbx.vn;transport=tcp;auth=u200;expires=120",
            sip_password="s3cret",
            sip_trunks="viettel=sip:0241234@sbc.viettel.vn:5070;register=no;peers=10.0.0.7|sbc2.viettel.vn,vnpt=sip:9@v.vn",
            sip_trunk_passwords="vnpt=p=9",
            sip_trusted="10.1.0.0/16",
            sip_users="101=a\n102=b",
            rtp_ports="21000-21099",
        )
    )
    assert config is not None
    assert [(bind.transport, bind.port) for bind in config.binds] == [("udp", 5060), ("tcp", 5062)]
    main, viettel, vnpt = config.trunks
    assert (main.name, main.server, main.user, main.auth_user, main.transport, main.expires_s) == (
        *("main", "pbx.vn", "200", "u200", "tcp"),
        120,
    )
    assert (viettel.server, viettel.register, viettel.peers) == (
        "sbc.viettel.vn:5070",
        False,
        ("10.0.0.7", "sbc2.viettel.vn"),
    )
    assert vnpt.password == "p=9"
    assert config.users == {"101": "a", "102": "b"}
    assert (config.rtp_host, config.rtp_ports.first, config.rtp_ports.last) == ("127.0.0.1", 21000, 21099)
    assert "s3cret" not in repr(config)


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ({"sip_account": "200@pbx.vn", "sip_password": "x"}, "settings.bad_value", "sip:200@"),
        ({"sip_account": "sip:200@pbx.vn"}, "settings.no_password", "register=no"),
        (
            {"sip_account": "sip:200@pbx.vn;transport=carrier-pigeon", "sip_password": "x"},
            "settings.bad_value",
            "udp|tcp",
        ),
        ({"sip_account": "sip:200@pbx.vn;pasword=x", "sip_password": "x"}, "settings.bad_value", "auth=USER"),
        ({"sip_trunks": "main=sip:1@x;register=no"}, "settings.bad_value", "none called main"),
        ({"sip_trunk_passwords": "nobody=x"}, "settings.bad_value", "nobody"),
        ({"sip_users": "101"}, "settings.bad_value", "USER=PASSWORD"),
        ({"sip_trusted": "pbx.vn"}, "settings.bad_value", "ADDRESS/BITS"),
        ({"rtp_ports": "5000"}, "settings.bad_value", "FIRST-LAST"),
        ({"rtp_ports": "21099-21000"}, "rtp.bad_port_range", "21099"),
        ({"sip_listen": "5060"}, "settings.bad_value", "TRANSPORT:HOST:PORT"),
        ({"sip_listen": "tls:127.0.0.1:5061"}, "settings.bad_value", "sip_tls_certificate"),
    ],
)
def test_what_is_wrong_is_refused_with_the_remedy(wrong: dict[str, str], code: str, says: str) -> None:
    with pytest.raises(BadConfiguration) as raised:
        telephone_config(load(**(LISTEN | wrong)))
    assert raised.value.code == code
    assert says in raised.value.en


def test_an_account_without_a_place_to_listen_is_refused() -> None:
    with pytest.raises(BadConfiguration) as raised:
        telephone_config(load(sip_account="sip:200@pbx.vn", sip_password="x"))
    assert "sip_listen" in raised.value.en


def test_the_door_for_asterisk_is_beside_the_telephone() -> None:
    door = audiosocket_bind(load(audiosocket_listen="127.0.0.1:9092"))
    assert door is not None
    assert (door.host, door.port) == ("127.0.0.1", 9092)
    assert audiosocket_bind(load()) is None
