"""Administrative letters and decisions as Decree 30/2020/NĐ-CP lays them out on A4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from bench.papers import firms, fonts, ornament
from bench.papers.fonts import Face
from bench.papers.people import a_date, a_name
from bench.papers.sheet import Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.provinces import PROVINCES

_PX_PER_MM = 10.5
_WIDE, _TALL = 210.0, 297.0
_POINT_MM = 25.4 / 72
_SUBJECTS = (
    "báo cáo tình hình thực hiện nhiệm vụ quý {q} năm {y}",
    "triển khai công tác phòng cháy, chữa cháy mùa khô năm {y}",
    "cử cán bộ tham dự lớp tập huấn chuyển đổi số",
    "đôn đốc giải ngân vốn đầu tư công năm {y}",
    "rà soát hồ sơ cấp giấy chứng nhận quyền sử dụng đất",
    "góp ý dự thảo kế hoạch cải cách hành chính năm {y}",
    "tổ chức kỷ niệm ngày Nhà giáo Việt Nam 20/11",
    "tăng cường bảo đảm an toàn thực phẩm dịp Tết Nguyên đán",
    "phê duyệt chủ trương sửa chữa trụ sở làm việc",
    "cung cấp số liệu phục vụ điều tra dân số",
    "hướng dẫn thu phí sử dụng dịch vụ công trực tuyến",
    "thành lập tổ công tác hỗ trợ doanh nghiệp vừa và nhỏ",
)
_BODY = (
    "Căn cứ chức năng, nhiệm vụ được giao và kế hoạch công tác đã được phê duyệt, cơ quan đề nghị các đơn vị",
    "trực thuộc khẩn trương rà soát, tổng hợp số liệu và gửi báo cáo bằng văn bản trước thời hạn nêu trên để",
    "tổng hợp, trình cấp có thẩm quyền. Giao Văn phòng chủ trì, phối hợp với các phòng chuyên môn theo dõi,",
    "đôn đốc việc thực hiện; kịp thời báo cáo khó khăn, vướng mắc phát sinh trong quá trình triển khai. Các",
    "đơn vị bố trí kinh phí trong dự toán được giao, sử dụng tiết kiệm, đúng mục đích và thanh quyết toán theo",
    "quy định hiện hành. Trong quá trình thực hiện, nếu có nội dung chưa rõ, đề nghị liên hệ bộ phận một cửa",
    "để được hướng dẫn, giải đáp. Văn bản này có hiệu lực kể từ ngày ký và thay thế các văn bản trước đây có",
    "nội dung trái với quy định tại văn bản này. Đề nghị các đồng chí quan tâm chỉ đạo, tổ chức thực hiện",
    "nghiêm túc.",
)


@dataclass(frozen=True)
class _Office:
    superior: str
    name: str
    code: str
    place: str
    chief: str


def page(split: Split, chance: Random) -> Specimen:
    sheet = Sheet(
        _WIDE, _TALL, px_per_mm=_PX_PER_MM, colour=chance.choice(((255, 255, 255), (252, 251, 246), (248, 248, 250)))
    )
    face = fonts.serif(split, chance) if chance.random() < 0.85 else fonts.sans(split, chance)
    office = _an_office(split, chance)
    size = chance.uniform(12.5, 14) * _POINT_MM
    day = a_date(chance, date(2018, 1, 2), date(2026, 6, 1))
    subject = chance.choice(split.half(_SUBJECTS)).format(q=chance.choice(("I", "II", "III", "IV")), y=day.year)
    titled = chance.random() < 0.45
    kind, abbreviation = (
        chance.choice(
            (("QUYẾT ĐỊNH", "QĐ"), ("THÔNG BÁO", "TB"), ("KẾ HOẠCH", "KH"), ("BÁO CÁO", "BC"), ("TỜ TRÌNH", "TTr"))
        )
        if titled
        else ("", "")
    )
    code = (
        f"{abbreviation}-{office.code}"
        if titled
        else f"{office.code}-{chance.choice(('VP', 'TH', 'KHTC', 'TCHC', 'NV'))}"
    )
    number = f"{chance.randrange(1, 4000):02}/{code}"
    y = _head(sheet, chance, face, office, number, day, size, subject="" if titled else subject)
    y = _opening(sheet, chance, face, size, y, kind=kind, subject=subject)
    y = _paragraphs(sheet, chance, face, size, y)
    signer = a_name(split, chance, chance.choice(("Nam", "Nữ")))
    _foot(sheet, chance, face, office, signer, size, y)
    sheet.fields |= {
        "number": number,
        "agency": office.name,
        "subject": subject,
        "signer": signer,
        "place_date": f"{office.place}, ngày {day.day:02} tháng {_month(day)} năm {day.year}",
    }
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen("letter", sheet.picture, sheet.fields, boxes, _PX_PER_MM, size * 0.46, layout=kind or "V/v")


def _month(day: date) -> str:
    """Decree 30/2020: a zero before January and February only."""
    return f"{day.month:02}" if day.month < 3 else str(day.month)


def _an_office(split: Split, chance: Random) -> _Office:
    province = chance.choice(PROVINCES)
    branch = firms.a_branch(split, chance)
    letters = "".join(word[0] for word in branch.replace(",", "").split() if word != "và").upper()
    people = f"ỦY BAN NHÂN DÂN {province.kind} {province.name}".upper()
    return chance.choice(
        (
            _Office(people, f"SỞ {branch}".upper(), f"S{letters}", province.name, "GIÁM ĐỐC"),
            _Office("", people, "UBND", province.name, "CHỦ TỊCH"),
            _Office(f"BỘ {branch}".upper(), "CỤC CÔNG NGHỆ THÔNG TIN", "CNTT", "Hà Nội", "CỤC TRƯỞNG"),
            _Office(f"SỞ Y TẾ {province.name}".upper(), "BỆNH VIỆN ĐA KHOA KHU VỰC", "BVĐK", province.name, "GIÁM ĐỐC"),
        )
    )


def _head(
    sheet: Sheet, chance: Random, face: Face, office: _Office, number: str, day: date, size: float, *, subject: str
) -> float:
    """Both columns; says where the lower one ends."""
    left, right = chance.uniform(58, 64), chance.uniform(140, 147)
    small, bold, italic = size * 0.95, face.file(bold=True), face.file(italic=True)
    top = chance.uniform(20, 26)
    y = top
    if office.superior:
        for line in sheet.wrapped(office.superior, face.file(), small, first_mm=66, width_mm=66):
            sheet.text(line, left, y, file=face.file(), size_mm=small, anchor="m")
            y += small * 1.25
    for line in sheet.wrapped(office.name, bold, small, first_mm=66, width_mm=66):
        sheet.text(line, left, y, file=bold, size_mm=small, anchor="m", field="agency")
        y += small * 1.25
    sheet.rule([(left - 13, y - small * 0.8), (left + 13, y - small * 0.8)], width_mm=0.3)
    y += small * 0.5
    lead = chance.choice(("Số: ", "Số: ", "Số:"))
    width = sheet.width_of(lead + number, face.file(), size)
    wide = sheet.text(lead, left - width / 2, y, file=face.file(), size_mm=size)
    sheet.text(number, left - width / 2 + wide, y, file=face.file(), size_mm=size, field="number")
    if subject:
        y += size * 1.25
        y = _about(sheet, chance, face, subject, left, y, size * 0.88)
    state = small * 0.95
    while sheet.width_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, state) > 80:
        state *= 0.97
    sheet.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right, top, file=bold, size_mm=state, anchor="m")
    below = top + small * 1.3
    wide = sheet.text(
        chance.choice(("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc")),
        right,
        below,
        file=bold,
        size_mm=small,
        anchor="m",
    )
    sheet.rule([(right - wide / 2, below + 1.5), (right + wide / 2, below + 1.5)], width_mm=0.3)
    below += small * 2.1
    said = f"{office.place}, ngày {day.day:02} tháng {_month(day)} năm {day.year}"
    sheet.text(said, right, below, file=italic, size_mm=size, anchor="m", field="place_date")
    return max(y, below)


def _about(sheet: Sheet, chance: Random, face: Face, subject: str, x: float, y: float, size: float) -> float:
    """ "V/v …" under the number; only what comes after it is the subject."""
    lead = chance.choice(("V/v ", "V/v: ", "V/v "))
    lines = sheet.wrapped(lead + subject, face.file(), size, first_mm=62, width_mm=62)
    for number, line in enumerate(lines):
        if number == 0:
            wide = sheet.width_of(line, face.file(), size)
            at = sheet.text(lead, x - wide / 2, y, file=face.file(), size_mm=size)
            sheet.text(
                line.removeprefix(lead.strip()).strip(),
                x - wide / 2 + at,
                y,
                file=face.file(),
                size_mm=size,
                field="subject",
            )
        else:
            sheet.text(line, x, y, file=face.file(), size_mm=size, anchor="m", field="subject")
        y += size * 1.2
    return y


def _opening(sheet: Sheet, chance: Random, face: Face, size: float, y: float, *, kind: str, subject: str) -> float:
    middle = _WIDE / 2 + 4
    y += size * 2.2
    if not kind:
        addressed = chance.choice(
            ("Các phòng, ban trực thuộc", "Ủy ban nhân dân các xã, phường", "Các đơn vị sự nghiệp")
        )
        sheet.text(
            f"Kính gửi: {addressed}.",
            middle,
            y,
            file=face.file(),
            size_mm=size,
            anchor="m",
        )
        return y + size * 1.6
    sheet.text(kind, middle, y, file=face.file(bold=True), size_mm=size * 1.05, anchor="m")
    y += size * 1.35
    bold = face.file(bold=True)
    lead = chance.choice(("Về việc ", "Về việc ", "V/v "))
    for number, line in enumerate(sheet.wrapped(lead + subject, bold, size, first_mm=130, width_mm=130)):
        if number == 0:
            wide = sheet.width_of(line, bold, size)
            at = sheet.text(lead, middle - wide / 2, y, file=bold, size_mm=size)
            sheet.text(line.removeprefix(lead), middle - wide / 2 + at, y, file=bold, size_mm=size, field="subject")
        else:
            sheet.text(line, middle, y, file=bold, size_mm=size, anchor="m", field="subject")
        y += size * 1.3
    sheet.rule([(middle - 18, y - size * 0.7), (middle + 18, y - size * 0.7)], width_mm=0.3)
    return y + size * 0.8


def _paragraphs(sheet: Sheet, chance: Random, face: Face, size: float, y: float) -> float:
    left, width = chance.uniform(30, 34), 158.0
    for _ in range(chance.randrange(2, 5)):
        start = chance.randrange(len(_BODY) - 2)
        text = " ".join(_BODY[start : start + chance.randrange(2, 4)])
        text = text[0].upper() + text[1:]
        for number, line in enumerate(sheet.wrapped(text, face.file(), size, first_mm=width - 12, width_mm=width)):
            sheet.text(line, left + (12 if number == 0 else 0), y, file=face.file(), size_mm=size)
            y += size * 1.35
        y += size * 0.5
    return y


def _foot(sheet: Sheet, chance: Random, face: Face, office: _Office, signer: str, size: float, y: float) -> None:
    """Recipients on the left, signature on the right."""
    bold, italic = face.file(bold=True), face.file(italic=True)
    y = max(y + size * 1.5, chance.uniform(150, 190))
    small = size * 0.85
    sheet.text("Nơi nhận:", 31, y, file=bold, size_mm=small)
    copies = ["- Như trên;", "- Lưu: VT, " + office.code + "."]
    copies[1:1] = chance.sample(
        ["- Các phòng chuyên môn;", "- Cổng thông tin điện tử;", "- Đảng ủy (b/c);", "- Ban Giám đốc;"],
        chance.randrange(3),
    )
    for number, copy in enumerate(copies, start=1):
        sheet.text(copy, 31, y + number * small * 1.25, file=face.file(), size_mm=small)
    middle = chance.uniform(145, 152)
    deputy = chance.random() < 0.5
    lead = [f"TM. {office.name.split(' TỈNH')[0].split(' THÀNH')[0]}"] if office.name.startswith("ỦY BAN") else []
    lines = [*lead, *([f"KT. {office.chief}", f"PHÓ {office.chief}"] if deputy else [office.chief])]
    for line in lines:
        sheet.text(line, middle, y, file=bold, size_mm=size, anchor="m")
        y += size * 1.25
    ornament.signature(sheet, chance, middle - 16, y + 12, width_mm=36)
    if chance.random() < 0.8:
        ornament.stamp(
            sheet, middle - chance.uniform(10, 20), y + 9, 36, lines=(f"{office.name} ★",), file=bold, chance=chance
        )
    y += chance.uniform(26, 32)
    file = bold if chance.random() < 0.95 else italic
    sheet.text(signer, middle, y, file=file, size_mm=size, anchor="m", field="signer")
