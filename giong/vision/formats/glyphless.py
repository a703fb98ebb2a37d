"""A font without any shape, for text that lies unseen over a picture. Knows no page.

Every character has the same glyph, half an em wide: a line there and back, which has an extent and covers nothing
(PDFium passes over a lone character without extent). The codes are UTF-16, so that whoever searches or copies gets the
very characters. Made in memory as TrueType (ISO/IEC 14496-22), embedded as a composite font (ISO 32000-1, 9.7).
"""

from __future__ import annotations

import struct
import zlib

EM = 1000
ADVANCE = 500
"""Of every character, in thousandths of the letters' size."""
_CHECKSUM = 0xB1B0AFBA
_CHARACTERS = 0x10000

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""


def to_unicode() -> bytes:
    """The table by which each code is itself as a character. Ranges must end where the first byte changes."""
    ranges = [b"<%04X> <%04X> <%04X>" % (high << 8, high << 8 | 0xFF, high << 8) for high in range(0x100)]
    parts = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    listed = b"".join(b"%d beginbfrange\n%s\nendbfrange\n" % (len(part), b"\n".join(part)) for part in parts)
    return TO_UNICODE + listed + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def glyphs() -> bytes:
    """For every code the same glyph."""
    return zlib.compress(b"\x00\x01" * _CHARACTERS, 9)


def program() -> bytes:
    """The font itself."""
    glyph = struct.pack(">hhhhhHHBBhhhh", 1, 0, 0, ADVANCE, EM, 1, 0, 1, 1, 0, ADVANCE, 0, EM)
    tables = {
        b"OS/2": struct.pack(
            ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHH",
            *(0, ADVANCE, 400, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            bytes(10),
            *(0, 0, 0, 0),
            b"none",
            *(0x40, 0, 0xFFFF, EM, 0, 0, EM, 0),
        ),
        b"cmap": struct.pack(">HHHHIHHHHHH", 0, 1, 3, 1, 12, 6, 12, 0, 0, 1, 1),
        b"glyf": glyph,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, 0, ADVANCE, EM, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, EM, 0, 0, ADVANCE, *(0,) * 11, 1),
        b"hmtx": struct.pack(">Hhh", ADVANCE, 0, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 2, 1, *(0,) * 11),
        b"name": struct.pack(">HHHHHHHHH", 0, 1, 18, 3, 1, 0x409, 6, 18, 0) + "Unseen___".encode("utf-16-be"),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """Table directory and tables, with their checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)
    place = len(head) + 16 * count
    directory, body, head_at = b"", b"", 0
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, _sum(data), place + len(body), len(data))
        head_at = place + len(body) if tag == b"head" else head_at
        body += data + bytes(-len(data) % 4)
    font = head + directory + body
    adjustment = (_CHECKSUM - _sum(font)) & 0xFFFFFFFF
    return font[: head_at + 8] + struct.pack(">I", adjustment) + font[head_at + 12 :]


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF
