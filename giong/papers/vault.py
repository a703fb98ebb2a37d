"""What is kept of papers, sealed, one folder for each: the file itself, pages, the result, crops. Knows no meaning.

Everything that a paper says lies in its folder and nowhere else, so that erasing the folder erases it everywhere. The
parts are replaced in one step: a crash or a full disk leaves the old one or the new one.
"""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

from giong.errors import NotFound
from giong.papers.keyring import WRAPPED, Keyring
from giong.papers.seal import Seal, SealBrokenError
from giong.storage.failures import explained
from giong.storage.replacing import replace, synchronise

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")


class Vault:
    """The sealed papers of all organisations: `folder/ORGANISATION/PAPER/PART`."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def seal(self, organisation_id: str) -> Seal:
        """The organisation's own seal."""
        try:
            return self._keyring.seal(organisation_id)
        except OSError as error:
            raise explained(error) from error

    def put(self, organisation_id: str, paper_id: str, part: str, data: bytes) -> None:
        """Keep a part, in place of the one of that name; StorageFull leaves nothing behind."""
        path = self._path(organisation_id, paper_id, part)
        sealed = self.seal(organisation_id).close(data, about=_about(organisation_id, paper_id, part))
        fresh = not path.parent.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, sealed)
            if fresh:
                synchronise(path.parent.parent)
        except OSError as error:
            if fresh:
                shutil.rmtree(path.parent, ignore_errors=True)
            raise explained(error) from error

    def get(self, organisation_id: str, paper_id: str, part: str) -> bytes | None:
        """The part; None if it is not there (any more)."""
        try:
            sealed = self._path(organisation_id, paper_id, part).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return self.seal(organisation_id).open(sealed, about=_about(organisation_id, paper_id, part))
        except SealBrokenError:
            raise damaged() from None

    def parts(self, organisation_id: str, paper_id: str) -> list[str]:
        """The names of what is kept, in order."""
        folder = self._path(organisation_id, paper_id, "x").parent
        return sorted(path.name for path in folder.iterdir() if path.name[0] != ".") if folder.is_dir() else []

    def remove(self, organisation_id: str, paper_id: str, part: str) -> None:
        self._path(organisation_id, paper_id, part).unlink(missing_ok=True)

    def clear(self, organisation_id: str, paper_id: str) -> None:
        """Remove all that is kept of a paper."""
        _remove(self._path(organisation_id, paper_id, "x").parent)

    def destroy(self, organisation_id: str) -> None:
        """Remove all that is kept for an organisation, its key first: from then on nobody can read the rest."""
        self._keyring.destroy(organisation_id)
        _remove(self._path(organisation_id, "x", "x").parent.parent)

    def older_than(self, age_s: float) -> list[tuple[str, str]]:
        """Organisation and paper of the folders that were last changed so long ago."""
        before = time.time() - age_s
        folders = (path for path in self._folder.glob("*/*/") if path.name != WRAPPED)
        return [(path.parent.name, path.name) for path in folders if path.stat().st_mtime < before]

    def _path(self, organisation_id: str, paper_id: str, part: str) -> Path:
        for name in (organisation_id, paper_id, part):
            if not _NAME.fullmatch(name):
                raise NotFound("paper.not_found", vi="Không tìm thấy giấy tờ này.", en="No such paper.")
        return self._folder / organisation_id / paper_id / part


def _about(organisation_id: str, paper_id: str, part: str) -> str:
    return f"{organisation_id}/{paper_id}/{part}"


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
        synchronise(folder.parent)


def damaged() -> NotFound:
    return NotFound(
        "paper.seal_broken",
        vi="Dữ liệu đã lưu của giấy tờ này bị hỏng hoặc bị sửa nên không mở được. Hãy khôi phục bản sao lưu, hoặc xoá "
        "và gửi lại giấy tờ.",
        en="What is kept of this paper was damaged or changed and cannot be opened. Restore a backup, or erase it "
        "and send the paper again.",
    )
