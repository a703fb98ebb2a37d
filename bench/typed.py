"""How much of what people type is understood as it was meant: clean sentences mistyped by rule, habit by habit, and how
many of their syllables come back; beside it the share of clean syllables that is changed without need.

Every figure's peer is the same text as typed. Words for restoring diacritics are taken from other sentences than those
that are measured.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.evaluated import needed
from bench.figure import Figure, Options, percentile
from giong.evaluation.metrics import ErrorCount, word_errors
from giong.evaluation.mistyping import HABITS
from giong.text.diacritics import Lexicon
from giong.text.tones import to_old
from giong.text.typed import Kind, normalised
from giong.text.unicode import nfc

_MEASURED, _MEASURED_QUICKLY = 1000, 200
_LAW_LINES = 4000
_WORD = re.compile(r"[^\W_]+")
_WITH_OWN_WORDS = ("plain", "stuck", "stuck_plain")
"""Habits that are read with an assistant's own words at hand, as the understanding does; the others without."""
_HARMLESS = (Kind.SPELLING, Kind.CHARACTERS)
"""Another custom of the same spelling, and emoticons."""


def measure(options: Options) -> list[Figure]:
    rng = random.Random(options.seed)
    sentences = _lines(needed(options.data / "phoatis") / "syllable-level" / "train" / "seq.in")
    rng.shuffle(sentences)
    measured = sentences[: _MEASURED_QUICKLY if options.quick else _MEASURED]
    lexicon = Lexicon(sentences[_MEASURED:])
    figures = [
        figure
        for name, habit in HABITS.items()
        for figure in _restored(
            name, [(habit(text, rng), text) for text in measured], lexicon if name in _WITH_OWN_WORDS else None
        )
    ]
    figures += _restored("questions really typed without diacritics", *_public_services(options.data))
    return figures + _precision(options)


def _restored(name: str, pairs: Sequence[tuple[str, str]], lexicon: Lexicon | None) -> list[Figure]:
    before, after, spent_ms = ErrorCount(), ErrorCount(), []
    whole = whole_before = 0
    for typed, meant in pairs:
        began = time.perf_counter()
        result = normalised(typed, lexicon=lexicon).text
        spent_ms.append((time.perf_counter() - began) * 1000)
        wanted = _comparable(meant)
        as_typed, read = word_errors(wanted, _comparable(typed)), word_errors(wanted, _comparable(result))
        before, after = before + as_typed, after + read
        whole, whole_before = whole + (read.errors == 0), whole_before + (as_typed.errors == 0)
    n = len(pairs)
    return [
        Figure(f"{name}: syllables as meant", 1 - after.rate, "", after.total, peer=1 - before.rate, peer_is="typed"),
        Figure(f"{name}: sentences as meant", whole / n, "", n, peer=whole_before / n, peer_is="typed"),
        Figure(f"{name}: p95", percentile(spent_ms, 0.95), "ms", n),
    ]


def _public_services(data: Path) -> tuple[list[tuple[str, str]], Lexicon]:
    folder = needed(data / "public-services")
    rows = [line.split("\t") for line in _lines(folder / "questions_no_diacritics.tsv")]
    procedures = json.loads((folder / "procedures.json").read_text(encoding="utf-8"))
    return [(typed, meant) for typed, meant in rows], Lexicon(_texts(procedures))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in _texts(one)]


def _precision(options: Options) -> list[Figure]:
    sets: dict[str, Callable[[], list[str]]] = {
        "statutes": lambda: _law(needed(options.data / "law-text"), options.seed),
        "student feedback": lambda: _lines(needed(options.data / "uit-vsfc") / "train" / "sents.txt"),
        "speakers' transcripts": lambda: _transcripts(options.data / "speech"),
    }
    figures = []
    for name, texts in sets.items():
        syllables = changed = 0
        for text in texts():
            syllables += len(_WORD.findall(text))
            changed += sum(change.kind not in _HARMLESS for change in normalised(text).changes)
        figures.append(Figure(f"{name}: changed without need at most", changed / syllables, "", syllables))
    return figures


def _law(folder: Path, seed: int) -> list[str]:
    lines = [line for path in sorted(folder.glob("*.txt")) for line in _lines(path)]
    random.Random(seed).shuffle(lines)
    return lines[:_LAW_LINES]


def _transcripts(folder: Path) -> list[str]:
    manifests = [needed(folder) / name / "manifest.jsonl" for name in ("vieneu-refs", "vivos-mini")]
    return [str(json.loads(line)["text"]) for path in manifests for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    return [line for line in nfc(path.read_text(encoding="utf-8")).splitlines() if line.strip()]


def _comparable(text: str) -> str:
    return " ".join(_WORD.findall(to_old(nfc(text).lower())))
