"""Is what we hear our own voice, coming back from the person's loudspeaker? Judged by the words alone; knows no audio.

Browsers and telephones cancel echo themselves; this catches what they let through.
"""

from __future__ import annotations

LEAST_WORDS = 3
"""People do repeat one or two words of what they hear, as an answer."""
LEAST_SHARE = 0.8
"""Of the heard words found in the spoken ones, in the same order."""


def is_echo(heard: list[str], speaking: list[str]) -> bool:
    """Whether `heard` is a stretch of what the assistant is just saying, a few misheard words allowed."""
    if len(heard) < LEAST_WORDS:
        return False
    return common_in_order(heard, speaking) >= LEAST_SHARE * len(heard)


def common_in_order(first: list[str], second: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for word in first:
        previous = 0
        for at, other in enumerate(second, start=1):
            previous, row[at] = row[at], previous + 1 if word == other else max(row[at], row[at - 1])
    return row[-1]
