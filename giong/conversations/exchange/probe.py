"""The accounts of a telephone tried for a moment, before a server relies on them. Knows no call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from giong.telephony.call import Call
from giong.telephony.telephone import Telephone, TelephoneConfig
from giong.telephony.trunk import State, Trunk

PATIENCE_S = 5.0
"""A registrar that needs longer is as good as away."""
LOOK_S = 0.1


@dataclass(frozen=True)
class Standing:
    """How an account stands; `well` if calls can go through it."""

    name: str
    user: str
    server: str
    state: State
    reason: str
    well: bool


async def try_accounts(config: TelephoneConfig) -> list[Standing]:
    """Register with each from a free port, see what comes, and leave again."""
    binds = tuple(replace(bind, port=0) for bind in config.binds if bind.transport != "tls")
    telephone = await Telephone.open(replace(config, binds=binds or config.binds), on_call=_decline)
    trunks = list(telephone.trunks.values())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while any(_undecided(trunk) for trunk in trunks):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_S)
    except TimeoutError:
        pass
    finally:
        standings = [_standing(trunk) for trunk in trunks]
        await telephone.close(0)
    return standings


def _standing(trunk: Trunk) -> Standing:
    """What is undecided by now has not answered."""
    config = trunk.config
    state: State = "unreachable" if _undecided(trunk) else trunk.state
    return Standing(config.name, config.user, config.server, state, trunk.reason, trunk.usable)


def _undecided(trunk: Trunk) -> bool:
    return trunk.config.register and trunk.state == "unregistered"


async def _decline(call: Call) -> None:
    await call.reject(480)
