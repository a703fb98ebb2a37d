"""A call over RTP as an audio port. Knows no SIP: what was agreed comes as `Media`, and whoever hangs up says so."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Iterator

from giong.errors import BadInput, Busy
from giong.speech.codecs import RATE_HZ, Codec, alaw, mulaw
from giong.speech.pcm import Samples
from giong.telephony.inbox import Inbox
from giong.telephony.rtp.datagrams import reader
from giong.telephony.rtp.dtmf import SYMBOLS, events
from giong.telephony.rtp.jitter import CLOCK_HZ
from giong.telephony.rtp.lane import TICK_SAMPLES, Signal
from giong.telephony.rtp.latch import Address, Latch
from giong.telephony.rtp.media import Media, SrtpKeys
from giong.telephony.rtp.pacer import Pacer
from giong.telephony.rtp.packet import MAX_OCTETS, is_rtcp, parse
from giong.telephony.rtp.receiver import Receiver
from giong.telephony.rtp.reporting import Reporter
from giong.telephony.rtp.sockets import Pair, PortRange, open_pair
from giong.telephony.rtp.srtp import Secured
from giong.telephony.rtp.statistics import Statistics
from giong.telephony.rtp.tones import ToneReader, tone
from giong.voice.port import Frame, Hold, Key

AT_ONCE = 256
"""Datagrams read before the loop's other work gets its turn: as many as the socket holds."""

_STATIC_PCMA = 8

CODECS = {"PCMA": alaw, "PCMU": mulaw}


class RtpPort:
    """An `AudioPort`. `incoming` may be iterated again after an iteration was closed, by whom the call is passed on to;
    what is said in between is not kept, keys are.
    """

    rate_hz = RATE_HZ

    def __init__(self, pair: Pair, pacer: Pacer) -> None:
        self._loop = asyncio.get_running_loop()
        self._pair = pair
        self._pacer = pacer
        host, port = pair.rtp.getsockname()[:2]
        self.local: tuple[str, int] = (host, port)
        self._outgoing = pacer.add(pair.rtp)
        self._receiver = Receiver(self._loop.time())
        self._reporter = Reporter(pair, self._outgoing, self._receiver.reception)
        self._latch: Latch | None = None
        self._media: Media | None = None
        self._secured: Secured | None = None
        self._codec: Codec = alaw()
        self._outgoing.speak(_STATIC_PCMA, self._silence())  # what is played before it is known where to waits
        self._inbox = Inbox()
        self._tones: ToneReader | None = None  # only where no telephone events were agreed
        self._closed = False
        self._garbage = 0
        self._heard_s: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._read = reader(pair.rtp, MAX_OCTETS + 1)
        self._loop.add_reader(pair.rtp.fileno(), self._readable)

    @classmethod
    async def open(cls, *, host: str, ports: PortRange, pacer: Pacer) -> RtpPort:
        """Takes a pair of ports. Raises `PortsTaken`, or `Busy` beyond what one pacing process serves."""
        pacer.start()
        pair = open_pair(host, ports)
        try:
            return cls(pair, pacer)
        except Busy:
            pair.close()
            raise

    @property
    def held(self) -> bool:
        """Whether the other side has put us on hold."""
        return self._media is not None and self._media.held

    @property
    def silent_s(self) -> float:
        """Since the last packet of the other side; infinite if none ever came."""
        return float("inf") if self._heard_s is None else self._loop.time() - self._heard_s

    def connect(self, media: Media) -> None:
        """What was agreed, for the first time or anew: takes effect with the next packet."""
        if self._closed:
            return
        _check_address(media.remote)
        before, was_held, spoken = self._media, self.held, self._codec
        self._codec = _codec(media.codec)
        self._secure(media.keys)
        self._media = media
        if before is None or before.remote != media.remote:
            heard = self._latch.source if self._latch else None
            self._latch = Latch(media.remote, before=heard, now_s=self._loop.time())
        self._receiver.agree(media.payload_type, self._codec, media.dtmf_payload_type)
        self._tones = None if media.dtmf_payload_type is not None else self._tones or ToneReader()
        self._outgoing.speak(media.payload_type, self._silence(), _recoding(spoken, self._codec))
        self._aim()
        if was_held != media.held:
            self._hold(media.held)

    async def incoming(self) -> AsyncIterator[Frame | Key | Hold]:
        listener = self._inbox.claim()
        self._receiver.restart(self._loop.time())
        self._arm()
        try:
            while (item := await self._inbox.next(listener)) is not None:
                yield item
        finally:
            if self._inbox.release(listener):
                self._disarm()

    def play(self, samples: Samples) -> None:
        if not self._closed:
            self._outgoing.queue(self._codec.encode(samples))

    def flush(self) -> int:
        return self._outgoing.flush()

    def played(self) -> int:
        return self._outgoing.played()

    def queued_s(self) -> float:
        """How much sound waits to be sent."""
        return self._outgoing.waiting() / RATE_HZ

    def press(self, symbols: str) -> None:
        """Press keys on the other side's machine, before all sound that waits."""
        if wrong := [symbol for symbol in symbols if symbol not in SYMBOLS]:
            raise BadInput(
                "rtp.bad_key",
                vi=f"Không có phím “{wrong[0]}”; chỉ dùng 0-9, * và #",
                en=f"There is no key {wrong[0]!r}; use 0-9, * and #",
            )
        if self._media is None:
            return
        pause = Signal(self._silence(), self._media.payload_type)
        for symbol in symbols:
            if self._media.dtmf_payload_type is None:
                self._outgoing.signal(self._spoken(tone(symbol), self._media.payload_type))
            else:
                self._outgoing.signal(events(symbol, self._media.dtmf_payload_type, pause=pause))

    def key(self, symbol: str) -> None:
        """A key that came another way than with the sound (SIP INFO)."""
        if symbol in SYMBOLS:
            self._inbox.put([Key(symbol)])

    async def hang_up(self) -> None:
        self._inbox.end()
        self._outgoing.flush()

    async def close(self) -> None:
        """Give the ports back. Harmless when it was done."""
        if self._closed:
            return
        self._closed = True
        await self.hang_up()
        self._reporter.close()
        self._loop.remove_reader(self._pair.rtp.fileno())
        self._disarm()
        try:
            await self._pacer.remove(self._outgoing)
        finally:
            self._pair.close()

    def statistics(self) -> Statistics:
        receiver, sent, reports = self._receiver, self._outgoing.sent(), self._reporter.reports
        return Statistics(
            sent=sent.packets,
            received=receiver.reception.packets,
            lost=receiver.reception.lost,
            late=receiver.buffer.late,
            duplicates=receiver.buffer.duplicates,
            filled_ms=receiver.filled * 1000 // RATE_HZ,
            jitter_ms=receiver.reception.jitter * 1000 / CLOCK_HZ,
            patience_ms=receiver.buffer.patience_s * 1000,
            latest_ms=sent.latest_ms,
            refused=sent.refused,
            strangers=self._latch.strangers if self._latch else 0,
            garbage=self._garbage,
            round_trip_ms=_ms(reports.round_trip_s),
            remote_lost=reports.remote_lost,
            remote_jitter_ms=_ms(reports.remote_jitter_s),
        )

    def _aim(self) -> None:
        """Send to where the other side's packets come from, or to where it said that it listens."""
        assert self._media is not None
        assert self._latch is not None
        target = self._latch.source or self._media.remote
        self._outgoing.aim(None if self._media.held or _nowhere(target) else target)
        self._reporter.aim(self._media, self._latch.source)

    def _secure(self, keys: SrtpKeys | None) -> None:
        """The same keys anew are no new keys: their counters go on."""
        if keys is None:
            self._secured = None
            self._outgoing.unprotect()
        elif self._secured is None or self._secured.keys != keys:
            self._secured = Secured(keys)
            self._outgoing.protect(keys.suite, keys.ours)
        self._reporter.secured = self._secured

    def _spoken(self, samples: Samples, payload_type: int) -> Iterator[Signal]:
        """Sound that goes before what is queued."""
        octets = self._codec.encode(samples)
        for start in range(0, len(octets), TICK_SAMPLES):
            yield Signal(octets[start : start + TICK_SAMPLES], payload_type)

    def _silence(self) -> bytes:
        return bytes([self._codec.silence]) * TICK_SAMPLES

    def _hold(self, on: bool) -> None:
        self._heard_s = self._loop.time()  # silence on hold is nobody's fault
        self._receiver.restart(self._loop.time())
        self._inbox.put([Hold(on)])
        self._arm()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _readable(self) -> None:
        self._drain()
        self._hand_on(self._loop.time())

    def _drain(self) -> None:
        """What waits is read before anything is thought lost: it may be the loop that is late, and not the packets."""
        for _ in range(AT_ONCE):
            datagram = self._read()
            if datagram is None:
                return
            self._received(*datagram)

    def _received(self, data: bytes, source: Address) -> None:
        if self._latch is None or not self._inbox.open:
            return
        if is_rtcp(data):
            self._reporter.received(data, source[0])
            return
        clear = self._secured.unprotect(data) if self._secured else data
        packet, now_s = parse(clear) if clear else None, self._loop.time()
        if packet is None or not self._receiver.knows(packet):
            self._garbage += 1
            return
        known = self._latch.source
        if not self._latch.accepts(packet, source, now_s):
            return
        if self._latch.source != known:
            self._aim()
        self._heard_s = now_s
        if key := self._receiver.put(packet, now_s):
            self._inbox.put([Key(key)])

    def _hand_on(self, now_s: float) -> None:
        if not self._inbox.listening or self.held:
            return
        for samples in self._receiver.take(now_s):
            keys = self._tones.read(samples) if self._tones else ""
            self._inbox.put([Frame(samples), *map(Key, keys)])

    def _arm(self) -> None:
        """One timer, which looks again when it rings: packets that come in time push its purpose away."""
        if self._timer is None and self._inbox.listening and not self.held:
            self._timer = self._loop.call_at(self._receiver.due_s(), self._overdue)

    def _overdue(self) -> None:
        self._timer = None
        self._drain()
        self._hand_on(self._loop.time())
        self._arm()


def _check_address(address: Address) -> None:
    """Names are looked up before; here that would keep every call waiting."""
    try:
        ipaddress.ip_address(address[0])
    except ValueError:
        raise BadInput(
            "rtp.bad_address",
            vi=f"“{address[0]}” không phải địa chỉ IP; phía bên kia phải cho địa chỉ IP để truyền tiếng",
            en=f"{address[0]!r} is no IP address; the other side must give one for its sound",
        ) from None


def _nowhere(address: Address) -> bool:
    """How old telephones say that nothing is to be sent (RFC 3264 §8.4)."""
    return address[1] == 0 or ipaddress.ip_address(address[0]).is_unspecified


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def _recoding(old: Codec, new: Codec) -> bytes | None:
    """The table from the octets of one law to those of the other."""
    return new.encode(old.decode(bytes(range(256)))) if old is not new else None


def _codec(name: str) -> Codec:
    found = CODECS.get(name.upper())
    if found is None:
        raise BadInput(
            "rtp.unknown_codec",
            vi=f"Không có bộ mã thoại “{name}”; có: {', '.join(CODECS)}",
            en=f"There is no codec {name!r}; there are: {', '.join(CODECS)}",
        )
    return found()
