"""Published versions of assistants: unchangeable copies of their folders, and which of them serves. Knows no test.

`ROOT/ORGANISATION/ASSISTANT/record.json` lists the versions and names the one that serves; `copies/DIGEST/ASSISTANT`
holds a folder whose files have that digest. A copy gets its name when it is whole and on the disk, and the record is
replaced in one step after that. So whoever is killed leaves the old state or the new one, never something in between.

An assistant without versions is served from its working folder, as is one whose serving version is 0.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from giong.clock import Clock, SystemClock
from giong.errors import BadConfiguration, NotFound
from giong.storage.failures import explained
from giong.storage.replacing import replace, synchronise

WORKING = 0
"""The number that stands for the working folder."""
_READ_ONLY = 0o400
_ARRIVING = ".arriving-"
ABANDONED_S = 3600
"""A copy that has been arriving for so long was left by a process that was killed."""


@dataclass(frozen=True)
class Version:
    """One publication. `digest` names the content; `files` maps each file to the SHA-256 of what is in it."""

    number: int
    digest: str
    note: str
    at: datetime
    scenarios: int
    files: Mapping[str, str]


@dataclass(frozen=True)
class Changes:
    """What is different between two versions, file by file."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def none(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Staged:
    """A copy that can be looked at before it is published."""

    folder: Path
    digest: str
    files: Mapping[str, str]


class Versions:
    """The versions of all organisations' assistants, under the folder `root`. Safe for several processes."""

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self._root = root
        self._clock = clock or SystemClock()

    def ids(self, organisation_id: str) -> list[str]:
        """The organisation's assistants that have versions."""
        return sorted(record.parent.name for record in (self._root / organisation_id).glob("*/record.json"))

    def history(self, organisation_id: str, id: str) -> list[Version]:
        """All versions, newest first."""
        return [_version(one) for one in reversed(self._read(organisation_id, id)["versions"])]

    def serving(self, organisation_id: str, id: str) -> Version | None:
        """The version that serves; None where the working folder does."""
        record = self._read(organisation_id, id)
        return next((_version(one) for one in record["versions"] if one["number"] == record["serving"]), None)

    def get(self, organisation_id: str, id: str, number: int) -> Version:
        """The version of this number; NotFound where there is none."""
        for version in self.history(organisation_id, id):
            if version.number == number:
                return version
        raise _no_version(id, number)

    def folder(self, organisation_id: str, id: str, version: Version) -> Path:
        """The version's files, for reading only. Raises `BadConfiguration` if they are not what was published."""
        folder = self._copy(organisation_id, id, version.digest)
        if not folder.is_dir() or contents(folder) != version.files:
            raise _damaged(id, version.number)
        return folder

    def stage(self, organisation_id: str, id: str, working: Path) -> Staged:
        """Copy a working folder, whole and durably. Nothing serves it yet. Raises `StorageFull` on a full disk."""
        try:
            return self._stage(organisation_id, id, working)
        except OSError as error:
            shown = explained(error)
            raise shown from shown.__cause__

    def _stage(self, organisation_id: str, id: str, working: Path) -> Staged:
        place = self._place(organisation_id, id) / "copies"
        place.mkdir(parents=True, exist_ok=True)
        self._sweep(place)
        with tempfile.TemporaryDirectory(prefix=_ARRIVING, dir=place) as temporary:
            arriving = Path(temporary) / "copy" / id
            for name in _names(working):
                _copied(working / name, arriving / name)
            files = contents(arriving)
            digest = _digest(files)
            copy = place / digest
            with suppress(OSError):
                # Another process, or an earlier publication, may have put the same content there.
                os.rename(arriving.parent, copy)
            if contents(copy / id) != files:
                shutil.rmtree(copy, ignore_errors=True)
                os.rename(arriving.parent, copy)
        synchronise(place)
        return Staged(copy / id, digest, files)

    def _sweep(self, place: Path) -> None:
        oldest_s = self._clock.now().timestamp() - ABANDONED_S
        for left in place.glob(f"{_ARRIVING}*"):
            with suppress(FileNotFoundError):
                # Another process may sweep at the same time.
                if left.stat().st_mtime < oldest_s:
                    shutil.rmtree(left, ignore_errors=True)

    def discard(self, organisation_id: str, id: str, staged: Staged) -> None:
        """Remove a staged copy that is not published after all; one that a version has stays."""
        with self._locked(organisation_id, id):
            digests = {one["digest"] for one in self._read(organisation_id, id)["versions"]}
            if staged.digest not in digests:
                shutil.rmtree(staged.folder.parent, ignore_errors=True)

    def publish(self, organisation_id: str, id: str, staged: Staged, *, note: str, scenarios: int) -> Version:
        """Let a staged copy serve from now on. What serves already is not published twice. Raises `BadConfiguration` if
        the copy is not what was staged: someone else may have discarded the same content.
        """
        with self._changing(organisation_id, id) as record:
            last = next((one for one in record["versions"] if one["number"] == record["serving"]), None)
            if last is not None and last["digest"] == staged.digest:
                return _version(last)
            number = 1 + max((one["number"] for one in record["versions"]), default=WORKING)
            if contents(staged.folder) != staged.files:
                raise _damaged(id, number)
            version = Version(
                number=number,
                digest=staged.digest,
                note=note,
                at=self._clock.now(),
                scenarios=scenarios,
                files=staged.files,
            )
            record["versions"].append({**asdict(version), "at": version.at.isoformat()})
            record["serving"] = version.number
        return version

    def serve(self, organisation_id: str, id: str, number: int | None = None) -> Version | None:
        """Let another version serve: the one before the serving one where no number is given, the working folder (and
        None is returned) for 0.
        """
        with self._changing(organisation_id, id) as record:
            numbers = [one["number"] for one in record["versions"]]
            if number is None:
                number = max((one for one in numbers if one < record["serving"]), default=-1)
            if number not in (WORKING, *numbers) or not numbers:
                raise _no_version(id, number)
            if number != WORKING:
                self.folder(organisation_id, id, self.get(organisation_id, id, number))
            record["serving"] = number
        return self.serving(organisation_id, id)

    def _place(self, organisation_id: str, id: str) -> Path:
        if id.startswith(".") or "/" in id or not id:
            raise NotFound("assistant.not_found", vi=f"Không có trợ lý “{id}”.", en=f"There is no assistant “{id}”.")
        return self._root / organisation_id / id

    def _copy(self, organisation_id: str, id: str, digest: str) -> Path:
        return self._place(organisation_id, id) / "copies" / digest / id

    def _read(self, organisation_id: str, id: str) -> dict[str, Any]:
        try:
            record: dict[str, Any] = json.loads((self._place(organisation_id, id) / "record.json").read_bytes())
        except FileNotFoundError:
            return {"serving": WORKING, "versions": []}
        return record

    @contextmanager
    def _changing(self, organisation_id: str, id: str) -> Iterator[dict[str, Any]]:
        """The record, to be changed; it is replaced on the disk when the block ends well."""
        with self._locked(organisation_id, id) as place:
            record = self._read(organisation_id, id)
            yield record
            replace(place / "record.json", json.dumps(record, ensure_ascii=False).encode())

    @contextmanager
    def _locked(self, organisation_id: str, id: str) -> Iterator[Path]:
        """The assistant's place, for one process at a time."""
        place = self._place(organisation_id, id)
        place.mkdir(parents=True, exist_ok=True)
        with (place / "record.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield place


def contents(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a folder, hidden ones aside."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _names(folder)}


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """What is different in `new`."""
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _names(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(_is_left_out(part) for part in path.parts))


def _is_left_out(part: str) -> bool:
    """Whether it belongs to a tool and not to the assistant."""
    return part.startswith(".") or part.endswith("~") or part == "__pycache__"


def _digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing)
        writing.flush()
        os.fsync(writing.fileno())
    target.chmod(_READ_ONLY)


def _version(record: Mapping[str, Any]) -> Version:
    return Version(**{**record, "at": datetime.fromisoformat(record["at"])})


def _damaged(id: str, number: int) -> BadConfiguration:
    return BadConfiguration(
        "version.damaged",
        vi=f"Bản {number} của trợ lý “{id}” trên đĩa đã bị sửa hoặc mất tệp. Hãy phát hành lại, "
        "hoặc quay về bản khác bằng “giong rollback”.",
        en=f"Version {number} of the assistant “{id}” was changed or lost files on the disk. "
        "Publish again, or go to another version with “giong rollback”.",
    )


def _no_version(id: str, number: int) -> NotFound:
    if number < 0:
        return NotFound(
            "version.none_before",
            vi=f"Trợ lý “{id}” không có bản nào trước bản đang phục vụ. Xem các bản bằng “giong versions”.",
            en=f"The assistant “{id}” has no version before the serving one. List them with “giong versions”.",
        )
    return NotFound(
        "version.not_found",
        vi=f"Trợ lý “{id}” không có bản {number}. Xem các bản bằng “giong versions”.",
        en=f"The assistant “{id}” has no version {number}. List them with “giong versions”.",
    )
