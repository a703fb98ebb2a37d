"""Parallel lines: `seq.in` with the words, `seq.out` with a BIO tag for each, `label` with the intents, joined by #;
or just sentences in one file and their labels in another. Knows no model.
"""

from __future__ import annotations

from pathlib import Path

from giong.adaptation.readers.lines import bad_line, same_length
from giong.adaptation.readers.lines import read_lines as lines_of
from giong.dialogue.nlu.trained.sample import OUTSIDE, Sample

WORDS, TAGS, INTENTS = "seq.in", "seq.out", "label"


def read(folder: Path) -> list[Sample]:
    """Raises `BadInput`."""
    words, tags, intents = (lines_of(folder / name) for name in (WORDS, TAGS, INTENTS))
    same_length(folder / WORDS, words, folder / TAGS, tags)
    same_length(folder / WORDS, words, folder / INTENTS, intents)
    samples = []
    for number, (sentence, row, label) in enumerate(zip(words, tags, intents, strict=True), 1):
        sample = Sample(tuple(sentence.split()), tuple(row.split()), _intents(label))
        if len(sample.words) != len(sample.tags):
            raise bad_line(
                folder / TAGS,
                number,
                vi=f"có {len(sample.tags)} nhãn cho {len(sample.words)} tiếng.",
                en=f"{len(sample.tags)} tags for {len(sample.words)} words.",
            )
        _check(sample.tags, folder / TAGS, number)
        if not sample.intents:
            raise bad_line(folder / INTENTS, number, vi="chưa có ý định nào.", en="there is no intent.")
        samples.append(sample)
    return samples


def read_lines(texts: Path, labels: Path) -> list[Sample]:
    """Sentences without slots. Raises `BadInput`."""
    sentences, intents = lines_of(texts), lines_of(labels)
    same_length(texts, sentences, labels, intents)
    samples = []
    for number, (sentence, label) in enumerate(zip(sentences, intents, strict=True), 1):
        words = tuple(sentence.split())
        if not label.strip():
            raise bad_line(labels, number, vi="chưa có nhãn.", en="there is no label.")
        samples.append(Sample(words, (OUTSIDE,) * len(words), _intents(label)))
    return samples


def _intents(label: str) -> frozenset[str]:
    return frozenset(name.strip() for name in label.split("#") if name.strip())


def _check(tags: tuple[str, ...], file: Path, line: int) -> None:
    """Raises `BadInput` at a tag that is none, or at an I- that continues nothing."""
    for place, (before, tag) in enumerate(zip((OUTSIDE, *tags), tags, strict=False), 1):
        prefix, _, slot = tag.partition("-")
        if tag != OUTSIDE and (prefix not in ("B", "I") or not slot):
            raise bad_line(
                file,
                line,
                vi=f"nhãn thứ {place}, “{tag}”, không phải O, B-… hay I-….",
                en=f"tag {place}, “{tag}”, is none of O, B-… and I-….",
            )
        if prefix == "I" and before[2:] != slot:
            raise bad_line(
                file,
                line,
                vi=f"nhãn thứ {place}, “{tag}”, không nối tiếp B-{slot} nào.",
                en=f"tag {place}, “{tag}”, continues no B-{slot}.",
            )
