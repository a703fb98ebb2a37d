"""How parent and child speak over pipes: JSON with bytes beside it, each with its length before it. Never a pickle."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

Record = dict[str, Any]
"""JSON values only."""

_LENGTHS = struct.Struct("<QQ")


@dataclass(frozen=True)
class Frame:
    """What was sent, and how much it was altogether."""

    record: Record
    data: bytes
    size: int


class BrokenFrameError(Exception):
    """The other side ended within a frame, or announced more than may come."""


def write(pipe: IO[bytes], record: Record, data: bytes = b"") -> None:
    """Send one frame."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    pipe.write(_LENGTHS.pack(len(text), len(data)))
    pipe.write(text)
    pipe.write(data)
    pipe.flush()


def read(pipe: IO[bytes], *, most_bytes: int) -> Frame | None:
    """The next frame; None when the other side has closed."""
    head = pipe.read(_LENGTHS.size)
    if not head:
        return None
    if len(head) < _LENGTHS.size or sum(lengths := _LENGTHS.unpack(head)) > most_bytes:
        raise BrokenFrameError
    text, data = (_exactly(pipe, length) for length in lengths)
    return Frame(json.loads(text), data, sum(lengths))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length) if length else b""
    if len(data) < length:
        raise BrokenFrameError
    return data
