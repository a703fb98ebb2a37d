"""A PostgreSQL of the tests' own, from the Debian package, in a folder that is thrown away. Knows no tables.

PostgreSQL refuses to run as root, so a root caller runs it as the package's user `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOMES = ("/usr/lib/postgresql", "/usr/local/pgsql")


class Postgres:
    """A server that listens on a loopback port and trusts everyone; `url()` makes a fresh database."""

    def __init__(self, tools: Path, folder: Path, port: int) -> None:
        self._tools = tools
        self._folder = folder
        self._port = port
        self._count = 0

    def start(self) -> None:
        # Nothing here has to outlive a power failure, and syncing a dozen new databases takes a minute.
        options = f"-c fsync=off -c listen_addresses=127.0.0.1 -p {self._port} -c unix_socket_directories="
        log = str(self._folder / "log")
        self._control("-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self._control("-w", "-m", "fast", "stop")

    def crash(self) -> None:
        """kill -9 of the server and all its processes."""
        main = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        pids = [main, *map(int, children)]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        while any(_alive(pid) for pid in pids):
            time.sleep(0.01)
        (self._data / "postmaster.pid").unlink()  # the number may live on as a zombie, and would stop a start

    def url(self) -> str:
        """The address of a new, empty database."""
        self._count += 1
        name = f"giong_{self._count}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres", name)
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{name}"

    def drop(self, url: str) -> None:
        """Remove a database that `url` made, whoever is still connected."""
        name = url.rpartition("/")[2]
        self._run("dropdb", "--force", "-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres", name)

    def make(self) -> None:
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._data), *arguments)

    def _run(self, tool: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(  # output to a file: the server inherits it and would keep a pipe open
            [*as_user, str(self._tools / tool), *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=(log := (self._folder / "tools.log").open("a")),
            stderr=log,
            check=False,
        )
        log.close()
        if done.returncode:
            logs = [path.read_text()[-1000:] for path in sorted(self._folder.glob("*log"))]
            raise RuntimeError("\n".join([f"{tool} failed:", *logs]))


def tools() -> Path | None:
    """Where the newest installed PostgreSQL keeps its programs; None if there is none that can be run."""
    if os.geteuid() == 0 and not _has_user("postgres"):
        return None
    found = [path for home in HOMES for path in Path(home).glob("*/bin") if (path / "initdb").exists()]
    return max(found, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def running(programs: Path) -> Iterator[Postgres]:
    """A fresh server, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="giong-pg-", dir=_roomy_memory()))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Postgres(programs, folder, _free_port())
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _roomy_memory() -> str | None:
    """A folder in memory: on a busy disk making and removing a database takes seconds. None if it is
    small.
    """
    shared = Path("/dev/shm")
    roomy = os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 1_000_000_000
    return str(shared) if roomy else None


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
