"""Times the parts of a turn on a call and tells the watcher. Knows no audio."""

from __future__ import annotations

from giong.clock import now_s
from giong.voice.listen import Pause
from giong.voice.notices import Interrupted, TurnLatency, Watch


class Stopwatch:
    """Told what happens in a call, at the moment it happens."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._pause: Pause | None = None
        self._said_s = 0.0
        self._reply_s: float | None = None
        self._onset_s = 0.0
        self._began_s: float | None = None
        self._silent_s: float | None = None

    def said(self, pause: Pause) -> None:
        """The person's turn has ended."""
        self._pause, self._said_s, self._reply_s = pause, now_s(), None

    def piece(self) -> None:
        """The assistant has a piece of its answer."""
        if self._reply_s is None:
            self._reply_s = now_s()

    def sound(self, ago_s: float) -> None:
        """The port is playing the answer, and began to so long ago."""
        if self._pause is None or self._reply_s is None:
            return
        pause, self._pause = self._pause, None
        audio_s = max(0.0, now_s() - ago_s - self._reply_s)
        parts = (pause.endpoint_s, pause.text_s, self._reply_s - self._said_s, audio_s)
        self._watch(TurnLatency(*parts))

    def began(self, onset_s: float) -> None:
        """The person has begun to speak, and was first heard at `onset_s`."""
        self._pause = None
        self._onset_s, self._began_s = onset_s, now_s()

    def held(self) -> None:
        """The assistant has fallen silent for the moment."""
        self._silent_s = now_s()

    def resumed(self) -> None:
        """It has gone on."""
        self._silent_s = None

    def stopped(self) -> None:
        """The assistant's answer has been broken off."""
        if self._began_s is not None:
            silent_s = now_s() if self._silent_s is None else self._silent_s
            self._watch(Interrupted(silent_s - self._onset_s, self._began_s - self._onset_s))
        self._began_s = self._silent_s = None
