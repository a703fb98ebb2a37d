"""JSON lines with annotated sentences: {"intent": …, "sentence_annotation": "bật [ device : đèn ] lên"}. Knows no
model.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from giong.adaptation.readers.lines import bad_line, read_lines
from giong.dialogue.nlu.trained.sample import Sample, Span, tags_of
from giong.text.unicode import nfc

_MARKED = re.compile(r"\[\s*([^\[\]:]+?)\s*:\s*([^\[\]]*?)\s*\]")


def read(file: Path) -> list[Sample]:
    """Raises `BadInput`."""
    return [_sample(line, file, number) for number, line in enumerate(read_lines(file), 1) if line.strip()]


def _sample(line: str, file: Path, number: int) -> Sample:
    try:
        row = json.loads(line)
        annotated, intent = nfc(row["sentence_annotation"]), nfc(row["intent"]).strip()
    except (ValueError, KeyError, TypeError) as error:
        raise bad_line(
            file,
            number,
            vi="cần một đối tượng JSON có intent và sentence_annotation.",
            en="needs a JSON object with intent and sentence_annotation.",
        ) from error
    if re.search(r"[\[\]]", _MARKED.sub("", annotated)):
        raise bad_line(
            file,
            number,
            vi="ngoặc vuông không khớp; cần viết [ loại : các tiếng ].",
            en="brackets do not match; write [ type : words ].",
        )
    words: list[str] = []
    spans: list[Span] = []
    end = 0
    for match in _MARKED.finditer(annotated):
        words += annotated[end : match.start()].split()
        marked = match.group(2).split()
        if marked:
            spans.append(Span(match.group(1), len(words), len(words) + len(marked)))
        words += marked
        end = match.end()
    words += annotated[end:].split()
    return Sample(tuple(words), tags_of(spans, len(words)), frozenset({intent}))
