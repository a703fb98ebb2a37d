"""Connects calls: an audio port on one side, an assistant on the other, a record of what happened. Knows no wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from giong.conversations.calls import Call, Calls, Latency
from giong.conversations.catalogue import Conversations
from giong.conversations.staff import Colleague, Staff
from giong.dialogue.converse import Patience, converse
from giong.dialogue.memory import Act, End, HandOver
from giong.engines.running import Running
from giong.errors import Busy
from giong.speech.files import WavWriter
from giong.speech.tts.prompts import Prompts
from giong.speech.tts.synthesiser import Voice
from giong.speech.vad import VoiceActivity
from giong.voice.line import VoiceLine
from giong.voice.listen import Ears
from giong.voice.notices import Notice, TurnLatency, Watch, unwatched
from giong.voice.port import AudioPort
from giong.voice.recording import RecordedPort
from giong.voice.talk import Speaker

CHANNEL = "call"


@dataclass(frozen=True)
class Connected:
    """A call that is over. `act` is None when the caller hung up."""

    call_id: str
    conversation_id: str
    act: Act | None
    recording: Path | None


@dataclass
class _Watching:
    """Passes notices on and keeps the times of the turns."""

    watch: Watch
    latency: list[Latency] = field(default_factory=list)

    def __call__(self, notice: Notice) -> None:
        if isinstance(notice, TurnLatency):
            self.latency.append({name.removesuffix("_s"): seconds * 1000 for name, seconds in asdict(notice).items()})
        self.watch(notice)


class Switchboard:
    """All calls of this process, at most `places` at a time."""

    def __init__(
        self,
        conversations: Conversations,
        calls: Calls,
        staff: Staff,
        engines: Running,
        *,
        detector: Callable[[], VoiceActivity],
        places: int,
        recordings: Path | None,
        silence_s: float,
    ) -> None:
        """`recordings` is the folder for stereo recordings; None: calls are not recorded."""
        self._conversations = conversations
        self._calls = calls
        self._staff = staff
        self._engines = engines
        self._detector = detector
        self._places = places
        self._recordings = recordings
        self._silence_s = silence_s
        self._taken = 0

    async def connect(
        self,
        port: AudioPort,
        *,
        organisation_id: str,
        assistant: str,
        caller: str = "",
        watch: Watch = unwatched,
    ) -> Connected:
        """Answer a call and talk until it is over. Raises `Busy` when all places are taken."""
        if self._taken >= self._places:
            raise Busy(
                "call.all_busy",
                vi="Các đường máy đều đang bận. Hãy gọi lại sau ít phút.",
                en="All lines are busy. Call again in a few minutes.",
                retry_after_s=60,
            )
        self._taken += 1
        try:
            colleague = await self._staff.get(organisation_id, assistant)
            return await self._talk(port, colleague, caller, _Watching(watch))
        finally:
            self._taken -= 1

    def recording(self, call: Call) -> Path | None:
        """The file of a call's recording, if there is one."""
        path = self._recording(call.organisation_id, call.id)
        return path if path and path.is_file() else None

    async def _talk(self, port: AudioPort, colleague: Colleague, caller: str, watching: _Watching) -> Connected:
        owner = colleague.organisation_id
        ears, speaker = await self._ears(colleague), await self._speaker(colleague)
        conversation, _ = await self._conversations.open(owner, assistant=colleague.id, channel=CHANNEL)
        call = await self._calls.begin(owner, conversation_id=conversation.id, channel=CHANNEL, caller=caller)
        outcome, act = "failed", None
        try:
            async with self._recorded(port, call) as heard, self._conversations.turn(conversation.id):
                line = VoiceLine(heard, ears=ears, speaker=speaker, watch=watching)
                try:
                    act = await converse(
                        line=line,
                        answerer=colleague.mind.on(CHANNEL),
                        memory=self._conversations.thread(owner, conversation.id),
                        patience=Patience(min(self._silence_s, colleague.assistant.limits.silence_s)),
                    )
                finally:
                    await line.hang_up()
            outcome = _outcome(act)
        finally:
            await self._calls.end(owner, call.id, outcome=outcome, latency=tuple(watching.latency))
        return Connected(call.id, conversation.id, act, self.recording(call))

    @asynccontextmanager
    async def _recorded(self, port: AudioPort, call: Call) -> AsyncIterator[AudioPort]:
        """The port, with what passes through it written down if calls are recorded."""
        path = self._recording(call.organisation_id, call.id)
        if path is None:
            yield port
            return
        writer = await asyncio.to_thread(_writer, path, port.rate_hz)
        try:
            yield RecordedPort(port, writer, self._engines.pool)
        finally:
            await asyncio.to_thread(writer.close)

    async def _ears(self, colleague: Colleague) -> Ears:
        return Ears(
            recogniser=await self._engines.recogniser(),
            detector=self._detector,
            pool=self._engines.pool,
            vocabulary=colleague.assistant.bias,
        )

    async def _speaker(self, colleague: Colleague) -> Speaker:
        synthesiser = await self._engines.synthesiser()
        wanted = colleague.assistant.voice
        # An assistant written for another engine speaks with the default voice of the one that runs here.
        name = wanted.name if wanted.name in synthesiser.voices else ""
        return Speaker(
            synthesiser=synthesiser,
            pool=self._engines.pool,
            voice=Voice(name, wanted.speed),
            prompts=await asyncio.to_thread(Prompts.load, colleague.assistant.folder / "prompts"),
        )

    def _recording(self, organisation_id: str, call_id: str) -> Path | None:
        return self._recordings / organisation_id / f"{call_id}.wav" if self._recordings else None


def _writer(path: Path, rate_hz: int) -> WavWriter:
    path.parent.mkdir(parents=True, exist_ok=True)
    return WavWriter(path, rate_hz)


def _outcome(act: Act | None) -> str:
    if isinstance(act, HandOver):
        return "handed_over"
    return act.outcome if isinstance(act, End) else "hung_up"
