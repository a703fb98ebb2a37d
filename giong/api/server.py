"""The HTTP server: routes, limits, errors and the page put together over the rooms of `app.py`."""

from __future__ import annotations

import asyncio
import gc
import importlib.metadata
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from giong.api import errors, page, reference
from giong.api.headers import SafeHeaders
from giong.api.limits import BodyLimit, plain_address
from giong.api.net import Net
from giong.api.pace import PublicDoor
from giong.api.routes import (
    assistants,
    callbacks,
    calls,
    campaigns,
    conversations,
    document_forms,
    documents,
    ekyc,
    faq,
    fpt,
    health,
    missed,
    openai,
    public,
    ratings,
    reviews,
    telephony,
)
from giong.api.schemas.problem import OpenAIProblem, Problem, VisionProblem, documented
from giong.app import Rooms, durable_jobs, open_exchange, open_rooms
from giong.clock import SystemClock
from giong.conversations.calls.recovery import Recovery
from giong.conversations.exchange.switchboard import GOODBYE_S
from giong.errors import GiongError
from giong.settings import Settings

log = logging.getLogger(__name__)

TRY_AGAIN_S = 5.0
"""How soon what failed at the start is tried again."""

SWITCH_S = 0.0005
"""Python's threads take turns so often: sound comes every 20 ms, and waits for a thread that computes."""

UPLOADS = ("/knowledge", "/faq", "/v1/audio/transcriptions", "/contacts", "/do-not-call/list", "/documents")
"""Ends of the paths that take files."""

PICTURES = ("/photos", "/vnm", "/vnm/", "/v1/chat/completions", "/front", "/back")
"""Ends of the paths that take one picture, which may be written in base64."""

SEVERAL_PICTURES = ("/frames", "/checkface/v1", "/facematch/v4")
"""Ends of those that take up to four."""


def server(settings: Settings) -> FastAPI:
    """The ASGI application. Rooms open when it starts and close when it stops.

    Whoever runs it sets `state.stopping` first, so that those who follow conversations leave.
    """

    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with (
            open_rooms(settings, dispatch=durable_jobs(settings)) as rooms,
            open_exchange(rooms) as exchange,
        ):
            api.state.rooms, api.state.exchange = rooms, exchange
            beside = [
                asyncio.create_task(_open_up(rooms, SystemClock().now(), calls=exchange is not None)),
                asyncio.create_task(rooms.retention.keep_sweeping()),
                asyncio.create_task(rooms.paper_retention.keep_sweeping()),
                asyncio.create_task(rooms.persons.keep_sweeping()),
                asyncio.create_task(rooms.deliveries.keep_delivering()),
            ]
            yield
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    api = FastAPI(
        title="Gióng",
        version=importlib.metadata.version("giong"),
        description="Nhân viên ảo cho tổ chức Việt Nam. Virtual staff for Vietnamese organisations.",
        lifespan=lifespan,
        docs_url=None,  # the framework's own pages load scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
    )
    api.state.stopping = asyncio.Event()
    api.state.public_door = PublicDoor(settings)
    errors.install(api)
    checked = [Depends(plain_address)]
    for routes in (
        health,
        public,
        conversations,
        ratings,
        calls,
        callbacks,
        campaigns,
        assistants,
        documents,
        document_forms,
        faq,
        missed,
        telephony,
        reviews,
        ekyc,
    ):
        api.include_router(routes.router, responses=documented(Problem), dependencies=checked)
    api.include_router(openai.router, responses=documented(OpenAIProblem), dependencies=checked)
    api.include_router(fpt.router, responses=documented(VisionProblem), dependencies=checked)
    api.add_route("/docs", reference.page(api), include_in_schema=False)
    api.router.default = page.page
    if settings.cors_origins:
        api.add_middleware(
            CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["*"], allow_headers=["*"]
        )
    api.add_middleware(BodyLimit, limit_bytes=_limit_of(settings))
    api.add_middleware(Net)
    api.add_middleware(SafeHeaders)
    return api


async def _open_up(rooms: Rooms, began: datetime, *, calls: bool) -> None:
    """What takes longer than a first request may wait: unfinished work of the last process, then the assistants, and
    where the telephone may ring, what hears and speaks.
    """
    recovery = Recovery(rooms.conversations, rooms.calls, rooms.transcripts, rooms.recordings)
    mend_calls = partial(recovery.recover, began)
    for step in (mend_calls, rooms.reception.catch_up, rooms.jobs.start, rooms.desk.catch_up, rooms.blobs.sweep):
        await _insist(step)
    for id in rooms.staff.ids(rooms.home.id):
        try:
            colleague = await rooms.staff.get(rooms.home.id, id)
            await rooms.librarian.embed_later(colleague)
        except GiongError as error:
            log.error("assistant %s: %s", id, error)
    if calls:
        await _be_ready_to_talk(rooms)


async def _be_ready_to_talk(rooms: Rooms) -> None:
    """Load the engines before somebody waits for them, and keep everything else out of the way of calls."""
    try:
        await rooms.engines.recogniser()
        await rooms.engines.synthesiser()
    except GiongError as error:
        log.error("start: %s", error)
    # What is loaded now stays: a full collection would look through all of it and hold up every call for 100 ms.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_S)


async def leave_calls(api: FastAPI, grace_s: float) -> None:
    """Let the calls in progress end, and end those that last longer than the grace, before their wires are cut."""
    rooms: Rooms | None = getattr(api.state, "rooms", None)
    if rooms is None:
        return
    rooms.dialler.leave()
    leaving = [rooms.switchboard.close(grace_s)]
    if api.state.exchange is not None:
        leaving.append(api.state.exchange.close(grace_s + GOODBYE_S))
    await asyncio.gather(*leaving)


async def _insist(step: Callable[[], Awaitable[object]]) -> None:
    """Do `step`, again and again while the disk is full or the database away."""
    while True:
        try:
            await step()
            return
        except GiongError as error:
            log.error("start: %s", error)
            await asyncio.sleep(TRY_AGAIN_S)


def _limit_of(settings: Settings) -> Callable[[str], int]:
    def limit_bytes(path: str) -> int:
        if path.endswith((*PICTURES, *SEVERAL_PICTURES)):
            pictures = 4 if path.endswith(SEVERAL_PICTURES) else 1
            return pictures * settings.photo_mb * 1_500_000 + settings.body_kb * 1_000
        return settings.upload_mb * 1_000_000 if path.endswith(UPLOADS) else settings.body_kb * 1_000

    return limit_bytes
