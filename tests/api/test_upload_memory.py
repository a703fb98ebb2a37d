"""Uploads are held in memory, never on the disk, and not more of them than there is room for."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from starlette.requests import Request

from giong.api import uploads
from giong.api.uploads import uploaded
from giong.errors import BadInput, Busy


def request(*parts: bytes) -> Request:
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"
    blocks = [body[start : start + 65_536] for start in range(0, len(body), 65_536)]

    async def receive() -> dict[str, Any]:
        block = blocks.pop(0)
        return {"type": "http.request", "body": block, "more_body": bool(blocks)}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, receive)


def file(data: bytes, name: str = "a.pdf") -> bytes:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data


async def test_five_megabytes_are_not_put_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def on_disk(*_: object, **__: object) -> None:
        raise AssertionError("it goes to the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", on_disk)
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", on_disk)
    data = bytes(range(256)) * 20_000
    async with uploaded(request(file(data, "C:\\Tài liệu\\a.pdf"))) as sent:
        assert (sent.name, sent.data) == ("a.pdf", data)


async def test_what_has_no_room_is_put_off_and_the_room_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "HELD_BYTES", 300_000)
    async with uploaded(request(file(bytes(200_000)))) as first:
        with pytest.raises(Busy):
            async with uploaded(request(file(bytes(200_000)))):
                pass
        assert len(first.data) == 200_000
    async with uploaded(request(file(bytes(200_000)))) as again:
        assert len(again.data) == 200_000


async def test_a_form_that_breaks_off() -> None:

    with pytest.raises(BadInput):
        async with uploaded(request(b'Content-Disposition: form-data; name="other"\r\n\r\nx')):
            pass
    assert uploads._Held.bytes == 0
