"""Slips of bank transfers: printed at the counter, on half a sheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from bench.papers import fonts, goods, ornament
from bench.papers.kinds.column import Column
from bench.papers.people import a_name
from bench.papers.sheet import Colour, Sheet
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.text.numbers import to_words
from giong.text.unicode import unaccented

_PX_PER_MM = 12.0
_BANKS = (
    "Ngân hàng TMCP Sông Hồng",
    "Ngân hàng TMCP Biển Xanh",
    "Ngân hàng TMCP Đất Lành",
    "Ngân hàng TMCP Cửu Long Việt",
)
_HUES: dict[Split, tuple[Colour, ...]] = {
    Split.TUNE: ((0, 100, 70), (180, 20, 40)),
    Split.REPORT: ((20, 60, 140), (110, 40, 120)),
}


def page(split: Split, chance: Random) -> Specimen:
    sheet = Sheet(148, 210, px_per_mm=_PX_PER_MM)
    face = fonts.sans(split, chance)
    size = chance.uniform(3.3, 3.8)
    hue = chance.choice(_HUES[split])
    bank, other = chance.sample(split.half(_BANKS) * 2, 2)
    sheet.text(bank, 12, 16, file=face.file(bold=True), size_mm=size * 1.15, colour=hue, field="bank")
    title = chance.choice(("PHIẾU CHUYỂN TIỀN", "GIẤY BÁO CHUYỂN KHOẢN", "BIÊN LAI CHUYỂN KHOẢN", "ỦY NHIỆM CHI"))
    sheet.text(title, 74, 32, file=face.file(bold=True), size_mm=size * 1.5, colour=hue, anchor="m")
    moment = datetime(2021, 1, 1) + timedelta(seconds=chance.randrange(5 * 365 * 86400))
    column = Column(sheet, face, size, 46, left=12, width=124)
    code = f"{chance.choice(('FT', 'GD', 'TT'))}{moment:%y%j}{chance.randrange(10**7):07}"
    column.say(chance.choice(("Mã giao dịch:", "Số giao dịch:", "Số tham chiếu:")), code, "transaction_code")
    shown = moment.strftime("%d/%m/%Y %H:%M:%S" if chance.random() < 0.5 else "%d/%m/%Y %H:%M")
    column.say(chance.choice(("Thời gian giao dịch:", "Ngày giao dịch:", "Thời gian:")), shown, "timestamp")
    column.y += size
    sender, receiver = (a_name(split, chance, sex) for sex in ("Nam", "Nữ"))
    column.say(
        chance.choice(("Người chuyển:", "Tên người chuyển:", "Đơn vị chuyển tiền:")),
        unaccented(sender).upper() if chance.random() < 0.3 else sender.upper(),
        "sender",
    )
    column.say(
        chance.choice(("Tài khoản chuyển:", "Tài khoản nguồn:", "Số tài khoản:")), _account(chance), "sender_account"
    )
    column.y += size
    column.say(
        chance.choice(("Người nhận:", "Tên người nhận:", "Người thụ hưởng:")),
        unaccented(receiver).upper() if chance.random() < 0.3 else receiver.upper(),
        "receiver",
    )
    column.say(
        chance.choice(("Tài khoản nhận:", "Tài khoản thụ hưởng:", "Số tài khoản nhận:")),
        _account(chance),
        "receiver_account",
    )
    column.say(chance.choice(("Ngân hàng nhận:", "Ngân hàng thụ hưởng:", "Tại ngân hàng:")), other, "receiver_bank")
    column.y += size
    amount, fee = chance.randrange(20, 50_000) * 1000, chance.choice((0, 3300, 5500, 11000))
    column.say(
        "Số tiền:",
        f"{goods.money(amount, chance.choice(('.', ',')))} {chance.choice(('VND', 'VNĐ', 'đồng'))}",
        "amount",
        bold=True,
        truth=str(amount),
    )
    column.say("Bằng chữ:", to_words(amount).capitalize() + " đồng")
    column.say(
        chance.choice(("Phí giao dịch:", "Phí:", "Phí chuyển tiền:")), f"{goods.money(fee)} VND", "fee", truth=str(fee)
    )
    content = chance.choice(
        split.half(
            (
                "chuyen tien hoc phi",
                "Thanh toan tien hang",
                "Tra tien thue nha thang 5",
                "Ung ho quy khuyen hoc",
                "Thanh toán hóa đơn 0042",
                "Chuyển tiền mua vật liệu",
            )
        )
    )
    column.say(chance.choice(("Nội dung:", "Nội dung chuyển khoản:", "Nội dung giao dịch:")), content, "content")
    ornament.signature(sheet, chance, 95, column.y + size * 4, width_mm=28)
    sheet.text("Giao dịch viên", 110, column.y + size * 2, file=face.file(bold=True), size_mm=size, anchor="m")
    sheet.fields["bank"] = bank
    boxes = {name: tuple(found) for name, found in sheet.boxes.items()}
    return Specimen("bank_slip", sheet.picture, sheet.fields, boxes, _PX_PER_MM, size * 0.5, layout=face.regular)


def _account(chance: Random) -> str:
    return f"{chance.randrange(10**9, 10**13)}"
