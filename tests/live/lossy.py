"""A way that loses sound: a caller dials it instead of the server, and some packets of the sound that the caller sends
never arrive. Knows of SIP only where the ports of the sound are written.

One call at a time. Signalling passes unharmed. All ports have five digits, so that exchanging them changes no length.
"""

from __future__ import annotations

import random
import re
import selectors
import socket
import threading
from types import TracebackType

from tests.live.loopback import HOST, free_port

MEDIA = re.compile(rb"m=audio (\d{5}) ")
MOST_OCTETS = 4096
Address = tuple[str, int]


class LossyWay:
    """Use it with `with`. `lost` and `passed` count the caller's packets of sound."""

    def __init__(self, server: Address, *, loss: float, seed: int = 1) -> None:
        self.port, self._media_port = free_port(), free_port()
        self.lost = self.passed = 0
        self._server = server
        self._loss = loss
        self._random = random.Random(seed)
        self._sip, self._media = self._socket(self.port), self._socket(self._media_port)
        self._caller: Address | None = None
        self._caller_media: Address | None = None
        self._server_media: Address | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._sip, selectors.EVENT_READ, self._signal)
            waiting.register(self._media, selectors.EVENT_READ, self._sound)
            while not self._over.is_set():
                for key, _ in waiting.select(0.1):
                    data, source = key.fileobj.recvfrom(MOST_OCTETS)  # type: ignore[union-attr]
                    key.data(data, source)

    def _signal(self, data: bytes, source: Address) -> None:
        ports = MEDIA.search(data)
        changed = MEDIA.sub(b"m=audio %d " % self._media_port, data)
        if source == self._server:
            if ports:
                self._server_media = (HOST, int(ports[1]))
            if self._caller:
                self._sip.sendto(changed, self._caller)
        else:
            self._caller = source
            if ports:
                self._caller_media = (HOST, int(ports[1]))
            self._sip.sendto(changed, self._server)

    def _sound(self, data: bytes, source: Address) -> None:
        if source == self._server_media:
            if self._caller_media:
                self._media.sendto(data, self._caller_media)
        elif self._random.random() < self._loss:
            self.lost += 1
        elif self._server_media:
            self.passed += 1
            self._media.sendto(data, self._server_media)

    def _socket(self, port: int) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((HOST, port))
        return made

    def __enter__(self) -> LossyWay:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(timeout=5)
        self._sip.close()
        self._media.close()
