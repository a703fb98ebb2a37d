"""The other side of a UDP wire, played by hand: sends what it is told to and keeps what comes. Knows no transaction."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from giong.telephony.sip.message import Message, Request, Response, parse, render
from giong.telephony.sip.syntax import Malformed


class Peer:
    """`on_message` may answer at once; whatever comes is in `received`."""

    def __init__(self, towards: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", 0))
        self._towards = ("127.0.0.1", towards)
        self.received: list[Message] = []
        self.unread = 0
        self.on_message: Callable[[Message], None] = lambda _: None
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    @classmethod
    def open(cls, towards: int = 9) -> Peer:
        """Sends to that port of this machine."""
        return cls(towards)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def send(self, message: Message) -> None:
        self.send_raw(render(message))

    def send_raw(self, data: bytes) -> None:
        self._socket.sendto(data, self._towards)

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def statuses(self) -> list[int]:
        return [message.status for message in self.received if isinstance(message, Response)]

    def methods(self) -> list[str]:
        return [message.method for message in self.received if isinstance(message, Request)]

    def _read(self) -> None:
        data, self._towards = self._socket.recvfrom(65_536)
        try:
            self.received.append(parse(data))
        except Malformed:  # a refusal says back what was broken
            self.unread += 1
            return
        self.on_message(self.received[-1])
