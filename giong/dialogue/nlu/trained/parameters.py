"""All weights of a network in one vector, with a named view on each part. Knows no layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Shapes = Mapping[str, tuple[int, ...]]


class Parameters:
    """One vector, so that an optimiser or an average is one operation; `parameters["name"]` is a view on a part."""

    def __init__(self, shapes: Shapes, vector: Array | None = None) -> None:
        sizes = [int(np.prod(shape)) for shape in shapes.values()]
        self.shapes = dict(shapes)
        self.vector: Array = np.zeros(sum(sizes), np.float32) if vector is None else vector
        ends = np.cumsum(sizes)
        self._views = {
            name: self.vector[end - size : end].reshape(shape)
            for (name, shape), size, end in zip(shapes.items(), sizes, ends, strict=True)
        }

    def __getitem__(self, name: str) -> Array:
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def zeros(self) -> Parameters:
        """Room for gradients: the same parts, all zero."""
        return Parameters(self.shapes, np.zeros_like(self.vector))
