"""`giong campaign` from the list to the export."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from giong.conversations.campaigns.intake import read_list
from tests.cli.conftest import Giong

ROOT = Path(__file__).parents[2]
SURVEY = ROOT / "assistants" / "khao-sat"
LIST = """SĐT;Họ và tên;Giới tính;Mặt hàng
0912345678;Nguyễn Thị Lan;Nữ;Tủ lạnh
09123O5679;Lê A;Nam;Quạt
0912345670;Lê B;Nam;
"""


def test_a_campaign_is_made_filled_steered_and_read(
    giong: Giong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIONG_ASSISTANTS", str(SURVEY))
    people = tmp_path / "khach.csv"
    people.write_text(LIST, encoding="utf-8-sig")
    when = ("--retry", "busy=1,2", "--start-at", "2026-11-25 08:00")
    new = giong("campaign", "new", "Tháng 11", SURVEY, *when, "--json")
    assert new.json["plan"]["retries"]["intervals"] == {"busy": [1, 2]}
    short = tmp_path / "thieu.csv"
    short.write_text("SĐT\n0912345678\n")
    assert giong("campaign", "import", "Tháng 11", short, "--json").error_code == "list.missing_columns"
    done = giong("campaign", "import", "Tháng 11", people, "--errors", tmp_path / "loi.xlsx", "--json").json
    assert (done["rows"], done["taken"]) == (3, 1)
    assert [one["reason"] for one in done["problems"]] == ["number.letters", "value.missing"]
    wrong = load_workbook(tmp_path / "loi.xlsx").active
    assert [cell.value for cell in wrong[2]][:2] == [3, "Số điện thoại có chữ: 09123O5679"]
    assert giong("campaign", "start", "Tháng 11", "--json").json["status"] == "running"
    assert "đang chạy  0/1" in giong("campaign", "status", "Tháng 11").out
    assert giong("campaign", "status", "Tháng 11", "--json").json["states"] == {"waiting": 1}
    assert giong("campaign", "pause", new.json["id"], "--json").json["status"] == "paused"
    assert giong("campaign", "resume", "Tháng 11", "--json").json["status"] == "running"
    assert giong("campaign", "stop", "Tháng 11", "--now", "--json").json["hang_up"]
    assert giong("campaign", "results", "Tháng 11", "--json").json["reached"] == 0
    assert giong("campaign", "export", "Tháng 11", tmp_path / "k.xlsx", "--json").json["rows"] == 1
    assert read_list("k.xlsx", (tmp_path / "k.xlsx").read_bytes()).entries[0].number == "0912345678"
    assert [one["name"] for one in giong("campaign", "list", "--json").json["items"]] == ["Tháng 11"]


def test_numbers_that_are_never_called(giong: Giong, tmp_path: Path) -> None:
    people = tmp_path / "khong-goi.csv"
    people.write_text("Máy\n0912345678\nabc\n")
    assert giong("campaign", "dnc", "import", people, "--column", "Máy=number", "--json").json["added"] == 1
    assert giong("campaign", "dnc", "add", "0912 345 679", "--reason", "yêu cầu", "--json").json["added"] == 1
    numbers = [one["number"] for one in giong("campaign", "dnc", "list", "--json").json["items"]]
    assert numbers == ["0912345678", "0912345679"]
    assert giong("campaign", "dnc", "remove", "0912345679").code == 0
    assert giong("campaign", "dnc", "remove", "0912345679", "--json").error_code == "do_not_call.not_found"


def test_what_cannot_be_read_is_named(giong: Giong) -> None:
    for option, code in (
        (("--hours", "T9 8-9"), "campaign.bad_hours"),
        (("--retry", "busy=x"), "campaign.bad_retry"),
        (("--start-at", "mai"), "campaign.bad_moment"),
        (("--zone", "Sao/Hoa"), "campaign.no_such_zone"),
    ):
        assert giong("campaign", "new", "x", SURVEY, *option, "--json").error_code == code
