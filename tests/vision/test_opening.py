"""Files are opened by their bytes; what cannot be used is refused with a code before it costs anything."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from giong.errors import BadInput
from giong.vision.opening import Leaf, Limits, opened
from tests.vision import drawn


def code_of(data: bytes, **options: object) -> str:
    with pytest.raises(BadInput) as refused:
        list(opened(data, **options))  # type: ignore[arg-type]
    assert refused.value.vi
    assert refused.value.en
    return refused.value.code


def first(data: bytes) -> Leaf:
    return next(iter(opened(data)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def picture() -> Image.Image:
    return Image.fromarray(drawn.card())


def png_header(width_px: int, height_px: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 9)
        + b"IDAT"
    )


def test_what_is_no_paper_is_refused(picture: Image.Image) -> None:
    assert code_of(b"") == "paper.empty"
    assert code_of(b"MZ\x90\0" + os.urandom(500), name="hoa-don.pdf") == "paper.not_supported"
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="cv.doc") == "paper.not_supported"
    assert code_of(bytes(1001), limits=Limits(file_bytes=1000)) == "paper.too_large"
    data = saved(picture, "JPEG")
    assert code_of(data[: len(data) // 2]) == "paper.damaged"
    assert code_of(b"%PDF-1.7\n" + os.urandom(300)) == "paper.damaged"


@pytest.mark.parametrize(("width_px", "height_px"), [(30_000, 30_000), (12_000, 12_000)])
def test_huge_pictures_are_refused_from_their_header(width_px: int, height_px: int) -> None:
    assert code_of(png_header(width_px, height_px)) == "paper.too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_pictures_open_whatever_their_name_says(picture: Image.Image, kind: str) -> None:
    leaf = next(iter(opened(saved(picture, kind), name="x.pdf")))
    assert leaf.picture is not None
    assert leaf.picture.shape == (638, 1012, 3)
    assert np.abs(leaf.picture[10, 10].astype(int) - [214, 232, 224]).max() < 12


def test_modes_become_rgb(picture: Image.Image) -> None:
    sixteen = Image.fromarray((np.arange(65536, dtype=np.uint16)).reshape(256, 256))
    shades = first(saved(sixteen, "PNG")).picture
    assert shades is not None
    assert shades[0, 0].tolist() == [0, 0, 0]
    assert shades[255, 255].tolist() == [255, 255, 255]
    clear = first(saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")).picture
    assert clear is not None
    assert clear.min() == 255
    printed = first(saved(picture.convert("CMYK"), "JPEG")).picture
    assert printed is not None
    assert np.abs(printed[10, 10].astype(int) - [214, 232, 224]).max() < 30


def test_a_photo_is_turned_by_its_exif(picture: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    leaf = first(saved(picture, "JPEG", exif=exif.tobytes()))
    assert leaf.picture is not None
    assert leaf.picture.shape[:2] == (1012, 638)


def test_a_tiff_has_pages_and_an_animation_one(picture: Image.Image) -> None:
    small = [picture.resize((100, 60)), Image.new("RGB", (100, 60)), picture.resize((100, 60))]
    many = {"save_all": True, "append_images": small[1:]}
    assert [leaf.number for leaf in opened(saved(small[0], "TIFF", **many))] == [1, 2, 3]
    for kind in ("GIF", "WEBP", "PNG"):
        assert len(list(opened(saved(small[0], kind, **many)))) == 1


def test_a_digital_page_has_words_where_they_are_drawn() -> None:
    (leaf,) = opened(drawn.pages([drawn.text_content(b"Cong hoa xa hoi chu nghia Viet Nam")]))
    assert leaf.layer is not None
    assert leaf.layer.text == "Cong hoa xa hoi chu nghia Viet Nam"
    box = leaf.layer.lines[0].words[0].box
    assert leaf.picture is not None
    assert leaf.picture.shape[:2] == (leaf.layer.height_px, leaf.layer.width_px)
    assert box.cut(leaf.picture).min() < 100
    leaf_picture = leaf.picture.copy()
    box_of_line = leaf.layer.lines[0].box.grown(2)
    leaf_picture[box_of_line.top : box_of_line.bottom, box_of_line.left : box_of_line.right] = 255
    assert leaf_picture.min() == 255


def test_a_note_over_a_scan_is_no_text_layer(picture: Image.Image) -> None:
    data = saved(picture, "JPEG")
    scan = drawn.stream(
        data,
        b"/Type/XObject/Subtype/Image/Width 1012/Height 638/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode",
    )
    note = b"BT /F 8 Tf 72 40 Td (" + b"Signed by the office of the government. " * 4 + b") Tj ET"
    content = drawn.stream(b"q 595 0 0 842 0 0 cm /I Do Q " + note)
    (leaf,) = opened(drawn.pages([content], resources=b"/XObject<</I 5 0 R>>", extra=(scan,)))
    assert leaf.layer is None
    assert leaf.picture is not None
    assert 150 <= leaf.dpi <= 300


@pytest.mark.parametrize("damage", ["page", "content", "picture"])
def test_one_broken_page_of_many_is_named(damage: str, picture: Image.Image) -> None:
    contents = [drawn.text_content(b"Trang so %d cua quyet dinh nay" % number) for number in range(1, 31)]
    extra: tuple[bytes, ...] = ()
    if damage == "content":
        contents[16] = drawn.stream(b"x\x9c" + bytes(range(7, 200)), b"/Filter/FlateDecode")
    if damage == "picture":
        head = b"/Subtype/Image/Width 1012/Height 638/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"
        contents[16] = drawn.stream(b"q 595 0 0 842 0 0 cm /I Do Q")
        extra = (drawn.stream(saved(picture, "JPEG")[:3000], head),)
    data = drawn.pages(contents, resources=b"/XObject<</I 63 0 R>>" if extra else b"", extra=extra)
    if damage == "page":
        data = data.replace(b"35 0 obj\n<</Type/Page/", b"35 0 obj\n<</Type/Rage/")
    leaves = list(opened(data))
    assert len(leaves) == 30
    assert [leaf.number for leaf in leaves if leaf.problem == "page.broken"] == [17]
    assert sum(leaf.layer is not None for leaf in leaves) == 29


@pytest.mark.parametrize("filters", [b"/Filter/FlateDecode", b"/Filter 5 0 R"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_pdf_that_inflates_is_refused(filters: bytes, times: int) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"q Q " * 250_000) for _ in range(40)) + packer.flush()
    for _ in range(times - 1):
        bomb = zlib.compress(bomb)
    data = drawn.pages([drawn.stream(bomb, filters)], extra=(b"/FlateDecode",))
    assert code_of(data, limits=Limits(inflated_bytes=20_000_000)) == "paper.inflates"


def test_a_picture_within_a_pdf_is_refused_by_its_declared_size() -> None:
    head = b"/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
    content = drawn.stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    data = drawn.pages([content], resources=b"/XObject<</I 5 0 R>>", extra=(drawn.stream(zlib.compress(b"0"), head),))
    assert code_of(data) == "paper.too_many_pixels"


def test_a_protected_pdf_asks_for_its_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("giong2026", "owner", strength=128))
    canvas.drawString(100, 700, "Bang luong thang nam cua cong ty")
    canvas.save()
    data = out.getvalue()
    assert code_of(data) == "paper.encrypted"
    assert code_of(data, password="sai") == "paper.wrong_password"
    (leaf,) = opened(data, password="giong2026")
    assert leaf.layer is not None
    assert leaf.layer.text == "Bang luong thang nam cua cong ty"


def test_too_many_pages_are_refused() -> None:
    data = drawn.pages([drawn.text_content(b"x")] * 4)
    assert code_of(data, limits=Limits(pages=3)) == "paper.too_many_pages"


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Tờ trình", 1)
    document.add_paragraph("Kính gửi: Ông Nguyễn Văn Bình")
    grid = document.add_table(2, 2)
    grid.cell(0, 0).text, grid.cell(1, 1).text = "Số tiền", "1.250.000"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_a_docx_has_headings_and_tables() -> None:
    (leaf,) = opened(docx())
    assert leaf.picture is None
    assert leaf.layer is not None
    assert [block.kind for block in leaf.layer.blocks] == ["heading", "paragraph", "table"]
    assert leaf.layer.tables[0].rows == [["Số tiền", ""], ["", "1.250.000"]]


def test_an_xlsx_has_a_page_for_each_sheet_that_is_seen() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Họ tên", "Lương"])
    book.active.append(["Trần Thị Bé", 12_500_000])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    (leaf,) = opened(out.getvalue())
    assert leaf.layer is not None
    assert leaf.layer.tables[0].rows[1] == ["Trần Thị Bé", "12500000"]


def test_office_files_with_archives_or_bombs_inside_are_refused() -> None:
    assert code_of(with_member(docx(), "word/media/inner.zip", b"PK")) == "paper.nested"
    bomb = with_member(docx(), "word/media/a.png", bytes(30_000_000))
    assert code_of(bomb, limits=Limits(inflated_bytes=20_000_000)) == "paper.inflates"
    assert code_of(docx()[:-40]) == "paper.damaged"
    assert code_of(with_member(zipped(), "a.txt", b"x")) == "paper.not_supported"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("b.txt", "y")
    return out.getvalue()
