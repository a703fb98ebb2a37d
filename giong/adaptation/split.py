"""Samples parted into those to learn from and those to be measured on, near-duplicates on one side. Knows no model.

Labelled sentences are often one pattern with other values ("bật đèn lúc 7 giờ", "bật quạt lúc 9 giờ"): torn apart at
random, the test would ask what was learnt by heart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from giong.dialogue.nlu.trained.sample import Sample
from giong.text.unicode import fold, nfc

Parts = tuple[list[Sample], list[Sample]]


def held_out(samples: Sequence[Sample], *, share: float = 0.1, seed: int = 1) -> Parts:
    """Those to learn from, and at least `share` of all to be measured on; the same parts for the same seed."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, sample in enumerate(samples):
        groups[pattern(sample)].append(number)
    keys = list(groups)
    out: set[int] = set()
    for place in np.random.default_rng(seed).permutation(len(keys)):
        if len(out) >= share * len(samples):
            break
        out.update(groups[keys[place]])
    learn = [sample for number, sample in enumerate(samples) if number not in out]
    return learn, [samples[number] for number in sorted(out)]


def pattern(sample: Sample) -> str:
    """The sentence without its values: every slot is its name, every number one sign, and diacritics do not count."""
    words = ["0" if any(map(str.isdigit, word)) else fold(nfc(word)) for word in sample.words]
    for span in sorted(sample.spans, key=lambda span: -span.start):
        words[span.start : span.end] = [f"[{span.slot}]"]
    return " ".join(words)
