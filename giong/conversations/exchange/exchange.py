"""The telephone exchange: every call of this process's telephone, in and out, connected with an assistant. Knows no SIP
message and no dialogue.

    a call comes in → which assistant → a place, a wait, or a refusal → the talk → hang up
    a call is wanted → a place → ring → the talk → hang up
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from giong.conversations.calls.notes import Note
from giong.conversations.calls.record import IN, OUT, Calls, Dialled
from giong.conversations.calls.record import Call as Record
from giong.conversations.campaigns.outbound import Answered, Attempted, Outcome, unnoted
from giong.conversations.exchange.announcing import Announcer
from giong.conversations.exchange.directory import Directory, national
from giong.conversations.exchange.ringback import ringing
from giong.conversations.exchange.switchboard import CHANNEL_PHONE, Connected, Switchboard
from giong.conversations.exchange.transfers import Transfers, unless
from giong.conversations.staff import Colleague, Staff
from giong.engines.admission import Admission, Place, Room
from giong.errors import Busy, GiongError, Unavailable
from giong.failure import place_of
from giong.telephony.call import Call
from giong.telephony.dialling import NotAnswered
from giong.telephony.door import Refused
from giong.telephony.telephone import Telephone
from giong.voice.port import AudioPort, Frame

log = logging.getLogger(__name__)

WAIT = "Dạ, hiện các đường máy đều đang bận, xin quý khách giữ máy trong giây lát ạ."
SORRY = "Dạ, em xin lỗi, các đường máy vẫn đang bận. Xin quý khách gọi lại sau ít phút ạ."
PATIENCE_S = 45.0
"""So long a caller is asked to wait for a place."""
LOCAL = "local"
"""How a call ends that we are about to hang up."""
ECHO_S = 120.0
"""Longer than anybody tries the way of the sound."""
RETRY_AFTER_S = 30
"""When a caller who was turned away may try again (RFC 3261, 20.33)."""


class Exchange:
    """One telephone's exchange, for the organisation that it belongs to. Implements `campaigns.outbound.Outbound`."""

    def __init__(
        self,
        *,
        organisation_id: str,
        directory: Directory,
        staff: Staff,
        switchboard: Switchboard,
        calls: Calls,
        admission: Admission,
        announcer: Announcer,
        echo_number: str = "",
    ) -> None:
        self._organisation_id = organisation_id
        self._directory = directory
        self._staff = staff
        self._switchboard = switchboard
        self._calls = calls
        self._admission = admission
        self._announcer = announcer
        self._echo_number = echo_number
        self._writing: set[asyncio.Task[Record]] = set()
        self._transfers: asyncio.Future[Transfers] = asyncio.get_running_loop().create_future()

    def open(self, transfers: Transfers) -> None:
        """The telephone is there. Calls that came in meanwhile were left ringing."""
        self._transfers.set_result(transfers)

    @property
    def telephone(self) -> Telephone | None:
        """None before it is there, or where there is only the door for Asterisk."""
        return self._transfers.result().telephone if self._transfers.done() else None

    def refuse(self, call: Refused) -> None:
        """As `telephony.door.OnRefused`: the telephone could not take a call; the record says why."""
        note = Note("call.no_common_codec") if call.status == 488 else Note("call.refused", detail=str(call.status))
        dialled = Dialled(national(call.caller), national(call.callee), IN, call.trunk)
        writing = asyncio.create_task(
            self._unanswered(self._directory.assistant(call.callee), dialled, "refused", note)
        )
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)

    async def close(self, grace_s: float) -> None:
        """Take no more calls; those that go on after the grace are hung up."""
        if telephone := self.telephone:
            await telephone.close(grace_s)
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def take(self, call: Call) -> None:
        """A call has come in: connect it, and hang up when the talk is over."""
        try:
            await self._answer(call)
        except GiongError as error:
            log.warning("call %s: %s", call.id, error.code)
        except Exception as error:
            log.error("call %s failed: %s", call.id, place_of(error))
        finally:
            if not call.ended.is_set():
                await call.hang_up()

    async def take_unnumbered(self, port: AudioPort) -> None:
        """A call has come in of which nobody says what was dialled. Whoever brought it closes it."""
        assistant = self._directory.otherwise
        if not assistant:
            log.warning("a call without a number: no assistant answers those; set phone_assistant")
            return
        try:
            await self._switchboard.connect(
                port, organisation_id=self._organisation_id, assistant=assistant, channel=CHANNEL_PHONE
            )
        except GiongError as error:
            log.warning("a call without a number was not taken: %s", error.code)

    async def call(
        self,
        *,
        organisation_id: str,
        assistant: str,
        number: str,
        variables: Mapping[str, Any],
        ring_s: float,
        key: str,
        caller: str = "",
        answered: Answered = unnoted,
    ) -> Attempted:
        """As `campaigns.outbound.Outbound.call`."""
        colleague = await self._staff.get(organisation_id, assistant)
        if (telephone := self.telephone) is None:
            raise _trunk_away()
        with self._admission.take() as place:
            try:
                call = await telephone.dial(number, caller=caller, ring_s=ring_s)
            except NotAnswered as refused:
                if refused.outcome == "trunk_away":
                    raise _trunk_away() from refused
                return await self._missed(assistant, Dialled(caller, national(number), OUT, key=key), refused)
            try:
                await answered()
                connected = await self._talk(call, colleague, place, direction=OUT, variables=variables, key=key)
            finally:
                await call.hang_up()
        record = await self._calls.get(organisation_id, connected.call_id)
        outcome = Outcome.VOICEMAIL if record.outcome == Outcome.VOICEMAIL else Outcome.ANSWERED
        return Attempted(outcome, record.id, record.slots, record.outcome)

    async def _answer(self, call: Call) -> None:
        if self._echo_number and national(call.callee) == self._echo_number:
            await call.accept()
            await _echo(call)
            return
        assistant = self._directory.assistant(call.callee)
        if not assistant:
            await self._refuse(call, "", 404, Note("call.refused", detail="404"))
            return
        if self._admission.room() is Room.FULL:
            await self._refuse(call, assistant, 503, Note("call.no_places"))
            return
        await call.ring()
        colleague = await self._staff.get(self._organisation_id, assistant)
        await call.accept()
        if place := await self._place(call, assistant):
            with place:
                await self._talk(call, colleague, place)

    async def _talk(
        self,
        call: Call,
        colleague: Colleague,
        place: Place,
        *,
        direction: str = IN,
        variables: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Connected:
        transfers = await self._transfers
        return await self._switchboard.connect(
            call.port,
            organisation_id=colleague.organisation_id,
            assistant=colleague.id,
            channel=CHANNEL_PHONE,
            dialled=_dialled(call, direction, key),
            variables=variables,
            transfer=transfers.of(call, otherwise=colleague.assistant.desk.phone),
            place=place,
            ending=lambda: call.ending or LOCAL,
        )

    async def _place(self, call: Call, assistant: str) -> Place | None:
        """A place for a caller who has been answered; they may be asked to wait for it. None: there was none, or they
        did not want to wait.
        """
        try:
            return self._admission.take()
        except Busy:
            log.info("call %s waits for a place", call.id)
        try:
            place = await unless(call.ended, self._wait(call))
        except Busy:
            await self._announcer.say(call.port, SORRY)
            place = None
        if place is None:
            await self._note(call, assistant, "no_places", Note("call.no_places"))
        return place

    async def _wait(self, call: Call) -> Place:
        # Nothing is awaited between the place and its holder: a cancellation there would lose it.
        entertained = asyncio.create_task(self._entertain(call))
        try:
            return await self._admission.wait(PATIENCE_S)
        finally:
            entertained.cancel()

    async def _entertain(self, call: Call) -> None:
        try:
            await self._announcer.say(call.port, WAIT)
            async with ringing(call.port):
                await call.ended.wait()
        finally:
            call.port.flush()

    async def _refuse(self, call: Call, assistant: str, status: int, note: Note) -> None:
        headers = (("Retry-After", str(RETRY_AFTER_S)),) if status == 503 else ()
        await call.reject(status, headers=headers)
        await self._note(call, assistant, "refused", note)

    async def _missed(self, assistant: str, dialled: Dialled, refused: NotAnswered) -> Attempted:
        """Nobody picked up: the record says so, under the attempt's key."""
        outcome = Outcome.of(refused.outcome)
        note = Note(f"call.{outcome}", detail=dialled.callee if outcome is Outcome.BAD_NUMBER else "")
        record = await self._unanswered(assistant, dialled, outcome, note)
        return Attempted(outcome, record.id)

    async def _note(self, call: Call, assistant: str, outcome: str, note: Note) -> None:
        log.warning("call %s to %s: %s", call.id, call.callee, note.code)
        await self._unanswered(assistant, _dialled(call, IN), outcome, note)

    async def _unanswered(self, assistant: str, dialled: Dialled, outcome: str, note: Note) -> Record:
        return await self._calls.unanswered(
            self._organisation_id,
            assistant=assistant,
            channel=CHANNEL_PHONE,
            dialled=dialled,
            outcome=outcome,
            note=note,
        )


def _dialled(call: Call, direction: str, key: str = "") -> Dialled:
    return Dialled(national(call.caller), national(call.callee), direction, call.trunk, key)


async def _echo(call: Call) -> None:
    """Let the caller hear what they say, until they hang up or have heard enough."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ECHO_S):
            async for item in call.port.incoming():
                if isinstance(item, Frame):
                    call.port.play(item.samples)
    heard = call.port.statistics()
    log.info("echo: %d packets received, %d sent, %d lost", heard.received, heard.sent, heard.lost)


def _trunk_away() -> Unavailable:
    return Unavailable(
        "phone.trunk_away",
        vi="Không gọi ra được: tổng đài hoặc nhà mạng không trả lời. Xem `giong doctor`.",
        en="No call can be placed: the trunk does not answer. See `giong doctor`.",
    )
