"""A PDF that looks like the pictures of the pages and can be searched and copied: the text lies over them unseen.

Knows no engine. The size of a page is not known to those who read it: its longer side becomes that of A4. A page
without a picture (of an office file, or one that was not kept) has its text alone.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence

from giong.vision.formats import glyphless
from giong.vision.page import Line, Page
from giong.vision.shapes import Box

LONGER_SIDE_PT = 842.0


def searchable(pages: Sequence[Page], pictures: Mapping[int, bytes]) -> bytes:
    """`pictures` are those of the pages by number, as JPEG, in the proportions of the pages' boxes."""
    objects = _Objects()
    catalogue, tree = objects.reserved(), objects.reserved()
    font = _font(objects)
    kids = [_page(objects, tree, font, page, pictures.get(page.number, b"")) for page in pages if _has_place(page)]
    objects.fill(catalogue, b"<</Type/Catalog/Pages %d 0 R/Lang(vi-VN)>>" % tree)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects.fill(tree, b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids)))
    return objects.file()


class _Objects:
    """The numbered objects of a PDF file (ISO 32000-1, 7.3.10 and 7.5)."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserved(self) -> int:
        return self.add(b"null")

    def add(self, body: bytes) -> int:
        self._bodies.append(body)
        return len(self._bodies)

    def fill(self, number: int, body: bytes) -> None:
        self._bodies[number - 1] = body

    def stream(self, data: bytes, head: bytes = b"") -> int:
        return self.add(b"<<%s/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data))

    def packed(self, data: bytes, head: bytes = b"") -> int:
        return self.stream(zlib.compress(data), head + b"/Filter/FlateDecode")

    def file(self) -> bytes:
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._bodies, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        table_at = out.tell()
        count = len(places) + 1
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, table_at))
        return out.getvalue()


def _font(objects: _Objects) -> int:
    program = glyphless.program()
    file = objects.packed(program, b"/Length1 %d" % len(program))
    described = objects.add(
        b"<</Type/FontDescriptor/FontName/Unseen/Flags 5/FontBBox[0 0 %d %d]/ItalicAngle 0/Ascent %d/Descent 0"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
        % (glyphless.ADVANCE, glyphless.EM, glyphless.EM, glyphless.EM, file)
    )
    to_glyphs = objects.stream(glyphless.glyphs(), b"/Filter/FlateDecode")
    descendant = objects.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unseen/CIDToGIDMap %d 0 R/DW %d/FontDescriptor %d 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        % (to_glyphs, glyphless.ADVANCE, described)
    )
    to_unicode = objects.packed(glyphless.to_unicode())
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/Unseen/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (descendant, to_unicode)
    )


def _has_place(page: Page) -> bool:
    return page.width_px > 0 and page.height_px > 0


def _page(objects: _Objects, tree: int, font: int, page: Page, picture: bytes) -> int:
    scale = LONGER_SIDE_PT / max(page.width_px, page.height_px)
    width_pt, height_pt = page.width_px * scale, page.height_px * scale
    shown, resources = b"", b""
    if picture:
        resources = b"/XObject<</P %d 0 R>>" % _picture(objects, picture)
        shown = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q\n" % (width_pt, height_pt)
    content = objects.packed(shown + b"BT 3 Tr\n" + b"\n".join(_text(page, scale)) + b"\nET")
    return objects.add(
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>%b>>>>"
        % (tree, width_pt, height_pt, content, font, resources)
    )


def _picture(objects: _Objects, jpeg: bytes) -> int:
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        colours = b"DeviceGray" if image.mode == "L" else b"DeviceRGB"
        size = image.size
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter/DCTDecode"
    return objects.stream(jpeg, head % (*size, colours))


def _text(page: Page, scale: float) -> Iterator[bytes]:
    for line in page.lines:
        yield from _line(line, page.height_px, scale)


def _line(line: Line, page_px: int, scale: float) -> Iterator[bytes]:
    """Each word is stretched to its box; a space in its own right stands between two, so that copies have one."""
    for at, word in enumerate(line.words):
        last = at + 1 == len(line.words)
        yield _stretched(word.text, word.box, page_px, scale)
        if not last:
            gap = Box(
                word.box.right, word.box.top, max(word.box.right + 1, line.words[at + 1].box.left), word.box.bottom
            )
            yield _stretched(" ", gap, page_px, scale)


def _stretched(text: str, box: Box, page_px: int, scale: float) -> bytes:
    codes = "".join(sign if sign <= "\uffff" else "\ufffd" for sign in text).encode("utf-16-be", "replace")
    size_pt = max(0.5, box.height_px * scale)
    natural_pt = len(codes) / 2 * size_pt * glyphless.ADVANCE / glyphless.EM
    stretch = 100 * max(0.1, box.width_px * scale) / max(0.01, natural_pt)
    left_pt, base_pt = box.left * scale, (page_px - box.bottom) * scale
    return b"/F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%b> Tj" % (
        *(size_pt, stretch, left_pt, base_pt),
        codes.hex().upper().encode(),
    )
