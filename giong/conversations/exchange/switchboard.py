"""Connects calls: an audio port on one side, an assistant on the other, a record of what happened. Knows no wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from giong.conversations.calls.file import Archive, CallFile
from giong.conversations.calls.record import OUT, Call, Dialled, Ended
from giong.conversations.calls.summaries import Matter
from giong.conversations.catalogue import Conversations
from giong.conversations.exchange.connection import CHANNEL, Connection, House, Voice
from giong.conversations.exchange.handover import Transfer
from giong.conversations.exchange.pickup import Pickup
from giong.conversations.staff import Colleague, Staff
from giong.dialogue.memory import Act
from giong.engines.admission import Admission, Place
from giong.engines.running import Running
from giong.errors import Busy
from giong.speech.tts.prompts import Prompts
from giong.speech.tts.synthesiser import Voice as Timbre
from giong.speech.vad import VoiceActivity
from giong.voice.kept import KeptPort
from giong.voice.listen import Ears
from giong.voice.notices import Notice, Watch, unwatched
from giong.voice.port import AudioPort
from giong.voice.talk import Speaker

CHANNEL_PHONE = "phone"
"""A call over a telephone line, in its record; `CHANNEL` is one from a browser or the command line."""

GOODBYE_S = 8.0
"""So long a call may take to say goodbye when the server stops."""


@dataclass(frozen=True)
class Connected:
    """A call that is over. `act` is None when the caller hung up."""

    call_id: str
    conversation_id: str
    act: Act | None


class Switchboard:
    """All calls of this process, as many as `admission` lets in."""

    def __init__(
        self,
        conversations: Conversations,
        staff: Staff,
        engines: Running,
        *,
        archive: Archive,
        house: House,
        admission: Admission,
        detector: Callable[[], VoiceActivity],
    ) -> None:
        self._conversations = conversations
        self._staff = staff
        self._engines = engines
        self._archive = archive
        self._house = house
        self._admission = admission
        self._detector = detector
        self._held = 0
        self._connections: set[Connection] = set()
        self._quiet = asyncio.Event()
        self._closed = False

    async def connect(
        self,
        port: AudioPort,
        *,
        organisation_id: str,
        assistant: str,
        channel: str = CHANNEL,
        dialled: Dialled | None = None,
        variables: Mapping[str, Any] | None = None,
        transfer: Transfer | None = None,
        place: Place | None = None,
        watch: Watch = unwatched,
        on_call_id: Callable[[str], None] = lambda _: None,
        ending: Callable[[], str] = lambda: "",
    ) -> Connected:
        """Answer a call, or talk on one that was answered, until it is over. Raises `Busy` when there is no place.

        `variables` is what is known of somebody whom we call. `ending` is asked after the talk
        how the line came to its end. Whoever opened the port closes it.
        """
        if self._closed:
            raise _stopping()
        with place or self._admission.take():
            colleague = await self._staff.get(organisation_id, assistant)
            dialled = dialled or Dialled()
            outbound = dialled.direction == OUT
            state = colleague.mind.opening(variables or {}) if outbound else None
            call = await self._begin(colleague, channel, dialled, state)
            on_call_id(call.id)
            pickup = Pickup(port.rate_hz) if outbound else None
            file = CallFile(self._archive, call, Matter(colleague.assistant), _both(watch, pickup))
            act = await self._hold(port, colleague, file, pickup=pickup, transfer=transfer, ending=ending)
        return Connected(call.id, call.conversation_id or "", act)

    async def close(self, grace_s: float) -> None:
        """Take no more calls. Those in progress may end by themselves for `grace_s`, then the assistant ends them."""
        self._closed = True
        await self._until_quiet(grace_s)
        for connection in self._connections:
            connection.close()
        await self._until_quiet(GOODBYE_S)

    async def _begin(self, colleague: Colleague, channel: str, dialled: Dialled, state: dict[str, Any] | None) -> Call:
        owner = colleague.organisation_id
        conversation, _ = await self._conversations.open(owner, assistant=colleague.id, channel=CHANNEL, state=state)
        return await self._archive.calls.begin(
            owner, assistant=colleague.id, channel=channel, conversation_id=conversation.id, dialled=dialled
        )

    async def _hold(
        self,
        wire: AudioPort,
        colleague: Colleague,
        file: CallFile,
        *,
        pickup: Pickup | None,
        transfer: Transfer | None,
        ending: Callable[[], str],
    ) -> Act | None:
        """Hold the call; whatever happens its port is hung up and its file complete."""
        ended, act = Ended("failed"), None
        port = await file.open(wire, pickup.hear if pickup else None)
        self._held += 1
        try:
            # The engines may have to be loaded first: whoever has been answered is recorded meanwhile.
            port.start()
            ended, act = await self._talk(port, colleague, file, pickup=pickup, transfer=transfer)
        except BaseException:
            file.scribe.note("call.failed")
            raise
        finally:
            try:
                await port.close()
                await file.close(_ended(ended, ending()))
            finally:
                self._held -= 1
                self._quiet.set()
        return act

    async def _talk(
        self,
        port: KeptPort,
        colleague: Colleague,
        file: CallFile,
        *,
        pickup: Pickup | None,
        transfer: Transfer | None,
    ) -> tuple[Ended, Act | None]:
        thread = self._conversations.thread(colleague.organisation_id, file.call.conversation_id or "")
        voice = await self._voice(colleague)
        connection = Connection(
            self._house, colleague, thread, file=file, port=port, voice=voice, pickup=pickup, transfer=transfer
        )
        self._connections.add(connection)
        try:
            async with self._conversations.turn(thread.id):
                return await connection.run()
        finally:
            self._connections.discard(connection)

    async def _until_quiet(self, within_s: float) -> None:
        try:
            async with asyncio.timeout(within_s):
                while self._held:
                    self._quiet.clear()
                    await self._quiet.wait()
        except TimeoutError:
            pass

    async def _voice(self, colleague: Colleague) -> Voice:
        ears = Ears(
            recogniser=await self._engines.recogniser(),
            detector=self._detector,
            pool=self._engines.pool,
            vocabulary=colleague.assistant.bias,
        )
        return Voice(ears, await self._speaker(colleague))

    async def _speaker(self, colleague: Colleague) -> Speaker:
        synthesiser = await self._engines.synthesiser()
        wanted = colleague.assistant.voice
        # An assistant written for another engine speaks with the default voice of the one that runs here.
        name = wanted.name if wanted.name in synthesiser.voices else ""
        return Speaker(
            synthesiser=synthesiser,
            pool=self._engines.voices,
            voice=Timbre(name, wanted.speed),
            prompts=await asyncio.to_thread(Prompts.load, colleague.assistant.folder / "prompts"),
            reassurance=Speaker.reassurance if wanted.filler else "",
        )


def _ended(ended: Ended, ending: str) -> Ended:
    """Where the line went dead, that is the outcome, whatever was being said."""
    return replace(ended, ending=ending, outcome="no_media" if ending == "no_media" else ended.outcome)


def _both(watch: Watch, pickup: Pickup | None) -> Watch:
    if pickup is None:
        return watch

    def told(notice: Notice) -> None:
        pickup.notice(notice)
        watch(notice)

    return told


def _stopping() -> Busy:
    return Busy(
        "call.stopping",
        vi="Máy chủ đang dừng nên không nhận cuộc gọi mới. Hãy gọi lại sau ít phút.",
        en="The server is stopping and takes no new calls. Call again in a few minutes.",
        retry_after_s=60,
    )
