"""A telephone call: somebody's number, their sound as a port, and its end. Knows nothing of what is said on it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from giong.errors import Conflict
from giong.telephony.background import Background
from giong.telephony.info import TYPES, key_of
from giong.telephony.invitation import Invitation
from giong.telephony.liveness import Patience, SoundWatch
from giong.telephony.rtp.media import Media
from giong.telephony.rtp.port import RtpPort
from giong.telephony.session import Session
from giong.telephony.sip.address import NameAddr, Uri, parse_uri
from giong.telephony.sip.dialog import DialogKey
from giong.telephony.sip.endpoint import Incoming
from giong.telephony.sip.message import Headers
from giong.telephony.transfer import Reach, Referral, Referred, carry_out, replacing

log = logging.getLogger(__name__)

Direction = Literal["in", "out"]


class Gone(Conflict):
    """The caller has hung up before the call was answered."""


@dataclass(frozen=True)
class Party:
    """Who calls whom, and by which way. `trunk` is the name of the account, empty for a direct call; `user` the account
    of ours that the caller has proved.
    """

    direction: Direction
    caller: str
    callee: str
    headers: Headers
    trunk: str = ""
    user: str = ""


class Call:
    """One call. `ending` is empty while it goes on, then `remote`, `local`, `cancelled`, `no_media`, `transferred`,
    `failed`, or what `hang_up` was told. When `ended` is set its ports are being freed; `port` may still be asked for
    its statistics.
    """

    def __init__(
        self,
        party: Party,
        session: Session,
        port: RtpPort,
        *,
        background: Background,
        patience: Patience,
        forget: Callable[[Call], None],
        invitation: Invitation | None = None,
    ) -> None:
        self.id = secrets.token_hex(8)
        self.port = port
        self.ended = asyncio.Event()
        self.ending = ""
        self.replaces: Call | None = None
        """A call of ours that this one takes the place of when it is accepted (RFC 3891)."""
        self.reach: Reach | None = None
        """Who calls whomever the other side refers us to; as long as there is none, we decline. Whoever sets it decides
        whom this call may be passed on to.
        """
        self._party = party
        self._session = session
        self._invitation = invitation
        self._forget = forget
        self._watch = SoundWatch(lambda: port.silent_s, patience, missed=self._missed)
        self._connected = False
        self._referral: Referral | None = None
        self._passed_on = False
        """Whether somebody is about to take our place here."""
        self._background = background
        session.handlers |= {"INFO": self._informed, "REFER": self._referred}
        session.begin(self)
        self._cancel_watch = background.spawn(self._await_cancel(invitation)) if invitation else None

    @property
    def direction(self) -> Direction:
        return self._party.direction

    @property
    def caller(self) -> str:
        """Number or account of who calls; empty if they hide it."""
        return self._party.caller

    @property
    def callee(self) -> str:
        """Number or account that was dialled."""
        return self._party.callee

    @property
    def headers(self) -> Headers:
        """Of the INVITE that came, or of the 2xx to ours."""
        return self._party.headers

    @property
    def trunk(self) -> str:
        """Name of the account that it goes through; empty for a direct call."""
        return self._party.trunk

    @property
    def user(self) -> str:
        """The account of ours that the caller has proved."""
        return self._party.user

    @property
    def key(self) -> DialogKey:
        """What names its dialog among all."""
        return self._session.dialog.key

    @property
    def confirmed(self) -> bool:
        """Whether it has been answered."""
        return self._connected

    @property
    def held(self) -> bool:
        """Whether the other side has put us on hold."""
        media = self._session.negotiation.media
        return media is not None and media.held

    @property
    def allows_refer(self) -> bool:
        return "refer" in self._session.allowed

    @property
    def allows_replaces(self) -> bool:
        return "replaces" in self._session.supported

    async def ring(self, *, early: bool = False) -> None:
        """Tell the caller that it rings. With `early` they hear what the port plays before anybody answers."""
        invitation = self._waiting()
        if early and await invitation.open_early():
            self._connect()
        else:
            await invitation.ring()

    async def accept(self) -> None:
        """Pick up. Raises `Gone` when the caller has hung up meanwhile."""
        invitation = self._waiting()
        if not await invitation.accept():
            self._finish("cancelled")
            raise _gone()
        self._connected = True
        self._connect()
        if self.replaces:
            await self.replaces.hang_up("transferred")

    async def reject(self, status: int, reason: str = "", *, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Refuse the call. Harmless when the caller has gone, or it has been answered."""
        if self._invitation and self._invitation.open and not self.ended.is_set():
            await self._invitation.reject(status, reason, headers=headers)
            self._finish("local")
            await self._closed()

    async def hang_up(self, reason: str = "") -> None:
        """End it, whatever its state; `reason` becomes its `ending`. Harmless when it has ended."""
        if self._invitation and self._invitation.open:
            await self.reject(480)
        elif not self.ended.is_set():
            self._finish(reason or "local")
            self._background.spawn(self._session.bye())
        await self._closed()

    async def hold(self, on: bool) -> bool:
        """Put the other side on hold, or take it up again; whether they agreed."""
        self._session.negotiation.holding = on
        return await self._session.renegotiate()

    async def refer(self, target: str) -> Referred:
        """Have the other side call `target`, a number or a URI, and leave this call when they have reached it."""
        return await self._refer(self._named(target))

    async def replace(self, other: Call) -> Referred:
        """Connect the other side with that of `other`, which takes the call instead of us; both calls end here."""
        other._passed_on = True
        try:
            referred = await self._refer(replacing(other._session.dialog))
        finally:
            other._passed_on = False
        if referred.ok:
            await other.hang_up("transferred")
        return referred

    def agreed(self, media: Media) -> None:
        """As `session.Listener`."""
        if self._connected:
            self._connect()

    def over(self, ending: str) -> None:
        """As `session.Listener`."""
        passed_on = self._passed_on or (self._referral is not None and self._referral.ended_by_them())
        if passed_on and ending == "remote":
            ending = "transferred"
        if self._invitation and self._invitation.open:
            self._background.spawn(self._invitation.reject(487))
        self._finish(ending)

    def connected(self) -> None:
        """The one whom we called has picked up."""
        self._connected = True
        self._connect()

    def _waiting(self) -> Invitation:
        if self._invitation is None or self.ended.is_set():
            raise _gone()
        return self._invitation

    def _connect(self) -> None:
        media = self._session.negotiation.media
        if media is None or self.ended.is_set():
            return
        self.port.connect(media)
        if not self._connected:
            return
        if media.sends and media.receives:
            self._watch.expect()
        else:
            self._watch.allow_hold()

    def _missed(self) -> None:
        log.warning("call %s: no sound has come for too long; it is ended", self.id)
        self._background.spawn(self.hang_up("no_media"))

    async def _refer(self, target: NameAddr) -> Referred:
        if self.ended.is_set() or self._referral:
            return Referred(False, 0)
        self._referral = Referral(self._session)
        try:
            referred = await self._referral.run(target, referred_by=self._session.dialog.local)
        finally:
            self._referral = None
        if referred.ok:
            await self.hang_up("transferred")
        return referred

    def _named(self, target: str) -> NameAddr:
        """A number is one at the other side's own exchange."""
        if target.lower().startswith(("sip:", "sips:", "tel:")):
            return NameAddr(parse_uri(target))
        remote = self._session.dialog.remote.uri
        return NameAddr(Uri(remote.scheme, target, remote.host, remote.port))

    async def _informed(self, incoming: Incoming) -> None:
        key = key_of(incoming.request)
        if key is None and incoming.request.body:
            await incoming.reply(415, headers=[("Accept", ", ".join(TYPES))])
            return
        await incoming.reply(200)
        if key is not None:
            self.port.key(key)

    async def _referred(self, incoming: Incoming) -> None:
        if self.reach is None:
            await incoming.reply(603)
        else:
            await carry_out(self._session, incoming, self.reach)

    async def _await_cancel(self, invitation: Invitation) -> None:
        await invitation.incoming.cancelled.wait()
        self._finish("cancelled")

    def _finish(self, ending: str) -> None:
        if self.ended.is_set():
            return
        self.ending = ending
        self.ended.set()
        self._watch.stop()
        self._session.end()
        if self._referral:
            self._referral.ended_by_them()
        if self._cancel_watch and self._cancel_watch is not asyncio.current_task():
            self._cancel_watch.cancel()
        self._closing = self._background.spawn(self._close())

    async def _close(self) -> None:
        try:
            await self.port.close()
        finally:
            self._forget(self)

    async def _closed(self) -> None:
        if self.ended.is_set():
            await asyncio.shield(self._closing)


def _gone() -> Gone:
    return Gone(
        "call.gone",
        vi="Người gọi đã gác máy trước khi cuộc gọi được trả lời.",
        en="The caller has hung up before the call was answered.",
    )
