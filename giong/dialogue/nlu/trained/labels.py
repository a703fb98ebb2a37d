"""The tags, the intents and the sets of intents that samples use, as numbers. Knows no word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from giong.dialogue.nlu.trained import crf
from giong.dialogue.nlu.trained.parameters import Array
from giong.dialogue.nlu.trained.sample import OUTSIDE, Sample


@dataclass(frozen=True)
class Labels:
    """`choices` are the sets of intents of which one is chosen for a sentence: those that occur and, where several
    intents occur together at all, every pair, since nobody can write examples of all of them.
    """

    tags: tuple[str, ...]
    intents: tuple[str, ...]
    choices: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> Labels:
        slots = {span.slot for sample in samples for span in sample.spans}
        tags = [OUTSIDE, *(f"{prefix}-{slot}" for slot in sorted(slots) for prefix in "BI")]
        intents = {intent for sample in samples for intent in sample.intents}
        choices = {sample.intents for sample in samples}
        if any(len(choice) > 1 for choice in choices):
            choices |= {frozenset(pair) for pair in combinations(sorted(intents), 2)}
        return cls(tuple(tags), tuple(sorted(intents)), tuple(sorted(choices, key=sorted)))

    @property
    def has_slots(self) -> bool:
        return len(self.tags) > 1

    @cached_property
    def tag_number(self) -> dict[str, int]:
        return {tag: number for number, tag in enumerate(self.tags)}

    @cached_property
    def choice_number(self) -> dict[frozenset[str], int]:
        return {choice: number for number, choice in enumerate(self.choices)}

    @cached_property
    def members(self) -> Array:
        """One where an intent belongs to a choice, shape (choices, intents): a choice's score is that of its members
        together.
        """
        return np.array([[intent in choice for intent in self.intents] for choice in self.choices], dtype=np.float32)

    @cached_property
    def limits(self) -> crf.Field:
        """What is added to the scores of tags that cannot begin a sentence or follow one another."""
        begin, follow = crf.allowed(self.tags)
        nothing = np.float32(0)
        return crf.Field(np.where(begin, nothing, crf.FORBIDDEN), np.where(follow, nothing, crf.FORBIDDEN))
