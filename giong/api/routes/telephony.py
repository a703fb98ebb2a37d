"""The telephone of this server: where it listens, how its accounts stand, what goes on."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from giong.api.auth import Organisation
from giong.api.rooms import exchange, rooms
from giong.errors import Forbidden
from giong.telephony.trunk import Trunk

router = APIRouter(prefix="/api/v1/telephony", tags=["telephony"])


class TrunkState(BaseModel):
    """`state`: "registered", "unregistered" (needs no registration, or not tried yet), "refused" (for a wrong password)
    or "unreachable".
    """

    name: str = Field(examples=["main"])
    server: str = Field(examples=["sip:pbx.local"])
    user: str = Field(examples=["200"])
    state: str = Field(examples=["registered"])
    reason: str = Field(examples=[""])
    since: datetime

    @classmethod
    def of(cls, trunk: Trunk) -> TrunkState:
        config = trunk.config
        return cls(
            name=config.name,
            server=str(trunk.server),
            user=config.user,
            state=trunk.state,
            reason=trunk.reason,
            since=trunk.since,
        )


class Telephony(BaseModel):
    """`open` is false where the settings want no telephone. `users` are the softphones that are registered here,
    `lines` the calls that ring or go on, `taken` the talks of all channels, `waiting` the callers who wait for a place.
    """

    open: bool
    listening: list[str] = Field(examples=[["udp:0.0.0.0:5060"]])
    trunks: list[TrunkState]
    users: list[str] = Field(examples=[["101"]])
    lines: int = Field(examples=[2])
    taken: int = Field(examples=[2])
    waiting: int = Field(examples=[0])


@router.get("", summary="The telephone and its accounts")
async def state(request: Request, organisation: Organisation) -> Telephony:
    if organisation != rooms(request).home.id:
        raise Forbidden(
            "phone.not_yours",
            vi="Điện thoại của máy chủ này thuộc về tổ chức khác.",
            en="The telephone of this server belongs to another organisation.",
        )
    found, admission = exchange(request), rooms(request).admission
    telephone = found.telephone if found else None
    if telephone is None:
        return Telephony(
            open=False, listening=[], trunks=[], users=[], lines=0, taken=admission.taken, waiting=admission.waiting
        )
    return Telephony(
        open=True,
        listening=[f"{bind.transport}:{bind.host}:{bind.port}" for bind in telephone.binds],
        trunks=[TrunkState.of(trunk) for trunk in telephone.trunks.values()],
        users=list(telephone.registrar.registered()),
        lines=len(telephone.calls),
        taken=admission.taken,
        waiting=admission.waiting,
    )
