"""What reading is worth, counted on files whose text is known."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from giong.errors import NotFound
from giong.evaluation.reading import (
    body,
    character_errors,
    evaluate_reading,
    folded,
    read_samples,
    spaced_word_errors,
)
from giong.vision.leaf import Leaf
from giong.vision.page import Block, BlockKind, Line, Page, Word
from giong.vision.shapes import Box

ANY = Box(0, 0, 10, 10)


def page(*lines: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(tuple(Line(tuple(Word(word, ANY) for word in line.split()), ANY) for line in lines), kind)


def png() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((40, 60, 3), 255, np.uint8)).save(out, "PNG")
    return out.getvalue()


def sample(folder: Path, name: str, truth: str) -> None:
    (folder / f"{name}.png").write_bytes(png())
    (folder / f"{name}.gt.txt").write_text(truth, encoding="utf-8")


def test_white_space_and_composition_do_not_count() -> None:
    assert folded("Ti\u0065\u0302\u0301ng  Vi\u1ec7t\n\n nam ") == "Tiếng Việt nam"
    assert character_errors("Hà\nNội", "Hà  Nội").errors == 0


def test_dots_to_be_filled_in_count_once() -> None:
    assert character_errors("Họ tên: ……………… Nam", "Họ tên: ... Nam").errors == 0
    assert character_errors("Họ tên: .................. Nam", "Họ tên: Nam").errors == 0


def test_errors_are_counted_as_characters_and_as_words() -> None:
    assert character_errors("nổ mìn", "nỗ min").rate == pytest.approx(2 / 6)
    assert spaced_word_errors("vật liệu nổ", "vậtliệu nổ").rate == pytest.approx(2 / 3)


def test_page_numbers_are_no_text() -> None:
    assert (
        body(Page(1, 10, 10, (page("3", kind=BlockKind.PAGE_HEADER), page("Điều 1.", "Phạm vi")))) == "Điều 1.\nPhạm vi"
    )


def test_all_files_with_a_truth_are_read_and_counted_together(tmp_path: Path) -> None:
    sample(tmp_path, "một", "a" * 90)
    sample(tmp_path, "hai", "bb bb bb b")
    (tmp_path / "không có chữ mẫu.png").write_bytes(png())
    texts = iter(["bb bb bb b", "bb bb bb b", "a" * 89])  # the first page is read once more, to warm the engines

    def read(leaf: Leaf) -> Page:
        return Page(leaf.number, 10, 10, (page(next(texts)),))

    done: list[tuple[int, int]] = []
    report = evaluate_reading(tmp_path, read, on_progress=lambda at, of: done.append((at, of)))
    assert (report.n, report.pages, done) == (2, 2, [(1, 2), (2, 2)])
    assert report.cer == pytest.approx(0.01)
    assert set(report.as_json()) == {"n", "pages", "cer", "wer", "seconds_per_page", "peak_mb"}


def test_a_scan_is_paired_with_the_text_of_its_document(tmp_path: Path) -> None:
    (tmp_path / "nghi-dinh.scan.pdf").write_bytes(b"%PDF-")
    (tmp_path / "nghi-dinh.gt.txt").write_text("x", encoding="utf-8")
    assert [found.path.name for found in read_samples(tmp_path)] == ["nghi-dinh.scan.pdf"]
    (tmp_path / "nghi-dinh.gt.txt").unlink()
    with pytest.raises(NotFound, match=r"\.gt\.txt"):
        read_samples(tmp_path)


@pytest.mark.data
def test_a_real_scan_is_read_better_than_by_one_engine_alone() -> None:
    import json

    from giong.cli.main import cli

    data = Path(os.environ.get("GIONG_DATA", Path(__file__).parents[3] / "shared" / "data"))
    pages = data / "ocr" / "scan-vn-legal" / "pages"
    if not pages.is_dir():
        pytest.skip("needs ../shared/data/ocr/scan-vn-legal/pages (or GIONG_DATA)")
    done = CliRunner().invoke(cli, ["evaluate", "reading", str(pages), "--json"])
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["n"] == 1
    assert figures["cer"] <= 0.008
