"""What may stand on a line of a Vietnamese paper, made up: names, places, dates, sums, codes, labels, plain words.

Nothing here comes from a real paper. Runs of words follow `giong/vision/recognition/lists/syllables.tsv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import giong.text
import giong.vision.recognition

FOLLOWERS = Path(giong.vision.recognition.__path__[0]) / "lists" / "syllables.tsv"
SURNAMES = Path(giong.text.__path__[0]) / "lists" / "surnames.txt"
LONGEST = 46
"""Characters; a longer line is cut, for time is spent by width."""
LABELS = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "SOCIALIST REPUBLIC OF VIET NAM",
    "CĂN CƯỚC CÔNG DÂN",
    "Citizen Identity Card",
    "Số / No.:",
    "Họ và tên / Full name:",
    "Ngày sinh / Date of birth:",
    "Giới tính / Sex:",
    "Quốc tịch / Nationality:",
    "Quê quán / Place of origin:",
    "Nơi thường trú / Place of residence:",
    "Có giá trị đến / Date of expiry:",
    "Đặc điểm nhận dạng / Personal identification:",
    "CỤC TRƯỞNG CỤC CẢNH SÁT",
    "HỘ CHIẾU / PASSPORT",
    "Nơi sinh / Place of birth",
    "Ngày cấp / Date of issue",
    "GIẤY PHÉP LÁI XE / DRIVER'S LICENSE",
    "Hạng / Class:",
    "KHÔNG THỜI HẠN",
    "Nguyên quán",
    "Dân tộc: Kinh",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP",
    "Mã số thuế:",
    "Địa chỉ trụ sở chính:",
    "Vốn điều lệ:",
    "HÓA ĐƠN GIÁ TRỊ GIA TĂNG",
    "Thuế suất GTGT: 10%",
    "Số tiền viết bằng chữ:",
    "Tổng cộng tiền thanh toán:",
    "Khách đưa",
    "Tiền thừa",
    "ỦY BAN NHÂN DÂN",
    "Kính gửi:",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "CÔNG TY TNHH",
)
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Text:
    """What is drawn, and what is to be read: a run of dots is read as three, whatever its length."""

    shown: str
    read: str


class Writer:
    """Makes texts with letters of one character set only."""

    def __init__(self, chance: Random, characters: Sequence[str]) -> None:
        self._chance = chance
        self._known = set(characters)
        self._surnames = [line for line in SURNAMES.read_text("utf-8").split("\n") if line and line[0] != "#"]
        self._followers: dict[str, tuple[list[str], list[int]]] = {}
        self._counts: list[int] = []
        for row in FOLLOWERS.read_text("utf-8").splitlines():
            if not row.startswith("#"):
                syllable, count, *rest = row.split("\t")
                pairs = [re.fullmatch(r"(\D+)(\d+)", pair) for pair in "".join(rest).split()]
                self._followers[syllable] = ([one[1] for one in pairs if one], [int(one[2]) for one in pairs if one])
                self._counts.append(int(count))
        self._syllables = list(self._followers)

    def text(self) -> Text:
        share = self._chance.random()
        if share < 0.10:
            return self._form()
        if share < 0.14:
            return Text(self._chance.choice(("." * self._chance.randint(8, 70), "…" * 12)), "...")
        if share < 0.19:
            return Text("_" * self._chance.randint(6, 40) if share < 0.16 else " ", "")
        line = self._cut(self.known(self._line()))
        return Text(line, line)

    def known(self, text: str) -> str:
        """Without the characters that the network has no output for."""
        composed = unicodedata.normalize("NFC", text)
        return " ".join("".join(letter for letter in composed if letter in self._known).split())

    def _line(self) -> str:
        kinds: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.42, self._words),
            (0.10, self._name),
            (0.08, self._date),
            (0.06, self._money),
            (0.07, self._code),
            (0.05, self._zone),
            (0.12, self._address),
            (0.05, lambda: self._chance.choice(LABELS)),
            (0.05, lambda: f"{self._chance.choice(LABELS)} {self._any((self._name, self._date, self._address))}"),
        )
        make = self._chance.choices([make for _, make in kinds], [share for share, _ in kinds])[0]
        return make()

    def _any(self, makers: Sequence[Callable[[], str]]) -> str:
        return self._chance.choice(makers)()

    def _form(self) -> Text:
        """A place to be filled in, perhaps filled."""
        label = self.known(self._chance.choice(LABELS) if self._chance.random() < 0.6 else self._words(most=4))
        dots = self._any((lambda: "." * self._chance.randint(6, 60), lambda: "…" * 9, lambda: ". " * 12))
        value = self._any((str, str, str, self._date))
        return Text(f"{label} {dots} {value}".strip(), f"{label} ... {value}".strip())

    def _cut(self, line: str) -> str:
        if len(line) <= LONGEST:
            return line
        start = self._chance.randint(0, len(line) - LONGEST)
        return line[start : start + self._chance.randint(LONGEST // 2, LONGEST)].strip()

    def _digits(self, count: int) -> str:
        return "".join(self._chance.choice("0123456789") for _ in range(count))

    def _words(self, most: int = 10) -> str:
        word = self._chance.choices(self._syllables, self._counts)[0]
        words = [word]
        for _ in range(self._chance.randint(1, most - 1)):
            following, counts = self._followers.get(word, ([], []))
            if following and self._chance.random() < 0.93:
                word = self._chance.choices(following, counts)[0]
            else:
                word = self._chance.choice(self._syllables)
            words.append(word + (self._chance.choice(",.;:") if self._chance.random() < 0.06 else ""))
        line = " ".join(words)
        return self._any((lambda: line, line.capitalize, line.capitalize, line.title, line.upper))

    def _name(self) -> str:
        given = [self._chance.choice(self._syllables) for _ in range(self._chance.choice((1, 2, 2, 3)))]
        name = " ".join([self._chance.choice(self._surnames), *given]).title()
        return name.upper() if self._chance.random() < 0.65 else name

    def _date(self) -> str:
        day, month, year = self._chance.randint(1, 31), self._chance.randint(1, 12), self._chance.randint(1930, 2060)
        if self._chance.random() < 0.12:
            return f"ngày {day:02d} tháng {month:02d} năm {year}"
        mark = self._chance.choice("///-.")
        time = f" {self._chance.randint(0, 23):02d}:{self._chance.randint(0, 59):02d}"
        return f"{day:02d}{mark}{month:02d}{mark}{year}" + (time if self._chance.random() < 0.2 else "")

    def _money(self) -> str:
        amount = self._chance.choice((self._chance.randint(1, 999) * 1000, self._chance.randint(1, 10**9)))
        return f"{amount:,}".replace(",", self._chance.choice(",,.. ")) + self._chance.choice(("", " đ", "đ", " VND"))

    def _code(self) -> str:
        return self._any(
            (
                lambda: self._digits(self._chance.choice((9, 10, 12, 12))),
                lambda: self._chance.choice("BCEKN") + self._digits(7),
                lambda: f"{self._chance.randint(1, 2999)}/{self._chance.randint(2005, 2027)}/QĐ-UBND",
                lambda: f"{self._chance.randint(1, 2999)}/STC-QLNS",
                lambda: "".join(self._chance.choice(CAPITALS + "0123456789") for _ in range(12)),
            )
        )

    def _zone(self) -> str:
        """A line of a machine-readable zone, its check digits left to chance."""
        plain = unicodedata.normalize("NFD", self._name().upper().replace("Đ", "D"))
        first, *rest = "".join(letter for letter in plain if letter in CAPITALS + " ").split()
        name, number = f"{first}<<{'<'.join(rest)}", self._digits(12)
        sex = self._chance.choice("MF")
        return self._any(
            (
                lambda: f"IDVNM{number[3:]}{self._digits(1)}{number}<<{self._digits(1)}",
                lambda: f"{self._digits(7)}{sex}{self._digits(7)}VNM<<<<<<<<<<<{self._digits(1)}",
                lambda: name[:30].ljust(30, "<"),
                lambda: f"P<VNM{name[:39]}".ljust(44, "<"),
                lambda: f"C{self._digits(7)}<{self._digits(1)}VNM{self._digits(7)}{sex}{self._digits(19)}",
            )
        )

    def _address(self) -> str:
        def place() -> str:
            names = " ".join(self._chance.choice(self._syllables) for _ in range(2)).title()
            return (
                self._chance.choice(("Xã ", "Phường ", "P. ", "Huyện ", "Quận ", "Q. ", "Thành phố ", "", "")) + names
            )

        opening = f"{self._chance.choice(('Số ', 'Tổ ', 'Thôn ', 'Ấp ', ''))}{self._chance.randint(1, 999)}"
        return ", ".join([opening, *(place() for _ in range(self._chance.randint(1, 3)))])
