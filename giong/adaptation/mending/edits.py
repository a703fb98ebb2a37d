"""Changes of an assistant's folder: made as a whole or not at all, and taken back. Knows no meaning of a file.

A folder that could not be read afterwards is left as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from giong.dialogue.folder.reading import read_assistant
from giong.errors import BadConfiguration, BadInput, Conflict
from giong.storage.replacing import replace


@dataclass(frozen=True)
class Edit:
    """What happened to a file: at character `at`, `removed` became `added`; `digest` is that of the file afterwards."""

    path: str
    at: int
    removed: str
    added: str
    digest: str
    created: bool


def make(folder: Path, changes: Mapping[str, bytes]) -> list[Edit]:
    """Write the files. Raises `BadInput`, with the folder as it was, if the assistant could not be read with them."""
    before = {path: _read(folder / path) for path in changes}
    try:
        for path, content in changes.items():
            _write(folder / path, content)
        read_assistant(folder)
    except BadConfiguration as error:
        _put_back(folder, before)
        raise BadInput(
            "fix.refused",
            vi=f"Không áp dụng được vì trợ lý sẽ bị lỗi; không tệp nào thay đổi.\n{error.vi}",
            en=f"Not applied, for the assistant would be broken; no file was changed.\n{error.en}",
        ) from error
    except BaseException:
        _put_back(folder, before)
        raise
    return [_edit(path, before[path], content) for path, content in changes.items() if before[path] != content]


def take_back(folder: Path, edits: list[Edit]) -> None:
    """Undo the edits, also after others were made elsewhere in the same files. Raises `Conflict` if one cannot be."""
    before = {edit.path: _read(folder / edit.path) for edit in edits}
    after = {edit.path: _without(edit, before[edit.path]) for edit in edits}
    try:
        _put_back(folder, after)
        read_assistant(folder)
    except BadConfiguration as error:
        _put_back(folder, before)
        raise _changed(", ".join(after)) from error
    except BaseException:
        _put_back(folder, before)
        raise


def _edit(path: str, before: bytes | None, after: bytes) -> Edit:
    digest = hashlib.sha256(after).hexdigest()
    if before is None:
        return Edit(path, 0, "", "", digest, created=True)
    old, new = before.decode(), after.decode()
    start = _common(old, new)
    end = _common(reversed(old[start:]), reversed(new[start:]))
    return Edit(path, start, old[start : len(old) - end], new[start : len(new) - end], digest, created=False)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many letters are the same from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _without(edit: Edit, content: bytes | None) -> bytes | None:
    if content is None:
        raise _changed(edit.path)
    untouched = hashlib.sha256(content).hexdigest() == edit.digest
    if edit.created:
        if untouched:
            return None
        raise _changed(edit.path)
    text = content.decode()
    if untouched:
        return (text[: edit.at] + edit.removed + text[edit.at + len(edit.added) :]).encode()
    if not edit.removed and text.count(edit.added) == 1:
        return text.replace(edit.added, "").encode()
    raise _changed(edit.path)


def _changed(path: str) -> Conflict:
    return Conflict(
        "fix.file_changed",
        vi=f"Tệp {path} đã được sửa sau đó nên không tự hoàn tác được. Hãy sửa tay.",
        en=f"The file {path} was changed since, so this cannot be undone by itself. Edit it by hand.",
    )


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_back(folder: Path, contents: Mapping[str, bytes | None]) -> None:
    for path, content in contents.items():
        if content is None:
            (folder / path).unlink(missing_ok=True)
        else:
            _write(folder / path, content)


def _write(path: Path, content: bytes) -> None:
    """All or nothing, also when the machine stops; with the rights that the file had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, content, mode=path.stat().st_mode & 0o777 if path.exists() else 0o644)
