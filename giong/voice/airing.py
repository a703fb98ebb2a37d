"""When each piece of an answer was on the air, for those who write the talk down. Knows no port and no engine.

Times are those of the call's own time-line: seconds of the caller's sound so far, as in the recording.
"""

from __future__ import annotations

from giong.voice.notices import Spoken, Watch
from giong.voice.playlist import Playlist


class Airing:
    """Follows one answer at a time, and tells of each piece when it was heard to its end or broken off."""

    def __init__(self, rate_hz: int, watch: Watch) -> None:
        self._rate_hz = rate_hz
        self._watch = watch
        self._playlist = Playlist(rate_hz)
        self._told = 0
        self._began_s: float | None = None

    def follow(self, playlist: Playlist) -> None:
        """A new answer begins."""
        self._playlist, self._told, self._began_s = playlist, 0, None

    def tick(self, played: int, at_s: float) -> None:
        """By `at_s` so many samples have been heard."""
        while (stretch := self._playlist.stretch(self._told)) is not None and played > stretch.start:
            if self._began_s is None:
                self._began_s = max(0.0, at_s - (played - stretch.start) / self._rate_hz)
            if stretch.end is None or played < stretch.end:
                return
            ended_s = max(self._began_s, at_s - (played - stretch.end) / self._rate_hz)
            self._tell(stretch.text, ended_s, cut_off=False)

    def break_off(self, played: int, at_s: float) -> None:
        """Nothing more of this answer will be heard."""
        self.tick(played, at_s)
        if self._began_s is not None:
            self._tell(self._playlist.heard_text(self._told, played), at_s, cut_off=True)

    def _tell(self, text: str, ended_s: float, *, cut_off: bool) -> None:
        if text and self._began_s is not None:
            self._watch(Spoken(text, self._began_s, ended_s, cut_off))
        self._told += 1
        self._began_s = None
