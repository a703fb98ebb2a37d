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
    gates = two_ways @ inwards
    gates += bias
    gates = gates.reshape(2, places, sentences, 4 * hidden)
    outputs = np.zeros((2, places + 1, sentences, hidden), inputs.dtype)
    cells = np.zeros_like(outputs)
    squashed = np.empty((2, places, sentences, hidden), inputs.dtype)
    for t in range(places):
        carried = outputs[:, t] if keep is None else outputs[:, t] * keep
        gate = gates[:, t]
        gate += carried @ across
        # The logistic function is a tanh: one fast call for all four gates.
        three = gate[:, :, : 3 * hidden]
        three *= 0.5
        np.tanh(gate, out=gate)
        three *= 0.5
        three += 0.5
        entering, forgetting, leaving, new = _four(gate)
        cell = cells[:, t + 1]
        np.multiply(forgetting, cells[:, t], out=cell)
        cell += entering * new
        np.tanh(cell, out=squashed[:, t])
        np.multiply(leaving, squashed[:, t], out=outputs[:, t + 1])
    result = np.concatenate([outputs[0, 1:], outputs[1, 1:][other, column]], axis=2)

    def backward(d_result: Array) -> tuple[Array, Layer]:
        d_outputs = np.stack([d_result[:, :, :hidden], d_result[:, :, hidden:][other, column]])
        d_gates = np.empty_like(gates)
        d_cell = np.zeros((2, sentences, hidden), gates.dtype)
        back = across.swapaxes(1, 2).copy()
        for t in range(places - 1, -1, -1):
            d_output = d_outputs[:, t]
            if t + 1 < places:
                d_carried = d_gates[:, t + 1] @ back
                d_output += d_carried if keep is None else d_carried * keep
            _step_back(gates[:, t], squashed[:, t], cells[:, t], d_output, d_cell, d_gates[:, t])
        flat = d_gates.reshape(2, places * sentences, -1)
        carried = outputs[:, :-1] if keep is None else outputs[:, :-1] * keep[:, None]
        d_across = carried.reshape(2, places * sentences, hidden).swapaxes(1, 2) @ flat
        d_inwards = two_ways.swapaxes(1, 2) @ flat
        d_two = (flat @ inwards.swapaxes(1, 2)).reshape(2, places, sentences, -1)
        d_layer = Layer(d_inwards, d_across, flat.sum(axis=1, keepdims=True))
        return d_two[0] + d_two[1][other, column], d_layer

    return result, backward


def _four(gate: Array) -> tuple[Array, Array, Array, Array]:
    """Views on the gates: input, forget, output, cell."""
    hidden = gate.shape[2] // 4
    return (
        gate[:, :, :hidden],
        gate[:, :, hidden : 2 * hidden],
        gate[:, :, 2 * hidden : 3 * hidden],
        gate[:, :, 3 * hidden :],
    )


def _step_back(gate: Array, squashed: Array, before: Array, d_output: Array, d_cell: Array, d_gate: Array) -> None:
    """One place of the way back: writes `d_gate`, and turns `d_cell` into that of the cell `before`."""
    entering, forgetting, leaving, new = _four(gate)
    d_entering, d_forgetting, d_leaving, d_new = _four(d_gate)
    d_squashed = d_output * leaving
    d_cell += d_squashed
    d_squashed *= squashed
    d_squashed *= squashed
    d_cell -= d_squashed
    np.multiply(d_cell, new, out=d_entering)
    np.multiply(d_cell, before, out=d_forgetting)
    np.multiply(d_output, squashed, out=d_leaving)
    three = gate[:, :, : 3 * gate.shape[2] // 4]
    slope = 1 - three
    slope *= three
    d_gate[:, :, : slope.shape[2]] *= slope
    np.square(new, out=d_new)
    np.subtract(1, d_new, out=d_new)
    d_new *= entering
    d_new *= d_cell
    d_cell *= forgetting
