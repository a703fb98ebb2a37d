"""Where calls and registrations come in: who asks, whether we can, and then the call for whoever answers it. Knows no
assistant.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from giong.errors import BadInput, Busy, GiongError
from giong.failure import place_of
from giong.telephony import refresh
from giong.telephony.call import Call, Party
from giong.telephony.callers import Callers, Known, Refusal, callee_of, caller_of
from giong.telephony.equipment import Equipment
from giong.telephony.invitation import Invitation
from giong.telephony.negotiation import Negotiation
from giong.telephony.registrar import Registrar
from giong.telephony.rtp.port import RtpPort
from giong.telephony.session import SDP, way_back
from giong.telephony.sip.body import part
from giong.telephony.sip.dialog import Dialog
from giong.telephony.sip.endpoint import Incoming
from giong.telephony.sip.syntax import Malformed
from giong.telephony.transfer import Replaces, replaces

log = logging.getLogger(__name__)

RETRY_AFTER = (("Retry-After", "30"),)

OnCall = Callable[[Call], Awaitable[None]]


@dataclass(frozen=True)
class Refused:
    """A call of somebody known that could not be taken. `reason` is an error code."""

    caller: str
    callee: str
    trunk: str
    status: int
    reason: str


OnRefused = Callable[[Refused], None]


class Door:
    """Serves the requests that belong to no dialog yet."""

    def __init__(
        self,
        equipment: Equipment,
        callers: Callers,
        registrar: Registrar,
        *,
        on_call: OnCall,
        on_refused: OnRefused,
    ) -> None:
        self.closed = False
        """Whether no more calls are taken."""
        self._equipment = equipment
        self._callers = callers
        self._registrar = registrar
        self._on_call = on_call
        self._on_refused = on_refused

    async def serve(self, incoming: Incoming) -> None:
        """Answer it, or hand on the call that it begins."""
        if incoming.request.method == "INVITE":
            await self._invited(incoming)
        elif incoming.request.method == "REGISTER":
            await self._registered(incoming)
        else:
            await incoming.reply(481)

    async def _registered(self, incoming: Incoming) -> None:
        known = self._callers.proved(incoming)
        if isinstance(known, Refusal):
            await incoming.reply(known.status, headers=known.headers)
            return
        new = not self._registrar.where(known.user)
        answer = self._registrar.answer(incoming.request, incoming.source, known.user)
        if new and self._registrar.where(known.user):
            log.info("user %s is registered from %s", known.user, incoming.source)
        kept = [item for item in answer.headers if item[0] in ("Contact", "Min-Expires")]
        await incoming.reply(answer.status, headers=kept)

    async def _invited(self, incoming: Incoming) -> None:
        known = self._callers.known(incoming)
        if isinstance(known, Refusal):
            challenged = known.status == 401 and "Authorization" not in incoming.request.headers
            log.log(
                logging.DEBUG if challenged else logging.INFO,
                "a call from %s is not let in: %d",
                incoming.source,
                known.status,
            )
            await incoming.reply(known.status, headers=known.headers)
        elif self.closed:
            await incoming.reply(503, headers=RETRY_AFTER)
        else:
            await self._take(incoming, known)

    async def _take(self, incoming: Incoming, known: Known) -> None:
        try:
            replaced = self._replaced(incoming)
            port, negotiation = await self._equipment.open_port(incoming.source.host)
        except _Unmatched as unmatched:
            await incoming.reply(unmatched.status)
            return
        except Busy as error:
            await self._refuse(incoming, known, 503, error)
            return
        try:
            call = self._call(incoming, known, port, negotiation)
        except refresh.TooSmall:
            await incoming.reply(422, headers=[("Min-SE", str(refresh.MIN_S))])
            await port.close()
            return
        except BadInput as error:
            await self._refuse(incoming, known, 400 if isinstance(error, Malformed) else 488, error)
            await port.close()
            return
        except BaseException:
            await port.close()
            raise
        call.replaces = replaced
        self._equipment.background.spawn(self._run(call))

    def _call(self, incoming: Incoming, known: Known, port: RtpPort, negotiation: Negotiation) -> Call:
        equipment, request = self._equipment, incoming.request
        expiry, said = refresh.answering(request, equipment.expires_s)
        offer = part(request, SDP)
        description = negotiation.answer(offer) if offer else negotiation.offer()
        contact = equipment.endpoint.contact("", incoming.source.transport, towards=incoming.source)
        dialog = Dialog.from_invite(request, local_tag=incoming.to_tag, contact=contact)
        trunk = known.trunk
        session = equipment.session(
            dialog,
            negotiation,
            credentials=trunk.credentials if trunk else None,
            near=way_back(dialog.target, incoming.source),
        )
        session.learn(request)
        party = Party(
            "in",
            caller_of(request, known),
            callee_of(request, known),
            request.headers,
            trunk=trunk.config.name if trunk else "",
            user=known.user,
        )
        invitation = Invitation(incoming, session, description, bool(offer), expiry, said)
        return equipment.call(party, session, port, invitation=invitation)

    async def _run(self, call: Call) -> None:
        """Whoever answers calls must not be able to leave one behind."""
        try:
            await self._on_call(call)
        except GiongError as error:
            log.warning("call %s: %s", call.id, error.code)
        except Exception as error:
            log.error("call %s failed: %s", call.id, place_of(error))
        finally:
            await call.hang_up()

    async def _refuse(self, incoming: Incoming, known: Known, status: int, error: GiongError) -> None:
        request = incoming.request
        trunk = known.trunk.config.name if known.trunk else ""
        refused = Refused(caller_of(request, known), callee_of(request, known), trunk, status, error.code)
        log.warning("a call from %s is refused: %d %s", incoming.source, status, error.code)
        await incoming.reply(status, headers=RETRY_AFTER if status == 503 else ())
        self._on_refused(refused)

    def _replaced(self, incoming: Incoming) -> Call | None:
        """The call that this one is to take the place of."""
        texts = incoming.request.headers.all("Replaces")
        if not texts:
            return None
        try:
            wanted = replaces(texts[0])
        except Malformed:
            raise _Unmatched(400) from None
        return self._matching(wanted)

    def _matching(self, wanted: Replaces) -> Call:
        found = next((call for call in self._equipment.calls if call.key == wanted.key), None)
        if found is None or (found.direction == "in" and not found.confirmed):
            raise _Unmatched(481)
        if found.ended.is_set():
            raise _Unmatched(603)
        if wanted.early_only and found.confirmed:
            raise _Unmatched(486)
        return found


class _Unmatched(Exception):
    """There is no call to take the place of (RFC 3891, 3)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
