"""The number of a citizen's card against what else is printed on it: province, century and sex, year of birth. Reads
nothing.

Twelve digits by Decree 137/2015/NĐ-CP art. 13 (kept by Decree 70/2024/NĐ-CP): three of the province of birth's
registration, one of century and sex, two of the year of birth, six random ones; there is no check digit.
"""

from __future__ import annotations

from giong.documents.document import Check, Verdict
from giong.text.identity import Citizen, citizen


def sex(owner: Citizen) -> str:
    return "Nữ" if owner.female else "Nam"


def checks(number: str, *, dob: str = "", sex_printed: str = "") -> tuple[Check, ...]:
    """What the number says of itself, and against the date of birth (dd/mm/yyyy) and the sex where they are known."""
    owner = citizen(number)
    if owner is None:
        return (
            Check(
                "cccd.number",
                Verdict.FAILED,
                ("id",),
                "Số này không đúng cấu trúc số định danh cá nhân: 12 chữ số, ba số đầu là mã tỉnh.",
                "This is not a possible citizen number: 12 digits of which the first three name a province.",
            ),
        )
    found = [
        Check(
            "cccd.number",
            Verdict.PASSED,
            ("id",),
            "Số định danh đúng cấu trúc.",
            "The citizen number has the right structure.",
        )
    ]
    if dob:
        found.append(_birth(owner, dob))
    if sex_printed:
        found.append(_sex(owner, sex_printed))
    return tuple(found)


def _birth(owner: Citizen, dob: str) -> Check:
    agrees = dob.endswith(f"{owner.birth_year}")
    return Check(
        "cccd.birth_year",
        Verdict.PASSED if agrees else Verdict.FAILED,
        ("id", "dob"),
        "Năm sinh khớp với số định danh." if agrees else "Năm sinh không khớp với số định danh.",
        "The year of birth agrees with the number." if agrees else "The year of birth contradicts the number.",
    )


def _sex(owner: Citizen, printed: str) -> Check:
    agrees = printed.casefold() == sex(owner).casefold()
    return Check(
        "cccd.sex",
        Verdict.PASSED if agrees else Verdict.FAILED,
        ("id", "sex"),
        "Giới tính khớp với số định danh." if agrees else "Giới tính không khớp với số định danh.",
        "The sex agrees with the number." if agrees else "The sex contradicts the number.",
    )
