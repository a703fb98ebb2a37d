"""Payslips, whose three sums prove each other."""

from __future__ import annotations

from giong.documents.kind import Paper
from giong.documents.kinds.payslip import Payslip
from tests.documents.printing import column, line, page, paper, values, verdicts

KIND = Payslip()


def _slip(net: str = "13.425.000") -> Paper:
    return paper(
        page(
            [
                line(100, 60, "CÔNG TY TNHH AN BÌNH"),
                line(600, 150, "PHIẾU LƯƠNG", height=40),
                line(600, 210, "Tháng 5 năm 2026"),
                *column(
                    [
                        "Họ và tên: Nguyễn Văn An     Mã nhân viên: NV0123",
                        "Phòng ban: Kế toán     Chức vụ: Nhân viên",
                        "1. Lương cơ bản:     12.000.000",
                        "2. Phụ cấp ăn trưa:     1.500.000",
                        "3. Thưởng:     1.500.000",
                        "Tổng thu nhập:     15.000.000",
                        "4. Bảo hiểm bắt buộc:     1.260.000",
                        "5. Thuế thu nhập cá nhân:     315.000",
                        "Tổng khấu trừ:     1.575.000",
                        f"Số tiền thực nhận:     {net}",
                        "Bằng chữ: Mười ba triệu bốn trăm hai mươi lăm nghìn đồng",
                    ],
                    left=150,
                    top=300,
                ),
            ]
        )
    )


def test_everything_is_read() -> None:
    assert values(KIND, _slip()) == {
        "company": "CÔNG TY TNHH AN BÌNH",
        "employee": "Nguyễn Văn An",
        "employee_code": "NV0123",
        "department": "Kế toán",
        "position": "Nhân viên",
        "period": "05/2026",
        "gross": "15000000",
        "deductions": "1575000",
        "net": "13425000",
    }
    assert {"name": "Phụ cấp ăn trưa", "amount": "1500000"} in KIND.rows(_slip())


def test_gross_less_deductions_is_net() -> None:
    assert verdicts(KIND, _slip()) == {"payslip.net": "passed", "payslip.words": "passed"}
    assert verdicts(KIND, _slip(net="18.425.000")) == {"payslip.net": "failed", "payslip.words": "failed"}
