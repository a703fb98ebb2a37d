"""Packed parts of files, and what they unpack to: refuses bombs before a parser meets them. Keeps nothing of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from giong.vision import refusals
from giong.vision.leaf import Limits

MOST_MEMBERS = 20_000
_STEP_BYTES = 1 << 20
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".docx", ".jar")
_STREAM = re.compile(rb"<<(?P<head>(?:(?!endobj|>>\s*stream).){0,2000}?)>>\s*stream\r?\n", re.DOTALL)
_SIDES = re.compile(rb"/(?:Width|Height)\s+(\d+)")


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Look through a PDF's deflated streams: their sum may not exceed the limit; a picture's size is declared.

    Streams of an encrypted file look like noise here and pass; the memory of the child that reads them is bounded.
    """
    left_bytes = limits.inflated_bytes
    for found in _STREAM.finditer(data):
        head = found["head"]
        if b"/Image" in head:
            sides = [int(side) for side in _SIDES.findall(head)[:2]]
            if len(sides) == 2 and sides[0] * sides[1] > 4 * limits.pixels:
                raise refusals.too_many_pixels(sides[0], sides[1], limits.pixels)
        elif b"/FlateDecode" in head or b"/Fl" in head:
            left_bytes -= _inflated_bytes(data, found.end(), head.count(b"/Fl"), left_bytes)
            if left_bytes <= 0:
                raise refusals.inflates(limits.inflated_bytes)


def _inflated_bytes(data: bytes, start: int, stages: int, most_bytes: int) -> int:
    """How much the stream at `start` unpacks to, packed as often as its filters say; not far beyond `most_bytes`."""
    unpackers = [zlib.decompressobj() for _ in range(max(1, min(stages, 4)))]
    total = 0
    position = start
    try:
        while total <= most_bytes and not unpackers[0].eof:
            pending = unpackers[0].unconsumed_tail
            if not pending:
                pending, position = data[position : position + _STEP_BYTES], position + _STEP_BYTES
            if not pending:
                break
            chunk = unpackers[0].decompress(pending, _STEP_BYTES)
            total += len(chunk)
            for unpacker in unpackers[1:]:
                chunk = unpacker.decompress(chunk, most_bytes + 1)
                total += len(chunk)
    except zlib.error:
        pass
    return total


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
