"""The same sentences learnt and asked, by our model and by Rasa's DIET, over the same route of HTTP, in one run.

    python -m bench rasa --rasa-python PATH        a Python 3.10 in which rasa 3.6.21 is installed

Without Rasa only ours is measured. Both learn in a process of their own (the seconds are those of the whole process),
are served by another, and are asked by the same client, one sentence after the other. Rasa is configured as its
documentation recommends for a language without pretrained vectors; sets of intents are one intent for it, joined by +.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bench.evaluated import needed
from bench.figure import Figure, Options, percentile
from bench.understanding import FLIGHTS
from giong.adaptation.labelled import read_samples
from giong.dialogue.nlu.trained.sample import Sample, Span
from tests.support.process import ROOT, free_port

QUICK_SENTENCES = 400
START_LIMIT_S, TRAIN_LIMIT_S = 600.0, 7200.0
CONFIG = """recipe: default.v1
language: vi
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
    random_seed: 1
"""
UNITS = {"train_s": "s", "start_s": "s", "memory_mb": "MB", "turn_p50_ms": "ms", "turn_p95_ms": "ms"}


@dataclass(frozen=True)
class Worth:
    """What one of the two is worth; `memory_mb` is what the serving process keeps after the last sentence."""

    train_s: float
    start_s: float
    memory_mb: float
    turn_p50_ms: float
    turn_p95_ms: float
    intent_accuracy: float
    slot_f1: float


@dataclass(frozen=True)
class Contestant:
    """How to run one of the two: a command that learns and one that serves on a port."""

    train: Sequence[str]
    serve: Sequence[str]
    folder: Path


def measure(options: Options) -> list[Figure]:
    folder = needed(options.data / FLIGHTS)
    train, test = read_samples(folder / "train"), read_samples(folder / "dev")
    if options.quick:
        train, test = train[:QUICK_SENTENCES], test[:QUICK_SENTENCES]
    with tempfile.TemporaryDirectory() as temporary:
        ours = _worth(_ours(train, Path(temporary), options.seed), test)
        if options.rasa_python is None:
            print("rasa: not measured, since no --rasa-python was given", file=sys.stderr)
            return _figures(ours, None, len(test))
        return _figures(ours, _worth(_rasa(options.rasa_python, train, Path(temporary)), test), len(test))


def _ours(train: Sequence[Sample], folder: Path, seed: int) -> Contestant:
    samples, model = folder / "samples", str(folder / "model.npz")
    samples.mkdir()
    (samples / "seq.in").write_text("".join(" ".join(sample.words) + "\n" for sample in train), "utf-8")
    (samples / "seq.out").write_text("".join(" ".join(sample.tags) + "\n" for sample in train), "utf-8")
    (samples / "label").write_text("".join("#".join(sorted(sample.intents)) + "\n" for sample in train), "utf-8")
    reader = (sys.executable, "-m", "bench.reader")
    return Contestant((*reader, "fit", str(samples), model, str(seed)), (*reader, "serve", model), ROOT)


def _rasa(python: Path, train: Sequence[Sample], folder: Path) -> Contestant:
    (folder / "config.yml").write_text(CONFIG, "utf-8")
    (folder / "nlu.yml").write_text(rasa_examples(train), "utf-8")
    rasa = (str(python), "-m", "rasa")
    files = ("--config", "config.yml", "--nlu", "nlu.yml", "--out", "models", "--fixed-model-name", "flights")
    serve = ("run", "--enable-api", "--model", "models/flights.tar.gz", "--interface", "127.0.0.1", "--port")
    return Contestant((*rasa, "train", "nlu", *files), (*rasa, *serve), folder)


def rasa_examples(samples: Sequence[Sample]) -> str:
    """The samples in Rasa's own layout: `[words]{"entity": "slot"}` in lines under each intent."""
    lines = ['version: "3.1"', "nlu:"]
    by_intent: dict[str, list[Sample]] = {}
    for sample in samples:
        by_intent.setdefault("+".join(sorted(sample.intents)), []).append(sample)
    for intent, some in sorted(by_intent.items()):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {_marked(sample)}" for sample in some)]
    return "\n".join(lines) + "\n"


def _marked(sample: Sample) -> str:
    words = list(sample.words)
    for span in sample.spans:
        words[span.start] = f"[{words[span.start]}"
        words[span.end - 1] += f']{{"entity": "{span.slot}"}}'
    return " ".join(words)


def _worth(contestant: Contestant, test: Sequence[Sample]) -> Worth:
    environment = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    began = time.perf_counter()
    subprocess.run(
        contestant.train, cwd=contestant.folder, env=environment, stdout=sys.stderr, check=True, timeout=TRAIN_LIMIT_S
    )
    train_s = time.perf_counter() - began
    with _serving(contestant, environment) as (process, port, start_s):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        _ask(connection, test[0])  # nothing is loaded for the first time afterwards
        answers, times_ms = [], []
        for sample in test:
            asked = time.perf_counter()
            answers.append(_ask(connection, sample))
            times_ms.append(1000 * (time.perf_counter() - asked))
        memory_mb = _resident_mb(process.pid)
    right = sum(
        set(answer["intent"]["name"].split("+")) == sample.intents for answer, sample in zip(answers, test, strict=True)
    )
    return Worth(
        train_s=train_s,
        start_s=start_s,
        memory_mb=memory_mb,
        turn_p50_ms=percentile(times_ms, 0.5),
        turn_p95_ms=percentile(times_ms, 0.95),
        intent_accuracy=right / len(test),
        slot_f1=_slot_f1(test, [spans_of(answer, sample.words) for answer, sample in zip(answers, test, strict=True)]),
    )


@contextmanager
def _serving(
    contestant: Contestant, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        (*contestant.serve, str(port)), cwd=contestant.folder, env=environment, stdout=sys.stderr, stderr=sys.stderr
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > START_LIMIT_S:
                raise RuntimeError(f"{contestant.serve[:3]} did not start")
            time.sleep(0.05)
        yield process, port, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return "intent" in _parse(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "xin chào")
    except (OSError, http.client.HTTPException, ValueError):
        return False


def _ask(connection: http.client.HTTPConnection, sample: Sample) -> dict[str, Any]:
    return _parse(connection, " ".join(sample.words))


def _parse(connection: http.client.HTTPConnection, text: str) -> dict[str, Any]:
    connection.request("POST", "/model/parse", json.dumps({"text": text}), {"Content-Type": "application/json"})
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    return found


def spans_of(answer: dict[str, Any], words: Sequence[str]) -> set[Span]:
    """The entities of an answer, as places in the words that were sent with a space between."""
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    found = set()
    for entity in answer["entities"]:
        inside = [place for place, start in enumerate(starts) if entity["start"] <= start < entity["end"]]
        if inside:
            found.add(Span(entity["entity"], inside[0], inside[-1] + 1))
    return found


def _slot_f1(test: Sequence[Sample], found: Sequence[set[Span]]) -> float:
    right = sum(len(sample.spans & spans) for sample, spans in zip(test, found, strict=True))
    return 2 * right / max(sum(len(sample.spans) + len(spans) for sample, spans in zip(test, found, strict=True)), 1)


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024 / 1e6


def _figures(ours: Worth, rasa: Worth | None, count: int) -> list[Figure]:
    return [
        Figure(
            f"phoatis dev over REST: {field.name}",
            getattr(ours, field.name),
            UNITS.get(field.name, ""),
            count,
            peer=getattr(rasa, field.name) if rasa else None,
            peer_is="Rasa 3.6 DIET" if rasa else "",
        )
        for field in fields(Worth)
    ]
