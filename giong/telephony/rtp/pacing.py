"""The process that sends the sound of all calls: `python -m giong.telephony.rtp.pacing CHANNEL LEDGER`, the numbers of
two inherited descriptors. Knows no codec; what it imports is little, so that it starts quickly and stays small.

A process of its own, because a thread gets the interpreter only after every other thread had its turn: beside three
that worked, one packet in twenty was 11 ms late. It ends when the program that started it does, however that ended.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import select
import signal
import socket
import sys
import time
import traceback

from giong.telephony.rtp.lane import Begin, Lane, Signal
from giong.telephony.rtp.ledger import Ledger
from giong.telephony.rtp.srtp import protector
from giong.telephony.rtp.wheel import Wheel

LONGEST_ORDER = 65_536
AT_ONCE = 64
"""Orders obeyed before the next turn, which must not wait for them for long."""
_NICE = -10


class Pacing:
    """Obeys orders and turns the wheel."""

    def __init__(self, channel: socket.socket, ledger: Ledger) -> None:
        channel.setblocking(False)
        self._channel = channel
        self._ledger = ledger
        self._wheel = Wheel()

    def run(self) -> None:
        """Until the program is gone. Orders are read just before each turn, early enough for what they bring to be sent
        in it; to wake up for each of them would cost more than all the sending.
        """
        while True:
            due_ns = self._wheel.due_ns()
            if due_ns is None:
                select.select([self._channel], (), ())
                due_ns = 0
            while (left_ns := due_ns - time.monotonic_ns()) > 0:
                time.sleep(left_ns / 1e9)
            if not self._receive():
                return
            if self._wheel.lanes and due_ns:
                self._wheel.turn(time.monotonic_ns())

    def _receive(self) -> bool:
        """Obey what has come; false when the program is gone."""
        for _ in range(AT_ONCE):
            try:
                order, descriptors, _, _ = socket.recv_fds(self._channel, LONGEST_ORDER, 1)
            except BlockingIOError:
                return True
            except ConnectionError:
                return False
            if not order:
                return False
            self._try_to_obey(order, descriptors)
        return True

    def _try_to_obey(self, order: bytes, descriptors: list[int]) -> None:
        """All calls sound through this process: an order that cannot be obeyed must not silence the others."""
        try:
            self._obey(marshal.loads(order), descriptors)
        except Exception:
            traceback.print_exc()

    def _obey(self, order: tuple[object, ...], descriptors: list[int]) -> None:
        match order:
            case ("add", int(number), begin):
                page = self._ledger.page(number)
                lane = Lane(socket.socket(fileno=descriptors[0]), page, Begin(*begin))  # type: ignore[misc]
                self._wheel.add(number, lane, time.monotonic_ns())
            case ("remove", int(number)):
                self._wheel.remove(number)
            case (str(), int(number), *_) if number in self._wheel.lanes:
                _instruct(self._wheel.lanes[number], order)


def _instruct(lane: Lane, order: tuple[object, ...]) -> None:
    match order:
        case ("queue", _, int(generation), bytes(octets)):
            lane.queue(generation, octets)
        case ("signal", _, tuple(signals)):
            lane.signal(Signal(*signal) for signal in signals)
        case ("speak", _, int(payload_type), bytes(silence), recode):
            lane.speak(payload_type, silence, recode)  # type: ignore[arg-type]
        case ("protect", _, str(suite), bytes(key)):
            lane.protect(protector(suite, key))
        case ("protect", _, None, None):
            lane.protect(None)
        case ("aim", _, None):
            lane.aim(None)
        case ("aim", _, (str(host), int(port))):
            lane.aim((host, port))


def _go_first() -> None:
    """Ask the system to run this process whenever it has something to send (on Linux `LimitRTPRIO=1` or
    `CAP_SYS_NICE` lets it), or else to favour it, or else to treat it like any other.
    """
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(os.sched_get_priority_min(os.SCHED_FIFO)))


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a good-bye may still be under way when the program is told to stop
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.disable()  # nothing here is circular
    _go_first()
    channel, ledger = (int(word) for word in sys.argv[1:3])
    Pacing(socket.socket(fileno=channel), Ledger(ledger)).run()


if __name__ == "__main__":
    main()
