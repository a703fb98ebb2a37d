"""A text file as its lines, and an error that names one of them. Knows no layout."""

from __future__ import annotations

from pathlib import Path

from giong.errors import BadInput
from giong.text.unicode import nfc


def read_lines(file: Path) -> list[str]:
    """Its lines, composed and without the line ends; empty lines at the end do not count. Raises `BadInput`."""
    try:
        lines = nfc(file.read_text(encoding="utf-8-sig")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "samples.unreadable",
            vi=f"Không đọc được {file}. Hãy kiểm tra tệp có tồn tại và được lưu bằng UTF-8.",
            en=f"{file} cannot be read. Check that it exists and is saved as UTF-8.",
        ) from error
    lines = [line.rstrip("\r") for line in lines]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def bad_line(file: Path, line: int, *, vi: str, en: str) -> BadInput:
    """`line` is counted from 1."""
    return BadInput("samples.bad_line", vi=f"{file}, dòng {line}: {vi}", en=f"{file}, line {line}: {en}")


def same_length(first: Path, lines: list[str], second: Path, others: list[str]) -> None:
    """Raises `BadInput` unless both files have as many lines."""
    if len(lines) != len(others):
        raise BadInput(
            "samples.counts_differ",
            vi=f"{first} có {len(lines)} dòng nhưng {second} có {len(others)} dòng. Mỗi câu phải có đúng một nhãn.",
            en=f"{first} has {len(lines)} lines but {second} has {len(others)}. Each sentence needs just one label.",
        )
