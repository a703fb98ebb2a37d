"""The engines that this process runs: each is loaded once, when it is first needed, and shared by everything."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from giong.engines.load import find, load
from giong.engines.pool import EnginePool, Pressure
from giong.engines.table import Slot
from giong.errors import Unavailable
from giong.language.embedding.embedder import Embedder, Scale, Vectors
from giong.speech.asr.recogniser import Recogniser
from giong.speech.silero import load_network
from giong.speech.tts.cache import CachedSynthesiser
from giong.speech.tts.synthesiser import Synthesiser

VOICES_A_THREAD = 2
"""Sentences that are synthesised at the same time, for each thread of recognition."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """Which engine fills a slot, and the options it is made with. An empty name leaves the slot empty."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


class Running:
    """Loads engines on demand, off the event loop.

    Their blocking work belongs into `pool`; what a call is answered with, into `voices`: synthesis runs in a program of
    its own or on another machine, so its threads mostly wait and would keep the recogniser's from working.
    """

    def __init__(self, choices: Mapping[Slot, Choice], *, weights: Path, cache: Path, threads: int) -> None:
        """`weights` is where they are pulled to, `cache` where synthesised lines are kept."""
        self._choices = dict(choices)
        self._weights = weights
        self._cache = cache
        self._loaded: dict[Slot, Any] = {}
        self._states: dict[Slot, str] = {slot: "unloaded" for slot, choice in choices.items() if choice.name}
        self._locks = {slot: threading.Lock() for slot in Slot}
        self.pool = EnginePool(threads)
        self.voices = EnginePool(VOICES_A_THREAD * threads, name="giong-voice")

    def has(self, slot: Slot) -> bool:
        """Whether an engine was chosen for `slot`."""
        return slot in self._states

    def name(self, slot: Slot) -> str:
        return self._choices[slot].name if self.has(slot) else ""

    def states(self) -> dict[str, dict[str, str]]:
        """Slot → its engine's name and whether it is "unloaded", "loading", "ready" or "failed"."""
        return {
            slot.value: {"engine": self._choices[slot].name, "state": state} for slot, state in self._states.items()
        }

    def pressure(self) -> Pressure:
        """How hard the engines work for calls; what `admission.Admission` asks."""
        heard, spoken = self.pool.pressure(), self.voices.pressure()
        return replace(heard, wait_s=max(heard.wait_s, spoken.wait_s))  # a sentence takes as long as it is

    async def recogniser(self) -> Recogniser:
        return cast(Recogniser, await self._get(Slot.ASR))

    async def synthesiser(self) -> Synthesiser:
        return cast(Synthesiser, await self._get(Slot.TTS))

    async def embedder(self) -> Embedder:
        return cast(Embedder, await self._get(Slot.EMBEDDING))

    def load(self, slot: Slot) -> Any:
        """The engine for `slot`, loaded in this thread if it is not yet. Raises what `engines.load.load` raises.

        Where the chosen engine cannot be loaded and the table names a fallback, that becomes the choice.
        """
        with self._locks[slot]:
            if slot not in self._loaded:
                self._states[slot] = "loading"
                try:
                    self._loaded[slot] = self._load_or_fall_back(slot)
                except BaseException:
                    self._states[slot] = "failed"
                    raise
                self._states[slot] = "ready"
            return self._loaded[slot]

    def _load_or_fall_back(self, slot: Slot) -> Any:
        choice = self._choices[slot]
        try:
            return self._load(slot, choice)
        except Unavailable as error:
            fallback = Choice(find(slot, choice.name).fallback)
            if not fallback.name:
                raise
            try:
                engine = self._load(slot, fallback)
            except Unavailable:
                raise error from None
            log.warning("The %s engine %s is replaced by %s: %s", slot, choice.name, fallback.name, error.en)
            self._choices[slot] = fallback
            return engine

    def _load(self, slot: Slot, choice: Choice) -> Any:
        if slot is Slot.ASR:
            load_network()  # recognising begins with a voice; the first call's event loop must not read it from disk
        engine = load(slot, choice.name, weights=self._weights, **choice.options)
        return CachedSynthesiser(engine, self._cache / "speech") if slot is Slot.TTS else engine

    async def _get(self, slot: Slot) -> Any:
        if slot in self._loaded:
            return self._loaded[slot]
        return await asyncio.to_thread(self.load, slot)

    def close(self) -> None:
        """Wait for engine work under way; no more is taken."""
        for pool in (self.pool, self.voices):
            pool.shutdown(cancel_futures=True)


class LazyEmbedder:
    """The running embedder for those who want one before it is needed. Implements `Embedder`; loads at first use."""

    def __init__(self, engines: Running) -> None:
        self._engines = engines

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def scale(self) -> Scale:
        return self._embedder.scale

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.passages(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.queries(texts)

    @property
    def _embedder(self) -> Embedder:
        return cast(Embedder, self._engines.load(Slot.EMBEDDING))
