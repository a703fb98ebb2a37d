"""`giong read`: files and folders become data, also when it is killed, interrupted or given what cannot be read."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from giong.cli.main import main
from giong.papers import reading
from tests.papers.fakes import CARD, WORK, paper

ROOT = Path(__file__).parents[2]


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.papers.reading_apart", "read", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "GIONG_LANG": "vi"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever starts the tests in the background has them ignore Ctrl-C, and all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


Read = Callable[..., tuple[int, str, str]]
"""Runs the command in this process: gets its arguments, gives exit code, output and errors."""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Read:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIONG_LANG", "vi")
    monkeypatch.setattr(reading, "WORK", WORK)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["giong", "read", *arguments])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return run


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / ".giong" / "reading").glob("reading/*/*") if path.name[0] != ".")


def wait_for_pages(folder: Path, count: int) -> None:
    until_s = time.monotonic() + 90
    while len(kept(folder)) < count:
        assert time.monotonic() < until_s
        time.sleep(0.02)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_long_file_goes_on_where_it_was_ended(tmp_path: Path, read: Read, end: int) -> None:
    (tmp_path / "nghi-dinh.pdf").write_bytes(paper(*(f"slow trang {number}" for number in range(1, 25)), kind="letter"))
    process = started(tmp_path, "nghi-dinh.pdf", "--json", "--out", "ra")
    wait_for_pages(tmp_path, 5)
    process.send_signal(end)
    process.communicate()
    assert process.returncode == (130 if end == signal.SIGINT else -end)
    assert not (tmp_path / "ra").exists()
    before = kept(tmp_path)
    assert not [path for path in before if b"trang" in path.read_bytes()]

    code, _, err = read("nghi-dinh.pdf", "--json", "--out", "ra")
    assert code == 0, err
    pages = json.loads((tmp_path / "ra" / "nghi-dinh.pdf.json").read_text("utf-8"))["pages"]
    lines = [page["blocks"][0]["lines"][0] for page in pages]
    assert [" ".join(word["text"] for word in line["words"]) for line in lines] == [
        f"slow trang {number}" for number in range(1, 25)
    ]
    readers = [line["engine"] for line in lines]
    assert readers == [readers[0]] * len(before) + [readers[-1]] * (24 - len(before))
    assert readers[0] != readers[-1]
    assert kept(tmp_path) == []


def test_a_broken_page_and_one_that_kills_are_named_and_the_others_delivered(tmp_path: Path, read: Read) -> None:
    pages = [f"trang {number}" for number in range(1, 201)]
    pages[56], pages[119] = "?", "!"
    (tmp_path / "dai.pdf").write_bytes(paper(*pages, kind="letter"))
    code, out, err = read("dai.pdf", "--text")
    assert code == 0
    assert [line for line in out.splitlines() if line] == [
        page for number, page in enumerate(pages, start=1) if number not in (57, 120)
    ]
    assert "trang 57 không đọc được" in err
    assert "trang 120 không đọc được" in err


def test_a_card_leaves_nothing_behind(tmp_path: Path, read: Read) -> None:
    (tmp_path / "cccd.jpg").write_bytes(paper("=id 001099012345"))
    code, out, _ = read("cccd.jpg", "--json")
    assert code == 0
    shown = json.loads(out)
    assert (shown["file"], shown["fields"]["id"]["value"]) == ("cccd.jpg", "001099012345")
    assert [path.name for path in tmp_path.iterdir()] == ["cccd.jpg"]


def test_two_gigabytes_are_refused_unread(tmp_path: Path, read: Read) -> None:
    with (tmp_path / "to.pdf").open("wb") as file:
        file.truncate(2_000_000_000)
    code, out, _ = read("to.pdf", "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "paper.too_large"


def test_a_folder_becomes_a_workbook_that_opens_right(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "vào"
    (folder / "quầy 1").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(paper("=id 001099012345", "=name =1+2", "=dob 05/04/1999", "=la_lung x"))
    (folder / "quầy 1" / "b.png").write_bytes(paper("x", kind="blurred"))
    (folder / "c.pdf").write_bytes(b"")
    (folder / ".đã xoá.pdf").write_bytes(CARD)
    (folder / "ghi chú.txt").write_text("không phải giấy tờ")
    code, out, err = read("vào", "--xlsx", "ra/bảng.xlsx")
    assert code == 1
    assert "Tệp rỗng" in err
    assert "chụp lại" in err
    assert out == ""
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "ra" / "bảng.xlsx").read_bytes()))
    sheet = next(sheet for sheet in book.worksheets if sheet.max_column > 6)
    by_head = {str(head.value): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    values = [cell.value for cell in by_head.values()]
    assert values[0] == "a.jpg"
    assert {"001099012345", "=1+2", datetime(1999, 4, 5)} <= set(values)
    assert next(cell for cell in by_head.values() if cell.value == "=1+2").data_type == "s"
    assert by_head["la_lung"].value == "x"
    assert not (tmp_path / ".giong" / "reading" / "reading" / "x").exists()
    assert kept(tmp_path) == []


def test_a_folder_goes_on_where_it_was_killed(tmp_path: Path, read: Read) -> None:
    folder = tmp_path / "vào"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.jpg").write_bytes(paper(f"slow {number}", f"slow {number}", kind="letter"))
    process = started(tmp_path, "vào", "--text", "--out", "ra")
    until_s = time.monotonic() + 90
    while not (tmp_path / "ra" / "1.jpg.txt").exists():
        assert time.monotonic() < until_s
        time.sleep(0.02)
    process.kill()
    process.communicate()
    code, _, err = read("vào", "--text", "--out", "ra")
    assert code == 0, err
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == [f"{number}.jpg.txt" for number in range(6)]


def test_what_is_not_there(tmp_path: Path, read: Read) -> None:
    code, out, _ = read("không-có.jpg", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "paper.no_such_file")


def test_markdown_and_a_searchable_pdf(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.jpg").write_bytes(paper("Xin chào", kind="letter"))
    code, out, _ = read("a.jpg", "--md", "--pdf", "ra/a.pdf")
    assert (code, out.strip()) == (0, "Xin chào")
    assert "Xin chào" in page_text(tmp_path / "ra" / "a.pdf")
    code, _, _ = read("a.jpg", "--md", "--json")
    assert code == 2


def page_text(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()
