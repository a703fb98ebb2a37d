"""Opening an e-invoice: bytes become the one `HDon` of the file, or are refused. Knows no field and no signature.

XML can name other files, grow without end and hide its prologue in another encoding. So the bytes must be UTF-8, must
hold no document type and not too many elements, all of which is seen before a parser runs; the parser then is told to
fetch and replace nothing.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from giong.errors import BadInput, TooLarge

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""

MOST_BYTES = 10_000_000
MOST_ELEMENTS = 300_000
"""Opening and closing tags together; each takes some hundred bytes of memory, whatever it takes in the file."""
INVOICE, ENVELOPE, PAYLOAD = "HDon", "TDiep", "DLHDon"

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_SPACE = b" \t\r\n"
_TYPED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})["']""")


def is_xml(data: bytes) -> bool:
    """Whether these bytes begin as XML does, in whatever encoding."""
    head = data[:64].removeprefix(_BOM).lstrip(_SPACE)
    return data[:2] in _WIDE or (head[:1] == b"<" and head[1:2] in _FIRST)


_FIRST = frozenset(bytes([each]) for each in b"?!_:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def opened(data: bytes) -> Element:
    """The `HDon` of the file: the root, or the only one in the message (`TDiep`) in which tax offices pass it on.

    Raises `TooLarge` and `BadInput` "paper.xml_dtd", "paper.xml_encoding", "paper.damaged", "einvoice.unknown" and
    "einvoice.several".
    """
    if len(data) > MOST_BYTES or data.count(b"<") > MOST_ELEMENTS:
        raise _too_large()
    _look_before(data)
    root = _parsed(data)
    found = [root] if _is(root, INVOICE) else [each for each in root.iter() if _is(each, INVOICE)]
    if not found or not (_is(root, INVOICE) or _is(root, ENVELOPE)):
        raise _unknown()
    payloads = [each for each in root.iter() if _is(each, PAYLOAD)]
    if len(found) > 1 or len(payloads) > 1:
        raise _several()
    if not payloads or payloads[0].getparent() is not found[0]:
        raise _unknown()
    return found[0]


def _look_before(data: bytes) -> None:
    """Refuse what must not reach a parser."""
    if data[:2] in _WIDE:
        raise _encoding()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise _encoding() from None
    said = _ENCODING.match(data.removeprefix(_BOM).lstrip(_SPACE))
    if said and said[1].lower() not in (b"utf-8", b"utf8"):
        raise _encoding()
    if _TYPED.search(data):
        raise _typed()


def _parsed(data: bytes) -> Element:
    from lxml import etree

    # The encoding is given so that no declaration can make the parser see other letters than were looked at above.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data.removeprefix(_BOM).lstrip(_SPACE), parser)
    except etree.XMLSyntaxError:
        raise _damaged() from None
    if root.getroottree().docinfo.doctype:
        raise _typed()
    return root


def _is(element: Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _too_large() -> TooLarge:
    return TooLarge(
        "paper.too_large",
        vi=f"Tệp XML quá lớn: giới hạn là {MOST_BYTES // 1_000_000} MB và {MOST_ELEMENTS:,} thẻ. Hãy gửi từng hóa đơn.",
        en=f"The XML file is too large: at most {MOST_BYTES // 1_000_000} MB and {MOST_ELEMENTS:,} tags. Send invoices "
        "one by one.",
    )


def _typed() -> BadInput:
    return BadInput(
        "paper.xml_dtd",
        vi="Tệp XML khai báo kiểu tài liệu (DOCTYPE/ENTITY), điều mà hóa đơn điện tử không có và có thể gây hại, nên "
        "không được mở. Hãy tải lại tệp gốc từ người bán.",
        en="The XML file declares a document type (DOCTYPE/ENTITY), which no e-invoice has and which can do harm, so "
        "it was not opened. Get the original file from the seller.",
    )


def _encoding() -> BadInput:
    return BadInput(
        "paper.xml_encoding",
        vi="Tệp XML không ở bảng mã UTF-8 như quy định cho hóa đơn điện tử. Hãy tải lại tệp gốc từ người bán.",
        en="The XML file is not in UTF-8, as e-invoices must be. Get the original file from the seller.",
    )


def _damaged() -> BadInput:
    return BadInput(
        "paper.damaged",
        vi="Tệp XML bị hỏng hoặc thiếu một phần nên không đọc được. Hãy tải lại tệp gốc từ người bán.",
        en="The XML file is damaged or incomplete and cannot be read. Get the original file from the seller.",
    )


def _unknown() -> BadInput:
    return BadInput(
        "einvoice.unknown",
        vi="Tệp XML không phải hóa đơn điện tử theo Quyết định 1450/QĐ-TCT (không có HDon/DLHDon). Hãy gửi tệp XML của "
        "hóa đơn, hoặc bản PDF hay ảnh.",
        en="The XML file is no e-invoice of Decision 1450/QĐ-TCT (no HDon/DLHDon). Send the invoice's XML, a PDF or a "
        "picture.",
    )


def _several() -> BadInput:
    return BadInput(
        "einvoice.several",
        vi="Tệp XML chứa nhiều phần dữ liệu hóa đơn (DLHDon); không thể biết phần nào đã được ký. Hãy gửi từng "
        "hóa đơn.",
        en="The XML file holds several invoices (DLHDon); nobody can tell which one was signed. Send them one by one.",
    )
