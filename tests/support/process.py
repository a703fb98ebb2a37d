"""`giong serve` as a process of its own on a loopback port, to be timed, weighed and killed. Knows no test."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from giong.app import open_rooms
from giong.settings import load

ROOT = Path(__file__).parents[2]
GIONG = Path(sys.executable).with_name("giong")
START_LIMIT_S = 60.0


class ServerProcess:
    """Start it with `with` or `start`; after `kill` it can be started again, on the same port and data.

    Everything that it writes to standard output and error is appended to `log`.
    """

    def __init__(self, data_dir: Path, *, assistants: Path | None = None, **settings: object) -> None:
        """`settings` are those of `giong.settings`, handed over in the environment.

        Unless they say otherwise, one address may do as much as it likes.
        """
        self.data_dir = data_dir
        self.log = data_dir.with_name(data_dir.name + ".log")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._assistants = assistants or ROOT / "assistants"
        chosen = {"public_opens_per_minute": 0, "public_messages_per_minute": 0, **settings}
        self._environment = {f"GIONG_{name.upper()}": str(value) for name, value in chosen.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def ws(self) -> str:
        return self.url.replace("http", "ws")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> float:
        """Start and wait until the first request is answered; returns the seconds that this took."""
        began = time.perf_counter()
        command = [str(GIONG), "serve", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        command += ["--assistants", str(self._assistants)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        while time.perf_counter() - began < START_LIMIT_S:
            if self._process.poll() is not None:
                break
            if self._answers():
                return time.perf_counter() - began
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')[-2000:]}")

    def kill(self) -> None:
        """kill -9, now."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ctrl-C, and wait; the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def settle(self) -> None:
        """Wait until it has read and indexed its assistants, that is, until it has nothing to do for a while."""
        quiet, before_s = 0, 0.0
        while quiet < 4:
            time.sleep(0.5)
            used_s = self._cpu_s()
            quiet = quiet + 1 if used_s - before_s < 0.05 else 0
            before_s = used_s

    def memory_mb(self, *, peak: bool = False) -> float:
        """Resident memory now, or the most that it ever was, in megabytes (10^6 bytes)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        name = "VmHWM" if peak else "VmRSS"
        kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith(name))
        return int(kibibytes) * 1024 / 1e6

    def issue_key(self, handle: str = "") -> str:
        """An API key of the home organisation, or of another one that is made for it. Only while it is stopped."""
        return asyncio.run(_issue_key(self.data_dir, handle))

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        try:
            return bool(self.get("/api/v1/health"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def __enter__(self) -> ServerProcess:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _issue_key(data_dir: Path, handle: str) -> str:
    async with open_rooms(load(data_dir=data_dir)) as rooms:
        owner = await rooms.organisations.ensure(handle) if handle else rooms.home
        _, secret = await rooms.keys.issue(owner.id, "test")
        return secret
