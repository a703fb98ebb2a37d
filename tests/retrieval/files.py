"""Files of each format, made on the spot in the tests' own words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

MARKDOWN = """---
title: bỏ qua
---
# Đăng ký tạm trú

Phường giải quyết việc đăng ký tạm trú cho người thuê nhà.

## Hồ sơ

Hồ sơ gồm:

- Tờ khai thay đổi thông tin cư trú;
- Giấy tờ chứng minh chỗ ở hợp pháp.

## Thời hạn và lệ phí

Công an phường trả kết quả trong 3 ngày làm việc. Lệ phí là 15.000 đồng.

| Hình thức | Lệ phí |
|---|---|
| Trực tiếp | 15.000 đồng |
| Trực tuyến | 7.000 đồng |
"""

FAQ_CSV = """Chủ đề,Câu hỏi,Trả lời
Sự cố,Tôi báo mất điện ở đâu?,"Quý khách gọi tổng đài 1900 0000, chúng tôi xử lý trong 2 giờ."
Sự cố,Bao lâu thì có điện lại?,Phần lớn sự cố được xử lý trong 2 giờ.
Hóa đơn,Xem hóa đơn ở đâu?,Hóa đơn nằm trong mục Hóa đơn của ứng dụng.
"""

STATUTE = """QUY CHẾ

Chương I

QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh

Quy chế này quy định việc mượn sách của thư viện.

Điều 2. Người được mượn sách

1. Người được mượn sách gồm:
a) Học sinh của trường;
b) Giáo viên của trường.
2. Mỗi người được mượn 5 quyển trong 14 ngày.

Chương II
XỬ LÝ VI PHẠM

Điều 3. Trả muộn

Người trả muộn nộp 2.000 đồng cho mỗi ngày.
"""


def docx(paragraphs: Sequence[tuple[str, str]], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file of (style, text) paragraphs, followed by a table."""
    from docx import Document

    document = Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_of(body: bytes) -> bytes:
    """A DOCX whose body is this XML."""
    return _with_part(docx([("Normal", "a")]), "word/document.xml", b"<w:body>", body + b"</w:body></w:document>")


def _with_part(archive: bytes, part: str, after: bytes, rest: bytes) -> bytes:
    """The archive with all that follows `after` in one of its members replaced by `rest`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.partition(after)[0] + after + rest if name == part else content)
    return packed.getvalue()


def xlsx(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of named sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of lines of text (ASCII, the standard font has no Vietnamese letters), one list for each page."""
    bodies = (" ".join(f"({line}) Tj T*" for line in lines) for lines in pages)
    return pdf_of([f"BT /F1 12 Tf 16 TL 72 760 Td {body} ET".encode("ascii") for body in bodies])


def pdf_of(contents: Sequence[bytes], *, filtered: bool = False) -> bytes:
    """A PDF of page contents, `filtered` when they are packed by zlib."""
    packing = b" /Filter /FlateDecode" if filtered else b""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for content in contents:
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), packing, content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
