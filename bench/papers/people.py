"""Fictional people: names, birthdays, numbers and homes. The splits share surnames and provinces, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.papers.split import Split
from giong.text.communes import communes, districts
from giong.text.provinces import PROVINCES

_SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"),
    *("Lý", "Đinh", "Mai", "Trịnh", "Đoàn", "Lương", "Cao", "Tô", "Tạ", "Quách", "Nông", "Hà", "Thạch", "Giàng", "Lò"),
)
_MEN = (
    *(
        "Văn An",
        "Đức Bình",
        "Quốc Cường",
        "Tiến Dũng",
        "Minh Đạt",
        "Hữu Đức",
        "Trường Giang",
        "Hoàng Hải",
        "Trung Hiếu",
    ),
    *(
        "Việt Hoàng",
        "Quang Huy",
        "Duy Khánh",
        "Đăng Khoa",
        "Anh Kiệt",
        "Bảo Lâm",
        "Thành Long",
        "Xuân Lộc",
        "Công Minh",
    ),
    *(
        "Hoài Nam",
        "Trọng Nghĩa",
        "Khôi Nguyên",
        "Thiện Nhân",
        "Tấn Phát",
        "Gia Phúc",
        "Hồng Quân",
        "Ngọc Sơn",
        "Chí Tài",
    ),
    *("Đình Thắng", "Mạnh Tường", "Bá Thịnh", "Viết Thuận", "Như Toàn", "Ích Trí", "Thế Vinh", "Sỹ Vượng", "Kim Tuyến"),
    *("Cảnh Dương", "Phú Quý", "Nhật Huỳnh", "Phước Điền", "Thái Bửu", "Khắc Tiệp", "Mậu Ngọ", "Tùng", "Kỷ", "Thưởng"),
)
_WOMEN = (
    *("Thị Ánh", "Ngọc Bích", "Thùy Chi", "Mỹ Diệu", "Thị Duyên", "Hương Giang", "Thu Hà", "Thị Hạnh", "Thúy Hằng"),
    *("Minh Hiền", "Thị Hoa", "Khánh Huyền", "Diễm Kiều", "Phương Lan", "Thị Liễu", "Mai Linh", "Thị Loan", "Khánh Ly"),
    *("Tuyết Mai", "Trà My", "Thị Nga", "Kim Ngân", "Bảo Ngọc", "Thảo Nguyên", "Yến Nhi", "Thị Nhung", "Hồng Phượng"),
    *("Như Quỳnh", "Thị Sen", "Thanh Tâm", "Phương Thảo", "Thị Thêu", "Anh Thư", "Cẩm Tiên", "Thùy Trang", "Thị Tuyết"),
    *("Ánh Tuyền", "Thị Út", "Tường Vy", "Hải Yến", "Thị Xuyến", "Bích Vân", "Mỹ Uyên", "Diệu Ái", "Nguyệt", "Thủy"),
)
_WARDS = (
    *("Tân Lập", "Hòa Khánh Bắc", "Phú Mỹ", "Đông Sơn", "An Phú", "Bình Thuận", "Vĩnh Hải", "Long Trường", "Mỹ Thạnh"),
    *("Thạch Bàn", "Nghĩa Đô", "Xuân Phương", "Hương Sơ", "Kim Liên", "Tam Hiệp", "Trường Thọ", "Phước Hải", "Cửa Ông"),
    *("Liên Mạc", "Ea Tu", "Đắk Wil", "Mường Thanh", "Quỳnh Giang", "Yên Nghĩa", "Lộc Thủy", "Ngọc Thụy", "Hiệp An"),
    *("Tượng Sơn", "Bù Nho", "Cẩm Lĩnh", "Khuất Xá", "Nậm Pồ", "Hữu Vĩnh", "Giồng Riềng", "Cái Nhum", "Vũ Oai"),
)
_DISTRICTS = (
    *("Thạch Thất", "Hòa Vang", "Củ Chi", "Gò Vấp", "Từ Liêm", "Vĩnh Bảo", "Quỳnh Lưu", "Đức Trọng", "Cái Răng"),
    *("Châu Thành", "Hải Hậu", "Nghĩa Hưng", "Tân Yên", "Yên Thế", "Krông Pắc", "Diên Khánh", "Hướng Hóa", "Phú Ninh"),
    *("Bình Lục", "Lục Ngạn", "Tiên Lữ", "Chợ Mới", "Vạn Ninh", "Đông Hưng", "Trảng Bàng", "Sơn Dương", "Mù Cang Chải"),
)
_STREETS = (
    *("Lê Lợi", "Trần Hưng Đạo", "Nguyễn Trãi", "Hai Bà Trưng", "Điện Biên Phủ", "Lý Thường Kiệt", "Quang Trung"),
    *(
        "Nguyễn Huệ",
        "Phan Đình Phùng",
        "Hoàng Diệu",
        "Trường Chinh",
        "Lạc Long Quân",
        "Võ Thị Sáu",
        "Cách Mạng Tháng Tám",
    ),
    *("Ngô Quyền", "Bà Triệu", "Tôn Đức Thắng", "Nguyễn Văn Cừ", "Yết Kiêu", "Hùng Vương"),
)
_FEATURES = (
    "Nốt ruồi cách {n} cm dưới mắt trái",
    "Sẹo chấm cách {n} cm trên đuôi mày phải",
    "Nốt ruồi cách {n} cm trên trước cánh mũi phải",
    "Sẹo chấm cách {n} cm trước cánh mũi trái",
    "Nốt ruồi cách {n}cm sau đuôi mắt trái",
    "Sẹo dài cách {n} cm trên đầu mày trái",
    "Nốt ruồi cách {n} cm dưới sau mép phải",
    "Sẹo chấm c. {n}cm dưới trước mắt phải",
    "Nốt ruồi c.{n}cm trước nách tai trái",
    "Sẹo mổ môi trên bên phải {n} cm",
    "Nốt ruồi đầu mày phải",
    "Sẹo chấm giữa sống mũi",
)


@dataclass(frozen=True)
class Home:
    """An address in its parts, smallest first, as the old tree of 63 provinces has them."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return ", ".join(self.parts)


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    dob: date
    number: str
    old_number: str
    origin: Home
    residence: Home
    features: str
    issued: date
    expires: date | None
    """None when the card lasts for life."""

    @property
    def expiry(self) -> str:
        return dmy(self.expires) if self.expires else "Không thời hạn"


def dmy(day: date, separator: str = "/") -> str:
    return day.strftime(f"%d{separator}%m{separator}%Y")


def printed(chance: Random, day: date) -> str:
    """A date as papers have it: mostly with strokes."""
    return dmy(day, chance.choice(("/",) * 8 + ("-", ".")))


def a_date(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days))


def a_name(split: Split, chance: Random, sex: str) -> str:
    given = chance.choice(split.half(_MEN if sex == "Nam" else _WOMEN))
    surname = chance.choice(_SURNAMES)
    middle = f" {chance.choice(_SURNAMES)}" if chance.random() < 0.12 else ""
    return f"{surname}{middle} {given}"


def a_home(split: Split, chance: Random, *, street: bool) -> Home:
    """With a street or hamlet, or just commune, district and province as a place of origin has them. Every other one
    names units that do lie in each other; the others are mixed up, so that no list of units helps with them.
    """
    parts = _units(split, chance) if chance.random() < 0.5 else _mixed_up(split, chance)
    if street:
        parts.insert(0, _first_part(split, chance))
    return Home(tuple(parts))


def _mixed_up(split: Split, chance: Random) -> list[str]:
    province = _hyphened(chance.choice(PROVINCES).name)
    ward, district = chance.choice(split.half(_WARDS)), chance.choice(split.half(_DISTRICTS))
    if chance.random() < 0.25:
        kinds = (("phường ", "quận "), ("xã ", "huyện "), ("thị trấn ", "huyện "), ("P. ", "Q. "))
        ward, district = (kind + name for kind, name in zip(chance.choice(kinds), (ward, district), strict=True))
    return [ward, district, province]


def _units(split: Split, chance: Random) -> list[str]:
    """Units of the tree until June 2025, or now and then of the one since."""
    full = chance.random() < 0.35
    half = 0 if split is Split.TUNE else 1
    if chance.random() < 0.2:
        province, listed = chance.choice(list(communes().items()))
        commune = chance.choice(listed[half::2])
        return [_hyphened(commune.full if full else commune.name), province]
    province, older = chance.choice(list(districts().items()))
    district = chance.choice([one for one in older if len(one.communes) > 1])
    below = chance.choice(district.communes[half::2])
    if full or below.name.isdigit() or district.name.isdigit():
        return [below.full, district.full, _hyphened(province)]
    return [_hyphened(below.name), district.name, _hyphened(province)]


def _hyphened(name: str) -> str:
    """As papers print it."""
    return name.replace("–", "-")


def _first_part(split: Split, chance: Random) -> str:
    road = chance.choice(split.half(_STREETS))
    number = chance.randrange(1, 400)
    return chance.choice(
        (
            f"{number} {road}",
            f"Số {number} {road}",
            f"{number}/{chance.randrange(2, 90)} {road}",
            f"Tổ {chance.randrange(1, 40)}",
            f"Thôn {chance.randrange(1, 14)}",
            f"Ấp {chance.choice(split.half(_WARDS))}",
            f"Khu phố {chance.randrange(1, 9)}",
            f"Số {chance.randrange(1, 60)} ngõ {number} {road}",
            f"Căn hộ {chance.randrange(3, 30):02}{chance.randrange(1, 20):02}, chung cư {road}",
        )
    )


def a_number(chance: Random, *, sex: str, dob: date) -> str:
    """Twelve digits: old province, century and sex, year of birth, six by chance (Circular 07/2016/TT-BCA)."""
    century = (dob.year - 1900) // 100 * 2 + (sex != "Nam")
    return f"{chance.choice(PROVINCES).number}{century}{dob.year % 100:02}{chance.randrange(10**6):06}"


def a_person(split: Split, chance: Random) -> Person:
    sex = chance.choice(("Nam", "Nữ"))
    dob = a_date(chance, date(1944, 1, 1), date(2010, 1, 1))
    issued = a_date(chance, max(date(2021, 1, 1), date(dob.year + 15, 1, 1)), date(2026, 6, 1))
    return Person(
        name=a_name(split, chance, sex),
        sex=sex,
        dob=dob,
        number=a_number(chance, sex=sex, dob=dob),
        old_number=f"{chance.randrange(10, 400) * 10**6 + chance.randrange(10**6):09}",
        origin=a_home(split, chance, street=False),
        residence=a_home(split, chance, street=True),
        features=chance.choice(split.half(_FEATURES)).format(n=chance.choice(("1", "0,5", "1,5", "2", "2,5", "3"))),
        issued=issued,
        expires=_expiry(dob, issued),
    )


def _expiry(dob: date, issued: date) -> date | None:
    """Cards last until the holder is 25, 40 or 60 (Law on identity 2023, article 21)."""
    day = min(dob.day, 28) if dob.month == 2 else dob.day
    for age in (25, 40, 60):
        until = date(dob.year + age, dob.month, day)
        if (until - issued).days > 2 * 365:
            return until
    return None
