"""A form with a file, held in memory only: the file may be a paper, and nothing of it goes to the disk unsealed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from giong.errors import BadInput, Busy

FIELDS = 20
HELD_BYTES = 600_000_000
"""Of all uploads together; each is limited by the settings."""


@dataclass(frozen=True)
class Upload:
    """The file and the other fields of the form."""

    name: str
    data: bytes
    fields: Mapping[str, str]


class _InMemory(MultiPartParser):
    spool_max_size = 1 << 40
    """The length of the whole request is limited before it comes here."""


class _Held:
    """How much of all uploads is in memory."""

    bytes = 0


@asynccontextmanager
async def uploaded(
    request: Request, *, file: str = "file", allowed: frozenset[str] = frozenset()
) -> AsyncIterator[Upload]:
    """The form of a request, with its file in the field `file`, and no other fields than those that are allowed.

    Raises `Busy` when too many people send too much at the same time.
    """
    taken = 0

    async def counted() -> AsyncGenerator[bytes]:
        nonlocal taken
        async for chunk in request.stream():
            if _Held.bytes + len(chunk) > HELD_BYTES:
                raise _busy()
            _Held.bytes += len(chunk)
            taken += len(chunk)
            yield chunk

    try:
        yield await _parsed(request, counted(), file, allowed)
    finally:
        _Held.bytes -= taken


async def _parsed(request: Request, stream: AsyncGenerator[bytes], file: str, allowed: frozenset[str]) -> Upload:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise _no_file(file)
    try:
        form = await _InMemory(request.headers, stream, max_files=1, max_fields=FIELDS).parse()
    except (MultiPartException, KeyError) as error:
        raise BadInput(
            "request.bad_form",
            vi="Biểu mẫu gửi lên không đúng dạng multipart/form-data.",
            en="The form that was sent is no proper multipart/form-data.",
        ) from error
    try:
        sent = form.get(file)
        if not isinstance(sent, UploadFile):
            raise _no_file(file)
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        for name, value in fields.items():
            if name not in allowed:
                raise _unknown(name[:40])
            if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
                raise _unknown(name)
        return Upload(_plain(sent.filename or ""), await sent.read(), fields)
    finally:
        await form.close()


def _plain(name: str) -> str:
    """Browsers of old sent whole paths; no name needs control characters."""
    return "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())


def _no_file(file: str) -> BadInput:
    return BadInput(
        "request.no_file",
        vi=f"Hãy gửi tệp trong trường “{file}” của biểu mẫu multipart/form-data.",
        en=f"Send the file in the field “{file}” of a multipart/form-data form.",
    )


def _unknown(name: str) -> BadInput:
    return BadInput(
        "request.bad_field",
        vi=f"Trường “{name}” không dùng được ở đây. Hãy kiểm tra tên và nội dung.",
        en=f"The field “{name}” cannot be used here. Check its name and content.",
    )


def _busy() -> Busy:
    return Busy(
        "request.too_many_uploads",
        vi="Đang có quá nhiều tệp được gửi lên cùng lúc. Hãy thử lại sau giây lát.",
        en="Too many files are being sent at the same time. Try again in a moment.",
        retry_after_s=5,
    )
