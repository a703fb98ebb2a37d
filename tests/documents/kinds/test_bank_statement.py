"""Statements of accounts, whose balances run."""

from __future__ import annotations

from giong.documents.kind import Paper
from giong.documents.kinds.bank_statement import BankStatement
from tests.documents.printing import line, page, paper, values, verdicts

KIND = BankStatement()

_POSTINGS = (
    ("02/05/2026", "Lương tháng 4", "", "15.000.000", "17.500.000"),
    ("05/05/2026", "Tiền điện", "1.200.000", "", "16.300.000"),
    ("11/05/2026", "Chuyển khoản cho", "3.300.000", "", "13.000.000"),
)


def _statement(last_balance: str = "13.000.000") -> Paper:
    lines = [
        line(100, 60, "NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM"),
        line(600, 160, "SAO KÊ TÀI KHOẢN", height=40),
        line(100, 240, "Tên tài khoản: NGUYEN VAN AN"),
        line(100, 285, "Số tài khoản: 0011004217788"),
        line(100, 330, "Từ ngày: 01/05/2026     Đến ngày: 31/05/2026"),
        line(100, 375, "Số dư đầu kỳ: 2.500.000"),
        line(100, 460, "Ngày giao dịch"),
        line(500, 460, "Diễn giải"),
        line(880, 460, "Ghi nợ"),
        line(1120, 460, "Ghi có"),
        line(1400, 460, "Số dư"),
    ]
    top = 520
    for at, (day, what, debit, credit, balance) in enumerate(_POSTINGS):
        balance = last_balance if at == len(_POSTINGS) - 1 else balance
        lines += [line(100, top, day), line(380, top, what), line(1360, top, balance)]
        lines += [line(840, top, debit)] if debit else []
        lines += [line(1080, top, credit)] if credit else []
        top += 45
    lines += [line(380, top, "Trần Thị Bích"), line(100, top + 90, "Số dư cuối kỳ: 13.000.000")]
    return paper(page(lines))


def test_fields_and_rows_are_read() -> None:
    assert values(KIND, _statement()) == {
        "bank": "Vietcombank",
        "account_name": "NGUYEN VAN AN",
        "account_number": "0011004217788",
        "period_from": "01/05/2026",
        "period_to": "31/05/2026",
        "opening_balance": "2500000",
        "closing_balance": "13000000",
    }
    first, _, last = KIND.rows(_statement())
    assert first == {"date": "02/05/2026", "description": "Lương tháng 4", "credit": "15000000", "balance": "17500000"}
    assert last["description"] == "Chuyển khoản cho Trần Thị Bích"


def test_the_running_balance_is_proven() -> None:
    assert verdicts(KIND, _statement()) == {"statement.balance": "passed", "statement.total": "passed"}


def test_one_changed_balance_is_found() -> None:
    checks = KIND.check({}, _statement(last_balance="31.000.000"))
    assert [(check.code, check.verdict.value, check.vi) for check in checks] == [
        ("statement.balance", "failed", "Số dư không khớp ở dòng 3")
    ]
