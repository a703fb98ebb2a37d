"""`giong missed` from a question asked in vain to the fix and back."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import Giong
from tests.support.serving import TEMPLATE


def test_list_mend_undo(giong: Giong, tmp_path: Path) -> None:
    folder = tmp_path / "thu-vien"
    shutil.copytree(TEMPLATE, folder)
    assert giong("chat", folder, typed="bên mình có dạy nấu ăn không\n").code == 0
    listed = giong("missed", "list", folder, "--json").json
    (group,) = listed["items"]
    assert (group["people"], listed["by_meaning"]) == (1, True)
    shown = giong("missed", "list", folder)
    assert "1 người hỏi về “bên mình có dạy nấu ăn không”" in shown.out
    assert giong("missed", "show", folder, group["id"], "--json").json["messages"][0]["text"] == group["question"]
    fix = giong("missed", "answer", folder, group["id"], "--text", "Dạ, thư viện không dạy nấu ăn ạ.", "--json").json
    assert fix["trial"]["passed"]
    assert giong("missed", "list", folder, "--json").json["items"] == []
    assert giong("missed", "ignore", folder, group["id"], "--json").error_code == "missed.not_found"
    assert giong("missed", "fixes", folder, "--json").json["items"][0]["id"] == fix["id"]
    assert giong("missed", "undo", folder, fix["id"]).code == 0
    assert giong("missed", "ignore", folder, group["id"]).code == 0
    assert giong("missed", "list", folder, "--json").json["groups"] == 0
