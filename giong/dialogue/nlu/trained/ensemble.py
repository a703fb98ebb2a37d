"""Fits a model: several networks on the same samples, each in a process of its own. Knows no file.

A process for each network, because the small products of matrices of one network do not fill two cores.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait

import numpy as np

from giong.dialogue.nlu.trained.fitting import Course, Progress, fit_network, sizes_of
from giong.dialogue.nlu.trained.labels import Labels
from giong.dialogue.nlu.trained.linear import fit_linear
from giong.dialogue.nlu.trained.model import Model
from giong.dialogue.nlu.trained.parameters import Array, Parameters
from giong.dialogue.nlu.trained.sample import Sample
from giong.dialogue.nlu.trained.vocabulary import Vocabulary
from giong.errors import BadInput, Unavailable

FitOne = Callable[..., Parameters]
"""Gets `seed` and `on_progress` by name."""

_MANY_WORDS = 20_000
"""From here on networks are large and each learns in a process of its own."""
_NETWORKS = 2
_SMALL = Course(hidden=48)
_LINEAR_SHARE, _SMALL_LINEAR_SHARE = 0.2, 0.5
"""Where examples are few, the linear model is as good as the network, and both together are better than either."""


def fit(
    samples: Sequence[Sample],
    *,
    seed: int = 1,
    networks: int | None = None,
    course: Course | None = None,
    on_progress: Progress | None = None,
) -> Model:
    """A model of what the samples show. How many networks, and how they learn, follows from how many words there are,
    unless it is given. Raises `BadInput` without samples.
    """
    samples = [sample for sample in samples if sample.words]
    if not samples:
        raise BadInput(
            "understanding.no_samples",
            vi="Chưa có câu mẫu nào để học. Hãy thêm vài câu mẫu cho mỗi ý định.",
            en="There is no sample to learn from. Add a few examples to each intent.",
        )
    vocabulary = Vocabulary.of(sample.words for sample in samples)
    labels = Labels.of(samples)
    many = sum(len(sample.words) for sample in samples) >= _MANY_WORDS
    course = course or (Course() if many else _SMALL)
    fit_one = partial(fit_network, samples, vocabulary, labels, course=course)
    seeds = [1000 * seed + number for number in range(networks or (_NETWORKS if many else 1))]
    vectors = (_side_by_side if many and len(seeds) > 1 else _one_by_one)(fit_one, seeds, on_progress)
    sizes = sizes_of(vocabulary, labels, course)
    linear = fit_linear(
        [vocabulary.encode(sample.words) for sample in samples],
        np.array([labels.choice_number[sample.intents] for sample in samples]),
        labels.members,
    )
    learnt = tuple(Parameters(sizes.shapes, vector) for vector in vectors)
    return Model(vocabulary, labels, sizes, learnt, linear, _LINEAR_SHARE if many else _SMALL_LINEAR_SHARE)


def _one_by_one(fit_one: FitOne, seeds: Sequence[int], on_progress: Progress | None) -> list[Array]:
    vectors = []
    for number, seed in enumerate(seeds):

        def report(done: int, of: int, before: int = number) -> None:
            if on_progress:
                on_progress(before * of + done, len(seeds) * of)

        vectors.append(fit_one(seed=seed, on_progress=report).vector)
    return vectors


def _side_by_side(fit_one: FitOne, seeds: Sequence[int], on_progress: Progress | None) -> list[Array]:
    context = multiprocessing.get_context("spawn")
    ends: dict[Connection, int] = {}
    processes = []
    try:
        for number, seed in enumerate(seeds):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(theirs, fit_one, seed), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            ends[ours] = number
        return _gathered(ends, on_progress)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _gathered(ends: dict[Connection, int], on_progress: Progress | None) -> list[Array]:
    """The weights from every process, in order; meanwhile the least advanced one is the progress."""
    vectors: dict[int, Array] = {}
    progress = dict.fromkeys(ends.values(), (0, 1))
    waiting = list(ends)
    while waiting:
        for end in wait(waiting):
            assert isinstance(end, Connection)
            try:
                message = end.recv()
            except EOFError as error:
                raise Unavailable(
                    "understanding.fit_stopped",
                    vi="Tiến trình huấn luyện đã dừng giữa chừng, có thể do thiếu bộ nhớ. Hãy thử lại.",
                    en="A training process ended too early, perhaps for want of memory. Try again.",
                ) from error
            if isinstance(message, tuple):
                progress[ends[end]] = message
                if on_progress:
                    on_progress(*min(progress.values()))
            else:
                vectors[ends[end]] = message
                waiting.remove(end)
    return [vectors[number] for number in sorted(vectors)]


def _work(end: Connection, fit_one: FitOne, seed: int) -> None:
    """In the other process: send how far it is, then the weights. Ctrl-C is for the process that waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end.send(fit_one(seed=seed, on_progress=lambda done, of: end.send((done, of))).vector)
    end.close()
