"""Outbound campaigns: made, given lists, steered, watched; and the numbers that are never called."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import Response

from giong.api.auth import Organisation
from giong.api.rooms import rooms
from giong.api.schemas.campaigns import (
    Added,
    Blocked,
    BlockedList,
    Campaign,
    CampaignList,
    Contact,
    ContactList,
    Format,
    Import,
    ImportList,
    NewBlocked,
    NewCampaign,
    NewPlan,
    Progress,
    Results,
    RowProblem,
    Stop,
)
from giong.api.schemas.values import Text
from giong.conversations.campaigns import export
from giong.conversations.campaigns.contact import State
from giong.errors import BadInput

router = APIRouter(prefix="/api/v1", tags=["campaigns"])

NOT_NOW = Stop()
"""Calls in progress may end by themselves."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Columns = Annotated[Text, Form(description='which column is what, as JSON: {"Cột C": "number", "Ghi chú": ""}')]
FILE: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {}, "text/csv": {}}}}


@router.post("/campaigns", status_code=201, summary="A new campaign; it calls nobody until it is started")
async def create(request: Request, organisation: Organisation, new: NewCampaign) -> Campaign:
    here = rooms(request)
    await here.staff.get(organisation, new.assistant)
    made = await here.campaigns.create(
        organisation,
        name=new.name,
        assistant=new.assistant,
        plan=new.plan.value(),
        start_at=new.start_at,
        end_at=new.end_at,
    )
    return Campaign.of(made)


@router.get("/campaigns", summary="The organisation's campaigns, newest first")
async def all_(request: Request, organisation: Organisation) -> CampaignList:
    return CampaignList(items=[Campaign.of(one) for one in await rooms(request).campaigns.all(organisation)])


@router.get("/campaigns/{campaign_id}", summary="How far a campaign is")
async def progress(request: Request, organisation: Organisation, campaign_id: str) -> Progress:
    return Progress.of(await rooms(request).results.progress(organisation, campaign_id))


@router.put("/campaigns/{campaign_id}/plan", summary="Another plan, from the next call on")
async def plan(request: Request, organisation: Organisation, campaign_id: str, new: NewPlan) -> Campaign:
    changed = await rooms(request).campaigns.change(
        organisation, campaign_id, plan=new.plan.value(), start_at=new.start_at, end_at=new.end_at
    )
    return Campaign.of(changed)


@router.post("/campaigns/{campaign_id}/start", summary="Let it call; also after a pause")
async def start(request: Request, organisation: Organisation, campaign_id: str) -> Campaign:
    return Campaign.of(await rooms(request).campaigns.start(organisation, campaign_id))


@router.post("/campaigns/{campaign_id}/pause", summary="Dial no more for now; calls in progress go on to their end")
async def pause(request: Request, organisation: Organisation, campaign_id: str) -> Campaign:
    return Campaign.of(await rooms(request).campaigns.pause(organisation, campaign_id))


@router.post("/campaigns/{campaign_id}/stop", summary="Dial no more, for good")
async def stop(request: Request, organisation: Organisation, campaign_id: str, how: Stop = NOT_NOW) -> Campaign:
    return Campaign.of(await rooms(request).campaigns.stop(organisation, campaign_id, hang_up=how.hang_up))


@router.post(
    "/campaigns/{campaign_id}/contacts", status_code=201, summary="Take in a list: .csv .xlsx; bad rows are told"
)
async def take_in(
    request: Request,
    organisation: Organisation,
    campaign_id: str,
    file: Annotated[UploadFile, File()],
    columns: Columns = "{}",
    dry_run: Annotated[bool, Form()] = False,
) -> Import:
    here = rooms(request)
    campaign = await here.campaigns.get(organisation, campaign_id)
    colleague = await here.staff.get(organisation, campaign.assistant)
    done = await here.lists.take_in(
        organisation,
        campaign_id,
        file.filename or "",
        await file.read(),
        told=_told(columns),
        required=colleague.assistant.unknown,
        dry_run=dry_run,
    )
    return Import.of(done)


@router.get("/campaigns/{campaign_id}/contacts", summary="Who is called; `after` is the place of the last one seen")
async def contacts(
    request: Request,
    organisation: Organisation,
    campaign_id: str,
    state: State | None = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> ContactList:
    found = await rooms(request).lists.contacts(organisation, campaign_id, state=state, after=after, limit=limit)
    return ContactList(items=[Contact.of(one) for one in found])


@router.get("/campaigns/{campaign_id}/imports", summary="The lists taken in, each with the rows that were not")
async def imports(request: Request, organisation: Organisation, campaign_id: str) -> ImportList:
    found = await rooms(request).lists.imports(organisation, campaign_id)
    return ImportList(items=[Import.of(one) for one in found])


@router.get(
    "/imports/{import_id}/problems",
    summary="The rows that were not taken, as a file to mend",
    response_class=Response,
    responses=FILE,
)
async def problems(request: Request, organisation: Organisation, import_id: str, format: Format = "xlsx") -> Response:
    found = await rooms(request).lists.get(organisation, import_id)
    return await _file(export.problems(list(found.columns), found.problems), f"loi-{import_id}", format)


@router.get("/campaigns/{campaign_id}/results", summary="What people answered: counts, scores")
async def results(request: Request, organisation: Organisation, campaign_id: str) -> Results:
    return Results.of(await rooms(request).results.summary(organisation, campaign_id))


@router.get(
    "/campaigns/{campaign_id}/export", summary="Everybody with what came of it", response_class=Response, responses=FILE
)
async def exported(request: Request, organisation: Organisation, campaign_id: str, format: Format = "xlsx") -> Response:
    found = [one async for one in rooms(request).results.contacts(organisation, campaign_id)]
    return await _file(await asyncio.to_thread(export.results, found), f"ket-qua-{campaign_id}", format)


@router.get("/do-not-call", summary="The numbers that are never called, in their order")
async def blocked(
    request: Request,
    organisation: Organisation,
    after: Text = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> BlockedList:
    found = await rooms(request).do_not_call.all(organisation, after=after, limit=limit)
    return BlockedList(items=[Blocked.of(one) for one in found])


@router.post("/do-not-call", status_code=201, summary="Never call these numbers")
async def block(request: Request, organisation: Organisation, new: NewBlocked) -> Added:
    return Added(added=await rooms(request).do_not_call.add(organisation, new.numbers, reason=new.reason))


@router.post("/do-not-call/list", status_code=201, summary="Never call the numbers of a file: .csv .xlsx")
async def block_list(
    request: Request, organisation: Organisation, file: Annotated[UploadFile, File()], columns: Columns = "{}"
) -> Added:
    added, intake = await rooms(request).do_not_call.take_in(
        organisation, file.filename or "", await file.read(), told=_told(columns)
    )
    return Added(added=added, problems=[RowProblem.of(one) for one in intake.problems])


@router.delete("/do-not-call/{phone}", status_code=204, summary="It may be called again")
async def allow(request: Request, organisation: Organisation, phone: str) -> None:
    await rooms(request).do_not_call.remove(organisation, phone)


def _told(columns: str) -> dict[str, str]:
    try:
        told = json.loads(columns or "{}")
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(name, str) for name in told.values()):
        raise BadInput(
            "list.bad_columns",
            vi='Phải ghi cột nào là gì ở dạng JSON, ví dụ {"Cột C": "number"}.',
            en='Say which column is what as JSON, e.g. {"Cột C": "number"}.',
        )
    return told


async def _file(rows: export.Rows, name: str, format: Format) -> Response:
    data = await asyncio.to_thread(export.as_xlsx if format == "xlsx" else export.as_csv, rows)
    kind = XLSX if format == "xlsx" else "text/csv; charset=utf-8"
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}.{format}"'})
