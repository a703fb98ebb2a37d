"""A summary says what a call was about and how it ended; masked, it says it without personal data."""

from __future__ import annotations

import pytest

from giong.conversations.calls.summaries import Matter, briefing, ending, summary
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.memory import Report
from tests.support.process import ROOT

SLOTS = {"dia_chi": "12 Láng Hạ, Thành Công, Ba Đình", "so_dien_thoai": "0912345678", "pham_vi": "ca_khu", "x": None}


@pytest.fixture(scope="module")
def matter() -> Matter:
    matter = Matter(read_assistant(ROOT / "assistants" / "dien-luc"))
    matter.learn(Report(decision="greet"))
    matter.learn(Report(intent="bao_mat_dien", flow="bao_mat_dien", decision="flow"))
    matter.learn(Report(flow="bao_mat_dien", decision="flow", slots=SLOTS))
    return matter


def test_what_it_was_about_and_how_it_ended(matter: Matter) -> None:
    assert summary(matter, "done") == (
        "Người gọi cần: báo mất điện (địa chỉ: 12 Láng Hạ, Thành Công, Ba Đình; số điện thoại: 0912 345 678; "
        "phạm vi mất điện: Cả khu). Đã xong."
    )
    assert summary(matter, "", outbound=True).startswith("Đã gọi đi: báo mất điện")
    assert briefing(matter, "asked").endswith("Chuyển máy vì người gọi muốn gặp nhân viên.")


def test_without_personal_data(matter: Matter) -> None:
    assert summary(matter, "hung_up", masked=True) == (
        "Người gọi cần: báo mất điện (địa chỉ: [địa chỉ]; số điện thoại: [số điện thoại]; phạm vi mất điện: Cả khu). "
        "Người bên kia cúp máy."
    )
    assert matter.masked_slots == {
        "dia_chi": "[địa chỉ]",
        "so_dien_thoai": "[số điện thoại]",
        "pham_vi": "ca_khu",
        "x": None,
    }


def test_reasons_are_told_in_words() -> None:
    assert ending("handed_over", "action:ghi_su_co") == "Đã chuyển cho nhân viên vì hệ thống nghiệp vụ đang trục trặc."
    assert ending("handed_over", "unheard_of") == "Đã chuyển cho nhân viên."
    assert ending("mua_hang") == "Kết quả: mua_hang."
