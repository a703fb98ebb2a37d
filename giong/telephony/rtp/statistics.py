"""How well a call was heard, both ways. Knows no packets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Statistics:
    """Counted from the begin of the call."""

    sent: int = 0
    received: int = 0
    lost: int = 0
    late: int = 0
    duplicates: int = 0
    filled_ms: int = 0
    """Sound that was lost and made up."""
    jitter_ms: float = 0.0
    patience_ms: float = 0.0
    """How long a missing packet is waited for now."""
    latest_ms: float = 0.0
    """The longest that a packet of ours was sent too late."""
    refused: int = 0
    """Packets that the system would not send."""
    strangers: int = 0
    """Datagrams from elsewhere than the other side."""
    garbage: int = 0
    """Datagrams that are no RTP, or of a payload type that was not agreed."""
    round_trip_ms: float | None = None
    remote_lost: int | None = None
    """Of our packets, as the other side reports it; None if it never did."""
    remote_jitter_ms: float | None = None

    @property
    def one_way(self) -> str:
        """`"deaf"` if nothing was heard although we sent, `"mute"` if we sent nothing although we heard, else empty."""
        if self.sent > _SOME and not self.received:
            return "deaf"
        return "mute" if self.received > _SOME and not self.sent else ""


_SOME = 100
"""Two seconds of packets."""
