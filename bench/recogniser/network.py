"""trueocr's line recogniser in PyTorch, its weights under the names they have in the ONNX file. Needs torch and onnx.

Stated from the graph of `rec.onnx` (trueocr 0.1.1, Apache-2.0); `python -m bench.recogniser check` compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as fn

STEP_PX = 4
BLOCKS = 10


class Network(nn.Module):
    """Strips (lines × 1 × 96 × width) and their widths in pixels → scores (lines × steps × characters) and steps."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._fixed: dict[str, Tensor] = {}
        self.weights = nn.ParameterDict()
        for held in onnx.load(file).graph.initializer:
            values = torch.from_numpy(numpy_helper.to_array(held).copy())
            if "running" in held.name or values.dtype != torch.float32:
                self._fixed[held.name] = values
            else:
                self.weights[held.name.replace(".", "|")] = nn.Parameter(values)

    def named(self) -> dict[str, np.ndarray[Any, Any]]:
        """All weights by their names in the ONNX file."""
        return {name.replace("|", "."): values.detach().numpy() for name, values in self.weights.items()}

    def forward(self, strips: Tensor, widths_px: Tensor) -> tuple[Tensor, Tensor]:
        stem = fn.conv2d(strips[:, :, 32:64], *self._layer("rec.stem"), stride=(32, STEP_PX)).squeeze(2)
        seen = stem + fn.conv1d(self._context(strips), *self._layer("rec.context.proj"))
        steps = torch.clamp((widths_px + STEP_PX - 1) // STEP_PX, max=seen.shape[2])
        within = (torch.arange(seen.shape[2])[None] < steps[:, None]).unsqueeze(1).float()
        mean, variance = (self._fixed[f"rec.stem_bn.running_{kind}"] for kind in ("mean", "var"))
        seen = fn.hardswish(fn.batch_norm(seen, mean, variance, *self._layer("rec.stem_bn"), False, 0.0, 1e-5)) * within
        for block in range(BLOCKS):
            seen = self._block(seen, within, block)
        return fn.conv1d(seen, *self._layer("rec.head")).transpose(1, 2), steps

    def _context(self, strips: Tensor) -> Tensor:
        """What lies above and below, weighed row by row."""
        rows = fn.hardswish(fn.conv2d(strips, *self._folded(504), stride=4))
        rows = fn.conv2d(rows, self._weight("rec.context.dw.weight"), padding=1, groups=rows.shape[1])
        rows = fn.hardswish(fn.conv2d(rows, *self._folded(507)))
        scores = fn.conv2d(rows, *self._layer("rec.context.score")) + self._weight("rec.context.row_prior")
        shares = torch.softmax(scores, 2)
        lines, channels, height, steps = rows.shape
        heads = shares.shape[1]
        split = rows.reshape(lines, heads, channels // heads, height, steps)
        return (split * shares.unsqueeze(2)).sum(3).reshape(lines, channels, steps)

    def _block(self, seen: Tensor, within: Tensor, block: int) -> Tensor:
        name = f"rec.blocks.{block}"
        wide = fn.conv1d(seen, *self._folded(510 + 3 * block), padding=4, groups=seen.shape[1])
        wide = fn.hardswish(fn.conv1d(wide, *self._layer(f"{name}.expand")))
        mean = (wide * within).sum(2, keepdim=True) / within.sum(2, keepdim=True).clamp(min=1)
        gate = fn.relu(fn.conv1d(mean, *self._layer(f"{name}.se.fc1")))
        gate = torch.sigmoid(fn.conv1d(gate, *self._layer(f"{name}.se.fc2")))
        return (seen + fn.conv1d(wide * gate, *self._layer(f"{name}.project"))) * within

    def _weight(self, name: str) -> Tensor:
        found: Tensor = self.weights[name.replace(".", "|")]
        return found

    def _layer(self, name: str) -> tuple[Tensor, Tensor]:
        return self._weight(f"{name}.weight"), self._weight(f"{name}.bias")

    def _folded(self, number: int) -> tuple[Tensor, Tensor]:
        """A convolution whose normalisation the exporter folded into it, and so lost its name."""
        return self._weight(f"onnx::Conv_{number}"), self._weight(f"onnx::Conv_{number + 1}")
