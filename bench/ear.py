"""What a caller heard, out of the packets that came: gaps, when it became silent, pauses. Pure functions of times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bench.softphone import PACKET_S, Packet

SENTENCE_PAUSE_S = 0.45
"""The voice pauses for less between two sentences."""
SILENT_S = 0.3
FORGIVEN_S = 0.005
_REORDERED = 1000
"""A step of more sequence numbers than this is a packet that came late, not a loss."""


def gaps(packets: Sequence[Packet]) -> list[float]:
    """For how long the ear had nothing to play between two packets, each time that it was more than 5 ms."""
    found = (later.arrived_s - earlier.arrived_s - PACKET_S for earlier, later in pairwise(packets))
    return [gap for gap in found if gap > FORGIVEN_S]


def lost(packets: Sequence[Packet]) -> int:
    """How many packets never came."""
    steps = ((later.sequence - earlier.sequence) & 0xFFFF for earlier, later in pairwise(packets))
    return sum(step - 1 for step in steps if 1 < step < _REORDERED)


def silence_after(packets: Sequence[Packet], moment_s: float, *, within_s: float = 3.0) -> float | None:
    """When the sound that was heard at a moment had ended for a while; None if it still goes on `within_s` later."""
    last_s = moment_s
    for packet in packets:
        if packet.arrived_s <= moment_s or not packet.loud:
            continue
        if packet.arrived_s - last_s > SILENT_S:
            break
        last_s = packet.arrived_s + PACKET_S
        if last_s - moment_s > within_s:
            return None
    return last_s


def pauses_within(packets: Sequence[Packet], first_s: float, last_s: float) -> list[float]:
    """Silences inside an answer that are longer than those between its sentences."""
    loud = [packet.arrived_s for packet in packets if packet.loud and first_s <= packet.arrived_s <= last_s]
    between = (later - earlier - PACKET_S for earlier, later in pairwise(loud))
    return [pause for pause in between if pause > SENTENCE_PAUSE_S]
