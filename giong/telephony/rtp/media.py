"""What was agreed about the sound of a call. Knows no SDP and no socket."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SrtpKeys:
    """Master key and salt (30 octets for AES_CM_128) of both directions (RFC 4568)."""

    suite: str
    ours: bytes
    theirs: bytes

    def __repr__(self) -> str:
        return f"SrtpKeys({self.suite})"


@dataclass(frozen=True)
class Media:
    """Where sound goes and how. `sends` is false while the other side has put us on hold."""

    remote: tuple[str, int]
    codec: str
    payload_type: int
    dtmf_payload_type: int | None = None
    sends: bool = True
    receives: bool = True
    ptime_ms: int = 20
    keys: SrtpKeys | None = None
    rtcp_mux: bool = False
    remote_rtcp: tuple[str, int] | None = None
    """The port above `remote` unless told otherwise (RFC 3605)."""

    @property
    def held(self) -> bool:
        """Whether we are not listened to, so that talking makes no sense."""
        return not self.sends
