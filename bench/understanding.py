"""Which intents and slots are understood: learnt from one part of a data set, measured on another, and on the same
sentences typed without diacritics.
"""

from __future__ import annotations

from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options

FLIGHTS = Path("phoatis") / "syllable-level"
PUBLISHED = {"intent_accuracy": 0.972, "slot_f1": 0.931, "sentence_accuracy": 0.802}
"""Of a linear SVM and a linear-chain CRF on the same two parts."""
WANTED = {"intent_accuracy": 0.98, "slot_f1": 0.948, "sentence_accuracy": 0.85}
STRIPPED_LOSS = {"intent_accuracy": 0.015, "slot_f1": 0.03}
FIT_LIMIT_S, TURN_P95_LIMIT_MS = 120.0, 15.0


def measure(options: Options) -> list[Figure]:
    figures = _flights(options)
    return figures if options.quick else [*figures, *_feedback(options, "sentiments"), *_feedback(options, "topics")]


def _flights(options: Options) -> list[Figure]:
    folder = needed(options.data / FLIGHTS)
    parts = ("--train", folder / "train", "--test", folder / "dev", "--seed", options.seed)
    written = giong("evaluate", "understanding", *parts)
    bare = giong("evaluate", "understanding", *parts, "--strip-diacritics")
    count = written["n"]
    return [
        *(
            Figure(
                f"phoatis dev: {name}",
                written[name],
                "",
                count,
                at_least=least,
                peer=PUBLISHED[name],
                peer_is="SVM + CRF",
            )
            for name, least in WANTED.items()
        ),
        *(
            Figure(f"phoatis dev without diacritics: {name}", bare[name], "", count, at_least=written[name] - loss)
            for name, loss in STRIPPED_LOSS.items()
        ),
        Figure("phoatis: fit", written["fit_seconds"], "s", 1, at_most=FIT_LIMIT_S),
        Figure("phoatis: turn p95", written["turn_ms_p95"], "ms", count, at_most=TURN_P95_LIMIT_MS),
        Figure("phoatis: model", written["model_mb"], "MB", 1),
    ]


def _feedback(options: Options, labels: str) -> list[Figure]:
    folder = needed(options.data / "uit-vsfc")
    columns = ("--texts", "sents.txt", "--labels", f"{labels}.txt")
    found = giong("evaluate", "understanding", "--train", folder / "train", "--test", folder / "dev", *columns)
    names = ("intent_accuracy", "intent_f1_weighted", "intent_f1_macro")
    return [Figure(f"uit-vsfc dev {labels}: {name}", found[name], "", found["n"]) for name in names]
