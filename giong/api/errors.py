"""Errors as HTTP answers: the only place where an error class becomes a status.

Two shapes: ours, `{"error": {"code", "message", "message_en"}}`, and OpenAI's under `/v1/`.
"""

from __future__ import annotations

import json
import math
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from giong import errors

STATUS: tuple[tuple[type[errors.GiongError], int], ...] = (
    (errors.StorageFull, 507),
    (errors.Busy, 503),
    (errors.Unavailable, 503),
    (errors.BadConfiguration, 500),
    (errors.TooManyRequests, 429),
    (errors.Forbidden, 403),
    (errors.Unauthenticated, 401),
    (errors.Conflict, 409),
    (errors.NotFound, 404),
    (errors.TooLarge, 413),
    (errors.BadInput, 422),
)

_OPENAI_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "invalid_request_error",
    429: "rate_limit_error",
}

_REFUSALS = {
    404: ("path.not_found", "Không có đường dẫn này.", "There is no such path."),
    405: ("method.not_allowed", "Đường dẫn này không nhận phương thức đó.", "This path does not take that method."),
}
"""What the framework refuses by itself."""


def status_of(error: errors.GiongError) -> int:
    """The HTTP status of an error's class."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def body_of(error: errors.GiongError) -> dict[str, Any]:
    """Our shape of an error."""
    return {"error": {"code": error.code, "message": error.vi, "message_en": error.en}}


def openai_body(error: errors.GiongError) -> str:
    """OpenAI's shape of an error, as JSON, for a stream that has begun."""
    return json.dumps(_openai_shape(status_of(error), error.code, error.vi, error.en), ensure_ascii=False)


def install(api: FastAPI) -> None:
    """Answer every error of `api` in the shape that the path's clients know."""

    @api.exception_handler(errors.GiongError)
    async def known(request: Request, error: errors.GiongError) -> JSONResponse:
        return answer_to(request, error)

    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        # The rejected values themselves may be a customer's words and are not repeated.
        where = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}" for problem in error.errors()
        )
        return _answer(
            request,
            422,
            "request.invalid",
            f"Yêu cầu chưa đúng dạng: {where}",
            f"The request is not valid: {where}",
        )

    @api.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        other = "request.refused", "Không đọc được yêu cầu này.", str(error.detail)
        code, vi, en = _REFUSALS.get(error.status_code, other)
        return _answer(request, error.status_code, code, vi, en, dict(error.headers or {}))


def answer_to(request: Request, error: errors.GiongError) -> JSONResponse:
    """The answer to a request that is refused with `error`."""
    return _answer(request, status_of(error), error.code, error.vi, error.en, _headers_of(error))


def unforeseen(request: Request) -> JSONResponse:
    """The answer to a request that a defect of ours brought down."""
    vi = "Máy chủ gặp lỗi. Hãy thử lại; nếu vẫn lỗi, chạy `giong doctor`."
    en = "The server failed. Try again; if it fails again, run `giong doctor`."
    return _answer(request, 500, "server.failed", vi, en)


def _headers_of(error: errors.GiongError) -> dict[str, str]:
    if isinstance(error, errors.Busy | errors.TooManyRequests):
        return {"Retry-After": str(math.ceil(error.retry_after_s))}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, errors.Unauthenticated) else {}


def _answer(
    request: Request, status: int, code: str, vi: str, en: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    if request.url.path.startswith("/v1/"):
        content = _openai_shape(status, code, vi, en)
    elif request.url.path.startswith(("/vision/", "/dmp/")):
        content = {"errorCode": 1, "errorMessage": f"{en} / {vi}", "data": []}
    else:
        content = {"error": {"code": code, "message": vi, "message_en": en}}
    return JSONResponse(content, status, headers)


def _openai_shape(status: int, code: str, vi: str, en: str) -> dict[str, Any]:
    kind = _OPENAI_TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": f"{en} / {vi}", "type": kind, "code": code, "param": None}}
