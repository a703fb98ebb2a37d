"""Sends a call's reports over its control socket and reads those of the other side. Knows no sound."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import time

from giong.telephony.rtp.jitter import CLOCK_HZ
from giong.telephony.rtp.latch import Address
from giong.telephony.rtp.media import Media
from giong.telephony.rtp.pacer import Outgoing
from giong.telephony.rtp.packet import MAX_OCTETS
from giong.telephony.rtp.reception import Reception
from giong.telephony.rtp.rtcp import Reports, Sending, next_interval_s
from giong.telephony.rtp.sockets import Pair
from giong.telephony.rtp.srtp import Secured


class Reporter:
    """One call's, from when it knows where reports go until it is closed."""

    def __init__(self, pair: Pair, outgoing: Outgoing, reception: Reception) -> None:
        self.reports = Reports()
        self._loop = asyncio.get_running_loop()
        self._pair = pair
        self._outgoing = outgoing
        self._reception = reception
        self._socket = pair.rtcp
        self.secured: Secured | None = None
        self._target: Address | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._loop.add_reader(pair.rtcp.fileno(), self._readable)

    def aim(self, media: Media, heard_from: Address | None) -> None:
        """Reports go beside the sound, or with it; to where the sound comes from rather than to where it was said."""
        host, port = heard_from or media.remote
        if media.rtcp_mux:
            self._socket, self._target = self._pair.rtp, (host, port)
        else:
            told = media.remote_rtcp if heard_from in (None, media.remote) else None
            self._socket, self._target = self._pair.rtcp, told or (host, port + 1)
        if not _reachable(self._target):
            self._target = None
        if self._timer is None:
            self._timer = self._loop.call_later(next_interval_s(), self._report)

    def received(self, data: bytes, host: str) -> None:
        """A control packet, from whichever socket."""
        if self._target is None or host != self._target[0]:
            return
        clear = self.secured.unprotect_report(data) if self.secured else data
        if clear is not None:
            self.reports.read(clear, self._outgoing.sent().ssrc, time.time())

    def close(self) -> None:
        """Say good-bye."""
        self._loop.remove_reader(self._pair.rtcp.fileno())
        if self._timer is not None:
            self._timer.cancel()
            self._send(leaving=True)
        self._target = None

    def _report(self) -> None:
        self._send()
        self._timer = self._loop.call_later(next_interval_s(), self._report)

    def _send(self, *, leaving: bool = False) -> None:
        if self._target is None:
            return
        sent = self._outgoing.sent()
        passed_s = max(0.0, time.monotonic() - sent.at_ns / 1e9)
        sending = Sending(sent.ssrc, sent.packets, sent.octets, sent.timestamp + round(passed_s * CLOCK_HZ))
        data = self.reports.compose(sending, self._reception, time.time(), leaving=leaving)
        data = self.secured.protect_report(data) if self.secured else data
        with contextlib.suppress(OSError):  # lost, as it might be on the way
            self._socket.sendto(data, self._target)

    def _readable(self) -> None:
        try:
            data, source = self._pair.rtcp.recvfrom(MAX_OCTETS)
        except OSError:  # none after all, or the other side's host has refused a report of ours
            return
        self.received(data, source[0])


def _reachable(address: Address) -> bool:
    """Where reports go may be a name, or nowhere at all: then there are none."""
    try:
        return 0 < address[1] < 65536 and not ipaddress.ip_address(address[0]).is_unspecified
    except ValueError:
        return False
