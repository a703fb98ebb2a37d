"""Every format gives the same kinds of blocks, and what cannot be read is refused with a remedy."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from giong.errors import BadInput, TooLarge
from giong.retrieval.document import Document, Kind
from giong.retrieval.sources import Limits, read
from tests.retrieval import files


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.of(block)) for block in document.blocks]


def test_markdown_keeps_headings_lists_and_tables() -> None:
    document = read("tam-tru.md", files.MARKDOWN.encode())
    assert document.title == "Đăng ký tạm trú"
    assert told(document) == [
        ("heading", "Đăng ký tạm trú"),
        ("paragraph", "Phường giải quyết việc đăng ký tạm trú cho người thuê nhà."),
        ("heading", "Hồ sơ"),
        ("paragraph", "Hồ sơ gồm:"),
        ("item", "- Tờ khai thay đổi thông tin cư trú;"),
        ("item", "- Giấy tờ chứng minh chỗ ở hợp pháp."),
        ("heading", "Thời hạn và lệ phí"),
        ("paragraph", "Công an phường trả kết quả trong 3 ngày làm việc. Lệ phí là 15.000 đồng."),
        ("row", "Hình thức: Trực tiếp; Lệ phí: 15.000 đồng"),
        ("row", "Hình thức: Trực tuyến; Lệ phí: 7.000 đồng"),
    ]


def test_numbered_lists_in_markdown_keep_their_numbers() -> None:
    document = read("a.md", "Các bước:\n\n2. Nộp đơn\n3. Nhận kết quả\n   - tại quầy\n".encode())
    assert told(document)[1:] == [
        ("item", "2. Nộp đơn"),
        ("item", "3. Nhận kết quả"),
        ("item", "- tại quầy"),
    ]


def test_html_reads_the_main_content_only() -> None:
    page = """<html><head><title>Giờ mở cửa</title><script>x()</script></head><body><nav>Trang chủ</nav>
    <main><h2>Lịch</h2><p>Mở cửa từ <b>7 giờ</b><br>đến 17 giờ.</p><ul><li>Thứ bảy<ul><li>buổi sáng</li></ul></li></ul>
    <table><tr><th>Câu hỏi</th><th>Trả lời</th></tr><tr><td>Có nghỉ trưa không?</td><td>Không.</td></tr></table>
    </main><footer>Chân trang</footer></body></html>"""
    document = read("gio.html", page.encode())
    assert document.title == "Giờ mở cửa"
    assert told(document) == [
        ("heading", "Lịch"),
        ("paragraph", "Mở cửa từ 7 giờ\nđến 17 giờ."),
        ("item", "- Thứ bảy"),
        ("item", "- buổi sáng"),
        ("answer", "Không."),
    ]
    assert document.blocks[-1].question == "Có nghỉ trưa không?"


def test_text_finds_paragraphs_and_lists_whatever_the_encoding() -> None:
    text = "Giờ làm việc\n\nCần mang:\n- thẻ căn cước\n- đơn\n"
    expected = [
        ("paragraph", "Giờ làm việc"),
        ("paragraph", "Cần mang:"),
        ("item", "- thẻ căn cước"),
        ("item", "- đơn"),
    ]
    for data in (text.encode(), text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        assert told(read("a.txt", data)) == expected


def test_lines_broken_by_an_editor_are_joined() -> None:
    document = read("a.txt", "Người thuê nhà phải\nđăng ký tạm trú.\nLệ phí là 15.000 đồng.".encode())
    assert document.text == "Người thuê nhà phải đăng ký tạm trú.\nLệ phí là 15.000 đồng."


def test_decomposed_letters_are_composed() -> None:
    import unicodedata

    document = read("a.txt", unicodedata.normalize("NFD", "Điện lực Đống Đa").encode())
    assert document.text == "Điện lực Đống Đa"


def test_question_answer_list_in_csv() -> None:
    document = read("hoi-dap.csv", files.FAQ_CSV.encode())
    answers = [block for block in document.blocks if block.kind is Kind.ANSWER]
    assert [block.question for block in answers] == [
        "Tôi báo mất điện ở đâu?",
        "Bao lâu thì có điện lại?",
        "Xem hóa đơn ở đâu?",
    ]
    assert document.of(answers[2]) == "Hóa đơn nằm trong mục Hóa đơn của ứng dụng."


def test_xlsx_writes_numbers_and_dates_as_people_do() -> None:
    from datetime import date

    rows = [
        ("Bậc", "Đơn giá", "Hệ số", "Từ ngày"),
        ("Bậc 1", 1984, 0.5, date(2025, 5, 10)),
        ("Bậc 6", 1234567, 2.0, None),
    ]
    document = read("gia.xlsx", files.xlsx({"Giá": rows}))
    assert told(document) == [
        ("row", "Bậc: Bậc 1; Đơn giá: 1984; Hệ số: 0,5; Từ ngày: 10/5/2025"),
        ("row", "Bậc: Bậc 6; Đơn giá: 1.234.567; Hệ số: 2"),
    ]


def test_sheets_of_a_workbook_are_headings() -> None:
    table = [("Câu hỏi", "Trả lời"), ("Mấy giờ mở cửa?", "7 giờ.")]
    document = read("a.xlsx", files.xlsx({"Chung": table, "Khác": table}))
    assert [document.of(block) for block in document.blocks if block.kind is Kind.HEADING] == ["Chung", "Khác"]


def test_docx_reads_styles_lists_and_tables() -> None:
    data = files.docx(
        [
            ("Title", "Quy định"),
            ("Heading 1", "Trả góp"),
            ("Normal", "Có thể trả góp."),
            ("List Bullet", "Qua ngân hàng"),
        ],
        [("Kỳ hạn", "Lãi suất"), ("6 tháng", "0%")],
    )
    document = read("quy-dinh.docx", data)
    assert document.title == "Quy định"
    assert told(document) == [
        ("heading", "Trả góp"),
        ("paragraph", "Có thể trả góp."),
        ("item", "- Qua ngân hàng"),
        ("row", "Kỳ hạn: 6 tháng; Lãi suất: 0%"),
    ]


def test_pdf_keeps_pages_and_joins_lines() -> None:
    head = "Cong ty Dien luc"
    pages = [
        [head, "Khach hang co the nop tien tai quay giao dich hoac qua", "ngan hang trong vong bay ngay.", "Trang 1"],
        [head, "Sau bay ngay cong ty gui thong bao lan hai cho khach hang.", "Trang 2"],
        [head, "Sau muoi lam ngay cong ty co the ngung cap dien cho khach.", "Trang 3"],
    ]
    document = read("a.pdf", files.pdf(pages))
    assert [(block.page, document.of(block)) for block in document.blocks] == [
        (1, "Khach hang co the nop tien tai quay giao dich hoac qua ngan hang trong vong bay ngay."),
        (2, "Sau bay ngay cong ty gui thong bao lan hai cho khach hang."),
        (3, "Sau muoi lam ngay cong ty co the ngung cap dien cho khach."),
    ]


def test_vietnamese_letters_come_out_of_a_pdf() -> None:
    paper = Path(__file__).parents[3] / "assistants/dien-luc/knowledge/an-toan-va-tiet-kiem-dien.pdf"
    document = read(paper.name, paper.read_bytes())
    first, second = document.blocks[:2]
    assert (first.kind, document.of(first)) == (Kind.HEADING, "CẨM NANG AN TOÀN VÀ TIẾT KIỆM ĐIỆN")
    assert "Điện lực Sông Hồng" in document.of(second)
    sentence = "Sau khi nước rút, nhờ thợ đo cách điện rồi mới đóng điện trở lại."
    assert sentence in document.text
    assert any(block.page == 2 and "tiết kiệm" in document.of(block).lower() for block in document.blocks)
    assert (Kind.HEADING, "PHẦN 2. KHI GẶP DÂY ĐIỆN ĐỨT") in [
        (block.kind, document.of(block)) for block in document.blocks
    ]


def test_pdf_without_text_tells_about_the_paper_reader() -> None:
    with pytest.raises(BadInput) as error:
        read("scan.pdf", files.pdf([[], []]))
    assert error.value.code == "source.no_text"
    assert "bộ đọc giấy tờ" in error.value.vi
    assert "paper reader" in error.value.en


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "source.unknown_type"),
        ("a.pdf", b"not a pdf", "source.corrupt"),
        ("a.docx", b"PK\x03\x04broken", "source.corrupt"),
        ("a.xlsx", b"", "source.corrupt"),
        ("a.txt", b"\x00\x01\x02\xff\xfe", "source.not_text"),
        ("a.txt", b"  \n\n ", "source.empty"),
        ("a.md", b"\xff" * 10 + b"\x00", "source.not_text"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as error:
        read(name, data)
    assert error.value.code == code
    assert error.value.vi
    assert error.value.en


def test_a_zip_that_is_no_office_file_is_corrupt() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "xin chào")
    for name in ("a.docx", "a.xlsx"):
        with pytest.raises(BadInput) as error:
            read(name, file.getvalue())
        assert error.value.code == "source.corrupt"


@pytest.mark.parametrize(
    "body",
    [b"<w:p>", b'<w:p><w:pPr><w:pStyle w:val="a\'b&quot;c"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'],
    ids=["not closed", "a style's name that breaks an XPath"],
)
def test_markup_that_word_would_not_write_is_corrupt(body: bytes) -> None:
    with pytest.raises(BadInput) as error:
        read("a.docx", files.docx_of(body))
    assert error.value.code == "source.corrupt"


@pytest.mark.parametrize("mark", ["<div>", "<ul><li>", "<dl><dd>", "<table><tr><td>"])
def test_markup_nested_without_end_is_read_as_a_run_of_words(mark: str) -> None:
    document = read("a.html", f"<p>Mở cửa</p>{mark * 2_000}lúc 7 giờ".encode())
    assert document.text.startswith("Mở cửa")
    assert document.text.endswith("lúc 7 giờ")


def test_limits() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 5_000_000)
    cases = [
        ("a.docx", bomb.getvalue(), Limits(unpacked_bytes=1_000_000)),
        ("a.txt", b"a" * 2_000, Limits(file_bytes=1_000)),
        ("a.txt", b"a " * 2_000, Limits(characters=1_000)),
        ("a.csv", b"a,b\n" * 20, Limits(rows=10)),
        ("a.pdf", files.pdf([["mot dong chu du dai cho mot trang"]] * 3), Limits(pages=2)),
    ]
    for name, data, limits in cases:
        with pytest.raises(TooLarge):
            read(name, data, limits=limits)


def test_the_declared_media_type_counts_where_it_says_more_than_the_name() -> None:
    assert read("upload", b"<p>xin ch\xc3\xa0o</p>", media_type="text/html; charset=utf-8").text == "xin chào"
    assert read("a.md", b"# A\n\nb", media_type="text/plain").blocks[0].kind is Kind.HEADING
