"""Lists as people send them: any encoding, any headings, and one row in ten broken."""

from __future__ import annotations

import io
import unicodedata
from datetime import date
from typing import Any

import pytest

from giong.conversations.campaigns import export
from giong.conversations.campaigns.intake import Intake, Reason, number_of, read_list
from giong.errors import BadInput

LIST = '''DANH SÁCH KHÁCH THÁNG 11;;;
STT;Họ và tên;Giới tính;Số điện thoại;Sản phẩm đã mua
1;Nguyễn Thị Lan;Nữ;0912 345 678;Tủ lạnh "A"
2;"Trần Văn Hùng;Nam;0912345679;x
3;Lê A;Nam;09123O5679;Quạt
4;Lê B;Nam;912345670;Quạt
5;Lê C;Nam;01234567890;Quạt
6;Lê D;;0912345678;Quạt
7;Lê E;;;Quạt
8;Lê F;;19001234;Quạt
9;Lê G;;9,12E+08;Quạt
10;Lê H;;0912345611, 0912345622;Quạt
11;Lê I;;+84 (0)912-345-633;;thừa;x
12;Lê K;;84912345644;"Quạt
hai dòng"
13;;;0084912345655;

14;Lê L;;123;Q
15;"Lê ""M""";;024 3825 5678;Q
'''
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As old Vietnamese Windows wrote it: tones stand behind the letter."""
    letters = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in TONES)
        letters.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES)) + tone)
    return "".join(letters).encode("cp1258")


def workbook(rows: list[list[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def reasons(intake: Intake) -> dict[int, Reason]:
    return {problem.row: problem.reason for problem in intake.problems}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(LIST.encode(), id="utf-8"),
        pytest.param(LIST.encode("utf-8-sig"), id="utf-8-sig"),
        pytest.param(LIST.encode("utf-16"), id="utf-16"),
        pytest.param(LIST.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(windows_1258(LIST), id="cp1258"),
    ],
)
def test_good_rows_are_taken_and_the_others_told_one_by_one(data: bytes) -> None:
    intake = read_list("khach.csv", data, required=["ten", "san_pham_da_mua"])
    assert {entry.row: entry.number for entry in intake.entries} == {
        3: "0912345678",
        6: "0912345670",
        7: "0834567890",
        14: "0912345644",
        18: "02438255678",
    }
    assert intake.entries[0].variables == {
        "stt": "1", "ho_ten": "Nguyễn Thị Lan", "ten": "Lan", "customer": "Nữ", "san_pham_da_mua": 'Tủ lạnh "A"',
    }  # fmt: skip
    assert reasons(intake) == {
        4: Reason.BROKEN,
        5: Reason.LETTERS,
        8: Reason.TWICE,
        9: Reason.NO_NUMBER,
        10: Reason.NOT_A_PERSON,
        11: Reason.ROUNDED,
        12: Reason.SEVERAL,
        13: Reason.TOO_MANY_CELLS,
        15: Reason.NO_VALUE,
        17: Reason.IMPOSSIBLE,
    }
    assert intake.problems[2].vi == "Trùng số với dòng 3"
    assert len(intake.entries) + len(intake.problems) == intake.rows


def test_a_tenth_of_broken_rows_keeps_nobody_else_out() -> None:
    rows = [f"0912{number:06},Khách {number}" for number in range(1000)]
    rows[::10] = [f'"{row}' if number % 20 else row.replace("0912", "O912") for number, row in enumerate(rows[::10])]
    intake = read_list("a.csv", "\n".join(["SĐT,Tên", *rows]).encode())
    assert (len(intake.entries), len(intake.problems)) == (900, 100)
    assert [problem.row for problem in intake.problems] == list(range(2, 1002, 10))


def test_a_workbook_keeps_its_dates_and_gets_its_zeros_back() -> None:
    headings = ["Tên", "Phone", "Ngày mua", "Số tiền"]
    data = workbook([headings, ["Lan", 912345678, date(2026, 11, 3), 1500000.0], ["", "x"]])
    intake = read_list("a.xlsx", data)
    [entry] = intake.entries
    assert entry.number == "0912345678"
    assert entry.variables == {"ten": "Lan", "ngay_mua": "3/11/2026", "so_tien": "1500000"}
    assert reasons(intake) == {3: Reason.LETTERS}


def test_columns_are_told_where_the_guess_is_wrong() -> None:
    data = b"Ma,Lien lac,Ghi chu\nA1,0912345678,x\n"
    intake = read_list("a.csv", data, told={"A": "mã đơn", "Ghi chú": ""})
    assert intake.columns.names == ("ma_don", "number", "")
    assert intake.entries[0].variables == {"ma_don": "A1"}
    with pytest.raises(BadInput) as raised:
        read_list("a.csv", data, told={"Khong co": "x"})
    assert raised.value.code == "list.no_such_column"


def test_a_list_without_headings_or_with_names_of_ours() -> None:
    assert read_list("a.csv", b"0912345678,Lan\n0912345679,Mai\n").entries[1].number == "0912345679"
    [entry] = read_list("a.csv", b"sdt,code,self\n0912345678,1,2\n").entries
    assert entry.variables == {"kh_code": "1", "kh_self": "2"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"x", "list.other_kind"),
        ("a.csv", b"", "list.empty"),
        ("a.csv", "Tên,Tuổi\nLan,30\n".encode(), "list.no_numbers"),
        ("a.csv", b"sdt\n0912345678\n", "list.missing_columns"),
        ("a.xlsx", b"PK\x03\x04 no", None),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(name: str, data: bytes, code: str | None) -> None:
    with pytest.raises(BadInput) as raised:
        read_list(name, data, required=["mat_hang"] if code == "list.missing_columns" else [])
    assert code is None or raised.value.code == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912.345.678", "0912345678"),
        ("(+84) 912 345 678", "0912345678"),
        ("1634567890", "0334567890"),  # of before 2018, its zero lost
        ("'0912345678", "0912345678"),
        ("091234567", Reason.IMPOSSIBLE),
        ("0912345678 (chị Lan)", Reason.LETTERS),
        ("115", Reason.NOT_A_PERSON),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert number_of(text) == number


def test_nothing_in_an_export_runs_as_a_formula() -> None:
    from openpyxl import load_workbook

    nasty = ["=1+1", "+84", "-2", "@SUM(A1)", "\tx", "lành"]
    rows: list[list[Any]] = [["a"], *[[one] for one in nasty], [-5]]
    assert export.as_csv(rows).decode("utf-8-sig").splitlines() == [
        "a", "'=1+1", "'+84", "'-2", "'@SUM(A1)", "'\tx", "lành", "-5",
    ]  # fmt: skip
    sheet = load_workbook(io.BytesIO(export.as_xlsx(rows))).active
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:6]] == [(one, "s") for one in nasty[:5]]


def test_rows_that_were_left_out_can_be_mended_and_taken_in_again() -> None:
    intake = read_list("a.csv", LIST.encode())
    rows = [list(row) for row in export.problems(intake.columns.headings, intake.problems)]
    wrong = next(row for row in rows if row[0] == 5)
    wrong[wrong.index("09123O5679")] = "0912305679"
    again = read_list("loi.xlsx", export.as_xlsx(rows))
    assert [entry.number for entry in again.entries] == ["0912345679", "0912305679", "0912345678"]
