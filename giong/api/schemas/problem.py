"""Errors as the API shows them, and as its description lists them for every route."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ProblemBody(BaseModel):
    """`code` never changes and is for programs; the sentences say what to do."""

    code: str = Field(examples=["conversation.not_found"])
    message: str = Field(examples=["Không tìm thấy mục này. Hãy kiểm tra lại mã."])
    message_en: str = Field(examples=["No such conversation. Check the id."])


class Problem(BaseModel):
    error: ProblemBody


class OpenAIProblemBody(BaseModel):
    message: str = Field(examples=["There is no model “x” for this. / Không có mô hình “x” cho việc này."])
    type: str = Field(examples=["invalid_request_error"])
    code: str = Field(examples=["model.not_found"])
    param: str | None = None


class OpenAIProblem(BaseModel):
    """As OpenAI's clients expect it."""

    error: OpenAIProblemBody


class VisionProblem(BaseModel):
    """As FPT.AI's clients expect it."""

    errorCode: int = Field(examples=[1])  # noqa: N815 - their name
    errorMessage: str = Field(examples=["The key is missing. / Thiếu khoá."])  # noqa: N815 - their name
    data: list[dict[str, Any]] = []


_MEANINGS = {
    400: "The request cannot be read at all",
    401: "The key or ticket is missing or unknown",
    403: "The ticket belongs to another conversation",
    404: "No such thing, or another organisation's",
    409: "It was changed elsewhere meanwhile",
    413: "Larger than a limit of this installation",
    422: "The request says something that cannot be; `message` says what",
    429: "Asked too often from one address; `Retry-After` says when to try again",
    503: "Busy or not ready; `Retry-After` says when to try again, where it is known",
    507: "The disk is full; nothing was stored",
}


def documented(shape: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The errors that any route may answer with, for OpenAPI."""
    return {status: {"description": meaning, "model": shape} for status, meaning in _MEANINGS.items()}
