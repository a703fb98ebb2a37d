"""A hostile file costs its own child process and nothing else; what is read there is the same as here."""

from __future__ import annotations

import io
import threading
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from giong.confined.allowance import Allowance
from giong.errors import BadInput, TooLarge
from giong.retrieval import confined, sources
from giong.retrieval.index import Index
from giong.retrieval.sources import DOCX, HTML, MARKDOWN, PDF, SMALL_BYTES, XLSX, Limits
from tests.retrieval import files

SMALL = Allowance(address_bytes=180_000_000, cpu_s=2, wall_s=10.0)
"""Enough for an ordinary file, as the first test shows."""


def refused(kind: str, data: bytes, *, limits: Limits | None = None, allowance: Allowance = SMALL) -> str:
    with pytest.raises(BadInput) as error:
        confined.parsed(kind, data, title="a", limits=limits or Limits(), allowance=allowance)
    return error.value.code


def workbook(rows: str) -> bytes:
    """An XLSX whose only sheet holds `rows` as XML."""
    whole = io.BytesIO(files.xlsx({"A": [["x"]]}))
    packed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member.endswith("sheet1.xml"):
                head, _, rest = content.partition(b"<sheetData>")
                content = head + b"<sheetData>" + rows.encode() + rest[rest.index(b"</sheetData>") :]
            new.writestr(member, content)
    return packed.getvalue()


def inflating_pdf(size: int) -> bytes:
    """A PDF whose page is `size` bytes of drawing, packed small."""
    content = zlib.compress(b"BT /F1 12 Tf 72 760 Td " + b"(a) Tj " * (size // 7) + b"ET", 9)
    return files.pdf_of([content], filtered=True)


def test_the_same_document_as_in_process() -> None:
    paper = files.docx([("Heading 1", "Lệ phí"), ("Normal", "Lệ phí là 15.000 đồng.")], [["Tên", "Phí"], ["A", "1"]])
    sheet = files.xlsx({"A": [["Tên", "Phí"], ["A", 1]]})
    pages = files.pdf([["mot dong chu du dai cho mot trang"]])
    web = "<h1>Lệ phí</h1><table><tr><td>Tên</td><td>Phí</td></tr><tr><td>A</td><td>1</td></tr></table>".encode()
    written = files.MARKDOWN.encode()
    for kind, data in ((DOCX, paper), (XLSX, sheet), (PDF, pages), (HTML, web), (MARKDOWN, written)):
        there = confined.parsed(kind, data, title="a", limits=Limits(), allowance=SMALL)
        assert there == sources.parsed(kind, data, title="a", limits=Limits())


def test_refusals_come_back_as_they_are() -> None:
    with pytest.raises(TooLarge) as error:
        confined.parsed(PDF, files.pdf([["mot dong chu"]] * 3), title="a", limits=Limits(pages=2))
    assert error.value.code == "source.too_large"
    assert "giới hạn là 2" in error.value.vi


def test_a_zip_bomb_that_is_within_what_it_may_declare() -> None:
    cell = '<c t="inlineStr"><is><t>' + "a" * 45_000_000 + "</t></is></c>"
    bomb = workbook(f"<row>{cell}</row>")
    assert len(bomb) < 2_000_000
    assert refused(XLSX, bomb, limits=Limits(characters=10**9)) == "source.too_costly"


def test_a_paper_of_very_many_empty_paragraphs() -> None:
    bomb = files.docx_of(b"<w:p/>" * 2_000_000)
    assert len(bomb) < 100_000
    assert refused(DOCX, bomb) in ("source.too_costly", "source.corrupt")


def test_a_pdf_that_inflates_without_end() -> None:
    bomb = inflating_pdf(40_000_000)
    assert len(bomb) < 1_000_000
    assert refused(PDF, bomb) == "source.too_costly"


@pytest.mark.parametrize(("name", "mark"), [("a.md", b"# a\n"), ("a.txt", b"a\n\n"), ("a.csv", b"a,b\n")])
def test_large_files_of_plain_formats_are_read_in_a_child(
    name: str, mark: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = mark * (SMALL_BYTES // len(mark))
    monkeypatch.setattr(confined, "ALLOWANCE", replace(SMALL, wall_s=0.01))
    assert sources.read(name, small).blocks
    with pytest.raises(BadInput) as error:
        sources.read(name, small + mark * 2)
    assert error.value.code == "source.too_costly"


@pytest.mark.parametrize(("kind", "data"), [(HTML, b"<div>" * 1_000_000), (MARKDOWN, b"#\n" * 1_000_000)])
def test_markup_that_takes_long_is_given_up(kind: str, data: bytes) -> None:
    assert refused(kind, data, allowance=replace(SMALL, cpu_s=1)) == "source.too_costly"


def test_a_child_that_hangs_is_ended() -> None:
    assert refused(PDF, files.pdf([["a"]]), allowance=replace(SMALL, wall_s=0.01)) == "source.too_costly"


def test_a_child_that_writes_too_much_is_ended() -> None:
    assert refused(PDF, files.pdf([["a" * 80] * 40]), allowance=replace(SMALL, answer_bytes=500)) == "source.too_costly"


def test_nothing_is_indexed_and_the_old_version_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index.open(tmp_path) as index:
        index.add("a.docx", files.docx([("Normal", "Lệ phí là 15.000 đồng.")]))
        monkeypatch.setattr(confined, "ALLOWANCE", replace(SMALL, wall_s=0.01))
        with pytest.raises(BadInput):
            index.add("a.docx", files.docx([("Normal", "Lệ phí là 20.000 đồng.")]))
        assert index.search("lệ phí")[0].passage.text == "Lệ phí là 15.000 đồng."


def test_from_several_threads() -> None:
    titles: list[str] = []
    data = files.docx([("Title", "Nội quy"), ("Normal", "Giữ trật tự.")])
    threads = [threading.Thread(target=lambda: titles.append(sources.read("a.docx", data).title)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == ["Nội quy"] * 4
