"""Kamailio as a small PBX on the loopback address: registrar and proxy with digest. Knows no Gióng."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.live.loopback import HOST, free_port

TEMPLATE = Path(__file__).with_name("kamailio.cfg")
OPTIONS = (
    "OPTIONS sip:{host}:{port} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{mine};branch=z9hG4bKready{mine};rport\r\n"
    "From: <sip:test@{host}>;tag=1\r\nTo: <sip:{host}:{port}>\r\nCall-ID: ready{mine}\r\nCSeq: 1 OPTIONS\r\n"
    "Max-Forwards: 9\r\nContent-Length: 0\r\n\r\n"
)


class Proxy:
    """One Kamailio; `users` are its accounts with their passwords. Use it with `with`."""

    def __init__(self, folder: Path, users: Mapping[str, str]) -> None:
        self.port = free_port()
        self.address = f"{HOST}:{self.port}"
        self._folder = folder
        self._users = users
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text("utf-8", "replace")

    def __enter__(self) -> Proxy:
        self._folder.mkdir(parents=True)
        users = "\n".join(f'    $sht(passwords=>{user}) = "{password}";' for user, password in self._users.items())
        config = self._folder / "kamailio.cfg"
        config.write_text(TEMPLATE.read_text().replace("@PORT@", str(self.port)).replace("@USERS@", users))
        command = ["kamailio", "-f", str(config), "-DD", "-Y", str(self._folder), "-m", "32", "-M", "4"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 15
        while not answers_options(self.port):
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"kamailio did not start: {self.log[-2000:]}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)  # its workers outlive it otherwise
            self._process.wait()


def answers_options(port: int, *, within_s: float = 0.3) -> bool:
    """Whether somebody who speaks SIP is at a UDP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind((HOST, 0))
        asking.connect((HOST, port))
        asking.settimeout(within_s)
        mine = asking.getsockname()[1]
        try:
            asking.send(OPTIONS.format(host=HOST, port=port, mine=mine).encode())
            return asking.recv(4096).startswith(b"SIP/2.0 200")
        except TimeoutError:
            return False
        except ConnectionRefusedError:
            time.sleep(0.05)
            return False
