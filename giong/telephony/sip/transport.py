"""The sockets that SIP goes over: UDP, TCP and TLS. Knows where a message ends, and nothing of what it says.

A `Wire` sends to one place at once, without waiting; what arrives is given to one `Receiver` with the wire back to
where it came from.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from giong.errors import BadConfiguration
from giong.telephony.sip.framing import BrokenStream, Framer

log = logging.getLogger(__name__)

CONNECT_S = 5.0
IDLE_S = 3600.0
"""A connection on which nothing has come for this long is closed; phones ping every two minutes or sooner."""
MAX_CONNECTIONS = 2000
MAX_CONNECTIONS_FROM_ONE = 200
MAX_UNSENT_BYTES = 1_048_576
_AT_ONCE = 64
"""Datagrams read before others of the loop have their turn."""
_UDP_BUFFER_BYTES = 4_194_304
_PING, _PONG = b"\r\n\r\n", b"\r\n"


@dataclass(frozen=True)
class Bind:
    """Where we listen. Port 0 takes any free one."""

    transport: str = "udp"
    host: str = "0.0.0.0"
    port: int = 5060


@dataclass(frozen=True)
class Hop:
    """Where a message goes or came from; `host` is numeric. `name` is what its certificate must be for (TLS)."""

    transport: str
    host: str
    port: int
    name: str = field(default="", compare=False)

    @property
    def reliable(self) -> bool:
        return self.transport != "udp"

    def __str__(self) -> str:
        return f"{self.transport}:{self.host}:{self.port}"


@dataclass(frozen=True)
class TlsFiles:
    """`certificate` and `key` are ours (needed to listen), `authorities` those we believe besides the system's."""

    certificate: str = ""
    key: str = ""
    authorities: str = ""
    verify: bool = True


class Wire(Protocol):
    """A way to one place."""

    @property
    def hop(self) -> Hop:
        """That place."""

    def send(self, data: bytes) -> None:
        """Hand over for sending; lost if the place is away."""

    def at_port(self, port: int) -> Wire:
        """The way to another port there, where there is no connection (UDP)."""


Receiver = Callable[[bytes, Wire], None]
"""Gets each whole message, and the wire back."""


class Transports:
    """All our sockets. `lost` is told of each connection that has ended."""

    def __init__(self, receiver: Receiver, lost: Callable[[Wire], None], tls: TlsFiles) -> None:
        self._receiver = receiver
        self._lost = lost
        self._tls = tls
        self._udp: list[_UdpSocket] = []
        self._servers: list[asyncio.Server] = []
        self._streams: dict[Hop, _Stream] = {}
        self._connecting: dict[Hop, asyncio.Task[_Stream]] = {}
        self._bound: list[Bind] = []

    @property
    def bound(self) -> tuple[Bind, ...]:
        """Where we really listen."""
        return tuple(self._bound)

    async def listen(self, binds: Sequence[Bind]) -> None:
        """Raises BadConfiguration when a place is taken."""
        for bind in binds:
            try:
                self._bound.append(await self._listen(bind))
            except OSError as error:
                await self.close()
                raise _taken(bind, error) from error

    async def wire(self, hop: Hop) -> Wire:
        """A way to the hop; raises OSError when there is none."""
        if not hop.reliable:
            return _UdpWire(self._udp_for(hop), hop)
        if stream := self._streams.get(hop):
            return stream
        task = self._connecting.get(hop)
        if not task:
            task = asyncio.create_task(self._connect(hop))
            self._connecting[hop] = task
            task.add_done_callback(lambda done: self._connected(hop, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        for udp in self._udp:
            udp.close()
        for server in self._servers:
            server.close()
        for stream in tuple(self._streams.values()):
            stream.close()
        for task in tuple(self._connecting.values()):
            task.cancel()
        await asyncio.sleep(0)

    async def _listen(self, bind: Bind) -> Bind:
        if bind.transport == "udp":
            udp = _UdpSocket(bind, self._receiver)
            self._udp.append(udp)
            return udp.bound
        context = self._server_context() if bind.transport == "tls" else None
        server = await asyncio.start_server(
            lambda reader, writer: self._accepted(bind.transport, reader, writer), bind.host, bind.port, ssl=context
        )
        self._servers.append(server)
        return Bind(bind.transport, bind.host, int(server.sockets[0].getsockname()[1]))

    def _udp_for(self, hop: Hop) -> _UdpSocket:
        for udp in self._udp:
            if udp.reaches(hop.host):
                return udp
        raise OSError("no UDP socket of that address family")

    def _connected(self, hop: Hop, task: asyncio.Task[_Stream]) -> None:
        self._connecting.pop(hop, None)
        if not task.cancelled():
            task.exception()  # whoever asked may be gone, and nobody else would look at it

    async def _connect(self, hop: Hop) -> _Stream:
        context = self._client_context() if hop.transport == "tls" else None
        name = (hop.name or hop.host) if context else None
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(hop.host, hop.port, ssl=context, server_hostname=name)
        return self._keep(hop, reader, writer)

    async def _accepted(self, transport: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = writer.get_extra_info("peername")[:2]
        from_it = sum(hop.host == host for hop in self._streams)
        if len(self._streams) >= MAX_CONNECTIONS or from_it >= MAX_CONNECTIONS_FROM_ONE:
            log.warning("sip: too many connections, one from %s is closed", host)
            writer.transport.abort()
            return
        self._keep(Hop(transport, str(host), int(port)), reader, writer)

    def _keep(self, hop: Hop, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> _Stream:
        stream = _Stream(hop, reader, writer, self._receiver)
        self._streams[hop] = stream
        stream.ended(lambda: self._forget(hop, stream))
        return stream

    def _forget(self, hop: Hop, stream: _Stream) -> None:
        if self._streams.get(hop) is stream:
            del self._streams[hop]
            self._lost(stream)

    def _server_context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self._tls.certificate, self._tls.key or None)
        except (OSError, ssl.SSLError) as error:
            raise BadConfiguration(
                "sip.bad_certificate",
                vi="Không đọc được chứng thư TLS cho SIP. Hãy kiểm tra đường dẫn tệp chứng thư và tệp khoá.",
                en="The TLS certificate for SIP cannot be read. Check the paths of the certificate and key files.",
            ) from error
        return context

    def _client_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._tls.authorities or None)
        if not self._tls.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


@dataclass(frozen=True)
class _UdpWire:
    socket: _UdpSocket
    hop: Hop

    def send(self, data: bytes) -> None:
        self.socket.send(data, (self.hop.host, self.hop.port))

    def at_port(self, port: int) -> Wire:
        return _UdpWire(self.socket, Hop("udp", self.hop.host, port))


class _UdpSocket:
    """One bound socket, read in handfuls; asyncio's own reads one datagram a turn, which a flood makes costly."""

    def __init__(self, bind: Bind, receiver: Receiver) -> None:
        self._family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
        self._socket = socket.socket(self._family, socket.SOCK_DGRAM)
        try:
            if self._family == socket.AF_INET6:
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _UDP_BUFFER_BYTES)
            self._socket.bind((bind.host, bind.port))
        except OSError:
            self._socket.close()
            raise
        self.bound = Bind("udp", bind.host, int(self._socket.getsockname()[1]))
        self._receiver = receiver
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._read)

    def reaches(self, host: str) -> bool:
        return (self._family == socket.AF_INET6) == (":" in host)

    def send(self, data: bytes, address: tuple[str, int]) -> None:
        try:
            self._socket.sendto(data, address)
        except OSError as error:  # a full buffer or no route: what is lost is repeated by its transaction
            log.debug("sip: a datagram to %s was not sent: %s", address[0], error.strerror)

    def close(self) -> None:
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()

    def _read(self) -> None:
        for _ in range(_AT_ONCE):
            if self._socket.fileno() < 0:
                return
            try:
                data, address = self._socket.recvfrom(65_536)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                continue
            wire = _UdpWire(self, Hop("udp", address[0], address[1]))
            if data.strip(b"\r\n\0"):
                self._receiver(data, wire)


class _Stream:
    """One TCP or TLS connection, whoever opened it."""

    def __init__(
        self, hop: Hop, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, receiver: Receiver
    ) -> None:
        self.hop = hop
        self._reader = reader
        self._writer = writer
        self._receiver = receiver
        self._framer = Framer()
        self._task = asyncio.create_task(self._read())

    def ended(self, action: Callable[[], None]) -> None:
        self._task.add_done_callback(lambda _: action())

    def send(self, data: bytes) -> None:
        if self._writer.transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            log.warning("sip: the connection to %s does not take what is sent and is closed", self.hop)
            self.close()
        if not self._writer.is_closing():
            self._writer.write(data)

    def at_port(self, port: int) -> Wire:
        return self

    def close(self) -> None:
        self._writer.close()
        self._task.cancel()

    async def _read(self) -> None:
        try:
            while data := await asyncio.wait_for(self._reader.read(65_536), IDLE_S):
                self._take(data)
        except BrokenStream:
            log.warning("sip: the stream from %s holds no SIP and is closed", self.hop)
        except (OSError, TimeoutError, ssl.SSLError):
            pass
        finally:
            self._writer.close()

    def _take(self, data: bytes) -> None:
        for piece in self._framer.feed(data):
            if piece == _PING:
                self.send(_PONG)
            else:
                self._receiver(piece, self)


def local_host(towards: str) -> str:
    """Which of our addresses the machine would use to reach a numeric host. Sends nothing."""
    family = socket.AF_INET6 if ":" in towards else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((towards, 9))
        except OSError:
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"
        return str(probe.getsockname()[0])


def _taken(bind: Bind, error: OSError) -> BadConfiguration:
    place = f"{bind.transport} {bind.host}:{bind.port}"
    return BadConfiguration(
        "sip.port_taken",
        vi=f"Không mở được {place} cho SIP ({error.strerror}). Hãy chọn cổng khác hoặc tắt chương trình đang dùng.",
        en=f"{place} cannot be opened for SIP ({error.strerror}). Choose another port or stop what uses it.",
    )
