"""`python -m bench.recogniser train OUT`: fine-tunes, averages with the first weights, writes giong's recogniser.npz.

Needs torch 2.13.0 and onnx beside the development install, Debian's typefaces (the more the better; fonts-ocr-b for
machine-readable zones), and about an hour of one core. `check` compares the network with ONNX Runtime's.
"""

from __future__ import annotations

import copy
import json
import math
import time
from pathlib import Path
from random import Random

import click
import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional as fn
from trueocr.preprocess import pad_batch

from bench.recogniser.lines import Ink, Press, fonts
from bench.recogniser.network import Network
from bench.recogniser.texts import Writer
from giong.vision.recognition.trueocr import folder

LINES = 32
POOL = 6 * LINES
"""Lines of like widths go together, out of so many."""
RATE = 8e-4
WARM_STEPS = 200
SMOOTHING = 0.998


@click.group()
def main() -> None:
    pass


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--minutes", default=60.0, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--share", default=0.6, show_default=True, help="Of the trained weights in the average with the first.")
def train(out: Path, minutes: float, seed: int, share: float) -> None:
    torch.set_num_threads(1)
    characters = json.loads((folder() / "meta.json").read_text("utf-8"))["charset"]
    numbers = {character: place + 1 for place, character in enumerate(characters)}
    chance = Random(seed)
    press = Press(Writer(chance, characters), fonts(), chance)
    network = Network(folder() / "rec.onnx")
    first, smooth = network.named(), copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    began_s, step, batches = time.monotonic(), 0, list[list[tuple[Ink, str]]]()
    while (done := (time.monotonic() - began_s) / (60 * minutes)) < 1:
        batches = batches or _batches(press, chance)
        loss = _loss(network, batches.pop(), numbers)
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM_STEPS) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        step += 1
        _follow(smooth, network, min(SMOOTHING, (1 + step) / (10 + step)))
        if step % 100 == 0:
            click.echo(f"{done:.0%}: {step * LINES} lines, loss {float(loss.detach()):.3f}", err=True)
    trained = smooth.named()
    np.savez_compressed(
        out, **{name: (first[name] * (1 - share) + trained[name] * share).astype(np.float16) for name in trained}
    )


def _batches(press: Press, chance: Random) -> list[list[tuple[Ink, str]]]:
    pool = sorted((press.line() for _ in range(POOL)), key=lambda line: line[0].shape[1])
    batches = [pool[start : start + LINES] for start in range(0, POOL, LINES)]
    chance.shuffle(batches)
    return batches


def _loss(network: Network, lines: list[tuple[Ink, str]], numbers: dict[str, int]) -> torch.Tensor:
    """Connectionist temporal classification (Graves et al. 2006), blank 0."""
    strips, widths = pad_batch([ink for ink, _ in lines])
    scores, steps = network(torch.from_numpy(strips), torch.from_numpy(widths))
    wanted = [[numbers[character] for character in text] for _, text in lines]
    flat = torch.tensor([number for text in wanted for number in text])
    lengths = torch.tensor([len(text) for text in wanted])
    return fn.ctc_loss(scores.log_softmax(2).transpose(0, 1), flat, steps, lengths, zero_infinity=True)


@torch.no_grad()
def _follow(smooth: Network, network: Network, kept: float) -> None:
    for slow, quick in zip(smooth.parameters(), network.parameters(), strict=True):
        slow.mul_(kept).add_(quick, alpha=1 - kept)


@main.command()
def check() -> None:
    """The greatest difference of probabilities between this network and ONNX Runtime's."""
    file = folder() / "rec.onnx"
    strips = np.random.default_rng(0).random((2, 1, 96, 328), np.float32)
    widths = np.array([320, 200])
    ours, steps = Network(file)(torch.from_numpy(strips), torch.from_numpy(widths))
    theirs = onnxruntime.InferenceSession(file).run(["conf"], {"x": strips, "widths": widths})[0]
    best = ours.softmax(2).max(2).values.detach().numpy()
    apart = max(float(abs(best[line, :long] - theirs[line, :long]).max()) for line, long in enumerate(steps.tolist()))
    click.echo(f"{apart:.2e}")


if __name__ == "__main__":
    main()
