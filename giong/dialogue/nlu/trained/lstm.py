"""A layer of long short-term memory that reads both ways, with its gradient. Knows no words and no tags.

Hochreiter and Schmidhuber (1997) with a forget gate (Gers 2000); gates lie in the order input, forget, output, cell.
Time is the first axis; sentences are filled up at their end, and what stands there never reaches a real place, because
the backward direction reads each sentence turned round within its own length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giong.dialogue.nlu.trained.parameters import Array

Turned = NDArray[np.intp]


class Layer(NamedTuple):
    """The weights of both directions: `inwards` (2, n, 4 * hidden), `across` (2, hidden, 4 * hidden), `bias`
    (2, 1, 4 * hidden).
    """

    inwards: Array
    across: Array
    bias: Array


Backward = Callable[[Array], tuple[Array, Layer]]
"""Gets the gradient of the output; gives those of the input and of the weights."""


def turned(lengths: NDArray[np.intp], places: int) -> Turned:
    """For each place the place that the other direction reads there, shape (places, sentences)."""
    place = np.arange(places)[:, None]
    return np.where(place < lengths, lengths - 1 - place, place)


def both_ways(inputs: Array, layer: Layer, other: Turned, keep: Array | None = None) -> tuple[Array, Backward]:
    """Outputs of both directions side by side, shape (places, sentences, 2 * hidden), and the way back.

    `inputs` has shape (places, sentences, n); `keep` (2, sentences, hidden) multiplies what is carried over to the next
    place.
    """
    inwards, across, bias = layer
    places, sentences, _ = inputs.shape
    hidden = across.shape[1]
    column = np.arange(sentences)
    two_ways = np.stack([inputs, inputs[other, column]]).reshape(2, places * sentences, -1)
    gates = (two_ways @ inwards + bias).reshape(2, places, sentences, 4 * hidden).swapaxes(0, 1).copy()
    outputs = np.zeros((places + 1, 2, sentences, hidden), inputs.dtype)
    cells = np.zeros_like(outputs)
    squashed = np.empty_like(outputs[1:])
    for t in range(places):
        carried = outputs[t] if keep is None else outputs[t] * keep
        gate = gates[t]
        gate += carried @ across
        # The logistic function is a tanh: one fast call for all four gates.
        gate[:, :, : 3 * hidden] *= 0.5
        np.tanh(gate, out=gate)
        gate[:, :, : 3 * hidden] *= 0.5
        gate[:, :, : 3 * hidden] += 0.5
        entering, forgetting, leaving, new = (gate[:, :, k * hidden : (k + 1) * hidden] for k in range(4))
        cells[t + 1] = forgetting * cells[t] + entering * new
        np.tanh(cells[t + 1], out=squashed[t])
        np.multiply(leaving, squashed[t], out=outputs[t + 1])
    result = np.concatenate([outputs[1:, 0], outputs[1:, 1][other, column]], axis=2)

    def backward(d_result: Array) -> tuple[Array, Layer]:
        d_outputs = np.stack([d_result[:, :, :hidden], d_result[:, :, hidden:][other, column]], axis=1)
        d_gates = np.empty_like(gates)
        d_carried = np.zeros_like(outputs[0])
        d_cell = np.zeros_like(cells[0])
        back = across.swapaxes(1, 2).copy()
        for t in range(places - 1, -1, -1):
            d_output = d_outputs[t] + d_carried
            entering, forgetting, leaving, new = (gates[t, :, :, k * hidden : (k + 1) * hidden] for k in range(4))
            d_cell += d_output * leaving * (1 - squashed[t] ** 2)
            d_gate = d_gates[t]
            d_gate[:, :, :hidden] = d_cell * new
            d_gate[:, :, hidden : 2 * hidden] = d_cell * cells[t]
            d_gate[:, :, 2 * hidden : 3 * hidden] = d_output * squashed[t]
            three = gates[t, :, :, : 3 * hidden]
            d_gate[:, :, : 3 * hidden] *= three * (1 - three)
            d_gate[:, :, 3 * hidden :] = d_cell * entering * (1 - new**2)
            d_cell *= forgetting
            d_carried = d_gate @ back
            if keep is not None:
                d_carried *= keep
        flat = d_gates.swapaxes(0, 1).reshape(2, places * sentences, -1)
        carried = outputs[:-1] if keep is None else outputs[:-1] * keep
        d_across = carried.swapaxes(0, 1).reshape(2, places * sentences, hidden).swapaxes(1, 2) @ flat
        d_inwards = two_ways.swapaxes(1, 2) @ flat
        d_two = (flat @ inwards.swapaxes(1, 2)).reshape(2, places, sentences, -1)
        d_layer = Layer(d_inwards, d_across, flat.sum(axis=1, keepdims=True))
        return d_two[0] + d_two[1][other, column], d_layer

    return result, backward
