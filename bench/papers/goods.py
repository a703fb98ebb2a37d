"""What fictional shops and firms sell, and what it costs. Knows no paper."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.papers.split import Split

_GOODS = (
    *("Sữa tươi Vĩnh Thảo 1L", "Mì gói Ba Sao", "Nước mắm Hải Âu 500ml", "Gạo ST thơm 5kg", "Trứng gà hộp 10"),
    *("Bánh mì thịt nướng", "Cà phê sữa đá", "Trà đào cam sả", "Phở bò tái", "Cơm tấm sườn bì", "Bún chả Hà Nội"),
    *(
        "Dầu gội Hương Sen",
        "Kem đánh răng Ngọc Trai",
        "Giấy ăn Mềm Mại",
        "Nước rửa chén Chanh Tươi",
        "Bột giặt Sóng Xanh",
    ),
    *("Khăn mặt cotton", "Bút bi Bến Nghé", "Vở ô ly 96 trang", "Pin tiểu AA vỉ 4", "Ổ cắm điện 3 lỗ", "Đèn LED 9W"),
    *("Thịt ba chỉ", "Cá basa phi lê", "Rau muống", "Cải ngọt", "Dưa hấu", "Xoài cát Hòa Lộc", "Chuối tiêu", "Đậu phụ"),
    *("Nước suối 500ml", "Bia lon 330ml", "Kẹo dừa Bến Tre", "Bánh đậu xanh", "Sữa chua có đường", "Phô mai con bò"),
    *("Áo thun nam cổ tròn", "Dép lê nữ", "Mũ bảo hiểm", "Túi vải không dệt", "Ô gấp tự động", "Bình giữ nhiệt"),
)
_SERVICES = (
    *(
        "Dịch vụ bảo trì máy chủ",
        "Thi công vách thạch cao",
        "Phí tư vấn thiết kế",
        "Thuê xe 16 chỗ",
        "Vận chuyển hàng hóa",
    ),
    *("Máy in laser khổ A4", "Giấy in A4 định lượng 80", "Bàn làm việc 1m4", "Ghế xoay văn phòng", "Mực in đen"),
    *("Thép hộp mạ kẽm", "Xi măng PCB40", "Gạch ốp lát 60x60", "Sơn nước nội thất", "Cáp mạng Cat6", "Camera giám sát"),
)
_UNITS = ("cái", "hộp", "gói", "chai", "kg", "lon", "phần")


@dataclass(frozen=True)
class Sold:
    name: str
    unit: str
    count: int
    price: int

    @property
    def amount(self) -> int:
        return self.count * self.price


def at_a_shop(split: Split, chance: Random, *, lines: int) -> list[Sold]:
    names = chance.sample(split.half(_GOODS), lines)
    return [
        Sold(name, chance.choice(_UNITS), chance.choice((1, 1, 1, 2, 2, 3, 5)), chance.randrange(5, 300) * 500)
        for name in names
    ]


def at_a_firm(split: Split, chance: Random, *, lines: int) -> list[Sold]:
    names = chance.sample(split.half(_SERVICES), min(lines, len(split.half(_SERVICES))))
    return [
        Sold(
            name,
            chance.choice(("cái", "bộ", "gói", "m2", "chuyến")),
            chance.randrange(1, 20),
            chance.randrange(20, 4000) * 1000,
        )
        for name in names
    ]


def money(amount: int, separator: str = ".") -> str:
    return f"{amount:,}".replace(",", separator)
