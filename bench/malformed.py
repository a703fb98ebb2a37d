"""Broken packets and a flood against a telephone with calls up: does it stay alive, in time, and as small as before?

Twice 20,000 seeded mutants of SIP, SDP, RTP and RTCP go to a telephone in a process of its own, while OPTIONS is asked
twenty times a second and one call speaks and listens. Then one address floods a second telephone with INVITEs while 20
calls of another address go on.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.besieged import HOST
from bench.figure import Figure, Options, percentile
from giong.telephony import sdp
from giong.telephony.sip.address import NameAddr, parse_uri
from giong.telephony.sip.dialog import Dialog, first_request
from giong.telephony.sip.endpoint import Bind, Endpoint, Incoming
from tests.telephony import mutants

PACKETS, QUICK_PACKETS = 20_000, 3_000
SOUND_SHARE = 0.3
PACKETS_PER_S = 1_500
FLOODER = "127.0.0.9"
FLOOD_PER_S, FLOOD_S, QUICK_FLOOD_S = 4_000, 6.0, 2.0
LET_IN_PER_S = 60.0
CALLS = 20
ANSWER_MS = 200.0
STEP_S = 0.01
USUAL_T1_S = 0.5
T1_S = 0.05
"""For the broken packets: what lingers is gone in 3.2 s instead of 32."""
SETTLED_S = 64 * T1_S + 1.0
GROWTH_MB = 4.0
"""By the second of two volleys: the first fills caches, and the allocator's pools up to what lingers at once."""
_OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)
_SENDER = NameAddr(parse_uri("sip:bench@127.0.0.1"))


def measure(options: Options) -> list[Figure]:
    return asyncio.run(_measure(options))


async def _measure(options: Options) -> list[Figure]:
    with Besieged(1e9, T1_S) as telephone:
        broken = await _fire(telephone, options)
    with Besieged(LET_IN_PER_S, USUAL_T1_S) as telephone:
        flooded = await _flood(telephone, QUICK_FLOOD_S if options.quick else FLOOD_S)
    return [*broken, *flooded]


class Besieged:
    """The telephone as a process of its own."""

    def __init__(self, requests_per_s: float, t1_s: float) -> None:
        command = [sys.executable, "-m", "bench.besieged", str(requests_per_s), str(t1_s)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._line()["port"])

    def __enter__(self) -> Besieged:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def report(self) -> dict[str, Any]:
        """What it logged as errors, and how many calls it has."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._line()

    def memory_mb(self) -> float:
        """What it has in memory now."""
        with open(f"/proc/{self._process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu_s(self) -> float:
        """What it has worked so far."""
        with open(f"/proc/{self._process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


@dataclass
class Caller:
    """One who calls the telephone and keeps asking whether it is there."""

    endpoint: Endpoint
    port: int
    answered_ms: list[float] = field(default_factory=list)
    unanswered: int = 0

    async def ask_for_life(self, every_s: float) -> None:
        """OPTIONS for ever; until an answer comes the next is not asked."""
        while True:
            request = first_request("OPTIONS", parse_uri(f"sip:{HOST}:{self.port}"), sender=_SENDER)
            await self._timed(self.endpoint.ask(request))
            await asyncio.sleep(every_s)

    async def _timed(self, asking: Any) -> None:
        began_s = time.perf_counter()
        response = await asking
        self.answered_ms.append((time.perf_counter() - began_s) * 1000)
        self.unanswered += response.local

    async def call(self, sound_port: int) -> tuple[Dialog, tuple[str, int]]:
        """A call that is up, and where its sound goes."""
        request = first_request(
            "INVITE",
            parse_uri(f"sip:100@{HOST}:{self.port}"),
            sender=_SENDER,
            contact=self.endpoint.contact("bench"),
            body=_OFFER.format(port=sound_port).encode(),
            content_type="application/sdp",
        )
        response = await self.endpoint.ask(request)
        if not response.ok:
            raise RuntimeError(f"the call was answered {response.status}")
        dialog = Dialog.from_response(request, response)
        self.endpoint.attach(dialog, _accept)
        await self.endpoint.send(dialog.ack(response))
        section = sdp.parse(response.body).sections[0]
        return dialog, (HOST, section.port)

    async def press_keys(self, dialog: Dialog) -> None:
        """A key by SIP INFO ten times a second, for ever."""
        while True:
            info = dialog.request("INFO", body=b"Signal=5\r\nDuration=100\r\n", content_type="application/dtmf-relay")
            await self._timed(self.endpoint.ask(info))
            await asyncio.sleep(0.1)


async def _accept(incoming: Incoming) -> None:
    await incoming.reply(200)


class Sound:
    """A socket that speaks G.711 to a call and notes when it hears something."""

    def __init__(self) -> None:
        self.socket = _socket(HOST)
        self.heard_s: list[float] = []
        asyncio.get_running_loop().add_reader(self.socket, self._hear)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self.socket)
        self.socket.close()

    async def speak(self, towards: tuple[str, int]) -> None:
        """Sound every 20 ms, for ever."""
        for number in itertools.count():
            head = bytes([0x80, 8]) + (number & 0xFFFF).to_bytes(2, "big") + (number * 160).to_bytes(4, "big")
            self.socket.sendto(head + b"\0\0\x12\x34" + b"\xd5" * 160, towards)
            await asyncio.sleep(0.02)

    def longest_gap_ms(self) -> float:
        gaps = (later - earlier for earlier, later in itertools.pairwise(self.heard_s))
        return max(gaps, default=float("inf")) * 1000

    def _hear(self) -> None:
        _drain(self.socket)
        self.heard_s.append(time.perf_counter())


async def _fire(telephone: Besieged, options: Options) -> list[Figure]:
    packets = QUICK_PACKETS if options.quick else PACKETS
    caller, sound = Caller(await _endpoint(), telephone.port), Sound()
    _, towards = await caller.call(sound.port)
    tasks = [asyncio.create_task(sound.speak(towards)), asyncio.create_task(caller.ask_for_life(0.05))]
    fresh_mb = await _settled_mb(telephone)
    await _fire_all(telephone.port, towards, sound, options.seed + 1000, packets)
    before_mb = await _settled_mb(telephone)
    await _fire_all(telephone.port, towards, sound, options.seed, packets)
    after_mb = await _settled_mb(telephone)
    heard = len(sound.heard_s)
    await asyncio.sleep(1.0)
    heard, alive, report = len(sound.heard_s) - heard, telephone.alive, telephone.report()
    for message in sorted(set(report["errors"]))[:5]:
        print(f"  error: {message}", file=sys.stderr)
    await _end(caller, sound, tasks)
    n = len(caller.answered_ms)
    return [
        Figure("malformed: packets", 2 * packets, "", 2),
        Figure("malformed: crashes", int(not alive), "", packets, at_most=0),
        Figure("malformed: errors that were not handled", len(report["errors"]), "", packets, at_most=0),
        Figure("malformed: OPTIONS unanswered", caller.unanswered, "", n, at_most=0),
        Figure("malformed: OPTIONS answered, p95", percentile(caller.answered_ms, 0.95), "ms", n),
        Figure("malformed: OPTIONS answered, slowest", max(caller.answered_ms), "ms", n, at_most=ANSWER_MS),
        Figure("malformed: memory, fresh", fresh_mb, "MB", 1),
        Figure("malformed: memory after the first volley", before_mb, "MB", packets),
        Figure("malformed: growth by the second volley", after_mb - before_mb, "MB", packets, at_most=GROWTH_MB),
        Figure("malformed: sound packets of the call in the second after", heard, "", 1, at_least=45),
        Figure("malformed: calls left over", report["calls"] - 1, "", packets, at_most=0),
    ]


async def _settled_mb(telephone: Besieged) -> float:
    """Its memory when nothing lingers any more and what is garbage is swept."""
    await asyncio.sleep(SETTLED_S)
    telephone.report()
    return telephone.memory_mb()


async def _fire_all(port: int, towards: tuple[str, int], sound: Sound, seed: int, count: int) -> None:
    """SIP from a socket of its own, sound from the one that the call believes."""
    with _socket(HOST) as gun:
        own = int(gun.getsockname()[1])
        sounds = round(count * SOUND_SHARE)
        messages = mutants.sip(seed, count - sounds, port=own)
        packets = mutants.rtp(seed, sounds)
        await _paced(messages, PACKETS_PER_S * (1 - SOUND_SHARE), lambda data: _shoot(gun, data, (HOST, port)))
        await _paced(packets, PACKETS_PER_S, lambda data: _shoot(sound.socket, data, towards))


async def _flood(telephone: Besieged, seconds: float) -> list[Figure]:
    caller, sound = Caller(await _endpoint(), telephone.port), Sound()
    _, towards = await caller.call(sound.port)
    quiet = _socket(HOST)
    calls = [(await caller.call(quiet.getsockname()[1]))[0] for _ in range(CALLS - 1)]
    keys = Caller(caller.endpoint, telephone.port)
    tasks = [asyncio.create_task(work) for work in (sound.speak(towards), caller.ask_for_life(0.05))]
    tasks += [asyncio.create_task(keys.press_keys(dialog)) for dialog in calls]
    await asyncio.sleep(1.0)
    sound.heard_s.clear()
    with _socket(FLOODER) as gun:
        tried = round(FLOOD_PER_S * seconds)
        cpu_s = -telephone.cpu_s()
        invites = _invites(gun.getsockname()[1], telephone.port, tried)
        answers = await _paced(invites, FLOOD_PER_S, lambda data: _shoot(gun, data, (HOST, telephone.port)))
    cpu_s += telephone.cpu_s()
    gap_ms, report = sound.longest_gap_ms(), telephone.report()
    quiet.close()
    await _end(caller, sound, tasks)
    let_in = answers.count(b"100")
    return [
        Figure("flood: INVITEs of one address", tried, "", tried),
        Figure("flood: let in", let_in, "", tried, at_most=LET_IN_PER_S * (seconds * 1.5 + 2)),
        Figure("flood: told to come back", answers.count(b"503"), "", tried),
        Figure("flood: keys in calls unanswered", keys.unanswered, "", len(keys.answered_ms), at_most=0),
        Figure("flood: keys answered, slowest", max(keys.answered_ms), "ms", len(keys.answered_ms), at_most=ANSWER_MS),
        Figure("flood: OPTIONS unanswered", caller.unanswered, "", len(caller.answered_ms), at_most=0),
        Figure("flood: OPTIONS slowest", max(caller.answered_ms), "ms", len(caller.answered_ms), at_most=ANSWER_MS),
        Figure("flood: longest gap in a call's sound", gap_ms, "ms", len(sound.heard_s), at_most=60.0),
        Figure("flood: cores that the telephone took", cpu_s / seconds, "", tried),
        Figure("flood: errors that were not handled", len(report["errors"]), "", tried, at_most=0),
    ]


def _invites(own: int, port: int, count: int) -> Iterator[bytes]:
    body = _OFFER.format(port=9).encode()
    for number in range(count):
        yield (
            f"INVITE sip:100@{HOST}:{port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {FLOODER}:{own};rport;branch=z9hG4bKf{number}\r\n"
            f"From: <sip:flood@{FLOODER}>;tag=f{number}\r\nTo: <sip:100@{HOST}>\r\nCall-ID: flood{number}@{FLOODER}\r\n"
            f"CSeq: 1 INVITE\r\nContact: <sip:flood@{FLOODER}:{own}>\r\nMax-Forwards: 70\r\n"
            f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def _paced(packets: Iterator[bytes], per_s: float, shoot: Callable[[bytes], list[bytes]]) -> list[bytes]:
    """Fire at that pace as far as this machine can; the first status codes of what came back."""
    answers: list[bytes] = []
    began_s, sent = time.perf_counter(), 0
    while True:
        due = int((time.perf_counter() - began_s) * per_s) + 1 - sent
        batch = list(itertools.islice(packets, min(due, 200)))
        if due > 0 and not batch:
            return answers
        sent += len(batch)
        for data in batch:
            answers += shoot(data)
        await asyncio.sleep(STEP_S)


def _shoot(gun: socket.socket, data: bytes, towards: tuple[str, int]) -> list[bytes]:
    try:
        gun.sendto(data, towards)
    except OSError:  # our own buffer is full: that one was not sent
        time.sleep(0.001)
    return [answer[8:11] for answer in _drain(gun) if answer.startswith(b"SIP/2.0 ")]


def _drain(gun: socket.socket) -> list[bytes]:
    came = []
    try:
        while True:
            came.append(gun.recv(65_536))
    except OSError:
        return came


def _socket(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.setblocking(False)
    return made


async def _endpoint() -> Endpoint:
    return await Endpoint.open([Bind("udp", HOST, 0)], serve=_accept)


async def _end(caller: Caller, sound: Sound, tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await caller.endpoint.close()
    sound.close()
