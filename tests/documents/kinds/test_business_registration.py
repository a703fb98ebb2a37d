"""Certificates of business registration, set in type as the circulars lay them out."""

from __future__ import annotations

from giong.documents.kinds.business_registration import BusinessRegistration
from tests.documents.printing import column, line, page, paper, values, verdicts

KIND = BusinessRegistration()

COMPANY = paper(
    page(
        [
            line(100, 100, "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"),
            line(100, 145, "THÀNH PHỐ HÀ NỘI"),
            line(100, 190, "PHÒNG ĐĂNG KÝ KINH DOANH"),
            line(850, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            line(950, 145, "Độc lập - Tự do - Hạnh phúc"),
            line(450, 300, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", height=36),
            line(500, 355, "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN"),
            line(600, 410, "Mã số doanh nghiệp: 0100109106"),
            line(500, 455, "Đăng ký lần đầu: ngày 12 tháng 5 năm 2020"),
            line(400, 500, "Đăng ký thay đổi lần thứ: 3, ngày 01 tháng 02 năm 2023"),
            *column(
                [
                    "1. Tên công ty",
                    "Tên công ty viết bằng tiếng Việt: CÔNG TY TNHH THƯƠNG MẠI VÀ DỊCH VỤ",
                    "BÌNH MINH XANH",
                    "Tên công ty viết bằng tiếng nước ngoài (nếu có): GREEN DAWN COMPANY LIMITED",
                    "Tên công ty viết tắt (nếu có): GREEN DAWN CO., LTD",
                    "2. Địa chỉ trụ sở chính",
                    "Số 12, ngõ 34 phố Hoàng Ngân, Phường Nhân Chính, Quận Thanh Xuân, Thành phố",
                    "Hà Nội, Việt Nam",
                    "Điện thoại: 0243 123 4567     Fax:",
                    "Email: lienhe@binhminhxanh.example     Website:",
                    "3. Vốn điều lệ: 5.000.000.000 đồng",
                    "Bằng chữ: Năm tỷ đồng",
                    "4. Thông tin về chủ sở hữu",
                    "Họ và tên: TRẦN THỊ BÍCH     Giới tính: Nữ",
                    "Sinh ngày: 02/03/1975     Dân tộc: Kinh     Quốc tịch: Việt Nam",
                    "5. Người đại diện theo pháp luật của công ty",
                    "* Họ và tên: NGUYỄN VĂN AN     Giới tính: Nam",
                    "Chức danh: Giám đốc",
                    "Sinh ngày: 15/08/1980     Dân tộc: Kinh     Quốc tịch: Việt Nam",
                    "Loại giấy tờ pháp lý của cá nhân: Thẻ căn cước công dân",
                    "Số giấy tờ pháp lý của cá nhân: 001080012345",
                    "Ngày cấp: 10/01/2022     Nơi cấp: Cục Cảnh sát quản lý hành chính về trật tự xã hội",
                    "Địa chỉ thường trú: Số 5 phố Huế, Quận Hai Bà Trưng, Thành phố Hà Nội, Việt Nam",
                ],
                left=180,
                top=580,
            ),
            line(1000, 1800, "TRƯỞNG PHÒNG"),
        ]
    )
)


def test_everything_is_read_of_a_company() -> None:
    found = values(KIND, COMPANY)
    assert found == {
        "enterprise_code": "0100109106",
        "name": "CÔNG TY TNHH THƯƠNG MẠI VÀ DỊCH VỤ BÌNH MINH XANH",
        "name_en": "GREEN DAWN COMPANY LIMITED",
        "name_short": "GREEN DAWN CO., LTD",
        "enterprise_type": "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN",
        "address": "Số 12, ngõ 34 phố Hoàng Ngân, Phường Nhân Chính, Quận Thanh Xuân, Thành phố Hà Nội, Việt Nam",
        "phone": "0243 123 4567",
        "capital": "5000000000",
        "legal_representative": "NGUYỄN VĂN AN",
        "position": "Giám đốc",
        "dob": "15/08/1980",
        "id_number": "001080012345",
        "first_registration_date": "12/05/2020",
        "change_number": "3",
        "change_date": "01/02/2023",
        "agency": "PHÒNG ĐĂNG KÝ KINH DOANH",
    }
    assert KIND.likeness(COMPANY) > 0.9


def test_what_can_be_proven_is() -> None:
    assert verdicts(KIND, COMPANY) == {
        "business.code": "passed",
        "business.capital": "passed",
        "business.dates": "passed",
    }
