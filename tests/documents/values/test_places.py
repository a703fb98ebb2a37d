"""Addresses on papers: both forms with their dates, and whether their units exist and nest."""

from __future__ import annotations

import json

from giong.documents.document import Field, Verdict
from giong.documents.values.places import forms, located
from giong.documents.values.shaped import place


def test_both_forms_are_given_with_their_dates() -> None:
    assert json.loads(forms("Số 5 Trần Phú, Phúc Xá, Ba Đình, Hà Nội")) == {
        "street": "Số 5 Trần Phú",
        "today": {"since": "2025-07-01", "province": "Hà Nội", "communes": ["Phường Hồng Hà"]},
        "before": {
            "until": "2025-06-30",
            "province": "Hà Nội",
            "district": "Quận Ba Đình",
            "commune": "Phường Phúc Xá",
        },
    }


def test_a_commune_of_several_has_no_single_old_form() -> None:
    assert "before" not in json.loads(forms("12 Lê Lợi, Phường Sài Gòn, TP Hồ Chí Minh"))
    assert json.loads(forms("Đặc khu Thổ Châu, An Giang"))["before"]["province"] == "Kiên Giang"


def test_a_province_alone_has_no_forms() -> None:
    assert forms("Hà Nội") == ""


def test_units_that_do_not_nest_fail_and_do_not_change_what_was_read() -> None:
    fields = {
        "home": Field("home", "Hòa Hậu, Lý Nhân, Hà Nam", "", 0.9),
        "address": Field("address", "Dịch Vọng, quận Cầu Giấy, Nam Định", "", 0.9),
        "issue_loc": Field("issue_loc", "BỘ CÔNG AN", "", 0.9),
    }
    found, checks = located(fields, {"home": "place", "address": "address", "issue_loc": "text"})
    assert [(check.fields, check.verdict) for check in checks] == [
        (("home",), Verdict.PASSED),
        (("address",), Verdict.FAILED),
    ]
    assert {field.confidence for field in found.values()} == {0.9}
    assert json.loads(found["home"].normalised)["today"]["communes"] == ["Xã Nam Lý"]


def test_recognised_places_are_mended_where_but_one_fits() -> None:
    shaped = place("Xuân Thuy, Xuân Trường, Nam Dịnh")
    assert shaped is not None
    assert shaped.value.endswith("Nam Định")
    mended = place("Tam Hung, Thanh Oai, Hà Nội")
    assert mended is not None
    assert mended.value == "Tam Hưng, Thanh Oai, Hà Nội"
