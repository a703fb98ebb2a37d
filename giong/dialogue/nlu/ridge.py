"""Kernel ridge regression whose leave-one-out answers need no second fit. Knows matrices, no words.

The coefficients are (K + λW⁻¹)⁻¹Y. With G that inverse and a = GY, the prediction for sample i of a fit without it is
Yᵢ − aᵢ/Gᵢᵢ, and for a set B of samples of a fit without all of them Y_B − (G_BB)⁻¹a_B (Rifkin and Lippert, "Notes on
Regularized Least Squares", 2007, section 4; Pahikkala et al., "Fast n-Fold Cross-Validation for Regularized
Least-Squares", 2006).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from giong.threads import one_thread

Matrix = NDArray[np.float64]

PENALTY = 0.3
"""λ, for kernels with 1 on the diagonal."""


class Ridge:
    """One regression for each column of the targets, all with the same samples."""

    def __init__(self, kernel: Matrix, targets: Matrix, weights: Matrix) -> None:
        """`kernel` has shape (n, n), `targets` (n, columns); `weights` (n,) say how much a sample counts."""
        # Two threads would add in another order than one, and the last digits would differ from start to start.
        one_thread()
        self._targets = targets
        self._inverse = np.linalg.inv(kernel + PENALTY * np.diag(1 / weights))
        self._coefficients = self._inverse @ targets

    def scores(self, likeness: Matrix) -> Matrix:
        """For each column, from the kernel of a new sample with all n (or of several: one a row)."""
        return np.asarray(likeness @ self._coefficients, dtype=np.float64)

    def without_each(self) -> Matrix:
        """The prediction for every sample if that sample had not been there, shape (n, columns)."""
        return np.asarray(self._targets - self._coefficients / np.diag(self._inverse)[:, None], dtype=np.float64)

    def without(self, samples: NDArray[np.intp]) -> Matrix:
        """The predictions for these samples if none of them had been there, shape (len(samples), columns)."""
        own = self._inverse[np.ix_(samples, samples)]
        return np.asarray(self._targets[samples] - np.linalg.solve(own, self._coefficients[samples]), dtype=np.float64)
