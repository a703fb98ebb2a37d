"""Telephone keys as buttons and as typed numbers. Knows no wire.

Where a number is asked for, keys gather until `#`, until it is long enough or until a pause; `*` begins again. A `#`
that follows a number which ended by itself belongs to that number. Elsewhere each key is an answer by itself: the
option of that number, or the key's own symbol.
"""

from __future__ import annotations

from giong.dialogue.line import Began, Choice, Expectation, Said, Via
from giong.voice.expecting import DIGIT_LENGTHS, KEYPAD_SLOTS

_END = "#"
_AGAIN = "*"


class Keypad:
    """The keys of one call."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._typed = ""
        self._last_s: float | None = None  # when a key of the number being typed came
        self._ended_s: float | None = None  # when a number ended by itself, until another key is pressed

    @property
    def typing(self) -> bool:
        """Whether a number has been begun."""
        return self._last_s is not None

    def press(
        self, symbol: str, *, now_s: float, expectation: Expectation, choices: tuple[Choice, ...]
    ) -> list[Began | Said]:
        """A key was pressed at a time; what that means."""
        ended_s, self._ended_s = self._ended_s, None
        if symbol == _END and ended_s is not None and now_s - ended_s < self._pause_s:
            return []
        if self._last_s is None and (choices or expectation.slot_type not in KEYPAD_SLOTS):
            return [Said(_chosen(symbol, choices), via=Via.BUTTON)]
        began: list[Began | Said] = [Began()] if self._last_s is None else []
        self._last_s = now_s
        if symbol == _END:
            return began + self._done()
        self._typed = "" if symbol == _AGAIN else self._typed + symbol
        complete = len(self._typed) == DIGIT_LENGTHS.get(expectation.slot_type)
        return began + (self._done_by_itself(now_s) if complete else [])

    def wait(self, now_s: float) -> list[Began | Said]:
        """Time has passed; a number may have ended with a pause."""
        paused = self._last_s is not None and now_s - self._last_s >= self._pause_s
        return self._done_by_itself(now_s) if paused else []

    def _done(self) -> list[Began | Said]:
        said = Said(self._typed, via=Via.BUTTON)
        self._typed, self._last_s = "", None
        return [said]

    def _done_by_itself(self, now_s: float) -> list[Began | Said]:
        self._ended_s = now_s
        return self._done()


def _chosen(symbol: str, choices: tuple[Choice, ...]) -> str:
    number = int(symbol) if symbol.isdigit() else 0
    return choices[number - 1].value if 1 <= number <= len(choices) else symbol
