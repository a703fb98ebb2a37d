"""Scenarios made, measured and drafted, and versions published, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Giong


def test_scenarios_are_made_run_and_measured(giong: Giong, assistant: Path) -> None:
    ran = giong("test", assistant, "--generate", "--coverage", "--json")
    shown = ran.json["assistants"][0]
    assert ran.json["n"] > 20
    assert shown["coverage"]["flows"]["missing"] == []
    assert shown["coverage"]["steps"]["seen"] == shown["coverage"]["steps"]["of"]
    assert list((assistant / "tests" / "generated").glob("*.yaml"))
    quiet = giong("test", assistant, "--quiet")
    assert "✓" not in quiet.out
    assert "\x1b[" not in quiet.out


def test_a_known_gap_is_told_and_so_is_one_that_is_closed(
    giong: Giong, assistant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "- scenario: {0}\n  gap: chưa dạy\n  turns: [{{expect: {{says: {1}}}}}]\n"
    text = said.format("Còn", "chưa từng nói") + said.format("Hết", "Thư viện")
    (assistant / "tests" / "gap.yaml").write_text(text, encoding="utf-8")
    told = giong("test", assistant).out
    assert "≈ Còn  (còn thiếu, đã biết: chưa dạy)" in told
    assert "✓ Hết  (nay đã đạt: hãy bỏ dòng “gap: chưa dạy”)" in told
    monkeypatch.setenv("GIONG_LANG", "en")
    assert "≈ Còn  (known gap: chưa dạy)" in giong("test", assistant).out


def test_mutants_are_counted_by_kind(giong: Giong, assistant: Path) -> None:
    shown = giong("test", assistant, "--mutate", "--json").json["assistants"][0]["mutants"]
    assert shown["intent"]["caught"] > 0
    assert shown["step"]["caught"] > 0


def test_a_version_is_published_listed_compared_and_rolled_back(giong: Giong, assistant: Path) -> None:
    assert giong("versions", assistant, "--json").json["serving"] == 0
    first = giong("publish", assistant, "--note", "đầu tiên", "--json")
    assert (first.code, first.json["version"]) == (0, 1)
    answers = assistant / "answers.yaml"
    answers.write_text(answers.read_text(encoding="utf-8") + "\n# đã sửa\n", encoding="utf-8")
    assert giong("versions", assistant, "--changes", "--json").json["changes"]["changed"] == ["answers.yaml"]
    assert giong("publish", assistant, "--json").json["version"] == 2
    assert "đang phục vụ" in giong("versions", assistant).out
    assert giong("rollback", assistant, "--json").json == {"serving": 1}
    assert giong("rollback", assistant, 9, "--json").error_code == "version.not_found"
    assert giong("rollback", assistant, 0, "--json").json == {"serving": 0}


def test_what_fails_is_not_published(giong: Giong, assistant: Path) -> None:
    (assistant / "tests" / "sai.yaml").write_text("- scenario: Sai\n  turns: [{expect: {says: chưa từng nói}}]\n")
    refused = giong("publish", assistant, "--json")
    assert (refused.code, refused.error_code) == (3, "version.scenarios_fail")
    assert "“Sai”" in refused.json["error"]["message"]
    assert giong("versions", assistant, "--json").json["items"] == []


def test_the_chat_is_with_what_is_published_unless_it_is_with_the_draft(giong: Giong, assistant: Path) -> None:
    assert giong("publish", assistant).code == 0
    file = assistant / "answers.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text("\n".join(line for line in text.splitlines() if not line.startswith("greeting:")) + "\n")
    file.write_text(file.read_text(encoding="utf-8") + 'greeted: "Xin chào từ bản nháp."\n', encoding="utf-8")
    assert "bản nháp" not in giong("chat", assistant, typed="xin chào\n").out
    assert "bản nháp" in giong("chat", assistant, "--draft", typed="xin chào\n").out


def test_conversations_become_drafts(giong: Giong, assistant: Path) -> None:
    assert giong("draft", assistant, "--json").json["scenarios"] == 0
    giong("chat", assistant, typed="xin chào\ncảm ơn\n")
    made = giong("draft", assistant, "--json").json
    assert made["scenarios"] == 1
    assert "xin chào" in Path(made["file"]).read_text(encoding="utf-8")
    assert giong("test", assistant, "--only", "Hội thoại thật", "--json").json["n"] == 0
