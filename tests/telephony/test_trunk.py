"""What the settings say of a trunk, and whose requests are taken for its own."""

from __future__ import annotations

import logging

import pytest

from giong.clock import run_virtually
from giong.errors import BadConfiguration
from giong.telephony.trunk import Trunk, TrunkConfig


@pytest.mark.parametrize(
    ("server", "transport", "written", "port"),
    [
        ("sip:pbx.example.vn", "udp", "sip:pbx.example.vn", 5060),
        ("pbx.example.vn:5080", "udp", "sip:pbx.example.vn:5080", 5080),
        ("pbx:5080", "tcp", "sip:pbx:5080;transport=tcp", 5080),
        ("sip:200@10.0.0.5", "tls", "sip:10.0.0.5;transport=tls", 5061),
        ("[2001:db8::5]", "udp", "sip:[2001:db8::5]", 5060),
    ],
)
def test_where_requests_go(server: str, transport: str, written: str, port: int) -> None:
    trunk = Trunk(TrunkConfig("main", server, "200", transport=transport))
    assert (str(trunk.server), trunk.port) == (written, port)
    assert str(trunk.target("0903").user) == "0903"


@pytest.mark.parametrize("server", ["", "sip:", "pbx local", "sip:pbx:99999"])
def test_a_server_that_is_none(server: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        Trunk(TrunkConfig("main", server))
    assert refused.value.code == "phone.bad_trunk"


def test_whose_requests_are_its_own() -> None:
    trunk = Trunk(TrunkConfig("main", "10.0.0.5", peers=("10.0.1.0/28", "2001:db8::/64", "10.0.2.9")))
    run_virtually(trunk.look_up())
    assert all(trunk.admits(host) for host in ("10.0.0.5", "10.0.1.3", "2001:db8::7", "10.0.2.9"))
    assert not any(trunk.admits(host) for host in ("10.0.0.6", "10.0.1.16", "2001:db9::7", "127.0.0.1"))
    assert set(trunk.networks) == {"10.0.0.5", "10.0.1.0/28", "2001:db8::/64", "10.0.2.9/32"}


def test_changes_are_said_once_and_bad_ones_aloud(caplog: pytest.LogCaptureFixture) -> None:
    trunk = Trunk(TrunkConfig("main", "10.0.0.5", "200", "mật khẩu"))
    with caplog.at_level(logging.INFO):
        for state in ("registered", "registered", "unreachable", "unreachable", "registered"):
            trunk.stands(state, "no answer" if state == "unreachable" else "")  # type: ignore[arg-type]
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "trunk main is registered"),
        ("ERROR", "trunk main is unreachable: no answer"),
        ("INFO", "trunk main is registered"),
    ]
    assert "mật khẩu" not in repr(trunk.config) + repr(trunk.credentials)
