"""The joint network: words to a score for each tag at each word and for each intent. Knows no loss and no optimiser.

Embeddings of a word with diacritics, without, and of its looks → two layers of LSTM that read both ways → tag scores
from every place, intent scores from the places together (their maximum and an attention-weighted mean). One network for
both tasks, as Liu and Lane, "Attention-based recurrent neural network models for joint intent detection and slot
filling" (Interspeech 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.nlu.trained.lstm import Layer, both_ways, turned
from giong.dialogue.nlu.trained.parameters import Array, Parameters
from giong.dialogue.nlu.trained.pooling import pooled
from giong.dialogue.nlu.trained.vocabulary import LOOK_ROWS, LOOKS, Encoded, Numbers

Random = np.random.Generator
Backward = Callable[[Array, Array, Parameters], None]
"""Gets the gradients of both scores and adds those of the weights."""


@dataclass(frozen=True)
class Sizes:
    """How large the network is."""

    accented: int
    plain: int
    tags: int
    intents: int
    accented_width: int = 96
    plain_width: int = 64
    look_width: int = 32
    hidden: int = 128

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        width = self.accented_width + self.plain_width + self.look_width
        both, gates = 2 * self.hidden, 4 * self.hidden
        return {
            "accented": (self.accented, self.accented_width),
            "plain": (self.plain, self.plain_width),
            "looks": (LOOK_ROWS, self.look_width),
            "first.inwards": (2, width, gates),
            "first.across": (2, self.hidden, gates),
            "first.bias": (2, 1, gates),
            "second.inwards": (2, both, gates),
            "second.across": (2, self.hidden, gates),
            "second.bias": (2, 1, gates),
            "tags": (both, self.tags),
            "tags.bias": (self.tags,),
            "start": (self.tags,),
            "transitions": (self.tags, self.tags),
            "attention": (both,),
            "intents": (2 * both, self.intents),
            "intents.bias": (self.intents,),
        }


@dataclass(frozen=True)
class Batch:
    """Sentences side by side, filled up at their end; time is the first axis."""

    accented: Numbers
    plain: Numbers
    looks: Numbers
    lengths: Numbers

    @property
    def mask(self) -> Array:
        """One at a word, zero beyond the end; shape (places, sentences)."""
        return (np.arange(len(self.plain))[:, None] < self.lengths).astype(np.float32)


def side_by_side(sentences: Sequence[Encoded]) -> Batch:
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.intp)
    places = int(lengths.max())
    accented = np.zeros((places, len(sentences)), np.intp)
    plain = np.zeros_like(accented)
    looks = np.zeros((places, len(sentences), LOOKS), np.intp)
    for column, sentence in enumerate(sentences):
        accented[: len(sentence), column] = sentence.accented
        plain[: len(sentence), column] = sentence.plain
        looks[: len(sentence), column] = sentence.looks
    return Batch(accented, plain, looks, lengths)


@dataclass(frozen=True)
class Dropout:
    """Which share of values is dropped while training (Srivastava 2014); what is carried along a sentence loses the
    same values at each place (Gal and Ghahramani 2016).
    """

    words: float = 0.2
    between: float = 0.3
    carried: float = 0.1
    intents: float = 0.3


DROPOUT = Dropout()
_NOTHING = Dropout(0, 0, 0, 0)


def initialised(sizes: Sizes, random: Random) -> Parameters:
    """Small random weights; forget gates begin open (Jozefowicz 2015)."""
    parameters = Parameters(sizes.shapes)
    for name in parameters:
        part = parameters[name]
        if name in ("accented", "plain", "looks"):
            part[...] = random.normal(0, 0.3, part.shape)
        elif part.ndim > 1 and name != "transitions" and not name.endswith("bias"):
            # A gate's part of a layer is a matrix of its own (Glorot and Bengio 2010).
            bound = np.sqrt(6 / (part.shape[-2] + part.shape[-1] / (4 if part.ndim == 3 else 1)))
            part[...] = random.uniform(-bound, bound, part.shape)
    for layer in ("first.bias", "second.bias"):
        parameters[layer][:, :, sizes.hidden : 2 * sizes.hidden] = 1.0
    return parameters


@dataclass(frozen=True)
class _Keep:
    """What is kept of each layer's output: zero where dropped, otherwise scaled up; all ones outside training."""

    words: Array
    first: Array
    second: Array
    summary: Array
    carried: tuple[Array | None, Array | None] = (None, None)

    @classmethod
    def drawn(cls, sizes: tuple[int, int, int, int], dropout: Dropout, random: Random | None) -> _Keep:
        """For (places, sentences, width of a word, hidden)."""
        places, sentences, width, hidden = sizes
        if random is None:
            all_kept = np.ones(1, np.float32)
            return cls(all_kept, all_kept, all_kept, all_kept)

        def kept(rate: float, *shape: int) -> Array:
            drawn: Array = (random.random(shape, np.float32) >= rate).astype(np.float32)
            drawn /= np.float32(1 - rate)
            return drawn

        return cls(
            words=kept(dropout.words, places, sentences, width),
            first=kept(dropout.between, places, sentences, 2 * hidden),
            second=kept(dropout.between, places, sentences, 2 * hidden),
            summary=kept(dropout.intents, sentences, 4 * hidden),
            carried=(kept(dropout.carried, 2, sentences, hidden), kept(dropout.carried, 2, sentences, hidden)),
        )


def forward(
    weights: Parameters, batch: Batch, *, random: Random | None = None, dropout: Dropout = _NOTHING
) -> tuple[Array, Array, Backward]:
    """Tag scores (places, sentences, tags), intent scores (sentences, intents), and the way back.

    With `random` values are dropped, as while training.
    """
    other = turned(batch.lengths, len(batch.plain))
    embedded = _embedded(weights, batch)
    hidden = weights["first.across"].shape[1]
    keep = _Keep.drawn((*embedded.shape, hidden), dropout, random)
    first, first_back = both_ways(embedded * keep.words, _layer(weights, "first"), other, keep.carried[0])
    second, second_back = both_ways(first * keep.first, _layer(weights, "second"), other, keep.carried[1])
    read: Array = second * keep.second
    tags: Array = np.add(read @ weights["tags"], weights["tags.bias"])
    summary, summary_back = pooled(second, weights["attention"], batch.mask)
    summary *= keep.summary
    intents: Array = np.add(summary @ weights["intents"], weights["intents.bias"])

    def backward(d_tags: Array, d_intents: Array, gradient: Parameters) -> None:
        flat = d_tags.reshape(-1, d_tags.shape[2])
        gradient["tags"][...] += read.reshape(len(flat), -1).T @ flat
        gradient["tags.bias"][...] += flat.sum(axis=0)
        gradient["intents"][...] += summary.T @ d_intents
        gradient["intents.bias"][...] += d_intents.sum(axis=0)
        d_second, d_attention = summary_back((d_intents @ weights["intents"].T) * keep.summary)
        gradient["attention"][...] += d_attention
        d_second += (d_tags @ weights["tags"].T) * keep.second
        d_first = _into(gradient, "second", second_back(d_second)) * keep.first
        d_embedded = _into(gradient, "first", first_back(d_first)) * keep.words
        _embed_back(gradient, batch, d_embedded * batch.mask[:, :, None])

    return tags, intents, backward


def _layer(weights: Parameters, name: str) -> Layer:
    return Layer(weights[f"{name}.inwards"], weights[f"{name}.across"], weights[f"{name}.bias"])


def _into(gradient: Parameters, name: str, found: tuple[Array, Layer]) -> Array:
    """Add the gradients of a layer's weights, and give that of its input."""
    d_inputs, d_layer = found
    layer = _layer(gradient, name)
    layer.inwards[...] += d_layer.inwards
    layer.across[...] += d_layer.across
    layer.bias[...] += d_layer.bias
    return d_inputs


def _embedded(weights: Parameters, batch: Batch) -> Array:
    looks = weights["looks"][batch.looks].sum(axis=2)
    return np.concatenate([weights["accented"][batch.accented], weights["plain"][batch.plain], looks], axis=2)


def _embed_back(gradient: Parameters, batch: Batch, d_embedded: Array) -> None:
    one = gradient["accented"].shape[1]
    two = one + gradient["plain"].shape[1]
    _add_rows(gradient["accented"], batch.accented, d_embedded[:, :, :one])
    _add_rows(gradient["plain"], batch.plain, d_embedded[:, :, one:two])
    for look in range(LOOKS):
        _add_rows(gradient["looks"], batch.looks[:, :, look], d_embedded[:, :, two:])


def _add_rows(table: Array, rows: NDArray[np.intp], values: Array) -> None:
    """Add each value to its row; rows may repeat."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    ordered = flat[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    table[ordered[starts]] += np.add.reduceat(values.reshape(len(flat), -1)[order], starts, axis=0)
