"""Sound that nobody on the way can hear or change (RFC 3711), with keys that SDP brought (RFC 4568). Knows no socket.

The work is libsrtp's, by way of the package `pylibsrtp`, which is installed with `giong[srtp]`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from giong.errors import BadInput, Unavailable
from giong.telephony.rtp.media import SrtpKeys

SUITES = {
    "AES_CM_128_HMAC_SHA1_80": "SRTP_PROFILE_AES128_CM_SHA1_80",
    "AES_CM_128_HMAC_SHA1_32": "SRTP_PROFILE_AES128_CM_SHA1_32",
}
KEY_OCTETS = 30
"""Of the master key (16) and the master salt (14)."""


def available() -> bool:
    """Whether the package is installed."""
    return find_spec("pylibsrtp") is not None


def protector(suite: str, key: bytes) -> Callable[[bytes], bytes]:
    """Encrypts and signs whole packets, each number once."""
    protect: Callable[[bytes], bytes] = _session(suite, key, inbound=False).protect
    return protect


class Secured:
    """Both directions of one call, less the sound that the pacing process sends."""

    def __init__(self, keys: SrtpKeys) -> None:
        if not available():
            raise Unavailable(
                "rtp.srtp_missing",
                vi="Thiếu gói để mã hóa cuộc gọi (SRTP); cài bằng: pip install 'giong[srtp]'",
                en="The package that encrypts calls (SRTP) is missing; install it: pip install 'giong[srtp]'",
            )
        if keys.suite not in SUITES or {len(keys.ours), len(keys.theirs)} != {KEY_OCTETS}:
            raise BadInput(
                "rtp.bad_srtp_keys",
                vi=f"Không dùng được khóa SRTP “{keys.suite}”; cần {', '.join(SUITES)} với khóa {KEY_OCTETS} byte",
                en=f"The SRTP keys of {keys.suite!r} cannot be used; give {KEY_OCTETS} octets of {', '.join(SUITES)}",
            )
        self.keys = keys
        self._ours = _session(keys.suite, keys.ours, inbound=False)
        self._theirs = _session(keys.suite, keys.theirs, inbound=True)

    def unprotect(self, data: bytes) -> bytes | None:
        """The packet in `data`; None if it is not the other side's, or was heard before."""
        return _or_none(self._theirs.unprotect, data)

    def protect_report(self, data: bytes) -> bytes:
        """A control packet, encrypted."""
        protected: bytes = self._ours.protect_rtcp(data)
        return protected

    def unprotect_report(self, data: bytes) -> bytes | None:
        """The control packet in `data`; None if it is not the other side's."""
        return _or_none(self._theirs.unprotect_rtcp, data)


def _session(suite: str, key: bytes, *, inbound: bool) -> Any:
    import pylibsrtp

    policy = pylibsrtp.Policy
    kind = policy.SSRC_ANY_INBOUND if inbound else policy.SSRC_ANY_OUTBOUND
    return pylibsrtp.Session(policy(key=key, ssrc_type=kind, srtp_profile=getattr(policy, SUITES[suite])))


def _or_none(open_packet: Callable[[bytes], bytes], data: bytes) -> bytes | None:
    from pylibsrtp import Error

    try:
        return open_packet(data)
    except (Error, TypeError, ValueError):
        return None
