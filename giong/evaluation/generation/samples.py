"""What people answer when they are asked for a slot: good, odd and bad, each with the value it stands for.

The table is the generator's own: were it made from the readers of slots, it could never find them wrong. Days are
counted from `TODAY`, the Friday on which scenarios play unless they say otherwise. Every name and number is invented;
the prefix 024 0 is given to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Sample:
    """Words and the value that they stand for."""

    words: str
    value: Any


@dataclass(frozen=True)
class Samples:
    """Answers to one question. `good` are plain, `odd` are right and unusual, `bad` are none."""

    good: tuple[Sample, ...]
    odd: tuple[Sample, ...] = ()
    bad: tuple[str, ...] = ()


def samples(slot: Slot) -> Samples | None:
    """The samples for a slot; None for a kind that this table does not know."""
    make = _KINDS.get(slot.type)
    return make(slot) if make else None


def _phone(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("0903123456", "0903123456"), Sample("0912 345 678", "0912345678")),
        odd=(
            Sample("số của tôi là 098.765.4321 ạ", "0987654321"),
            Sample("+84 903 123 456", "0903123456"),
            Sample("không chín không ba một hai ba bốn năm sáu", "0903123456"),
        ),
        bad=("12345", "090312"),
    )


def _name(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("tôi tên Đỗ Thị Mai", "Đỗ Thị Mai"), Sample("Trần Văn Minh", "Trần Văn Minh")),
        odd=(Sample("dạ tôi là nguyễn thị lan ạ", "Nguyễn Thị Lan"), Sample("Phạm Thu Ba", "Phạm Thu Ba")),
        bad=("0903/2",),
    )


def _text(slot: Slot) -> Samples:
    said = "đèn đường trước số 15 phố Hoa Sữa hỏng cả tuần nay"
    other = "hôm qua tôi chờ gần hai tiếng mà chưa xong việc"
    return Samples(good=(Sample(said, said), Sample(other, other)))


def _address(slot: Slot) -> Samples:
    return Samples(
        good=(
            Sample("15 phố Bến Gốm phường Hoa Sữa", "15 phố Bến Gốm phường Hoa Sữa"),
            Sample("số 8 đường Đê Xanh", "số 8 đường Đê Xanh"),
        ),
        bad=("tôi không biết nữa",),
    )


def _date(slot: Slot) -> Samples:
    bad = ["ngày 32 tháng 13"]
    if slot.minimum is not None and slot.minimum >= 0:
        bad.append("ngày 18/11/2026")
    return Samples(
        good=(Sample("ngày 25 tháng 11", "2026-11-25"), Sample("27/11/2026", "2026-11-27")),
        odd=(
            Sample("thứ ba tuần sau", "2026-11-24"),
            Sample("sáng mai", "2026-11-21"),
            Sample("ngày hai mươi bốn tháng mười một", "2026-11-24"),
        ),
        bad=tuple(bad),
    )


def _time(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("9 giờ sáng", "09:00"), Sample("10 giờ", "10:00")),
        odd=(
            Sample("hai rưỡi chiều", "14:30"),
            Sample("14h15", "14:15"),
            Sample("chín giờ kém mười lăm sáng", "08:45"),
            *_of_the_afternoon(slot),
        ),
        bad=("lúc nào cũng được", "27 giờ"),
    )


def _of_the_afternoon(slot: Slot) -> Iterator[Sample]:
    """An hour without its part of the day, which can only be after noon between the slot's `min` and `max`."""
    for hour in range(1, 7):
        if slot.minimum is not None and hour < slot.minimum <= hour + 12 <= (slot.maximum or 24):
            yield Sample(f"{hour} giờ", f"{hour + 12}:00")
            return


def _number(slot: Slot) -> Samples:
    low = 120 if slot.minimum is None and slot.maximum is None else int(slot.minimum or 1)
    good = [Sample(str(low), low)]
    if slot.maximum is None or low + 1 <= slot.maximum:
        good.append(Sample(f"{low + 1}", low + 1))
    bad = ["không nhớ rõ lắm"]
    if slot.maximum is not None:
        bad.append(str(int(slot.maximum) + 1))
    if slot.minimum is not None and slot.minimum > 0:
        bad.append(str(int(slot.minimum) - 1))
    odd = [Sample(spoken, value) for spoken, value in _SPOKEN_NUMBERS if within(value, slot)]
    return Samples(tuple(good), tuple(odd[:2]), tuple(bad))


_SPOKEN_NUMBERS = (("ba", 3), ("hai trăm năm mươi", 250), ("khoảng bốn", 4), ("một trăm linh năm", 105))


def _money(slot: Slot) -> Samples:
    amounts = [
        Sample("500 nghìn", 500_000),
        Sample("1 triệu 2", 1_200_000),
        Sample("2 triệu rưỡi", 2_500_000),
        Sample("1.250.000 đ", 1_250_000),
    ]
    fitting = tuple(one for one in amounts if within(one.value, slot))
    return Samples(fitting[:2], fitting[2:], ("không nhớ rõ lắm",))


def _duration(slot: Slot) -> Samples:
    lengths = [Sample("2 ngày", 172_800), Sample("1 tuần", 604_800), Sample("3 tiếng rưỡi", 12_600)]
    fitting = tuple(one for one in lengths if within(one.value, slot))
    return Samples(fitting[:2], fitting[2:], ("không nhớ rõ lắm",))


def within(value: float, slot: Slot) -> bool:
    """Whether a number lies between the slot's bounds."""
    return (slot.minimum is None or value >= slot.minimum) and (slot.maximum is None or value <= slot.maximum)


def _yes_no(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("có", True), Sample("không", False)),
        odd=(Sample("dạ không ạ", False), Sample("ừ đúng rồi", True), Sample("dạ vâng", True)),
        bad=("không biết nữa",),
    )


def _choice(slot: Slot) -> Samples:
    good = tuple(Sample(option.title, option.value) for option in slot.options)
    odd = tuple(Sample(synonym, option.value) for option in slot.options for synonym in option.synonyms[:1])
    last = len(slot.options)
    by_number = (Sample(f"cái thứ {last}", slot.options[-1].value),) if 2 <= last <= 9 else ()
    return Samples(good, odd[:2] + by_number, ("lơ tơ mơ",))


def _code(slot: Slot) -> Samples:
    codes = [code for number in range(2) if (code := _matching(slot.pattern, number))]
    odd = [Sample(" ".join(re.findall(r"[A-Z]+|\d{1,3}", code)).lower(), code) for code in codes[:1]]
    return Samples(tuple(Sample(code, code) for code in codes), tuple(odd), ("12AB", "không có"))


_PART = re.compile(r"(\[[^\]]+\]|\\d|[A-Za-z0-9]|-)(?:\{(\d+)(?:,\d*)?\}|\+)?")


def _matching(pattern: str, number: int) -> str:
    """A code that a simple pattern matches, another one for each `number`; "" where the pattern is not simple."""
    digits = iter(f"{260_123 + 654 * number:06}01020030456" * 4)
    code = "".join(sign for part, count in _parts(pattern) for sign in (_sign(part, digits) for _ in range(count or 1)))
    return code if re.fullmatch(pattern, code) else ""


def _parts(pattern: str) -> Iterator[tuple[str, int]]:
    for match in _PART.finditer(pattern):
        yield match.group(1), int(match.group(2) or 1)


def _sign(part: str, digits: Iterator[str]) -> str:
    if part in (r"\d", "[0-9]"):
        return next(digits)
    return "H" if part == "[A-Z]" else part[1] if part.startswith("[") else part


def _email(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("lan.nguyen@example.vn", "lan.nguyen@example.vn"), Sample("minh@example.vn", "minh@example.vn")),
        odd=(Sample("email của tôi là Minh@Example.vn", "minh@example.vn"),),
        bad=("lan.nguyen",),
    )


def _percent(slot: Slot) -> Samples:
    shares = [Sample("15%", 15), Sample("30 phần trăm", 30), Sample("năm mươi phần trăm", 50)]
    fitting = tuple(one for one in shares if within(one.value, slot))
    return Samples(fitting[:2], fitting[2:], ("nhiều lắm",))


def _citizen_id(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("001090000012", "001090000012"), Sample("079185000034", "079185000034")),
        odd=(
            Sample("số căn cước là 001 090 000 012", "001090000012"),
            Sample("không không một không chín không không không không không một hai", "001090000012"),
        ),
        bad=("12345", "00109000001"),
    )


def _tax_code(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("0100000003", "0100000003"), Sample("0100000010", "0100000010")),
        odd=(Sample("mã số thuế 0100 000 003", "0100000003"),),
        bad=("12345", "0100000004"),
    )


def _bank_account(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("190012345678", "190012345678"), Sample("0011004321567", "0011004321567")),
        odd=(Sample("số tài khoản 1900 1234 5678", "190012345678"),),
        bad=("1234",),
    )


def _plate(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("29A-123.45", "29A-123.45"), Sample("51F-678.90", "51F-678.90")),
        odd=(Sample("29a 12345", "29A-123.45"),),
        bad=("12345",),
    )


def _province(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("Hà Nội", "Hà Nội"), Sample("Đà Nẵng", "Đà Nẵng")),
        odd=(Sample("em ở ha noi ạ", "Hà Nội"),),
        bad=("lơ tơ mơ",),
    )


def _url(slot: Slot) -> Samples:
    return Samples(
        good=(
            Sample("https://example.vn", "https://example.vn"),
            Sample("https://example.vn/a", "https://example.vn/a"),
        ),
        bad=("www",),
    )


def _file(slot: Slot) -> Samples:
    return Samples(
        good=(Sample("file:anh-1.jpg", "anh-1.jpg"), Sample("file:anh-2.jpg", "anh-2.jpg")), bad=("tôi gửi rồi",)
    )


def _document(slot: Slot) -> Samples:
    """Without the photo: its values are asked for one by one."""
    return Samples(
        good=(Sample("tôi gõ thông tin", ""), Sample("không có ảnh", "")),
        odd=(Sample("tôi không mang thẻ theo", ""),),
        bad=("lơ tơ mơ",),
    )


_KINDS: dict[str, Callable[[Slot], Samples]] = {
    "text": _text,
    "name": _name,
    "phone": _phone,
    "number": _number,
    "integer": _number,
    "percent": _percent,
    "citizen_id": _citizen_id,
    "tax_code": _tax_code,
    "bank_account": _bank_account,
    "plate": _plate,
    "province": _province,
    "url": _url,
    "file": _file,
    "document": _document,
    "money": _money,
    "date": _date,
    "time": _time,
    "duration": _duration,
    "yes_no": _yes_no,
    "choice": _choice,
    "code": _code,
    "address": _address,
    "email": _email,
}
