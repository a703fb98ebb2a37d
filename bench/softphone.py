"""One caller's phone for `bench.callers`: calls by SIP over UDP, sends and takes A-law over RTP. Knows no script.

Deliberately none of Gióng's own telephone: what is measured must not measure itself. It offers PCMA only, answers
nothing but BYE, OPTIONS and keep-alives, and takes the arrival of packets from the kernel, so that a late caller
process does not look like a late server.
"""

from __future__ import annotations

import random
import re
import socket
import struct
import time
from dataclasses import dataclass
from typing import NamedTuple

from giong.speech.codecs import alaw

PACKET_S = 0.02
PACKET_SAMPLES = 160
LOUD_LEVEL = 0.02
"""-34 dBFS: a packet whose peak lies above this holds sound that people hear."""
RETRY_S = (0.5, 1.0, 2.0, 4.0)
"""RFC 3261, section 17.1.1.2: an INVITE that nothing answers is sent again."""

_SO_TIMESTAMPNS = 35
_RTP = struct.Struct("!BBHII")
_TIME = struct.Struct("qq")
_ANCILLARY = socket.CMSG_SPACE(_TIME.size)


def _loudness() -> bytes:
    """For each octet 1 if its level is loud."""
    return bytes(int(abs(int(level)) >= LOUD_LEVEL * 32768) for level in alaw().levels)


LOUD = _loudness()


class Packet(NamedTuple):
    """A packet as it came: when (by the kernel, in seconds since 1970), which, and whether it holds audible sound."""

    arrived_s: float
    sequence: int
    loud: bool


@dataclass(frozen=True)
class Message:
    """A SIP message, as far as a caller reads it: the first line, the headers by lower-case name, the body."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: str

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def status(self) -> int:
        """0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else 0


def parse(data: bytes) -> Message:
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    named = (line.partition(":") for line in lines if ":" in line)
    return Message(first, tuple((name.strip().lower(), value.strip()) for name, _, value in named), body)


class Softphone:
    """One call. `status` is 0 while it rings, 200 while it is up, otherwise why it is not; 1 when it is over."""

    def __init__(self, number: str, *, host: str, server: tuple[str, int], callee: str) -> None:
        self.number = number
        self.status = 0
        self.packets: list[Packet] = []
        self.loud_s = 0.0
        """When the last audible packet came."""
        self.connected_s = 0.0
        self.ended_s = 0.0
        self._host = host
        self._server = server
        self._callee = f"sip:{callee}@{server[0]}:{server[1]}"
        self.sip = _socket(host)
        self.rtp = _socket(host)
        self.rtp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._random = random.SystemRandom()
        self._call_id, self._tag, self._branch = (f"{self._random.getrandbits(64):016x}" for _ in range(3))
        self._to = f"<{self._callee}>"
        self._target, self._routes = self._callee, list[str]()
        self._media: tuple[str, int] | None = None
        self._sequence, self._timestamp = self._random.getrandbits(15), self._random.getrandbits(31)
        self._ssrc = self._random.getrandbits(32)
        self._invitation = b""
        self._tries = 0
        self._retry_s = 0.0

    def invite(self, now_s: float) -> None:
        """Call. Call `tick` now and then, and it is sent again if nothing answers."""
        port = self.rtp.getsockname()[1]
        body = (
            f"v=0\r\no=- 1 1 IN IP4 {self._host}\r\ns=-\r\nc=IN IP4 {self._host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
        )
        self._invitation = self._request("INVITE", self._callee, 1, self._branch, body)
        self._send_invitation(now_s)

    def tick(self, now_s: float) -> None:
        if self.status == 0 and self._tries and now_s >= self._retry_s:
            if self._tries > len(RETRY_S):
                self.status = 408
            else:
                self._send_invitation(now_s)

    def say(self, payload: bytes) -> None:
        """Send the next 20 ms."""
        if self._media is None:
            return
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + PACKET_SAMPLES) & 0xFFFFFFFF
        header = _RTP.pack(0x80, 8, self._sequence, self._timestamp, self._ssrc)
        self.rtp.sendto(header + payload, self._media)

    def hang_up(self) -> None:
        if self.status == 200:
            branch = f"{self._random.getrandbits(64):016x}"
            self._send(self._request("BYE", self._target, 2, branch))
            self._over(1)

    def take_sound(self) -> None:
        """Read all packets that have come."""
        while True:
            try:
                data, ancillary, _, _ = self.rtp.recvmsg(2048, _ANCILLARY)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if len(data) < 12 or data[1] & 0x7F != 8:
                continue
            arrived_s = _time_of(ancillary)
            loud = 1 in data[12:].translate(LOUD)
            if loud:
                self.loud_s = arrived_s
            self.packets.append(Packet(arrived_s, int.from_bytes(data[2:4], "big"), loud))

    def take_messages(self) -> None:
        """Read all SIP messages that have come."""
        while True:
            try:
                data = self.sip.recv(65_536)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if data.strip():
                self._take(parse(data))

    def close(self) -> None:
        self.sip.close()
        self.rtp.close()

    def _take(self, message: Message) -> None:
        if not message.status:
            self._serve(message)
        elif "INVITE" in message.get("cseq"):
            self._answered(message)

    def _answered(self, answer: Message) -> None:
        self._retry_s = time.time() + 60.0
        if answer.status < 200:
            return
        self._to = answer.get("to")
        if answer.status >= 300:
            self._send(self._request("ACK", self._callee, 1, self._branch))
            self.status = answer.status
            return
        contact = re.search(r"<([^>]+)>", answer.get("contact"))
        self._target = contact.group(1) if contact else self._callee
        self._routes = answer.all("record-route")[::-1]
        self._send(self._request("ACK", self._target, 1, f"{self._random.getrandbits(64):016x}"))
        if self.status == 0:
            self.status, self.connected_s = 200, time.time()
            address = re.search(r"c=IN IP4 (\S+)", answer.body)
            port = re.search(r"m=audio (\d+)", answer.body)
            if address and port:
                self._media = (address.group(1), int(port.group(1)))

    def _serve(self, request: Message) -> None:
        method = request.first.split()[0]
        if method == "ACK":
            return
        status = "488 Not Acceptable Here" if method == "INVITE" else "200 OK"
        same = [(name, value) for name, value in request.headers if name in ("via", "from", "to", "call-id", "cseq")]
        lines = [f"SIP/2.0 {status}", *(f"{name}: {value}" for name, value in same), "Content-Length: 0", "", ""]
        self._send("\r\n".join(lines).encode())
        if method == "BYE":
            self._over(1)

    def _over(self, status: int) -> None:
        self.status, self.ended_s, self._media = status, time.time(), None

    def _send_invitation(self, now_s: float) -> None:
        self._send(self._invitation)
        self._retry_s = now_s + RETRY_S[min(self._tries, len(RETRY_S) - 1)]
        self._tries += 1

    def _request(self, method: str, uri: str, number: int, branch: str, body: str = "") -> bytes:
        here = ":".join(map(str, self.sip.getsockname()))
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{branch};rport",
            *(f"Route: {route}" for route in self._routes),
            "Max-Forwards: 70",
            f"From: <sip:{self.number}@{here}>;tag={self._tag}",
            f"To: {self._to}",
            f"Call-ID: {self._call_id}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{self.number}@{here}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def _send(self, data: bytes) -> None:
        self.sip.sendto(data, self._server)


def _socket(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    made.bind((host, 0))
    made.setblocking(False)
    return made


def _time_of(ancillary: list[tuple[int, int, bytes]]) -> float:
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= _TIME.size:
            seconds, nanoseconds = _TIME.unpack(data[: _TIME.size])
            return float(seconds + nanoseconds / 1e9)
    return time.time()
