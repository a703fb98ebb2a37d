"""Is the server there, and what is loaded?"""

from __future__ import annotations

import importlib.metadata

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from giong.api.rooms import exchange, rooms

router = APIRouter(prefix="/api/v1", tags=["health"])


class EngineState(BaseModel):
    engine: str = Field(examples=["conformer"])
    state: str = Field(examples=["ready"])


class Health(BaseModel):
    """`engines`: slot → engine and its state: "unloaded" (loads when first needed), "loading", "ready" or "failed".

    `trunks`: account of the telephone → "registered", "unregistered", "refused" or "unreachable".
    """

    version: str = Field(examples=["0.1.0"])
    engines: dict[str, EngineState]
    trunks: dict[str, str] = Field(examples=[{"main": "registered"}])


@router.get("/health", summary="Version, engines and telephone accounts")
async def health(request: Request) -> Health:
    states = rooms(request).engines.states()
    found = exchange(request)
    telephone = found.telephone if found else None
    return Health(
        version=importlib.metadata.version("giong"),
        engines={slot: EngineState(**state) for slot, state in states.items()},
        trunks={name: trunk.state for name, trunk in telephone.trunks.items()} if telephone else {},
    )
