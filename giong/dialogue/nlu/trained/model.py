"""The trained model: words in, intents with confidences and slots with their places out. Knows no training.

Several networks that learnt from different beginnings are asked together and their scores averaged, which removes much
of what each got wrong by chance (Hansen and Salamon, "Neural network ensembles", 1990).
"""

from __future__ import annotations

import json
import math
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from giong.dialogue.nlu.trained import crf
from giong.dialogue.nlu.trained.labels import Labels
from giong.dialogue.nlu.trained.linear import ROWS, Linear
from giong.dialogue.nlu.trained.network import Sizes, forward, side_by_side
from giong.dialogue.nlu.trained.parameters import Array, Parameters
from giong.dialogue.nlu.trained.probability import softmax
from giong.dialogue.nlu.trained.sample import MAX_WORDS, OUTSIDE, Span, spans
from giong.dialogue.nlu.trained.vocabulary import Vocabulary
from giong.errors import BadInput
from giong.threads import one_thread

FORMAT = 1
_NO_ZIP = (BadZipFile, zlib.error, NotImplementedError)
"""What a damaged archive is answered with."""


@dataclass(frozen=True)
class Reading:
    """What a sentence means. `choice` is the likeliest set of intents and `confidence` its probability; `intents` has
    the probability of each single intent, best first. `slots` come in order, each with the probability of its least
    sure word.
    """

    choice: frozenset[str]
    confidence: float
    intents: Mapping[str, float]
    slots: tuple[tuple[Span, float], ...] = ()


@dataclass(frozen=True)
class Model:
    """Safe to share between threads: nothing changes after it was made. `linear_share` is how much the linear model
    counts for intents beside the networks; `temperature` divides the intents' scores
    (Guo and others, "On calibration of modern neural networks", 2017).
    """

    vocabulary: Vocabulary
    labels: Labels
    sizes: Sizes
    networks: tuple[Parameters, ...]
    linear: Linear
    linear_share: float = 0.2
    temperature: float = 1.0

    def predict(self, words: Sequence[str]) -> Reading:
        """What `words`, the syllables of a sentence, mean; of a sentence without words nothing is known."""
        one_thread()
        words = words[:MAX_WORDS]
        if not words:
            return Reading(frozenset(), 0.0, {})
        emissions, scores = self._scores(words)
        chance = softmax(self.labels.members @ scores / np.float32(self.temperature))
        best = int(chance.argmax())
        each = chance @ self.labels.members
        order = np.argsort(-each, kind="stable")
        return Reading(
            choice=self.labels.choices[best],
            confidence=float(chance[best]),
            intents={self.labels.intents[k]: float(each[k]) for k in order},
            slots=self._slots(emissions),
        )

    def choice_scores(self, words: Sequence[str]) -> Array:
        """Of every set of intents, before they are divided by the temperature; `words` must not be empty."""
        scores: Array = self.labels.members @ self._scores(words[:MAX_WORDS])[1]
        return scores

    def _scores(self, words: Sequence[str]) -> tuple[Array, Array]:
        """Of the tags at each word, and of the intents; the mean over the networks."""
        sentence = self.vocabulary.encode(words)
        batch = side_by_side([sentence])
        found = [forward(network, batch)[:2] for network in self.networks]
        emissions = np.mean([emissions[:, 0] for emissions, _ in found], axis=0)
        intents = np.mean([scores[0] for _, scores in found], axis=0)
        share = np.float32(self.linear_share)
        return emissions, (1 - share) * intents + share * self.linear.scores(sentence)

    @cached_property
    def _field(self) -> crf.Field:
        """The mean over the networks, with the limits."""
        start = np.mean([network["start"] for network in self.networks], axis=0)
        transitions = np.mean([network["transitions"] for network in self.networks], axis=0)
        return crf.Field(start, transitions) + self.labels.limits

    def _slots(self, emissions: Array) -> tuple[tuple[Span, float], ...]:
        if not self.labels.has_slots:
            return ()
        path = crf.best_path(emissions, self._field)
        if all(self.labels.tags[tag] == OUTSIDE for tag in path):
            return ()
        everywhere = np.ones((len(path), 1), np.float32)
        sure = crf.sums(emissions[:, None], self._field, everywhere).marginals[np.arange(len(path)), 0, path]
        return tuple(
            (span, float(sure[span.start : span.end].min())) for span in spans([self.labels.tags[tag] for tag in path])
        )

    def save(self, file: Path) -> None:
        """Write the model as one `.npz`, without a single Python object in it; an older file is replaced at once."""
        head = {
            "format": FORMAT,
            "accented": self.vocabulary.accented,
            "plain": self.vocabulary.plain,
            "tags": self.labels.tags,
            "intents": self.labels.intents,
            "choices": [sorted(choice) for choice in self.labels.choices],
            "sizes": asdict(self.sizes),
            "linear_share": self.linear_share,
            "temperature": self.temperature,
        }
        written = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8)
        networks = np.stack([network.vector for network in self.networks]).astype(np.float16)
        beside = file.with_name(f".{file.name}.part")
        try:
            with beside.open("wb") as out:
                np.savez_compressed(
                    out,
                    head=written,
                    networks=networks,
                    **{name: part.astype(np.float16) for name, part in vars(self.linear).items()},
                )
                out.flush()
                os.fsync(out.fileno())
            os.replace(beside, file)
        finally:
            beside.unlink(missing_ok=True)

    @classmethod
    def load(cls, file: Path) -> Model:
        """Read what `save` wrote. Raises `BadInput`."""
        try:
            with np.load(file, allow_pickle=False) as parts:
                head: dict[str, Any] = json.loads(parts["head"].tobytes())
                networks = parts["networks"].astype(np.float32)
                linear = Linear(*(parts[name].astype(np.float32) for name in ("rarity", "weights", "bias")))
            if head["format"] != FORMAT:
                raise ValueError(head["format"])
            sizes = Sizes(**head["sizes"])
            model = cls(
                Vocabulary(tuple(head["accented"]), tuple(head["plain"])),
                Labels(tuple(head["tags"]), tuple(head["intents"]), tuple(map(frozenset, head["choices"]))),
                sizes,
                tuple(Parameters(sizes.shapes, vector) for vector in networks),
                linear,
                float(head["linear_share"]),
                float(head["temperature"]),
            )
            model._check()
            return model
        except (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, *_NO_ZIP) as error:
            raise BadInput(
                "understanding.not_a_model",
                vi=f"Không đọc được mô hình hiểu câu trong tệp {file.name}. Hãy xoá tệp này hoặc huấn luyện lại bằng "
                "“giong train”.",
                en=f"{file.name} is not a model of understanding that can be read. Delete it, or train it again with "
                "“giong train”.",
            ) from error

    def _check(self) -> None:
        """Raises `ValueError` where the parts do not fit together."""
        labels, sizes = self.labels, self.sizes
        wanted = (len(self.vocabulary.accented) + 2, len(self.vocabulary.plain) + 2, len(labels.tags))
        if wanted != (sizes.accented, sizes.plain, sizes.tags) or len(labels.intents) != sizes.intents:
            raise ValueError("sizes")
        if not self.networks or not all(isinstance(name, str) for name in (*labels.tags, *labels.intents)):
            raise ValueError("labels")
        if any(network.vector.size != sum(map(math.prod, sizes.shapes.values())) for network in self.networks):
            raise ValueError("networks")
        linear = (self.linear.rarity.shape, self.linear.weights.shape, self.linear.bias.shape)
        if linear != ((ROWS,), (ROWS, sizes.intents), (sizes.intents,)):
            raise ValueError("linear")
        if not labels.choices or not set().union(*labels.choices) <= set(labels.intents) or not self.temperature > 0:
            raise ValueError("choices")
