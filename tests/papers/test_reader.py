"""The real child: traps are refused before an engine is loaded, and a page that a program wrote is read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from giong.errors import BadInput
from giong.papers.reading import Readers
from tests.retrieval import files


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    one = Readers()
    yield one
    one.close()


def written(*pages: str, password: str = "") -> bytes:
    into = io.BytesIO()
    canvas = Canvas(into, encrypt=StandardEncryption(password) if password else None)
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return into.getvalue()


def bomb(operators: bytes, size: int) -> bytes:
    """A PDF whose only page unpacks to so many bytes of drawing."""
    content = zlib.compress(operators * (size // len(operators)), 9)
    return files.pdf_of([content], filtered=True)


def huge_picture() -> bytes:
    into = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(into, "PNG")
    return into.getvalue()


def nested() -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO(files.docx([("Normal", "chào")]))
    with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(1_000_000))
    with ZipFile(outer, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/embeddings/a.zip", inner.getvalue())
    return outer.getvalue()


def test_what_is_refused(readers: Readers) -> None:
    codes = []
    for data in (b"", b"MZ\x90\0" + bytes(1_000), huge_picture(), nested(), written("a", password="mở ra"), b"%PDF-1"):
        with pytest.raises(BadInput) as error:
            readers.look(data, name="a.pdf")
        codes.append(error.value.code)
    assert codes == [
        "paper.empty",
        "paper.not_supported",
        "paper.too_many_pixels",
        "paper.nested",
        "paper.encrypted",
        "paper.damaged",
    ]


@pytest.mark.parametrize("operators", [b"0 0 m 600 800 l S ", b"BT /F1 12 Tf (a) Tj ET "])
def test_a_page_that_unpacks_without_end_is_refused_within_half_a_gigabyte(readers: Readers, operators: bytes) -> None:
    data = bomb(operators, 100_000_000)
    assert len(data) < 400_000
    with pytest.raises(BadInput) as error:
        readers.look(data)
    assert error.value.code in ("paper.too_costly", "paper.inflates")


def test_a_written_page_needs_no_engine(readers: Readers) -> None:
    locked = written("Cong van so mot, gui cac don vi", "trang hai co mot dong chu", password="secret")
    with pytest.raises(BadInput) as error:
        readers.look(locked, password="khac")
    assert error.value.code == "paper.wrong_password"
    told: list[tuple[int, int]] = []
    document = readers.read(
        locked, password="secret", on_page=lambda page, total, picture: told.append((page.number, total))
    )
    assert [page.text for page in document.pages] == ["Cong van so mot, gui cac don vi", "trang hai co mot dong chu"]
    assert [number for number, _ in told] == [1, 2]
