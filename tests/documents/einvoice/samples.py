"""Thirty e-invoices: ten that are right, twenty that each are broken in one way. Everybody in them is made up."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from giong.documents.values.amounts import written
from giong.text.numbers import to_words
from tests.documents.einvoice.signing import identity, sign

SELLER, BUYER, OFFICE = "0109876557", "0312345673", "0100231226"
_OFFICE_CODE = "00" + "A1B2C3D4E5F60718" * 2


@dataclass
class Draft:
    """What an invoice is made of; a case changes what it is about."""

    form: str = "1"
    serial: str = "C26TAA"
    number: str = "125"
    day: str = "2026-05-12"
    signed_at: str = "2026-05-12T10:15:00"
    currency: str = "VND"
    exchange_rate: str = ""
    seller_code: str = SELLER
    signer_code: str = SELLER
    signer_years: tuple[int, int] = (2025, 2028)
    lines: list[dict[str, str]] = field(default_factory=list)
    fees: dict[str, str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)
    related: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    words: str = ""
    office: bool = True
    sign: bool = True
    signs: str = "#data"
    edit: Callable[[Any], None] = lambda root: None
    """Before signing."""
    forge: Callable[[Any], None] = lambda root: None
    """After signing."""


def line(name: str, quantity: str, price: str, rate: str = "10%", **more: str) -> dict[str, str]:
    amount = written((Decimal(quantity) * Decimal(price)).quantize(Decimal(1)))
    return {
        "TChat": "1",
        "THHDVu": name,
        "DVTinh": "cái",
        "SLuong": quantity,
        "DGia": price,
        "ThTien": amount,
        "TSuat": rate,
        **more,
    }


GOODS = (line("Bàn làm việc gỗ sồi", "2", "3500000"), line("Ghế xoay", "5", "1250000"))


def built(draft: Draft) -> bytes:
    root = etree.Element("HDon")
    payload = _below(root, "DLHDon", Id="data")
    _header(payload, draft)
    content = _below(payload, "NDHDon")
    _party(content, "NBan", "CÔNG TY TNHH NỘI THẤT THỬ NGHIỆM", draft.seller_code, "Số 1 Phố Mẫu, Hà Nội")
    _party(content, "NMua", "CÔNG TY CỔ PHẦN VÍ DỤ", BUYER, "Số 2 Đường Thử, Thành phố Hồ Chí Minh")
    _lines(content, draft)
    _totals(content, draft)
    _extras(payload, draft.extras)
    coded = draft.serial.startswith("C")
    if coded and draft.office:
        _below(root, "MCCQT", Id="code").text = _OFFICE_CODE
    signatures = _below(root, "DSCKS")
    seller, office = _below(signatures, "NBan"), _below(signatures, "CQT")
    draft.edit(root)
    if draft.sign:
        owner = identity("CÔNG TY TNHH NỘI THẤT THỬ NGHIỆM", draft.signer_code, years=draft.signer_years)
        sign(seller, owner, draft.signs, at=draft.signed_at)
    if coded and draft.office:
        sign(office, identity("CỤC THUẾ", OFFICE), "#data", "#code", at=draft.signed_at)
    draft.forge(root)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _header(payload: Any, draft: Draft) -> None:
    header = _below(payload, "TTChung")
    texts = {
        "PBan": "2.0.1",
        "THDon": "Hóa đơn giá trị gia tăng",
        "KHMSHDon": draft.form,
        "KHHDon": draft.serial,
        "SHDon": draft.number,
        "NLap": draft.day,
        "DVTTe": draft.currency,
        "TGia": draft.exchange_rate,
        "HTTToan": "TM/CK",
        "MSTTCGP": OFFICE,
    }
    _texts(header, texts)
    if draft.related:
        _texts(_below(header, "TTHDLQuan"), draft.related)


def _party(content: Any, tag: str, name: str, code: str, address: str) -> None:
    _texts(_below(content, tag), {"Ten": name, "MST": code, "DChi": address})


def _lines(content: Any, draft: Draft) -> None:
    goods = _below(content, "DSHHDVu")
    for at, each in enumerate(draft.lines or GOODS, start=1):
        below = _below(goods, "HHDVu")
        own = {name: text for name, text in each.items() if not name.startswith("+")}
        _texts(below, {"TChat": own.pop("TChat"), "STT": str(at), **own})
        _extras(below, {name[1:]: text for name, text in each.items() if name.startswith("+")})


def _totals(content: Any, draft: Draft) -> None:
    """Sums as software of a seller would make them, unless the draft says otherwise."""
    below = _below(content, "TToan")
    by_rate: dict[str, Decimal] = {}
    for each in draft.lines or GOODS:
        sign_ = -1 if each["TChat"] == "3" else each["TChat"] in ("1",)
        by_rate[each.get("TSuat", "")] = by_rate.get(each.get("TSuat", ""), Decimal(0)) + sign_ * Decimal(
            each.get("ThTien", "0")
        )
    before = sum(by_rate.values(), Decimal(0))
    taxes = {rate: (amount * _share(rate)).quantize(_unit(draft)) for rate, amount in by_rate.items()}
    tax, fees = sum(taxes.values(), Decimal(0)), sum(map(Decimal, draft.fees.values()), Decimal(0))
    total = before + tax + fees
    taxed = draft.form == "1"
    if taxed:
        rates = _below(below, "THTTLTSuat")
        for rate, amount in by_rate.items():
            if rate:
                _texts(
                    _below(rates, "LTSuat"), {"TSuat": rate, "ThTien": written(amount), "TThue": written(taxes[rate])}
                )
    texts = {"TgTCThue": written(before), "TgTThue": written(tax)} if taxed else {}
    _texts(below, {**texts, **{name: text for name, text in draft.totals.items() if name in texts}})
    if draft.fees:
        listed = _below(below, "DSLPhi")
        for name, text in draft.fees.items():
            _texts(_below(listed, "LPhi"), {"TLPhi": name, "TPhi": text})
    spoken = draft.words or f"{to_words(abs(int(total)))} đồng".capitalize()
    _texts(
        below,
        {"TgTTTBSo": written(total), "TgTTTBChu": spoken, **{k: v for k, v in draft.totals.items() if k not in texts}},
    )


def _unit(draft: Draft) -> Decimal:
    return Decimal(1) if draft.currency == "VND" else Decimal("0.01")


def _share(rate: str) -> Decimal:
    text = rate.removeprefix("KHAC:").rstrip("%")
    return Decimal(text) / 100 if rate.endswith("%") else Decimal(0)


def _extras(parent: Any, extras: dict[str, str]) -> None:
    if extras:
        others = _below(parent, "TTKhac")
        for name, text in extras.items():
            _texts(_below(others, "TTin"), {"TTruong": name, "KDLieu": "string", "DLieu": text})


def _texts(parent: Any, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text:
            _below(parent, name).text = text


def _below(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, name, attributes)


def at(root: Any, path: str) -> Any:
    found = root.find(f".//{path}")
    assert found is not None, path
    return found


# ── the cases ──


@dataclass(frozen=True)
class Case:
    """A named invoice; `broken` is the check that must fail, alone; "" where none may."""

    name: str
    draft: Draft
    broken: str = ""

    @property
    def data(self) -> bytes:
        return built(self.draft)


def _set(path: str, text: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        at(root, path).text = text

    return edit


def _drop(path: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        element = at(root, path)
        element.getparent().remove(element)

    return edit


def _again(path: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        element = at(root, path)
        element.addnext(deepcopy(element))

    return edit


def _rates(text: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        for element in root.iter("TSuat"):
            element.text = text
        for element, value in (("LTSuat/TThue", "0"), ("TgTThue", "0"), ("TgTTTBSo", "13250000")):
            at(root, element).text = value
        at(root, "TgTTTBChu").text = "Mười ba triệu hai trăm năm mươi nghìn đồng"

    return edit


def _taxes(tax: str, total: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        for path, value in (("LTSuat/TThue", tax), ("TgTThue", tax), ("TgTTTBSo", total)):
            at(root, path).text = value
        at(root, "TgTTTBChu").text = f"{to_words(int(total))} đồng"

    return edit


def _total(total: str) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        at(root, "TgTTTBSo").text = total
        at(root, "TgTTTBChu").text = f"{to_words(int(total))} đồng"

    return edit


def _rate_sums(root: Any) -> None:
    """The lines swap rates, so that the sums by rate stand for others."""
    at(root, "HHDVu/TSuat").text = "5%"


def _before(root: Any) -> None:
    at(root, "TgTCThue").text = "13250500"
    at(root, "TgTTTBSo").text = "14575500"
    at(root, "TgTTTBChu").text = f"{to_words(14575500)} đồng"


def _tax_sum(root: Any) -> None:
    at(root, "TgTThue").text = "1326000"
    _total("14576000")(root)


def _coded(root: Any) -> None:
    _below(root, "MCCQT", Id="code").text = _OFFICE_CODE


_REPLACED = {
    "TCHDon": "1",
    "LHDCLQuan": "1",
    "KHMSHDCLQuan": "1",
    "KHHDCLQuan": "C26TAA",
    "SHDCLQuan": "120",
    "NLHDCLQuan": "2026-05-02",
}
_MIXED = (
    line("Gạo tẻ", "100", "18500", "5%"),
    line("Nước ngọt", "24", "9250", "8%"),
    line("Sách giáo khoa", "10", "42000", "KCT"),
    line("Thu hộ tiền điện", "1", "315000", "KKKNT"),
    line("Dịch vụ xuất khẩu", "1", "7000000", "0%"),
    line("Hàng theo nghị quyết", "3", "99000", "KHAC:3.5%"),
)
_DISCOUNTED = (
    line("Tủ hồ sơ", "3", "2750000", ThTien="7425000", TLCKhau="10", STCKhau="825000"),
    line("Quà tặng kèm", "3", "0", "10%", TChat="2", ThTien="0"),
    {"TChat": "3", "THHDVu": "Chiết khấu thương mại tháng 5", "ThTien": "425000", "TSuat": "10%"},
    {"TChat": "4", "THHDVu": "Giao tại kho bên mua"},
)
_TAXED_LINES = tuple({**each, "+Tiền thuế": written(Decimal(each["ThTien"]) / 10)} for each in GOODS)

VALID = (
    Case("plain", Draft()),
    Case("without the tax office's code", Draft(serial="K26TYY")),
    Case("zeros before the number", Draft(number="00000125")),
    Case("signed as a whole file", Draft(serial="K26TYY", signs="")),
    Case("six rates of tax", Draft(lines=list(_MIXED))),
    Case("discounts, a gift and a note", Draft(lines=list(_DISCOUNTED))),
    Case("sale, without tax", Draft(form="2", lines=[line("Rau hữu cơ", "12.5", "36000", "")])),
    Case(
        "foreign currency",
        Draft(
            currency="USD",
            exchange_rate="26350",
            lines=[line("Tư vấn", "10", "120", "0%"), line("Đi lại", "1", "50", "0%")],
            fees={"Phí chuyển tiền": "0.5"},
            words="Một nghìn hai trăm năm mươi đô la Mỹ và năm mươi xu",
        ),
    ),
    Case("replaces another", Draft(related=_REPLACED)),
    Case(
        "adjusts another downwards",
        Draft(
            related={**_REPLACED, "TCHDon": "2"},
            lines=[line("Điều chỉnh giảm đơn giá ghế xoay", "5", "-50000")],
            words="Âm hai trăm bảy mươi lăm nghìn đồng",
        ),
    ),
    Case("fees and rounded prices", Draft(lines=[line("Xăng RON 95", "37.254", "19527.27")], fees={"Phí": "12000"})),
    Case("tax of a line in its maker's field", Draft(lines=list(_TAXED_LINES), extras={"Mã tra cứu": "AB12"})),
)

BROKEN = (
    Case("number missing", Draft(edit=_drop("SHDon")), "einvoice.missing"),
    Case("two sums of everything", Draft(edit=_again("TgTTTBSo")), "einvoice.repeated"),
    Case("comma for decimals", Draft(edit=_set("HHDVu/DGia", "3500000,00")), "einvoice.decimal"),
    Case("day before month", Draft(edit=_set("NLap", "12/05/2026")), "einvoice.day"),
    Case("form that there is not", Draft(edit=_set("KHMSHDon", "0")), "einvoice.form"),
    Case("serial of seven signs", Draft(edit=_set("KHHDon", "C26TAAA")), "einvoice.serial"),
    Case("number of nine digits", Draft(number="123456789"), "einvoice.number"),
    Case("year of another serial", Draft(serial="C25TAA"), "einvoice.year"),
    Case("rate that there is not", Draft(edit=_rates("mười phần trăm")), "einvoice.rate"),
    Case("dollars without a rate of exchange", Draft(currency="USD", words="x"), "einvoice.currency"),
    Case(
        "seller's tax code misspelt", Draft(seller_code="0109876558", signer_code="0109876558"), "einvoice.seller_code"
    ),
    Case("buyer's tax code misspelt", Draft(edit=_set("NMua/MST", "0312345674")), "einvoice.buyer_code"),
    Case("a code where the serial says none", Draft(serial="K26TAA", edit=_coded), "einvoice.code"),
    Case("replaces itself", Draft(related={**_REPLACED, "SHDCLQuan": "125"}), "einvoice.related"),
    Case("line that does not multiply", Draft(edit=_set("HHDVu/SLuong", "3")), "einvoice.line"),
    Case("tax that is no tenth", Draft(edit=_taxes("1324000", "14574000")), "einvoice.rate_tax"),
    Case("total that does not add up", Draft(edit=_total("14577000")), "einvoice.total"),
    Case("words for another number", Draft(words="Mười bốn triệu năm trăm nghìn đồng"), "einvoice.words"),
    Case("changed after signing", Draft(forge=_set("NBan/Ten", "CÔNG TY KHÁC")), "einvoice.seller_signature"),
    Case("signed by somebody else", Draft(signer_code="0312345673"), "einvoice.signer"),
    Case("signed with an expired certificate", Draft(signer_years=(2020, 2024)), "einvoice.certificate_dates"),
    Case("not signed", Draft(sign=False), "einvoice.seller_signature"),
    Case("signed the day before", Draft(signed_at="2026-05-11T09:00:00"), "einvoice.signed_on"),
    Case("lines that are not those of the rates", Draft(edit=_rate_sums), "einvoice.rates"),
    Case("total before tax that does not add up", Draft(edit=_before), "einvoice.before_tax"),
    Case("sum of taxes that is none", Draft(edit=_tax_sum), "einvoice.tax"),
)
