"""The telephone: it listens, registers, takes calls and places them. Knows no assistant, no record, no setting."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from giong.errors import BadConfiguration
from giong.telephony.call import Call, Gone
from giong.telephony.callers import Callers
from giong.telephony.dialling import NotAnswered
from giong.telephony.door import Door, OnCall, OnRefused, Refused
from giong.telephony.equipment import Equipment, Sound
from giong.telephony.liveness import Patience
from giong.telephony.negotiation import Srtp, Terms
from giong.telephony.outgoing import first_of
from giong.telephony.registrar import Registrar
from giong.telephony.registration import Registration
from giong.telephony.rtp import srtp
from giong.telephony.rtp.pacer import Pacer
from giong.telephony.rtp.port import CODECS
from giong.telephony.rtp.sockets import PortRange
from giong.telephony.sip.endpoint import Bind, Endpoint, Incoming, Limits, Timing, TlsFiles
from giong.telephony.trunk import Trunk, TrunkConfig
from giong.telephony.ways import Ways

__all__ = ["Call", "Gone", "NotAnswered", "Refused", "Telephone", "TelephoneConfig", "TrunkConfig"]

log = logging.getLogger(__name__)

RING_S = 40.0
RTP_PORTS = PortRange(20_000, 20_999)
FAREWELL_S = 2.0
"""How long hanging up may take when the telephone is closed."""
LOOK_UP_S = 3.0
"""So long the names of trunks may hold up the start."""


@dataclass(frozen=True)
class TelephoneConfig:
    """`users` are softphones that may register and call, with their passwords; `trusted` networks whose calls need
    none. An empty `rtp_host` is that of the first bind.
    """

    binds: tuple[Bind, ...]
    advertised_host: str = ""
    rtp_host: str = ""
    rtp_ports: PortRange = RTP_PORTS
    trunks: tuple[TrunkConfig, ...] = ()
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    trusted: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ("PCMA", "PCMU")
    srtp: Srtp = "off"
    session_expires_s: int = 1800
    no_media_s: float = 30.0
    longest_hold_s: float = 1800.0
    realm: str = "giong"
    tls: TlsFiles | None = None
    limits: Limits | None = None
    timing: Timing | None = None


class Telephone:
    """Made by `open`."""

    def __init__(self, equipment: Equipment, door: Door, registrar: Registrar, trunks: Mapping[str, Trunk]) -> None:
        self.registrar = registrar
        self.trunks: Mapping[str, Trunk] = MappingProxyType(dict(trunks))
        self._equipment = equipment
        self._door = door
        self._ways = Ways(equipment.endpoint, registrar, tuple(trunks.values()))
        self._registrations = tuple(Registration(equipment.endpoint, trunk) for trunk in trunks.values())

    @classmethod
    async def open(
        cls, config: TelephoneConfig, *, on_call: OnCall, on_refused: OnRefused = lambda refused: None
    ) -> Telephone:
        """Listen, and begin to register. Each call is given to `on_call` in a task of its own and hung up when that
        returns. Raises BadConfiguration when a port is taken or a value is wrong; a trunk that is away is no error.
        """
        _check(config)
        trunks = {one.name: Trunk(one) for one in config.trunks}
        await _look_up(trunks.values())
        callers = Callers(tuple(trunks.values()), users=config.users, trusted=config.trusted, realm=config.realm)
        registrar = Registrar(config.users)
        opened: asyncio.Future[Door] = asyncio.get_running_loop().create_future()

        async def serve(incoming: Incoming) -> None:
            await (await opened).serve(incoming)

        endpoint = await Endpoint.open(
            config.binds,
            serve=serve,
            advertised_host=config.advertised_host,
            limits=config.limits or _limits(config, trunks.values()),
            timing=config.timing,
            tls=config.tls,
        )
        equipment = _equipment(config, endpoint)
        equipment.pacer.start()
        door = Door(equipment, callers, registrar, on_call=on_call, on_refused=on_refused)
        opened.set_result(door)
        telephone = cls(equipment, door, registrar, trunks)
        for registration in telephone._registrations:
            registration.start()
        return telephone

    @property
    def calls(self) -> frozenset[Call]:
        """Those that go on, ring, or still hold their ports."""
        return frozenset(self._equipment.calls)

    @property
    def binds(self) -> tuple[Bind, ...]:
        """Where it listens, with the ports that were really taken."""
        return self._equipment.endpoint.binds

    async def dial(self, target: str, *, caller: str = "", ring_s: float = RING_S, trunk: str = "") -> Call:
        """Call a user of ours, a number, or a SIP URI; returns when somebody has picked up. `caller` is shown where the
        other side believes us, `trunk` names the account to use (else the first that is up). Raises `NotAnswered`, or
        `PortsTaken`.
        """
        if self._door.closed:
            raise NotAnswered("trunk_away")
        ways = self._ways.to(target.strip(), caller=caller, trunk=trunk)
        return await first_of(self._equipment, ways, ring_s=ring_s)

    async def close(self, grace_s: float) -> None:
        """Take no more calls, let those in progress finish for so long, then hang up and unregister."""
        self._door.closed = True
        if ending := [asyncio.create_task(call.ended.wait()) for call in self.calls]:
            await asyncio.wait(ending, timeout=grace_s)
            for task in ending:
                task.cancel()
        await asyncio.gather(*(call.hang_up() for call in self.calls))
        await asyncio.gather(*(registration.close() for registration in self._registrations))
        await self._equipment.background.close(patience_s=FAREWELL_S)
        await self._equipment.endpoint.close()
        self._equipment.pacer.stop()


async def _look_up(trunks: Iterable[Trunk]) -> None:
    """Whose requests come from where, as far as the name service answers soon; registrations go on asking."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LOOK_UP_S):
            await asyncio.gather(*(trunk.look_up() for trunk in trunks))


def _equipment(config: TelephoneConfig, endpoint: Endpoint) -> Equipment:
    sound = Sound(
        config.rtp_host or config.binds[0].host,
        config.rtp_ports,
        Terms(config.codecs, config.srtp),
        advertised_host=config.advertised_host,
    )
    patience = Patience(config.no_media_s, config.longest_hold_s)
    return Equipment(endpoint, Pacer(), sound, expires_s=config.session_expires_s, patience=patience)


def _limits(config: TelephoneConfig, trunks: Iterable[Trunk]) -> Limits:
    """Trunks and trusted networks bring the calls of many."""
    return Limits(exempt=(*config.trusted, *(network for trunk in trunks for network in trunk.networks)))


def _check(config: TelephoneConfig) -> None:
    unknown = [name for name in config.codecs if name.upper() not in CODECS]
    if unknown or not config.codecs:
        wrong = unknown[0] if unknown else ""
        raise BadConfiguration(
            "phone.unknown_codec",
            vi=f"Không có bộ mã thoại “{wrong}”; chọn trong: {', '.join(CODECS)}.",
            en=f"There is no codec {wrong!r}; choose among: {', '.join(CODECS)}.",
        )
    if config.srtp != "off" and not srtp.available():
        raise BadConfiguration(
            "phone.no_srtp",
            vi="Mã hoá thoại (SRTP) cần thêm gói: chạy pip install giong[srtp], hoặc đặt srtp là off.",
            en="Encrypted sound (SRTP) needs a package more: run pip install giong[srtp], or set srtp to off.",
        )
