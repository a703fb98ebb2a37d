"""When which call sends: each every 20 ms at absolute times, spread over twenty slots so that a hundred calls send five
packets each millisecond and not a hundred at once. Knows no packets; the time is told.
"""

from __future__ import annotations

from giong.telephony.rtp.lane import Lane

PERIOD_NS = 20_000_000
SLOTS = 20
SLOT_NS = PERIOD_NS // SLOTS
BEHIND_NS = 100_000_000
"""Who was kept from running for longer (the machine slept) does not make up for what was missed."""


class Wheel:
    """Lanes by their numbers."""

    def __init__(self) -> None:
        self.lanes: dict[int, Lane] = {}
        self._slots: list[list[Lane]] = [[] for _ in range(SLOTS)]
        self._missed = [0] * SLOTS  # periods that each slot was left out of since its last turn
        self._began_ns = 0
        self._number = 0  # of the slot whose turn is next, counted from the begin

    def add(self, number: int, lane: Lane, now_ns: int) -> None:
        """Into the slot with the fewest others."""
        if not self.lanes:
            self._began_ns, self._number, self._missed = now_ns, 0, [0] * SLOTS
        self.lanes[number] = lane
        min(self._slots, key=len).append(lane)
        self._pass_empty_slots()

    def remove(self, number: int) -> None:
        """Harmless when it is not there."""
        lane = self.lanes.pop(number, None)
        if lane is None:
            return
        for slot in self._slots:
            if lane in slot:
                slot.remove(lane)
        lane.close()
        self._pass_empty_slots()

    def due_ns(self) -> int | None:
        """When the next slot has its turn; None if there are no lanes."""
        return self._began_ns + self._number * SLOT_NS if self.lanes else None

    def turn(self, now_ns: int) -> None:
        """The turn of the next slot has come."""
        late_ns = now_ns - (self._began_ns + self._number * SLOT_NS)
        if late_ns > BEHIND_NS:
            periods = late_ns // PERIOD_NS
            self._missed = [count + periods for count in self._missed]
            self._began_ns += periods * PERIOD_NS
        place = self._number % SLOTS
        for lane in self._slots[place]:
            lane.tick(now_ns, late_ns, 1 + self._missed[place])
        self._missed[place] = 0
        self._number += 1
        self._pass_empty_slots()

    def _pass_empty_slots(self) -> None:
        while self.lanes and not self._slots[self._number % SLOTS]:
            self._number += 1
