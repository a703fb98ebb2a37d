"""A campaign calls a softphone that takes the call, is asked how satisfied it was, and answers with a key."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.office import Office
from tests.live.softphone import Softphone
from tests.live.sounds import Sounds
from tests.support.process import GIONG, ROOT

PERSON, PASSWORD = "0912345678", "so-may-1"
SURVEY = ROOT / "assistants" / "khao-sat"
ANY_HOUR = ("--hours", "T2-CN 00:00-24:00", "--no-holidays")

Campaign = Callable[..., Any]


@pytest.fixture
def surveying(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, assistants=SURVEY, phone_numbers="", sip_users=f"{PERSON}={PASSWORD}") as running:
        yield running


@pytest.fixture
def campaign(surveying: Office, tmp_path: Path) -> Campaign:
    """`giong campaign` beside the server, on the same data."""
    environment = os.environ | {"GIONG_ASSISTANTS": str(SURVEY), "GIONG_EMBEDDING": ""}

    def run(*words: object) -> Any:
        command = [str(GIONG), "campaign", *map(str, words), "--data-dir", str(tmp_path / "data"), "--json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    return run


def test_a_person_is_called_and_answers_with_a_key(
    surveying: Office, campaign: Campaign, said: Sounds, tmp_path: Path
) -> None:
    people = tmp_path / "khach.csv"
    people.write_text(f"SĐT,Họ và tên,Giới tính,Mặt hàng\n{PERSON},Nguyễn Thị Lan,Nữ,tủ lạnh\n", encoding="utf-8")
    phone = Softphone(
        tmp_path / "phone", user=PERSON, password=PASSWORD, server=surveying.address, silence=said.quiet, answers=True
    )
    with phone:
        phone.wait_registered()
        campaign("new", "thử", SURVEY, *ANY_HOUR)
        assert campaign("import", "thử", people)["taken"] == 1
        campaign("start", "thử")
        phone.wait("CALL_ESTABLISHED", within_s=20)
        surveying.wait_said("assistant", "chào chị Lan", within_s=20)
        surveying.wait_said("assistant", "một phút", within_s=20)
        phone.press("1")
        surveying.wait_said("assistant", "mấy điểm", within_s=20)
        phone.press("4")
        phone.wait("CALL_CLOSED", within_s=30)
    deadline = time.monotonic() + 15
    while (status := campaign("status", "thử"))["campaign"]["status"] != "finished":
        assert time.monotonic() < deadline, status
        time.sleep(0.5)
    assert status["states"] == {"reached": 1}
    results = campaign("results", "thử")
    assert (results["reached"], results["endings"]) == (1, {"done": 1})
    assert {tally["slot"]: tally["values"] for tally in results["tallies"]}["diem"] == {"4": 1}
    record = surveying.record()
    assert (record["direction"], record["callee"], record["outcome"]) == ("out", PERSON, "done")
    surveying.wait_idle()
