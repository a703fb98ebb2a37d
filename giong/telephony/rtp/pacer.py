"""The program's end of the pacing process: starts it, and tells it what each call sends. Knows no packets.

Orders go over a pair of local sockets and are never waited for; what has been sent is read in the ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import marshal
import os
import secrets
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import giong
from giong.errors import Busy
from giong.telephony.rtp.lane import Begin, Signal
from giong.telephony.rtp.ledger import GENERATIONS, PAGES, Ledger
from giong.telephony.rtp.pacing import LONGEST_ORDER

PERIOD_S = 0.02
_CHUNK = LONGEST_ORDER // 2
_PROGRAM = "giong.telephony.rtp.pacing"
_STOP_S = 2.0
_RELEASE_S = 0.5
_RESTART_S = 1.0
_LOOK_S = 0.01
_CROWDED = {errno.ETOOMANYREFS, errno.ENOBUFS, errno.ENOMEM}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What a call has sent so far. The last packet bore `timestamp` and left at `at_ns` of the monotonic clock."""

    ssrc: int
    packets: int
    octets: int
    timestamp: int
    at_ns: int
    refused: int
    latest_ms: float


class Pacer:
    """One for a program. Belongs to the thread of the event loop."""

    def __init__(self) -> None:
        self._ledger = Ledger.new()
        self._free = deque(range(PAGES))
        self._outgoing: dict[int, Outgoing] = {}
        self._channel: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._started_s = 0.0
        self._watching = False  # whether the channel has room
        self._waiting: deque[tuple[bytes, list[int]]] = deque()  # orders that found the channel full

    def start(self) -> None:
        """Harmless when it runs already."""
        if self._process is not None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        descriptors = (theirs.fileno(), self._ledger.descriptor)
        path = [str(Path(giong.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM, *map(str, descriptors)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            stdin=subprocess.DEVNULL,
            pass_fds=descriptors,
        )
        theirs.close()
        self._channel = ours
        self._started_s = time.monotonic()

    def stop(self) -> None:
        """Nothing is sent when this returns. May be started again."""
        if self._channel is not None:
            self._unwatch()
            self._channel.close()
            self._channel = None
        if self._process is not None:
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._forget_waiting()

    def add(self, opened: socket.socket) -> Outgoing:
        """A call that sends from this socket. Raises `Busy` beyond `PAGES` of them."""
        if not self._free:
            raise Busy(
                "rtp.too_many_calls",
                vi=f"Một tiến trình chỉ giữ được {PAGES} cuộc gọi; chạy thêm tiến trình để nhận thêm",
                en=f"One process holds {PAGES} calls at most; run another process to take more",
            )
        outgoing = Outgoing(self, self._free.popleft(), opened, self._ledger)
        self._outgoing[outgoing.number] = outgoing
        outgoing.introduce()
        return outgoing

    async def remove(self, outgoing: Outgoing) -> None:
        """Nothing is sent for it, and its port is free once its socket is closed, when this returns."""
        if self._outgoing.pop(outgoing.number, None) is None:
            return
        self.order("remove", outgoing.number)
        if self._channel is not None:
            await asyncio.to_thread(outgoing.wait_released)
        self._free.append(outgoing.number)

    def order(self, *order: object, opened: socket.socket | None = None) -> None:
        """Tell the pacing process, now or as soon as it can take it, and hand it a copy of a socket."""
        copies = [os.dup(opened.fileno())] if opened else []  # the call may have ended by the time that it is sent
        self._waiting.append((marshal.dumps(order), copies))  # type: ignore[arg-type]
        if len(self._waiting) == 1:
            self._send_waiting()

    def _send_waiting(self) -> None:
        if self._channel is None:
            self._forget_waiting()
            return
        try:
            while self._waiting:
                data, descriptors = self._waiting[0]
                socket.send_fds(self._channel, [data], descriptors)
                self._waiting.popleft()
                _close(descriptors)
        except BlockingIOError:
            asyncio.get_running_loop().add_writer(self._channel.fileno(), self._send_waiting)
            self._watching = True
        except OSError as error:
            if error.errno in _CROWDED:  # too many sockets are on their way, which says nothing about the process
                self._unwatch()
                asyncio.get_running_loop().call_later(_LOOK_S, self._send_waiting)
            else:
                self._revive()
        else:
            self._unwatch()

    def _forget_waiting(self) -> None:
        for _, descriptors in self._waiting:
            _close(descriptors)
        self._waiting.clear()

    def _unwatch(self) -> None:
        if self._watching and self._channel is not None:
            self._watching = False
            with contextlib.suppress(RuntimeError):  # no loop runs, so none watches
                asyncio.get_running_loop().remove_writer(self._channel.fileno())

    def _revive(self) -> None:
        """The process has died. Start another, which goes on where it was, less what was queued; but not over and over
        where it cannot live.
        """
        self._forget_waiting()
        if time.monotonic() - self._started_s < _RESTART_S:
            return
        _log.error("the pacing process ended unexpectedly; starting another")
        self.stop()
        self.start()
        for outgoing in self._outgoing.values():
            outgoing.begin_anew()


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


class Outgoing:
    """What one call sends."""

    def __init__(self, pacer: Pacer, number: int, opened: socket.socket, ledger: Ledger) -> None:
        self.number = number
        self._pacer = pacer
        self._socket = opened
        self._page = ledger.page(number)
        self._page.clear()
        self._target: tuple[str, int] | None = None
        self._codec: tuple[int, bytes] | None = None
        self._key: tuple[str, bytes] | None = None
        self._generation = 0
        self._played_before = 0  # by earlier generations
        self._queued = 0  # in this generation

    def introduce(self) -> None:
        """Tell a new process of this call. The stream begins anew: no number may be encrypted twice with one key. The
        first number leaves room for packets that are lost before the counter wraps (RFC 3711 §3.3.1).
        """
        self._begin = Begin(secrets.randbits(32), secrets.randbits(15), secrets.randbits(32))
        self._pacer.order("add", self.number, tuple(self._begin), opened=self._socket)
        if self._codec is not None:
            self._pacer.order("speak", self.number, *self._codec, None)
        if self._key is not None:
            self._pacer.order("protect", self.number, *self._key)
        self._pacer.order("aim", self.number, self._target)

    def begin_anew(self) -> None:
        """The process that had what was queued is gone: it counts as heard, so that nobody waits for it for ever."""
        waiting = self.waiting()
        self.flush()
        self._played_before += waiting
        self.introduce()

    def aim(self, target: tuple[str, int] | None) -> None:
        """Send to this numeric address from the next packet on; with None what is queued waits."""
        if target != self._target:
            self._target = target
            self._pacer.order("aim", self.number, target)

    def speak(self, payload_type: int, silence: bytes, recode: bytes | None = None) -> None:
        """The codec: its payload type and 20 ms of silence; what is queued is translated by the table `recode`."""
        self._codec = (payload_type, silence)
        self._pacer.order("speak", self.number, payload_type, silence, recode)

    def protect(self, suite: str, key: bytes) -> None:
        """Encrypt from the next packet on. Harmless when it is the same key."""
        if self._key != (suite, key):
            self._key = (suite, key)
            self._pacer.order("protect", self.number, suite, key)

    def unprotect(self) -> None:
        """Encrypt no more."""
        if self._key is not None:
            self._key = None
            self._pacer.order("protect", self.number, None, None)

    def queue(self, octets: bytes) -> None:
        """Encoded sound, one octet a sample, to be sent after what is queued already."""
        self._queued += len(octets)
        for start in range(0, len(octets), _CHUNK):
            self._pacer.order("queue", self.number, self._generation, octets[start : start + _CHUNK])

    def signal(self, signals: Iterable[Signal]) -> None:
        """Packets to be sent before the sound, which waits."""
        self._pacer.order("signal", self.number, tuple(map(tuple, signals)))

    def wait_released(self) -> None:
        """Block until the pacing process has let go of the socket, which it does at its next turn if it lives."""
        until_s = time.monotonic() + _RELEASE_S
        while not self._page.released and time.monotonic() < until_s:
            time.sleep(_LOOK_S)

    def flush(self) -> int:
        """Drop all sound not sent yet; returns `played`. Holds from the next packet on, not when an order arrives."""
        played = self.played()
        self._played_before = played
        self._queued = 0
        self._generation = (self._generation + 1) % GENERATIONS
        self._page.generation = self._generation
        return played

    def played(self) -> int:
        """Samples of queued sound that have been sent. A packet that leaves while `flush` is called counts for
        nothing.
        """
        return self._played_before + self._page.played()

    def waiting(self) -> int:
        """Samples queued and not sent."""
        return self._queued - self._page.played()

    def sent(self) -> Sent:
        packets, octets, timestamp, at_ns = self._page.sent()
        refused, latest_ns = self._page.trouble()
        return Sent(self._begin.ssrc, packets, octets, timestamp, at_ns, refused, latest_ns / 1e6)
