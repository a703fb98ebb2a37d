"""The keys of organisations: each its own, wrapped by the installation's master key. Knows nothing of what they seal.

The master key lies in a file that only its owner can read, or comes from the settings; never in the database. Who
loses it loses what was sealed; who throws an organisation's key away has forgotten all that was sealed with it, also in
copies.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import dataclasses
import threading
from dataclasses import dataclass
from pathlib import Path

from giong.errors import BadConfiguration, NotFound
from giong.papers.seal import KEY_BYTES, Seal, SealBrokenError, new_key
from giong.storage.failures import explained
from giong.storage.replacing import create, replace, synchronise

WRAPPED = "key"
"""The name of an organisation's wrapped key in its folder."""


@dataclass(frozen=True)
class Master:
    """The master key; `old` are those that were in use before and still open what is not wrapped anew yet."""

    current: Seal
    old: tuple[Seal, ...] = ()
    path: Path | None = None

    @classmethod
    def from_text(cls, current: str, old: str = "") -> Master:
        """From settings: 32 bytes each, in base64 or hexadecimal; several old ones with spaces between them."""
        return cls(Seal(_key(current)), tuple(Seal(_key(text)) for text in old.split()))

    @classmethod
    def from_file(cls, path: Path) -> Master:
        """From a file of one key a line, the current one first; made when it is missing."""
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                create(path, _lines([new_key()]))
            current, *old = path.read_text("ascii").split()
        except OSError as error:
            raise explained(error) from error
        except ValueError:
            raise _bad_key(path.name) from None
        return dataclasses.replace(cls.from_text(current, " ".join(old)), path=path)

    def fresh(self) -> Master:
        """As it is now: another process may have changed the file."""
        return self if self.path is None else Master.from_file(self.path)


class Keyring:
    """The seals of organisations, whose wrapped keys lie in `folder/ORGANISATION/key`."""

    def __init__(self, folder: Path, master: Master) -> None:
        self._folder = folder
        self._master = master
        self._seals: dict[str, Seal] = {}
        self._lock = threading.Lock()

    def seal(self, organisation_id: str) -> Seal:
        """The organisation's seal; its key is made when it is first needed."""
        with self._lock:
            known = self._seals.get(organisation_id)
            if known is None:
                path = self._path(organisation_id)
                self._master = self._master.fresh()
                if not path.exists():
                    self._make(path, organisation_id)
                known = self._seals[organisation_id] = Seal(self._unwrapped(path, organisation_id))
            return known

    def destroy(self, organisation_id: str) -> None:
        """Throw the organisation's key away. What was sealed with it cannot be opened by anybody any more."""
        with self._lock:
            self._seals.pop(organisation_id, None)
            self._path(organisation_id).unlink(missing_ok=True)

    def rewrap(self, master: Master | None = None) -> int:
        """Wrap every organisation's key with the current master key; returns how many were wrapped otherwise."""
        with self._lock:
            self._master = master or self._master
            wrapped = 0
            for path in sorted(self._folder.glob(f"*/{WRAPPED}")):
                organisation_id = path.parent.name
                if path.read_bytes()[:16].decode("ascii", "replace") != self._master.current.name:
                    replace(path, self._wrapped(organisation_id, self._unwrapped(path, organisation_id)))
                    wrapped += 1
            return wrapped

    def _make(self, path: Path, organisation_id: str) -> None:
        """Another thread or process may do so at the same time: only one key comes to be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path, self._wrapped(organisation_id, new_key()))
        synchronise(path.parent.parent)

    def _wrapped(self, organisation_id: str, key: bytes) -> bytes:
        seal = self._master.current
        return seal.name.encode() + seal.close(key, about=f"key of {organisation_id}")

    def _unwrapped(self, path: Path, organisation_id: str) -> bytes:
        wrapped = path.read_bytes()[16:]
        for seal in (self._master.current, *self._master.old):
            with contextlib.suppress(SealBrokenError):
                return seal.open(wrapped, about=f"key of {organisation_id}")
        raise BadConfiguration(
            "papers.other_master_key",
            vi="Khoá chính hiện tại không mở được giấy tờ đã lưu. Hãy khôi phục đúng khoá chính (papers_key); nếu mất "
            "khoá thì dữ liệu đó không thể đọc lại.",
            en="The present master key does not open the papers that are kept. Restore the right one (papers_key); "
            "if it is lost, they cannot be read again.",
        )

    def _path(self, organisation_id: str) -> Path:
        if "/" in organisation_id or organisation_id.startswith("."):
            raise NotFound("organisation.not_found", vi="Không có tổ chức này.", en="There is no such organisation.")
        return self._folder / organisation_id / WRAPPED


def rotate(path: Path, *keyrings: Keyring) -> int:
    """Give the installation a new master key in the file and wrap every key with it; returns how many there were.

    Until all are wrapped anew the file holds the old one too, so that it may be interrupted anywhere.
    """
    present = [_key(text) for text in path.read_text("ascii").split()]
    fresh = new_key()
    write(path, [fresh, *present])
    master = Master(Seal(fresh), tuple(Seal(key) for key in present), path)
    wrapped = sum(keyring.rewrap(master) for keyring in keyrings)
    write(path, [fresh])
    return wrapped


def write(path: Path, keys: list[bytes]) -> None:
    replace(path, _lines(keys))


def _lines(keys: list[bytes]) -> bytes:
    return b"".join(base64.b64encode(key) + b"\n" for key in keys)


def _key(text: str) -> bytes:
    for decode in (bytes.fromhex, base64.b64decode):
        with contextlib.suppress(ValueError, binascii.Error):
            if len(key := decode(text)) == KEY_BYTES:
                return key
    raise _bad_key("papers_key")


def _bad_key(where: str) -> BadConfiguration:
    return BadConfiguration(
        "papers.bad_key",
        vi=f"Khoá chính trong {where} phải gồm đúng 32 byte viết bằng base64 hoặc hex. Hãy tạo bằng: openssl rand "
        "-base64 32.",
        en=f"The master key in {where} must be 32 bytes in base64 or hexadecimal. Make one with: openssl rand "
        "-base64 32.",
    )
