"""`giong faq` from a spreadsheet, or a document, to the answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Giong
from tests.support.serving import TEMPLATE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "thu-vien"
    shutil.copytree(TEMPLATE, folder)
    return folder


def test_a_list_is_looked_at_taken_in_and_answered_from(giong: Giong, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "them.csv"
    table.write_text('Câu hỏi,Trả lời\nThư viện có máy in không?,"Có, 500 đồng một trang."\n', encoding="utf-8-sig")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    looked = giong("faq", "import", table, folder, "--dry-run", "--json").json
    assert (len(looked["new"]), looked["files"]) == (1, [])
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert "knowledge/hoi-dap-chung.csv" in giong("faq", "import", table, folder, "--json").json["files"]
    answer = giong("ask", folder, "thư viện có máy in không?", "--json").json
    assert "500 đồng" in answer["text"]
    assert answer["citations"][0]["row"] == 2
    assert giong("faq", "import", table, folder, "--json").json["same"] == [2]
    table.write_text("Câu hỏi,Trả lời\nThư viện có máy in không?,Không có.\n", encoding="utf-8")
    told = giong("faq", "import", table, folder)
    assert "1 câu mâu thuẫn" in told.out
    assert "Có, 500 đồng một trang." in told.out


def test_a_draft_answers_only_once_it_is_approved(giong: Giong, folder: Path) -> None:
    page = folder / "knowledge" / "may-tinh.md"
    page.write_text(
        "# Máy tính\n\nThời hạn dùng máy tính là 2 giờ một lượt.\n\nGiờ nghỉ là 12 giờ.\n", encoding="utf-8"
    )
    head = folder / "assistant.yaml"
    if "\nknowledge:" in head.read_text():
        text = head.read_text().replace("\nknowledge:\n", "\nknowledge:\n  - path: knowledge/may-tinh.md\n")
        head.write_text(text)
    made = giong("faq", "draft", folder, "may-tinh.md", "--json").json["drafts"]
    (draft,) = [one for one in made if one["question"] == "Thời hạn dùng máy tính là bao lâu?"]
    assert giong("faq", "draft", folder, "may-tinh.md", "--json").json == {"drafts": [], "known": len(made)}
    assert not (folder / "knowledge" / "hoi-dap-chung.csv").exists()
    asked = "Ngồi máy tính được mấy tiếng?"
    approved = giong("faq", "approve", folder, draft["id"], "--question", asked, "--json").json["drafts"]
    assert (approved[0]["status"], approved[0]["question"]) == ("approved", asked)
    assert "2 giờ" in giong("ask", folder, asked, "--json").json["text"]
    assert giong("faq", "reject", folder, draft["id"], "--json").error_code == "faq.approved_already"
    assert giong("faq", "approve", folder, "khong-co", "--json").error_code == "faq.no_draft"
    assert giong("faq", "draft", folder, "khong-co.md", "--json").error_code == "faq.no_source"
