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


def test_where_a_version_serves_a_fix_waits_for_the_next(giong: Giong, tmp_path: Path) -> None:
    folder = tmp_path / "thu-vien"
    shutil.copytree(TEMPLATE, folder)
    assert giong("chat", folder, typed="bên mình có dạy nấu ăn không\n").code == 0
    assert giong("publish", folder).code == 0
    (group,) = giong("missed", "list", folder, "--json").json["items"]
    made = giong("missed", "answer", folder, group["id"], "--text", "Dạ, thư viện không dạy nấu ăn ạ.")
    assert "chỉ thấy thay đổi sau khi phát hành: giong publish thu-vien" in made.out
    (fix,) = giong("missed", "fixes", folder, "--json").json["items"]
    assert fix["waits_for_publication"]
    assert giong("publish", folder).code == 0
    (fix,) = giong("missed", "fixes", folder, "--json").json["items"]
    assert not fix["waits_for_publication"]
    # To take it back is a change like another.
    assert giong("missed", "undo", folder, fix["id"], "--json").json["waits_for_publication"]
