"""How long a caller waits for the first sound of an answer, and for silence after an interruption (`bench.voice`)."""

from __future__ import annotations

from bench import voice
from bench.figure import Figure, Options

ANSWER_P50_MS, ANSWER_P95_MS, SILENCE_P95_MS = 500.0, 800.0, 150.0


def measure(options: Options) -> list[Figure]:
    turns, interruptions = (4, 3) if options.quick else (12, 8)
    heard = voice.measure(turns=turns, interruptions=interruptions, seed=options.seed, data=options.data)
    answers = {"all callers": heard["speech_end_to_answer_audio"], **heard["by_caller"]}
    figures = [
        figure
        for caller, found in answers.items()
        if found["n"]
        for figure in (
            Figure(f"{caller}: speech to answer p50", found["p50_ms"], "ms", found["n"], at_most=ANSWER_P50_MS),
            Figure(f"{caller}: speech to answer p95", found["p95_ms"], "ms", found["n"], at_most=ANSWER_P95_MS),
        )
    ]
    silence = heard["interruption_to_silence"]
    if silence["n"]:
        figures.append(
            Figure("interruption to silence p95", silence["p95_ms"], "ms", silence["n"], at_most=SILENCE_P95_MS)
        )
    return figures
