"""Getting the files of a set of weights: checked, resumable, never half there. Knows HTTP and one folder.

A file grows as `NAME.part` and takes its name once its length and SHA-256 are right; an interrupted pull goes on where
it stopped. `weights.lock.json` beside the files remembers what they were, so a set that is copied by hand to a machine
without network is checked in the same way.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from giong.engines.table import WeightFile, Weights
from giong.errors import StorageFull, Unavailable

LOCK_NAME = "weights.lock.json"
TRIES = 5
RETRY_S = 1.0
CONNECT_S = 10.0
READ_S = 60.0
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LINKED_ETAG = "x-linked-etag"
"""A model hub sends the SHA-256 of a large file in this header of its redirect."""


@dataclass(frozen=True)
class Progress:
    """How far one file is."""

    file: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True)
class Pulled:
    """A set that is there; `fetched_bytes` is 0 if nothing had to be fetched."""

    folder: Path
    fetched_bytes: int


Report = Callable[[Progress], None]


class _InterruptedError(Exception):
    """The connection broke; what came so far is kept."""


def pull(
    weights: Weights,
    *,
    into: Path,
    client: httpx.Client | None = None,
    base_url: str = "",
    report: Report = lambda _: None,
    wait: Callable[[float], None] = time.sleep,
) -> Pulled:
    """Get what is missing of `weights` into the folder `into / NAME`.

    `base_url` replaces the address of the table, for a mirror inside an organisation. Raises `Unavailable` when the
    server is away, refuses, or sends something else than the table says, and `StorageFull`.
    """
    folder = into / weights.name
    with _full_disk_is_told(), _client(client) as http:
        folder.mkdir(parents=True, exist_ok=True)
        lock = _Lock(folder / LOCK_NAME)
        address = (base_url or weights.base_url).rstrip("/")
        fetched = 0
        for file in weights.files:
            fetch = _Fetch(http, f"{address}/{file.path}", file, folder, lock.sha256(file) or file.sha256)
            if not fetch.is_there():
                fetched += fetch.run(report, wait)
            lock.write(file, fetch.sha256)
    return Pulled(folder, fetched)


class _Fetch:
    """One file on its way. `sha256` is what it must be; "" until the server or the first copy has told."""

    def __init__(self, http: httpx.Client, url: str, file: WeightFile, folder: Path, sha256: str) -> None:
        self._http = http
        self._url = url
        self._file = file
        self._path = folder / file.name
        self._part = folder / f"{file.name}.part"
        self.sha256 = sha256

    def is_there(self) -> bool:
        """Whether the file is there and right."""
        if not self._path.is_file() or self._path.stat().st_size != self._file.size_bytes:
            return False
        found = _sha256(self._path)
        self.sha256 = self.sha256 or found
        return found == self.sha256

    def run(self, report: Report, wait: Callable[[float], None]) -> int:
        """Fetch the file, going on after interruptions; the number of bytes that travelled."""
        fetched = 0
        for attempt in range(TRIES):
            if attempt:
                wait(RETRY_S * 2 ** (attempt - 1))
            try:
                for block_bytes in self._receive(report):
                    fetched += block_bytes
                break
            except _InterruptedError:
                continue
            except OSError:
                # Most likely the disk is full: the calls and chats of this machine need the room more.
                self._part.unlink(missing_ok=True)
                raise
        else:
            raise _unreachable(self._path)
        self._take()
        return fetched

    def _receive(self, report: Report) -> Iterator[int]:
        have = self._have()
        if have == self._file.size_bytes:
            return
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        try:
            with self._http.stream("GET", self._url, headers=headers, follow_redirects=True) as response:
                goes_on = self._accepted(response, have)
                kept = have if goes_on else 0
                _check_room(self._part.parent, self._file.size_bytes - kept)
                with self._part.open("ab" if goes_on else "wb") as part:
                    yield from self._write(part, response, kept, report)
                    part.flush()
                    os.fsync(part.fileno())
        except httpx.HTTPError as error:
            raise _InterruptedError from error
        if self._have() < self._file.size_bytes:
            raise _InterruptedError

    def _have(self) -> int:
        have = self._part.stat().st_size if self._part.exists() else 0
        if have > self._file.size_bytes:
            self._part.unlink()
            return 0
        return have

    def _accepted(self, response: httpx.Response, have: int) -> bool:
        """Whether the answer goes on at byte `have`; False: it begins anew."""
        if response.status_code >= 500 or response.status_code in (408, 429):
            raise _InterruptedError
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._part.unlink()
            raise _InterruptedError
        if response.is_error:
            raise _refused(self._file.name, response.status_code)
        self.sha256 = self.sha256 or _told_sha256(response)
        begins_at = re.match(r"bytes (\d+)-", response.headers.get("content-range", ""))
        return (
            response.status_code == httpx.codes.PARTIAL_CONTENT and begins_at is not None and int(begins_at[1]) == have
        )

    def _write(self, part: IO[bytes], response: httpx.Response, done: int, report: Report) -> Iterator[int]:
        for block in response.iter_bytes():
            done += len(block)
            if done > self._file.size_bytes:
                part.close()
                self._part.unlink()
                raise _wrong(self._file.name)
            part.write(block)
            report(Progress(self._file.name, done, self._file.size_bytes))
            yield len(block)

    def _take(self) -> None:
        """Give the part its name, if it is what it should be."""
        found = _sha256(self._part)
        if self.sha256 and found != self.sha256:
            self._part.unlink()
            raise _wrong(self._file.name)
        self.sha256 = found
        os.replace(self._part, self._path)


class _Lock:
    """What the files of a set were when they were got."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._files: dict[str, dict[str, object]] = json.loads(path.read_text())
        except (OSError, ValueError):
            self._files = {}

    def sha256(self, file: WeightFile) -> str:
        """What the table says; where it says nothing, what was got the first time."""
        return file.sha256 or str(self._files.get(file.name, {}).get("sha256", ""))

    def write(self, file: WeightFile, sha256: str) -> None:
        entry: dict[str, object] = {"sha256": sha256, "size_bytes": file.size_bytes}
        if self._files.get(file.name) == entry:
            return
        self._files[file.name] = entry
        draft = self._path.with_suffix(".part")
        draft.write_text(json.dumps(self._files, indent=2, sort_keys=True) + "\n")
        os.replace(draft, self._path)


@contextmanager
def _client(client: httpx.Client | None) -> Iterator[httpx.Client]:
    if client is not None:
        yield client
        return
    with httpx.Client(timeout=httpx.Timeout(READ_S, connect=CONNECT_S)) as own:
        yield own


@contextmanager
def _full_disk_is_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full() from error
        raise


def _check_room(folder: Path, needed_bytes: int) -> None:
    if shutil.disk_usage(folder).free < needed_bytes:
        raise _full(needed_bytes)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told_sha256(response: httpx.Response) -> str:
    for answer in [*response.history, response]:
        tag = answer.headers.get(_LINKED_ETAG, "").strip('"').lower()
        if _SHA256.fullmatch(tag):
            return str(tag)
    return ""


def _unreachable(path: Path) -> Unavailable:
    return Unavailable(
        "engine.pull.unreachable",
        vi=f"Không tải được {path.name} vì mất mạng. Phần đã tải được giữ lại: hãy chạy lại khi có mạng,"
        f" hoặc chép tệp vào {path.parent}",
        en=f"{path.name} could not be fetched over this network. What came is kept: run this again later,"
        f" or copy the file to {path.parent}",
    )


def _refused(name: str, status: int) -> Unavailable:
    return Unavailable(
        "engine.pull.refused",
        vi=f"Máy chủ không cho tải {name} (HTTP {status}). Hãy chỉ một máy chủ khác bằng --from.",
        en=f"The server does not give {name} (HTTP {status}). Name another server with --from.",
    )


def _wrong(name: str) -> Unavailable:
    return Unavailable(
        "engine.pull.wrong_file",
        vi=f"Tệp {name} nhận được không đúng mã kiểm tra nên đã bị xoá. Hãy chạy lại; nếu vẫn vậy, hãy chỉ"
        " một máy chủ khác bằng --from.",
        en=f"{name} arrived with another checksum than it should have and was deleted. Run this again; if"
        " that does not help, name another server with --from.",
    )


def _full(needed_bytes: int = 0) -> StorageFull:
    room = f" {needed_bytes / 1e6:.0f} MB" if needed_bytes else ""
    return StorageFull(
        "engine.pull.disk_full",
        vi=f"Ổ đĩa không đủ chỗ để tải{room}. Hãy dọn bớt rồi chạy lại lệnh này.",
        en=f"The disk has no room for the download{room}. Make room and run this again.",
    )
