"""Labelled sentences from a folder or file, whichever layout they are in. Knows no model.

The layout is told by what is there: an assistant's folder, `seq.in` with `seq.out` and `label`, two files of parallel
lines, or JSON lines with annotated sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from giong.adaptation.readers import annotated, assistant, parallel
from giong.dialogue.folder.reading import is_assistant
from giong.dialogue.nlu.trained.sample import Sample
from giong.errors import BadInput


@dataclass(frozen=True)
class Columns:
    """The names of the two files when a folder holds sentences and their labels as parallel lines."""

    texts: str
    labels: str


def columns(texts: str | None, labels: str | None) -> Columns | None:
    """Both names, or neither. Raises `BadInput`."""
    if texts and labels:
        return Columns(texts, labels)
    if texts or labels:
        raise BadInput(
            "samples.half_named",
            vi="Cần nêu cả hai: --texts là tệp câu, --labels là tệp nhãn.",
            en="Name both: --texts is the file of sentences, --labels that of their labels.",
        )
    return None


def read_samples(path: Path, columns: Columns | None = None) -> list[Sample]:
    """All samples at `path`. Raises `BadInput` that names the file and the line."""
    if columns:
        return parallel.read_lines(path / columns.texts, path / columns.labels)
    if path.is_file():
        return annotated.read(path)
    if is_assistant(path):
        return assistant.read(path)
    if (path / parallel.WORDS).is_file():
        return parallel.read(path)
    files = sorted(path.glob("*.jsonl"))
    if len(files) == 1:
        return annotated.read(files[0])
    raise BadInput(
        "samples.unknown_layout",
        vi=f"Không tìm thấy dữ liệu gán nhãn trong {path}. Cần có seq.in, seq.out và label; hoặc một tệp .jsonl; hoặc "
        "thư mục của một trợ lý; hoặc dùng --texts và --labels để nêu tên hai tệp song song.",
        en=f"There are no labelled sentences in {path}. It needs seq.in, seq.out and label; or one .jsonl file; or an "
        "assistant's folder; or name two parallel files with --texts and --labels.",
    )
