"""Adam, with its step scaled down to nothing over the course. Knows no network."""

from __future__ import annotations

import numpy as np

from giong.dialogue.nlu.trained.parameters import Array

_FIRST, _SECOND, _TINY = np.float32(0.9), np.float32(0.98), np.float32(1e-8)
_WARM_UP_SHARE = 0.05


class Adam:
    """Kingma and Ba, "Adam" (ICLR 2015), in place on one vector, with decoupled weight decay (Loshchilov 2019)."""

    def __init__(self, vector: Array, *, rate: float, steps: int, clip: float = 5.0, decay: float = 0.0) -> None:
        self._vector = vector
        self._rate, self._steps, self._clip, self._decay = rate, max(steps, 1), clip, decay
        self._mean = np.zeros_like(vector)
        self._square = np.zeros_like(vector)
        self._done = 0

    def step(self, gradient: Array) -> None:
        """Move against the gradient, which is clipped to a length of `clip`."""
        length = float(np.sqrt(gradient @ gradient))
        if length > self._clip:
            gradient *= np.float32(self._clip / length)
        rate = self._rate * self._share()
        self._done += 1
        self._mean *= _FIRST
        self._mean += (1 - _FIRST) * gradient
        self._square *= _SECOND
        np.square(gradient, out=gradient)
        self._square += (1 - _SECOND) * gradient
        sharpen = np.sqrt(1 - float(_SECOND) ** self._done) / (1 - float(_FIRST) ** self._done)
        divisor = np.sqrt(self._square, out=gradient)
        divisor += _TINY
        np.divide(self._mean, divisor, out=divisor)
        if self._decay:
            self._vector *= np.float32(1 - rate * self._decay)
        divisor *= np.float32(rate * sharpen)
        self._vector -= divisor

    def _share(self) -> float:
        """Up from nothing in the first steps, then down to nothing in a straight line."""
        part = (self._done + 1) / self._steps
        return min(part / _WARM_UP_SHARE, max((1 - part) / (1 - _WARM_UP_SHARE), 0.0), 1.0)
