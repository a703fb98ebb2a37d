"""Papers: sent in, read, shown with personal data hidden unless a purpose is given, exported, erased."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse

from giong.accounts.keys import Key
from giong.api.auth import KeyHolder, Organisation
from giong.api.rooms import rooms
from giong.api.schemas.documents import (
    Access,
    Document,
    Kinds,
    Page,
    Pages,
    Received,
    ReceivedList,
    SigningKey,
    State,
    Trail,
)
from giong.api.schemas.values import Moment, Text
from giong.api.uploads import Upload, uploaded
from giong.documents.document import Document as Read
from giong.errors import BadInput, Forbidden
from giong.papers import exports
from giong.papers.paper import Act

router = APIRouter(prefix="/api/v1", tags=["documents"])

FIELDS = frozenset({"kind", "purpose", "password", "callback_url", "reveal_for", "conversation_id"})
LONGEST_WAIT_S = 120
PURPOSE_CHARS = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {}}}}
PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {}}}}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "kind": {"type": "string", "description": "see /api/v1/document-kinds; empty: found out"},
                        "purpose": {"type": "string", "maxLength": PURPOSE_CHARS},
                        "password": {"type": "string", "description": "of the file"},
                        "callback_url": {"type": "string", "description": "called when the paper is read"},
                        "reveal_for": {
                            "type": "string",
                            "maxLength": PURPOSE_CHARS,
                            "description": "the purpose for which answer and callback show personal data",
                        },
                        "conversation_id": {"type": "string"},
                    },
                }
            }
        },
    }
}

RevealFor = Annotated[
    Text,
    Query(
        max_length=PURPOSE_CHARS,
        description="the purpose for which personal data is shown; it is written down. Empty: they stay hidden",
    ),
]
Purpose = Annotated[
    Text, Query(min_length=1, max_length=PURPOSE_CHARS, description="what it is shown for; it is written down")
]


@router.get("/document-kinds", summary="The kinds of papers that are read, with their fields")
async def known_kinds(request: Request, organisation: Organisation) -> Kinds:
    return Kinds.of(await rooms(request).formbook.kinds(organisation))


@router.post(
    "/documents",
    status_code=202,
    summary="Send a paper in. With `wait` the answer is the result, if it is there in time",
    openapi_extra=FORM,
    responses={200: {"model": Document, "description": "it is read"}},
    response_model=Document,
)
async def receive(
    request: Request,
    key: KeyHolder,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT_S, description="seconds to wait for the result")] = 0,
    idempotency_key: Annotated[
        str, Header(max_length=200, description="the same key with the same file is the same paper")
    ] = "",
) -> Response:
    here = rooms(request)
    async with uploaded(request, allowed=FIELDS) as sent:
        given = await _given(request, key, sent)
        received = await here.papers.receive(
            key.organisation_id,
            sent.data,
            name=sent.name,
            purpose=given.pop("purpose") or here.settings.papers_purpose,
            key=idempotency_key,
            who=_who(key),
            now=wait > 0,
            **given,
        )
    paper = await here.papers.finished(key.organisation_id, received.id, wait_s=wait)
    result = await here.papers.result(
        key.organisation_id, paper.id, reveal_for=given["reveal_for"] or None, who=_who(key)
    )
    shown = Document.of(result).model_dump(mode="json")
    return JSONResponse(shown, 200 if result.status.final else 202)


async def _given(request: Request, key: Key, sent: Upload) -> dict[str, str]:
    """The fields of the form, those that were not sent empty. Raises what is wrong with them."""
    here = rooms(request)
    given = dict.fromkeys(FIELDS, "") | {name: value.strip() for name, value in sent.fields.items()}
    for name in ("purpose", "reveal_for", "conversation_id"):
        if len(given[name]) > PURPOSE_CHARS:
            raise _too_long(name)
    if given["callback_url"]:
        here.deliveries.check(given["callback_url"])
    if given["conversation_id"]:
        await here.conversations.get(key.organisation_id, given["conversation_id"])
    return given


@router.get("/documents", summary="The organisation's papers, newest first, without what they say")
async def recent(
    request: Request,
    organisation: Organisation,
    status: Annotated[State | Literal[""], Query()] = "",
    kind: Annotated[Text, Query(max_length=64)] = "",
    before: Annotated[Moment | None, Query(description="continues an earlier list")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReceivedList:
    found = await rooms(request).papers.recent(organisation, status=status, kind=kind, before=before, limit=limit)
    return ReceivedList(items=[Received.received(paper) for paper in found])


@router.get(
    "/documents/export.xlsx", summary="Papers as an Excel workbook", response_class=Response, responses=WORKBOOK
)
async def export(
    request: Request,
    key: KeyHolder,
    id: Annotated[list[Text], Query(description="these papers; none: the newest that are read")] = [],  # noqa: B006
    kind: Annotated[Text, Query(max_length=64)] = "",
    before: Moment | None = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    reveal_for: RevealFor = "",
) -> Response:
    register = rooms(request).papers
    if not id:
        found = await register.recent(key.organisation_id, status="done", kind=kind, before=before, limit=limit)
        id = [paper.id for paper in found]
    named: list[tuple[str, Read]] = []
    for one in id[:limit]:
        result = await register.result(
            key.organisation_id, one, reveal_for=reveal_for or None, who=_who(key), act=Act.EXPORTED
        )
        if result.document is not None:
            named.append((one, result.document))
    return Response(
        await asyncio.to_thread(exports.as_workbook, named),
        media_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="giay-to.xlsx"'},
    )


@router.get("/documents/signing-key", summary="The key with which callbacks are signed")
async def signing_key(request: Request, organisation: Organisation) -> SigningKey:
    return SigningKey(key=(await asyncio.to_thread(rooms(request).deliveries.signing_key, organisation)).hex())


@router.get("/documents/{document_id}", summary="A paper and what was read of it; personal data hidden")
async def one(request: Request, key: KeyHolder, document_id: str, reveal_for: RevealFor = "") -> Document:
    result = await rooms(request).papers.result(
        key.organisation_id, document_id, reveal_for=reveal_for or None, who=_who(key)
    )
    return Document.of(result)


@router.get("/documents/{document_id}/pages", summary="Its pages with every word; needs a purpose")
async def pages(request: Request, key: KeyHolder, document_id: str, reveal_for: RevealFor = "") -> Pages:
    if not reveal_for:
        await rooms(request).papers.get(key.organisation_id, document_id)
        raise Forbidden(
            "paper.needs_purpose",
            vi="Trang giấy chứa dữ liệu cá nhân. Hãy ghi rõ mục đích xem trong reveal_for.",
            en="Pages hold personal data. Say in reveal_for what they are shown for.",
        )
    result = await rooms(request).papers.result(key.organisation_id, document_id, reveal_for=reveal_for, who=_who(key))
    return Pages(items=[Page.of(page) for page in (result.document.pages if result.document else ())])


@router.get(
    "/documents/{document_id}/picture",
    summary="A page's picture, while it is kept; in the pixels of its boxes",
    response_class=Response,
    responses=PICTURE,
)
async def picture(
    request: Request,
    key: KeyHolder,
    document_id: str,
    purpose: Purpose,
    page: Annotated[int, Query(ge=1, le=9_999)] = 1,
) -> Response:
    shown = await rooms(request).papers.picture(
        key.organisation_id, document_id, page=page, purpose=purpose, who=_who(key)
    )
    return Response(shown, media_type="image/jpeg")


@router.get("/documents/{document_id}/trail", summary="Who did or saw what of it, when, for which purpose")
async def trail(request: Request, organisation: Organisation, document_id: str) -> Trail:
    found = await rooms(request).papers.trail(organisation, document_id)
    return Trail(items=[Access.of(access) for access in found])


@router.delete("/documents/{document_id}", status_code=204, summary="Erase it everywhere, for good")
async def erase(
    request: Request,
    key: KeyHolder,
    document_id: str,
    purpose: Annotated[Text, Query(max_length=PURPOSE_CHARS, description="why; it is written down")] = "",
) -> None:
    await rooms(request).papers.erase(key.organisation_id, document_id, who=_who(key), purpose=purpose)


def _who(key: Key) -> str:
    return f"{key.name} ({key.hint}…)"


def _too_long(name: str) -> BadInput:
    return BadInput(
        "request.bad_field",
        vi=f"Trường “{name}” dài quá {PURPOSE_CHARS} ký tự.",
        en=f"The field “{name}” is longer than {PURPOSE_CHARS} characters.",
    )
