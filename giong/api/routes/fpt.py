"""FPT.AI's paths for papers over Gióng's reading: a client of theirs changes the host and the key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from giong.api import pictures
from giong.api.rooms import rooms
from giong.api.schemas import fpt as shapes
from giong.documents.document import Document
from giong.errors import BadInput, Forbidden, TooLarge, Unauthenticated, Unavailable
from giong.papers.persons.likeness import Likeness, likeness, similarity

router = APIRouter(tags=["fpt"])

PURPOSE = "vision api"
PATIENCE_S = 60.0
PAIR = 2

_CODES = {
    "picture.bad_base64": shapes.BASE64_INVALID,
    "picture.not_fetched": shapes.URL_CLOSED,
    "picture.no_fetching": shapes.URL_CLOSED,
    "paper.not_supported": shapes.NOT_AN_IMAGE,
    "paper.empty": shapes.NOT_AN_IMAGE,
}
"""Our codes in theirs; any other file that cannot be read is damaged."""


async def customer(request: Request) -> str:
    """The organisation whose key stands in `api-key`, `api_key` or `Authorization`."""
    sent = request.headers.get("api-key") or request.headers.get("api_key")
    sent = sent or request.headers.get("authorization", "").removeprefix("Bearer ")
    if not sent:
        raise Unauthenticated("key.missing", vi="Thiếu đầu đề api-key.", en="The header api-key is missing.")
    return (await rooms(request).keys.check(sent)).organisation_id


Customer = Annotated[str, Depends(customer)]


class CodedError(Exception):
    """A request that is answered with one of their error codes."""

    def __init__(self, code: int, data: list[shapes.Row] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


async def _picture(request: Request) -> bytes:
    """The picture of the request, in whichever of the three ways it came."""
    settings = rooms(request).settings
    async with request.form(max_part_size=settings.photo_mb * 1_500_000) as form:
        image = form.get("image")
        if isinstance(image, UploadFile):
            return pictures.within_limit(await image.read(), settings)
        if (encoded := form.get("image_base64")) is not None:
            if not str(encoded).strip():
                raise CodedError(shapes.BASE64_EMPTY)
            return pictures.within_limit(pictures.from_base64(str(encoded)), settings)
        if (address := form.get("image_url")) is not None:
            if not str(address).strip():
                raise CodedError(shapes.URL_EMPTY)
            return await pictures.from_address(str(address).strip(), settings)
    raise CodedError(shapes.BAD_REQUEST)


@router.post("/vision/{paper}/vnm", summary="FPT.AI: read an identity card, a driving licence or a passport")
@router.post("/vision/{paper}/vnm/", include_in_schema=False)
async def read(request: Request, organisation: Customer, paper: str, quality_check: int = 0) -> JSONResponse:
    """A form with `image` (a file), `image_base64` or `image_url`. `paper` is `idr`, `dlr`, `passport`, or
    `idr-qual` for the quality of the picture alone.
    """
    if paper == "idr-qual":
        return await _quality(request, organisation)
    if paper not in shapes.PAPERS:
        return JSONResponse(shapes.answer(shapes.BAD_REQUEST), 404)
    called, kinds = shapes.PAPERS[paper]
    try:
        document = await _read(request, organisation, kind=kinds[0] if len(kinds) == 1 else "")
        if document.rejection is not None:
            reason = document.rejection.reason
            measured = [shapes.quality(document.quality, rejection=reason)] if quality_check else None
            raise CodedError(shapes.rejected(reason), measured)
        if document.kind not in kinds:
            raise CodedError(shapes.NOT_FOUND)
    except CodedError as error:
        return JSONResponse(shapes.answer(error.code, paper=called, data=error.data), 400)
    return JSONResponse(shapes.answer(shapes.OK, data=[shapes.row(document)]))


@router.post("/dmp/checkface/v1", summary="FPT.AI: compare the faces of two pictures")
@router.post("/vision/ekyc/facematch/v4", include_in_schema=False)
async def compare_faces(request: Request, organisation: Customer) -> JSONResponse:
    """Not a verdict: similarity is by distances that were not measured on Vietnamese faces, see docs/EKYC.md."""
    persons, settings = rooms(request).persons, rooms(request).settings
    async with request.form(max_files=3) as form:
        sent = [one for one in (*form.getlist("file[]"), *form.getlist("file")) if isinstance(one, UploadFile)]
        if len(sent) != PAIR:
            return JSONResponse({"code": "409", "message": "Two pictures are needed.", "data": "N/A"}, 409)
        files = [await file.read() for file in sent]
    try:
        data = [pictures.within_limit(file, settings) for file in files]
        first, second, apart = await persons.compare(data[0], data[1])
    except Unavailable as error:
        return JSONResponse({"code": "503", "message": error.en, "data": "N/A"}, 503)
    except BadInput as error:
        return JSONResponse({"code": "408", "message": error.en, "data": "N/A"}, 408)
    if first != 1 or second != 1 or apart is None:
        message = "No face, or more than one, in one of the pictures."
        return JSONResponse({"code": "407", "message": message, "data": "N/A"}, 407)
    told = {
        "isMatch": likeness(apart, persons.thresholds) is Likeness.MATCH,
        "similarity": round(similarity(apart, persons.thresholds), 2),
        "isBothImgIDCard": False,
    }
    return JSONResponse({"code": "200", "message": "request successful.", "data": told})


@router.post("/dmp/liveness/v3", summary="FPT.AI: liveness of a video, which Gióng does not judge")
@router.post("/vision/ekyc/liveness", include_in_schema=False)
async def liveness(organisation: Customer) -> JSONResponse:
    """Videos are not read: a session under /api/v1/ekyc asks for pictures instead, and people review what is weak."""
    message = "Videos are not judged here. Use the challenge of /api/v1/ekyc/sessions."
    judged = {"code": "409", "message": message, "is_live": "false", "need_to_review": "true", "spoof_prob": "N/A"}
    return JSONResponse({"code": "409", "message": message, "liveness": judged}, 409)


async def _quality(request: Request, organisation: str) -> JSONResponse:
    try:
        document = await _read(request, organisation, kind="")
    except CodedError as error:
        return JSONResponse(shapes.answer(error.code, paper="ID card"), 400)
    reason = document.rejection.reason if document.rejection else None
    return JSONResponse(shapes.answer(shapes.OK, data=[shapes.quality(document.quality, rejection=reason)]))


async def _read(request: Request, organisation: str, *, kind: str) -> Document:
    papers = rooms(request).papers
    try:
        data = await _picture(request)
        received = await papers.receive(organisation, data, purpose=PURPOSE, kind=kind, now=True)
        paper = await papers.finished(organisation, received.id, wait_s=PATIENCE_S)
        if paper.problem is not None:
            raise CodedError(_CODES.get(paper.problem.code, shapes.DAMAGED))
        found = await papers.result(organisation, received.id, reveal_for=PURPOSE, who=PURPOSE)
    except TooLarge:
        raise CodedError(shapes.BAD_REQUEST) from None
    except (BadInput, Forbidden) as error:
        raise CodedError(_CODES.get(error.code, shapes.DAMAGED)) from None
    if found.document is None:
        raise CodedError(shapes.DAMAGED)
    return found.document
