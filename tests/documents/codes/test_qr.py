"""The code of a citizen's card, and its number."""

from __future__ import annotations

from giong.documents.codes.qr import card_code
from giong.documents.document import Verdict
from giong.documents.proving import cccd_number

CODE = "001099012345|012345678|Nguyễn Văn An|05031999|Nam|Số 5, Định Công, Hà Nội|20042021"


def test_all_parts() -> None:
    code = card_code(CODE)
    assert code is not None
    assert (code.number, code.old_number, code.name) == ("001099012345", "012345678", "Nguyễn Văn An")
    assert (code.dob, code.sex, code.issued) == ("05/03/1999", "Nam", "20/04/2021")


def test_more_parts_fewer_parts_and_impossible_ones() -> None:
    longer = card_code(CODE + "||Nguyễn Văn Cha|Trần Thị Mẹ")
    assert longer is not None
    assert longer.issued == "20/04/2021"
    shorter = card_code("001099012345||Lê An|31021999|?|Hà Nội")
    assert shorter is not None
    assert (shorter.old_number, shorter.dob, shorter.sex, shorter.issued) == ("", "", "", "")


def test_other_codes() -> None:
    assert card_code("https://example.vn/?a=1|2|3|4|5|6|7") is None
    assert card_code("00109901234|x|x|x|x|x|x") is None


def test_a_number_against_birth_and_sex() -> None:
    found = cccd_number.checks("001199012345", dob="05/03/1999", sex_printed="NAM")
    assert [(check.code, check.verdict) for check in found] == [
        ("cccd.number", Verdict.PASSED),
        ("cccd.birth_year", Verdict.PASSED),
        ("cccd.sex", Verdict.FAILED),
    ]
    assert cccd_number.checks("003099012345")[0].verdict is Verdict.FAILED
