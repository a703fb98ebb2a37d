"""Who has picked up when we call, found out before anything is said. Knows no wire and no assistant."""

from __future__ import annotations

import asyncio

from giong.speech.pcm import Samples
from giong.voice.answering import Answering, Verdict, Who
from giong.voice.notices import Activity, Changed, Notice

LONGEST_S = 12.0
"""By then we speak, whoever it is."""

OUTCOMES = {Who.ANNOUNCEMENT: "unreachable"}
"""What a call to a machine comes to; any other machine is a voicemail."""


class Pickup:
    """Listens to one outgoing call beside those who talk."""

    def __init__(self, rate_hz: int) -> None:
        self.decided = asyncio.Event()
        """There is a first verdict."""
        self.machine = asyncio.Event()
        """It is no person."""
        self._answering = Answering(rate_hz)

    def hear(self, samples: Samples) -> None:
        self._settle(self._answering.hear(samples))

    def notice(self, notice: Notice) -> None:
        if isinstance(notice, Changed) and notice.activity is Activity.SPEAKING:
            self._answering.spoke()
        self._settle(self._answering.notice(notice))

    @property
    def outcome(self) -> str:
        """The call's outcome if a machine has picked up."""
        verdict = self._answering.verdict
        return OUTCOMES.get(verdict.who, "voicemail") if verdict and verdict.machine else ""

    @property
    def reason(self) -> str:
        """By which sign a machine was known."""
        verdict = self._answering.verdict
        return f"{verdict.who}, {verdict.reason}" if verdict else ""

    def _settle(self, verdict: Verdict | None) -> None:
        if verdict is not None:
            self.decided.set()
            if verdict.machine:
                self.machine.set()
