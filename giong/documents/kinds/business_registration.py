"""The certificate of business registration: the enterprise, its code, seat, capital and who represents it.

Forms of Circulars 01/2021/TT-BKHĐT and 68/2025/TT-BTC for companies, branches and household businesses. The enterprise
code is the tax code. Several persons may be named (owner, members): the one under "Người đại diện theo pháp luật" is
the representative. Knows no register.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import printed
from giong.documents.finding.labels import Label, joined, likeness
from giong.documents.finding.labels import find as find_labels
from giong.documents.finding.letterhead import head
from giong.documents.finding.part import between, with_pages
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.proving import tax_code
from giong.documents.values import in_words
from giong.documents.values.agencies import names, spelt
from giong.documents.values.amounts import find as find_amounts
from giong.documents.values.timestamps import days
from giong.text.unicode import fold
from giong.vision.page import Page

_TITLES = (
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG CHI NHÁNH",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH",
    "ENTERPRISE REGISTRATION CERTIFICATE",
)


_HELD = re.compile(
    r"giam doc|chu (?:tich|so huu|doanh nghiep|ho|nhiem)|thanh vien|quan ly|dai dien|truong|hoi dong|"
    r"director|manager|chairman|president|owner|head"
)


def _is_position(text: str) -> bool:
    return _HELD.search(fold(text)) is not None


def _dated(text: str) -> bool:
    return bool(days(text))


def _lettered(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _summed(text: str) -> bool:
    return bool(find_amounts(text))


_LABELS = (
    Label(
        "enterprise_code",
        (
            "Mã số doanh nghiệp",
            "Mã số hộ kinh doanh",
            "Mã số chi nhánh",
            "Mã số đăng ký hộ kinh doanh",
            "Mã số",
            "Enterprise code",
            "Business code",
        ),
        accepts=lambda text: tax_code.read(text) is not None,
    ),
    Label(
        "first_registration_date",
        (
            "Đăng ký lần đầu",
            "Đăng ký lần đầu, ngày",
            "First registration",
            "Initial registration",
            "Date of first registration",
        ),
        accepts=_dated,
    ),
    Label(
        "change_date",
        ("Đăng ký thay đổi lần thứ", "Đăng ký thay đổi lần", "Thay đổi lần thứ", "Registration of change", "Amendment"),
        accepts=lambda text: any(map(str.isdigit, text)),
    ),
    Label(
        "name",
        (
            "Tên công ty viết bằng tiếng Việt",
            "Tên doanh nghiệp viết bằng tiếng Việt",
            "Tên doanh nghiệp",
            "Tên hộ kinh doanh",
            "Tên chi nhánh viết bằng tiếng Việt",
            "Tên chi nhánh",
            "Tên công ty bằng tiếng Việt",
            "Vietnamese name",
            "Tên tiếng Việt",
        ),
        lines=3,
        accepts=_lettered,
    ),
    Label(
        "name_en",
        (
            "Tên công ty viết bằng tiếng nước ngoài (nếu có)",
            "Tên công ty viết bằng tiếng nước ngoài",
            "Tên doanh nghiệp viết bằng tiếng nước ngoài",
            "Tên doanh nghiệp viết bằng tiếng nước ngoài (nếu có)",
            "Tên chi nhánh viết bằng tiếng nước ngoài",
            "Tên viết bằng tiếng nước ngoài",
            "Tên tiếng nước ngoài",
            "Tên tiếng Anh",
            "Foreign name",
        ),
        lines=2,
        accepts=_lettered,
    ),
    Label(
        "name_short",
        (
            "Tên công ty viết tắt (nếu có)",
            "Tên công ty viết tắt",
            "Tên doanh nghiệp viết tắt",
            "Tên doanh nghiệp viết tắt (nếu có)",
            "Tên chi nhánh viết tắt",
            "Tên viết tắt",
            "Abbreviated name",
        ),
        accepts=_lettered,
    ),
    Label(
        "address",
        (
            "Địa chỉ trụ sở chính",
            "Địa chỉ trụ sở",
            "Trụ sở chính",
            "Địa điểm kinh doanh",
            "Địa chỉ trụ sở hộ kinh doanh",
            "Địa chỉ chi nhánh",
            "Địa chỉ",
            "Head office address",
            "Head office",
        ),
        lines=3,
        accepts=_lettered,
    ),
    Label(
        "phone", ("Điện thoại", "Số điện thoại", "Phone", "Tel"), accepts=lambda text: sum(map(str.isdigit, text)) > 6
    ),
    Label(
        "capital",
        ("Vốn điều lệ", "Vốn kinh doanh", "Vốn đầu tư", "Tổng vốn điều lệ", "Charter capital"),
        accepts=_summed,
    ),
    Label(
        "capital_in_words",
        ("Bằng chữ", "Viết bằng chữ", "Vốn điều lệ (bằng chữ)", "In words"),
        lines=2,
        accepts=_lettered,
    ),
    Label("", ("Fax", "Email", "Website", "Thư điện tử", "Mệnh giá cổ phần", "Giá trị tương đương")),
    Label("", ("Tên công ty", "Ngành nghề kinh doanh", "Thông tin về chủ sở hữu", "Danh sách thành viên góp vốn")),
    Label("", ("Người đại diện theo pháp luật của công ty", "Người đại diện theo pháp luật", "Chủ hộ kinh doanh")),
    Label("", ("Số nhà, ngách, hẻm, ngõ, đường phố/tổ/xóm/ấp/thôn", "Xã/Phường/Thị trấn", "Danh sách")),
)
_PERSON = (
    Label(
        "legal_representative",
        (
            "Họ và tên",
            "Họ, chữ đệm và tên",
            "Họ và tên (ghi bằng chữ in hoa)",
            "Họ và tên cá nhân hoặc tên đại diện hộ gia đình",
            "Full name",
            "Họ tên",
        ),
        accepts=_lettered,
    ),
    Label("position", ("Chức danh", "Chức vụ", "Position", "Title"), accepts=_is_position),
    Label("dob", ("Sinh ngày", "Ngày, tháng, năm sinh", "Ngày sinh", "Date of birth"), accepts=_dated),
    Label(
        "id_number",
        (
            "Số giấy tờ pháp lý của cá nhân",
            "Số giấy tờ pháp lý",
            "Số giấy chứng thực cá nhân",
            "Số định danh cá nhân",
            "Số CMND/CCCD",
            "Chứng minh nhân dân số",
            "Chứng minh nhân dân (hoặc thẻ căn cước công dân) số",
            "Thẻ căn cước công dân số",
            "Số CCCD",
            "Số CMND",
            "Số thẻ căn cước",
            "ID number",
        ),
        accepts=lambda text: sum(map(str.isdigit, text)) >= 7,
    ),
    Label(
        "",
        (
            "Giới",
            "Giới tính",
            "Dân tộc",
            "Quốc tịch",
            "Loại giấy tờ pháp lý của cá nhân",
            "Ngày cấp",
            "Nơi cấp",
            "Loại giấy tờ",
        ),
    ),
    Label("", ("Địa chỉ thường trú", "Địa chỉ liên lạc", "Nơi đăng ký hộ khẩu thường trú", "Chỗ ở hiện tại", "Gender")),
    Label("", ("Trưởng phòng", "Phó trưởng phòng", "Điện thoại", "Email")),
)
_SECTION = Label(
    "representative",
    (
        "Người đại diện theo pháp luật của công ty",
        "Người đại diện theo pháp luật",
        "Thông tin về người đại diện",
        "Họ và tên cá nhân hoặc tên đại diện hộ gia đình",
        "Thông tin về chủ hộ kinh doanh",
        "Chủ hộ kinh doanh",
        "Người đứng đầu chi nhánh",
        "Legal representative",
    ),
)
_HEADED = re.compile(r"^\W*\d{1,2}\s?[.)]\s*")
_TYPE = re.compile(r"^(?:cong ty|doanh nghiep tu nhan|hop tac xa|chi nhanh|van phong dai dien|ho kinh doanh)")


class BusinessRegistration:
    """Implements `Kind`."""

    name = "business_registration"
    vi = "Giấy chứng nhận đăng ký doanh nghiệp"
    en = "Business registration certificate"
    shape = Shape.SHEET
    fields = (
        FieldSpec("enterprise_code", "Mã số doanh nghiệp", "Enterprise code", type="tax_code", personal=False),
        FieldSpec("name", "Tên doanh nghiệp", "Name", type="organisation", personal=False),
        FieldSpec("name_en", "Tên bằng tiếng nước ngoài", "Foreign name", required=False, personal=False),
        FieldSpec("name_short", "Tên viết tắt", "Short name", required=False, personal=False),
        FieldSpec("enterprise_type", "Loại hình", "Type of enterprise", required=False, personal=False),
        FieldSpec("address", "Địa chỉ trụ sở chính", "Head office", type="address", personal=False),
        FieldSpec("phone", "Điện thoại", "Telephone", required=False),
        FieldSpec("capital", "Vốn điều lệ", "Charter capital", type="money", required=False, personal=False),
        FieldSpec("legal_representative", "Người đại diện theo pháp luật", "Legal representative", type="name"),
        FieldSpec("position", "Chức danh", "Position", required=False, personal=False),
        FieldSpec("dob", "Ngày sinh", "Date of birth", type="date", required=False),
        FieldSpec("id_number", "Số giấy tờ pháp lý", "Identity number", type="id", required=False),
        FieldSpec("first_registration_date", "Đăng ký lần đầu", "First registered", type="date", personal=False),
        FieldSpec("change_number", "Đăng ký thay đổi lần thứ", "Number of changes", required=False, personal=False),
        FieldSpec("change_date", "Ngày đăng ký thay đổi", "Last changed", type="date", required=False, personal=False),
        FieldSpec("agency", "Cơ quan cấp", "Issued by", required=False, personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        title = max(likeness(page, _TITLES) for page in paper.pages[:2])
        page = paper.pages[0]
        fields = {hit.label.field for hit in find_labels(page, _LABELS)} & {
            "enterprise_code",
            "name",
            "address",
            "capital",
        }
        return min(1.0, 0.7 * max(0.0, 2 * title - 1) + 0.1 * len(fields))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        own, person = _parted(paper)
        changes = _retyped(self.fields, "change_date", "text")
        found = printed.candidates(own, _LABELS, changes)
        found |= {
            name: several
            for name, several in printed.candidates(person, _PERSON, self.fields).items()
            if name in ("legal_representative", "position", "dob", "id_number")
        }
        found.pop("capital_in_words", None)
        found["change_number"], found["change_date"] = _changes(found.get("change_date", ()))
        found["enterprise_code"] = [code for each in found.get("enterprise_code", ()) if (code := _code(each))]
        found["name"] = [_unheaded(each) for each in found.get("name", ())] or _title_name(paper.pages[0])
        found["enterprise_type"] = _enterprise_type(paper.pages[0])
        found["agency"] = _agency(paper.pages[0])
        return printed.ordered({name: several for name, several in found.items() if several})

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks = tax_code.check(fields.get("enterprise_code"), code="business.code")
        capital = fields.get("capital")
        said = [
            value
            for page in paper.pages
            for each in printed.candidates(replace(paper, pages=(page,)), _LABELS, ()).get("capital_in_words", ())
            if (value := in_words.value(each.raw)) is not None
        ]
        if capital is not None and said:
            checks.append(_words_check(capital.value in map(str, said)))
        return [*checks, *_dates_check(fields)]


def _retyped(fields: Sequence[FieldSpec], name: str, type_: str) -> list[FieldSpec]:
    """The fields, one of them with another type."""
    return [replace(field, type=type_) if field.name == name else field for field in fields]


def _parted(paper: Paper) -> tuple[Paper, Paper]:
    """What is said of the enterprise, and what of its representative: the part of the paper from that heading on, or
    from the last person's name where the heading could not be read.
    """
    for at, page in enumerate(paper.pages):
        hits = find_labels(page, (_SECTION,)) or find_labels(page, _PERSON[:1])[-1:]
        if hits:
            line = hits[0].box.middle[1] - 0.6 * hits[0].segment.height_px
            before = (*paper.pages[:at], between(page, bottom=line))
            after = (between(page, top=line), *paper.pages[at + 1 :])
            return with_pages(paper, before), with_pages(paper, after)
    return paper, paper


def _changes(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """ "3, ngày 01 tháng 02 năm 2023" as which change it was and when."""
    numbers, dates = [], []
    for each in found:
        number = re.match(r"\D{0,3}(\d{1,3})(?!\d|/)", each.raw)
        if number:
            numbers.append(replace(each, value=str(int(number[1])), boxes=()))
        day = days(each.raw)
        if day:
            dates.append(replace(each, value=day[0].value, boxes=()))
    return numbers, dates


def _code(each: Candidate) -> Candidate | None:
    code = tax_code.read(each.raw)
    return replace(each, value=code.value, likelihood=each.likelihood * code.trust) if code else None


def _unheaded(each: Candidate) -> Candidate:
    return replace(each, value=_HEADED.sub("", each.value))


def _title_name(page: Page) -> list[Candidate]:
    """The name printed under the title, where no label says it."""
    lines = [line for line in page.lines if line.text.isupper() and _TYPE.match(fold(line.text))]
    return [
        Candidate(line.text, line.text, 0.4 * line.confidence, page=page.number, boxes=(line.box,))
        for line in lines[-1:]
        if len(line.text) > len("CÔNG TY CỔ PHẦN ")
    ]


_TYPES = (
    "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN",
    "CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN",
    "CÔNG TY CỔ PHẦN",
    "CÔNG TY HỢP DANH",
    "DOANH NGHIỆP TƯ NHÂN",
    "HỘ KINH DOANH",
)


def _enterprise_type(page: Page) -> list[Candidate]:
    """The type of enterprise that stands in a line of its own below the title."""
    labels = tuple(Label(each, (each,)) for each in _TYPES)
    for hit in find_labels(page, labels):
        alone = hit.end - hit.start >= 0.9 * len(hit.segment.at)
        if alone and hit.box.middle[1] < 0.5 * page.height_px:
            return [Candidate(hit.label.field, hit.segment.text, 0.9 * hit.score, page=page.number, boxes=(hit.box,))]
    return []


def _agency(page: Page) -> list[Candidate]:
    lines = [part.text for part in head(page).agency]
    groups = names(lines)
    if not groups:
        return []
    start, end = groups[-1]
    return [Candidate(spelt(joined(lines[start:end])), "\n".join(lines), 0.8, page=page.number)]


def _words_check(holds: bool) -> Check:
    return Check(
        "business.capital",
        Verdict.PASSED if holds else Verdict.FAILED,
        ("capital",),
        "Vốn bằng số và bằng chữ " + ("khớp nhau" if holds else "không khớp nhau"),
        "The capital in figures " + ("is" if holds else "is not") + " the one in words",
    )


def _dates_check(fields: Mapping[str, Field]) -> list[Check]:
    first, last = fields.get("first_registration_date"), fields.get("change_date")
    if first is None or last is None:
        return []
    one, other = days(first.value), days(last.value)
    if not one or not other:
        return []
    holds = one[0].iso <= other[0].iso
    return [
        Check(
            "business.dates",
            Verdict.PASSED if holds else Verdict.FAILED,
            ("first_registration_date", "change_date"),
            "Ngày thay đổi " + ("không trước" if holds else "lại trước") + " ngày đăng ký lần đầu",
            "The change " + ("does not come" if holds else "comes") + " before the first registration",
        )
    ]
