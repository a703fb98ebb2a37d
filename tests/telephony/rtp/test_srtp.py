from __future__ import annotations

import pytest

from giong.errors import BadInput
from giong.telephony.rtp.media import SrtpKeys
from giong.telephony.rtp.packet import Packet, parse, render

pylibsrtp = pytest.importorskip("pylibsrtp", reason="giong[srtp] is not installed")

from giong.telephony.rtp.srtp import Secured, protector  # noqa: E402

SUITE = "AES_CM_128_HMAC_SHA1_80"
KEYS = SrtpKeys(SUITE, bytes(range(30)), bytes(range(100, 130)))
THEIRS = SrtpKeys(SUITE, KEYS.theirs, KEYS.ours)
CLEAR = render(Packet(8, 7, 160, 0xCAFE, b"sound" * 32))


def test_what_one_side_protects_the_other_reads_once() -> None:
    secret = protector(SUITE, KEYS.ours)(CLEAR)
    far_end = Secured(THEIRS)
    assert b"sound" not in secret
    assert len(secret) == len(CLEAR) + 10
    assert far_end.unprotect(secret) == CLEAR
    assert far_end.unprotect(secret) is None  # a recording played again


def test_what_was_changed_or_is_of_another_key_is_not_heard() -> None:
    secret = protector(SUITE, KEYS.ours)(CLEAR)
    far_end = Secured(THEIRS)
    assert far_end.unprotect(secret[:-1] + bytes([secret[-1] ^ 1])) is None
    assert far_end.unprotect(CLEAR) is None
    assert far_end.unprotect(b"") is None
    assert far_end.unprotect(bytes(3000)) is None
    assert Secured(KEYS).unprotect(secret) is None
    assert parse(far_end.unprotect(secret) or b"") is not None


def test_reports_are_encrypted_too() -> None:
    report = b"\x80\xc9\x00\x01\x00\x00\x00\x07"
    secret = Secured(KEYS).protect_report(report)
    assert Secured(THEIRS).unprotect_report(secret) == report
    assert Secured(THEIRS).unprotect_report(report) is None


def test_keys_that_cannot_be_used_are_refused_and_never_shown() -> None:
    with pytest.raises(BadInput, match="AES_CM_128_HMAC_SHA1_80"):
        Secured(SrtpKeys("F8_128", KEYS.ours, KEYS.theirs))
    with pytest.raises(BadInput):
        Secured(SrtpKeys(SUITE, b"short", KEYS.theirs))
    assert "x01" not in repr(KEYS)
