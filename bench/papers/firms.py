"""Fictional shops, companies and state offices. Knows no paper."""

from __future__ import annotations

from random import Random

from bench.papers.split import Split

_SHOPS = (
    *(
        "Siêu thị mini Hoa Phượng",
        "Minimart Bình An",
        "Tạp hóa Cô Ba",
        "Cửa hàng Thực phẩm sạch Lá Xanh",
        "Quán cơm Bếp Nhà",
    ),
    *("Nhà sách Tuổi Ngọc", "Nhà thuốc Tâm An", "Cà phê Góc Phố", "Trà sữa Mây Hồng", "Phở gia truyền Ông Tám"),
    *("Thời trang Ánh Dương", "Điện máy Thành Vinh", "Vinh Thịnh Mart", "Bách hóa Đồng Tâm", "Bánh ngọt Hương Bơ"),
    *(
        "Siêu thị Sao Khuê",
        "Lẩu nướng Cánh Đồng",
        "Hải sản Bến Chài",
        "Cửa hàng tiện lợi 365 Plus",
        "Văn phòng phẩm Bút Chì",
    ),
)
_COMPANY_CORES = (
    *("Thương mại và Dịch vụ Hồng Phúc", "Xây dựng Trường Thịnh", "Công nghệ Đất Việt Xanh", "Vận tải Bắc Trung Nam"),
    *("Sản xuất Nội thất Gỗ Việt Tín", "Thiết bị Văn phòng Minh Quân", "Du lịch Cánh Buồm", "Nông sản Mekong Xanh"),
    *("Tư vấn Thiết kế Không Gian Mở", "Dược phẩm An Khang Thịnh", "In ấn Bao bì Phương Đông", "Thép Đại Lộc Phát"),
    *("May mặc Sen Vàng", "Phần mềm Hạt Giống Số", "Giáo dục Ươm Mầm Tri Thức", "Thủy sản Cà Ná"),
)
_COMPANY_FORMS = ("Công ty TNHH {}", "Công ty Cổ phần {}", "Công ty TNHH MTV {}")
_BRANCHES = (
    *(
        "Xây dựng",
        "Nội vụ",
        "Tài chính",
        "Giáo dục và Đào tạo",
        "Y tế",
        "Công Thương",
        "Tư pháp",
        "Khoa học và Công nghệ",
    ),
    *("Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch"),
)


def a_shop(split: Split, chance: Random) -> str:
    return chance.choice(split.half(_SHOPS))


def a_company(split: Split, chance: Random) -> str:
    return chance.choice(_COMPANY_FORMS).format(chance.choice(split.half(_COMPANY_CORES)))


def a_branch(split: Split, chance: Random) -> str:
    return chance.choice(split.half(_BRANCHES))


def a_tax_code(chance: Random, *, branch: bool = False) -> str:
    """Ten digits, the last one the tax offices' check digit; a branch has three more."""
    while True:
        digits = f"{chance.randrange(1, 64):02}{chance.randrange(10**7):07}"
        # Weighted sum modulo 11, the digit being 10 less the rest; a rest of 0 is never issued.
        rest = (
            sum(int(digit) * weight for digit, weight in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True))
            % 11
        )
        if rest != 0:
            code = f"{digits}{10 - rest}"
            return f"{code}-{chance.randrange(1, 30):03}" if branch else code


def a_phone(chance: Random) -> str:
    digits = f"0{chance.choice((24, 28, 236, 90, 91, 97, 38))}{chance.randrange(10**8):08}"[:10]
    return chance.choice(
        (digits, f"{digits[:4]} {digits[4:7]} {digits[7:]}", f"{digits[:4]}.{digits[4:7]}.{digits[7:]}")
    )
