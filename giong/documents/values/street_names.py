"""Streets that many towns have, named after people and events, spelt as they are ("Trấn Phú" → "Trần Phú"). Knows no
town's own streets.
"""

from __future__ import annotations

from giong.documents.values.phrases import Phrases

_STREETS = (
    *("An Dương Vương", "Âu Cơ", "Bà Triệu", "Bạch Đằng", "Bùi Thị Xuân", "Bùi Viện", "Cách Mạng Tháng Tám"),
    *("Chu Văn An", "Đào Duy Từ", "Điện Biên Phủ", "Đinh Bộ Lĩnh", "Đinh Tiên Hoàng", "Đoàn Thị Điểm"),
    *("Giải Phóng", "Hai Bà Trưng", "Hàm Nghi", "Hồ Tùng Mậu", "Hoàng Diệu", "Hoàng Hoa Thám", "Hoàng Quốc Việt"),
    *("Hoàng Văn Thụ", "Hùng Vương", "Huỳnh Thúc Kháng", "Lạc Long Quân", "Lê Duẩn", "Lê Đại Hành", "Lê Hồng Phong"),
    *("Lê Lai", "Lê Lợi", "Lê Quý Đôn", "Lê Văn Lương", "Lê Văn Sỹ", "Lương Thế Vinh", "Lý Nam Đế", "Lý Thái Tổ"),
    *("Lý Thường Kiệt", "Lý Tự Trọng", "Mạc Đĩnh Chi", "Nam Kỳ Khởi Nghĩa", "Ngô Gia Tự", "Ngô Quyền"),
    *("Nguyễn Bỉnh Khiêm", "Nguyễn Chí Thanh", "Nguyễn Công Trứ", "Nguyễn Du", "Nguyễn Đình Chiểu", "Nguyễn Huệ"),
    *("Nguyễn Hữu Cảnh", "Nguyễn Khuyến", "Nguyễn Kiệm", "Nguyễn Lương Bằng", "Nguyễn Oanh", "Nguyễn Thái Học"),
    *("Nguyễn Thị Minh Khai", "Nguyễn Trãi", "Nguyễn Tri Phương", "Nguyễn Trường Tộ", "Nguyễn Văn Cừ"),
    *("Nguyễn Văn Linh", "Nguyễn Văn Trỗi", "Phạm Hồng Thái", "Phạm Hùng", "Phạm Ngọc Thạch", "Phạm Ngũ Lão"),
    *("Phạm Văn Đồng", "Phan Bội Châu", "Phan Chu Trinh", "Phan Đăng Lưu", "Phan Đình Phùng", "Phan Văn Trị"),
    *("Phan Xích Long", "Tô Hiến Thành", "Tố Hữu", "Tôn Đức Thắng", "Tôn Thất Thuyết", "Trần Bình Trọng"),
    *("Trần Duy Hưng", "Trần Hưng Đạo", "Trần Khánh Dư", "Trần Nguyên Hãn", "Trần Nhân Tông", "Trần Phú"),
    *("Trần Quang Khải", "Trần Quốc Toản", "Trường Chinh", "Trương Định", "Võ Nguyên Giáp", "Võ Thị Sáu"),
    *("Võ Văn Kiệt", "Võ Văn Tần", "Xô Viết Nghệ Tĩnh", "Yết Kiêu"),
)
_PHRASES = Phrases([street.lower() for street in _STREETS])


def spelt(address: str) -> str:
    """The address with such streets as they are spelt, in its own capitals."""
    return _PHRASES.spelt(address)
