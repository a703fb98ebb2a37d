"""Is the server there, and what is loaded?"""

from __future__ import annotations

import importlib.metadata

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from giong.api.rooms import rooms

router = APIRouter(prefix="/api/v1", tags=["health"])


class EngineState(BaseModel):
    engine: str = Field(examples=["conformer"])
    state: str = Field(examples=["ready"])


class Health(BaseModel):
    """`engines`: slot → engine and its state: "unloaded" (loads when first needed), "loading", "ready" or "failed"."""

    version: str = Field(examples=["0.1.0"])
    engines: dict[str, EngineState]


@router.get("/health", summary="Version and engines")
async def health(request: Request) -> Health:
    states = rooms(request).engines.states()
    return Health(
        version=importlib.metadata.version("giong"),
        engines={slot: EngineState(**state) for slot, state in states.items()},
    )
