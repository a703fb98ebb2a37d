"""Invoices as their providers print them."""

from __future__ import annotations

from giong.documents.kind import Paper
from giong.documents.kinds.invoice import Invoice
from tests.documents.printing import column, line, page, paper, values, verdicts

KIND = Invoice()


def _invoice(*, words: str = "Mười triệu tám trăm nghìn đồng chẵn", total: str = "10.800.000") -> Paper:
    return paper(
        page(
            [
                line(560, 100, "HÓA ĐƠN GIÁ TRỊ GIA TĂNG", height=40),
                line(700, 160, "(VAT INVOICE)"),
                line(600, 205, "Ngày (Date) 12 tháng 05 năm 2026"),
                line(1250, 160, "Ký hiệu (Serial): 1C26TAA"),
                line(1250, 205, "Số (No.): 00000123"),
                *column(
                    [
                        "Đơn vị bán hàng (Seller): CÔNG TY CỔ PHẦN THIẾT BỊ SAO MAI",
                        "Mã số thuế (Tax code): 0100109106",
                        "Địa chỉ (Address): Số 8 phố Tràng Thi, Phường Hoàn Kiếm, Thành phố Hà Nội",
                        "Điện thoại (Tel): 024 3999 0000     Số tài khoản (Account No.): 19012345678901",
                        "",
                        "Họ tên người mua hàng (Buyer):",
                        "Tên đơn vị (Company's name): CÔNG TY TNHH AN BÌNH",
                        "Mã số thuế (Tax code): 0100233488",
                        "Địa chỉ (Address): 15 đường Lê Lợi, Phường Bến Thành, Thành phố Hồ Chí Minh",
                        "Hình thức thanh toán (Payment method): TM/CK     Số tài khoản (Account No.):",
                    ],
                    left=120,
                    top=300,
                ),
                line(120, 800, "STT"),
                line(350, 800, "Tên hàng hóa, dịch vụ"),
                line(780, 800, "Đơn vị tính"),
                line(1010, 800, "Số lượng"),
                line(1180, 800, "Đơn giá"),
                line(1400, 800, "Thành tiền"),
                line(130, 850, "1"),
                line(420, 850, "2"),
                line(840, 850, "3"),
                line(1060, 850, "4"),
                line(1230, 850, "5"),
                line(1430, 850, "6=4x5"),
                line(130, 900, "1"),
                line(200, 900, "Máy in laser đen trắng khổ A4"),
                line(830, 900, "Cái"),
                line(1070, 900, "2"),
                line(1190, 900, "4.000.000"),
                line(1400, 900, "8.000.000"),
                line(200, 945, "kèm hộp mực"),
                line(130, 990, "2"),
                line(200, 990, "Giấy in"),
                line(820, 990, "Ram"),
                line(1060, 990, "40"),
                line(1220, 990, "50.000"),
                line(1400, 990, "2.000.000"),
                line(800, 1060, "Cộng tiền hàng (Total amount):"),
                line(1380, 1060, "10.000.000"),
                line(120, 1105, "Thuế suất GTGT (VAT rate): 8%"),
                line(800, 1105, "Tiền thuế GTGT (VAT amount):"),
                line(1410, 1105, "800.000"),
                line(800, 1150, "Tổng cộng tiền thanh toán (Total payment):"),
                line(1480, 1150, total),
                line(120, 1195, f"Số tiền viết bằng chữ (Amount in words): {words}."),
                line(200, 1300, "Người mua hàng"),
                line(1100, 1300, "Người bán hàng"),
                line(1050, 1380, "Ký ngày: 13/05/2026"),
            ]
        )
    )


def test_everything_is_read() -> None:
    found = values(KIND, _invoice())
    assert found == {
        "seller": "CÔNG TY CỔ PHẦN THIẾT BỊ SAO MAI",
        "seller_tax_code": "0100109106",
        "seller_address": "Số 8 phố Tràng Thi, Phường Hoàn Kiếm, Thành phố Hà Nội",
        "buyer": "CÔNG TY TNHH AN BÌNH",
        "buyer_tax_code": "0100233488",
        "buyer_address": "15 đường Lê Lợi, Phường Bến Thành, Thành phố Hồ Chí Minh",
        "payment_method": "TM/CK",
        "form": "1",
        "serial": "C26TAA",
        "number": "00000123",
        "date": "12/05/2026",
        "total_before_tax": "10000000",
        "tax_rate": "8%",
        "tax": "800000",
        "total": "10800000",
        "amount_in_words": "Mười triệu tám trăm nghìn đồng chẵn",
    }
    assert KIND.likeness(_invoice()) > 0.9


def test_goods_are_rows_with_names_of_several_lines() -> None:
    first, second = KIND.rows(_invoice())
    assert first == {
        "position": "1",
        "name": "Máy in laser đen trắng khổ A4 kèm hộp mực",
        "unit": "Cái",
        "quantity": "2",
        "unit_price": "4000000",
        "amount": "8000000",
    }
    assert second["name"] == "Giấy in"
    assert second["amount"] == "2000000"


def test_sums_prove_each_other() -> None:
    found = verdicts(KIND, _invoice())
    assert {code for code, verdict in found.items() if verdict == "passed"} >= {
        "invoice.seller_code",
        "invoice.words",
        "invoice.sum",
        "invoice.tax",
        "invoice.goods",
        "invoice.year",
    }


def test_a_changed_total_is_caught_twice() -> None:
    found = verdicts(KIND, _invoice(total="18.800.000"))
    assert found["invoice.words"] == "failed"
    assert found["invoice.sum"] == "failed"


def test_the_words_are_a_second_witness_of_the_total() -> None:
    origins = {each.origin for each in KIND.extract(_invoice())["total"] if each.value == "10800000"}
    assert len(origins) == 2
    unread = KIND.extract(_invoice(total="lO.8O"))["total"]
    assert [each.value for each in unread] == ["10800000"]
