"""Packed parts of files, and what they unpack to: refuses bombs before a parser meets them. Keeps nothing of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain

from giong.vision import refusals
from giong.vision.leaf import Limits

MOST_MEMBERS = 20_000
MOST_STAGES = 4
"""A stream may be packed several times over; honest ones are once, seldom twice."""
_STEP_BYTES = 1 << 20
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".docx", ".jar")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD_BYTES = 2_000
_SIDES = re.compile(rb"/(?:Width|Height)\s+(\d+)")


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Look through a PDF's deflated streams: their sum may not exceed the limit; a picture's size is declared.

    What is deflated is told by its first bytes, since the filter's name may stand elsewhere. Streams of an encrypted
    file look like noise here and pass; the memory of the child that reads them is bounded.
    """
    left_bytes = limits.inflated_bytes
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD_BYTES) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"/Image" in head:
            sides = [int(side) for side in _SIDES.findall(head)[:2]]
            if len(sides) == 2 and sides[0] * sides[1] > 4 * limits.pixels:
                raise refusals.too_many_pixels(limits.pixels)
        else:
            left_bytes -= unpacked_bytes(_pieces(data, found.end()), left_bytes)
            if left_bytes < 0:
                raise refusals.inflates(limits.inflated_bytes)


def has_broken_stream(data: bytes) -> bool:
    """Whether a part of the PDF says that it is deflated and is not. Of an encrypted file nobody can tell."""
    if b"/Encrypt" in data:
        return False
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD_BYTES) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"/Fl" in head and b"/Image" not in head and not _inflates(data[found.end() : found.end() + _STEP_BYTES]):
            return True
    return False


def _inflates(data: bytes) -> bool:
    try:
        zlib.decompressobj().decompress(data, _STEP_BYTES)
    except zlib.error:
        return False
    return True


def unpacked_bytes(pieces: Iterator[bytes], most_bytes: int) -> int:
    """What deflated data unpacks to, over all the times that it was packed; counting ends beyond `most_bytes`."""
    first = next(pieces, b"")
    if not _is_deflated(first):
        return 0
    total = 0
    unpacked = _unpacked(chain([first], pieces))
    for _ in range(MOST_STAGES):
        first = next(unpacked, b"")
        total += len(first)
        if not _is_deflated(first):
            break
        unpacked = _unpacked(chain([first], unpacked))
    for piece in unpacked:
        total += len(piece)
        if total > most_bytes:
            break
    return total


def _pieces(data: bytes, start: int) -> Iterator[bytes]:
    return (data[at : at + _STEP_BYTES] for at in range(start, len(data), _STEP_BYTES))


def _is_deflated(data: bytes) -> bool:
    """By the two bytes that zlib data begin with (RFC 1950)."""
    return len(data) > 2 and data[0] == 0x78 and (data[0] * 256 + data[1]) % 31 == 0


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces inflated, a bounded piece at a time, until the data end or break."""
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece and not unpacker.eof:
                if chunk := unpacker.decompress(piece, _STEP_BYTES):
                    yield chunk
                piece = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        return


def archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The zip archive that an office file is, once what it declares to unpack to is within the limits."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusals.damaged() from error
    if sum(member.file_size for member in members) > limits.inflated_bytes or len(members) > MOST_MEMBERS:
        raise refusals.inflates(limits.inflated_bytes)
    if any(member.filename.lower().endswith(_ARCHIVES) for member in members):
        raise refusals.nested()
    return opened
