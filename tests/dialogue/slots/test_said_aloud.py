"""What a kind writes can be said aloud, heard again, typed again, and means the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import KINDS
from giong.text.numbers import digit_by_digit
from giong.text.spoken import spoken
from giong.text.unicode import fold
from giong.text.written import written

TODAY = date(2026, 11, 20)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def read(slot: Slot, text: str) -> Any:
    """As `filling` does: in the words as they stand, or with what was dictated written out."""
    for form in (text, written(text)):
        found = KINDS[slot.type].read(form, slot, TODAY)
        if isinstance(found, Found):
            return found.value
    return None


def heard(text: str) -> str:
    """As a recogniser gives it: small letters, no punctuation."""
    return " ".join(re.sub(r"[^\w\s]", " ", spoken(text).lower()).split())


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def tax_code(nine: str) -> str | None:
    check = 10 - sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, nine, strict=True)) % 11
    return f"{nine}{check}" if check < 10 else None


CITIZENS = st.builds(
    lambda province, sex, year, rest: f"{province}{sex}{year:02}{rest}",
    st.sampled_from(["001", "010", "046", "052", "079", "096"]),
    st.sampled_from("01"),
    st.integers(0, 99),
    digits(6),
)
TAX_CODES = st.builds(tax_code, digits(9)).filter(lambda code: code is not None)
MOBILES = st.builds(lambda prefix, rest: prefix + rest, st.sampled_from(["090", "086", "032", "077", "056"]), digits(7))
LANDLINES = st.builds(lambda prefix, rest: prefix + rest, st.sampled_from(["0243", "0283"]), digits(7))
PLATES = st.builds(
    lambda area, series, number: f"{area}{series}-{number[:3]}.{number[3:]}",
    st.sampled_from(["29", "30", "51", "43", "65"]),
    st.sampled_from(["A", "F", "K", "B1", "G", "H"]),
    digits(5),
)
MOMENTS = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.integers(0, 59))
DAYS = st.builds(lambda ahead: (TODAY + timedelta(days=ahead)).isoformat(), st.integers(-20_000, 20_000))
LENGTHS = st.builds(
    lambda day, hour, minute: day * 86400 + hour * 3600 + minute * 60,
    st.integers(0, 60),
    st.integers(0, 23),
    st.integers(0, 59),
).filter(bool)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(0, 10**9)
    | st.builds(lambda tenths: tenths / 10, st.integers(1, 9999)).filter(lambda x: x % 1),
    "integer": st.integers(0, 10**12),
    "percent": st.integers(0, 100) | st.builds(lambda tenths: tenths / 10, st.integers(1, 999)).filter(lambda x: x % 1),
    "money": st.integers(1, 10**7).map(lambda thousands: thousands * 1000),
    "date": DAYS,
    "time": MOMENTS,
    "duration": LENGTHS,
    "phone": MOBILES | LANDLINES,
    "citizen_id": CITIZENS,
    "tax_code": TAX_CODES,
    "bank_account": st.integers(6, 19).flatmap(digits),
    "plate": PLATES,
    "yes_no": st.booleans(),
}


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_said_aloud_and_heard_again(kind: str) -> None:
    slot = Slot("x", kind, ())

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(VALUES[kind])
    def check(value: Any) -> None:
        shown = KINDS[kind].written(value, slot)
        assert read(slot, shown) == value
        assert read(slot, f"dạ {shown} ạ") == value
        assert read(slot, heard(shown)) == value

    check()


@pytest.mark.parametrize("kind", ["phone", "citizen_id", "bank_account"])
def test_dictated_digit_by_digit_without_diacritics(kind: str) -> None:
    slot = Slot("x", kind, ())

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(VALUES[kind].filter(lambda value: len(value) >= 9))
    def check(value: str) -> None:
        assert read(slot, fold(digit_by_digit(value))) == value

    check()
