"""Pictures as HTTP clients send them: base64, a data URL, or an address to fetch. Knows no paper and no route.

An address is fetched only where the settings allow it, only from hosts of the public internet, never through a
redirect, and at most `settings.photo_mb` of it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import socket
from urllib.parse import urlsplit

import httpx

from giong.errors import BadInput, Forbidden, TooLarge
from giong.settings import Settings

FETCH_S = 10.0
MEGABYTE = 1_000_000


def within_limit(data: bytes, settings: Settings) -> bytes:
    """The picture, unless it is larger than pictures may be."""
    if len(data) > settings.photo_mb * MEGABYTE:
        raise TooLarge(
            "picture.too_large",
            vi=f"Ảnh lớn quá {settings.photo_mb} MB. Hãy gửi ảnh nhỏ hơn.",
            en=f"The picture is larger than {settings.photo_mb} MB. Send a smaller one.",
        )
    return data


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text, also of one with a `data:` head."""
    body = text.partition(",")[2] if text.startswith("data:") else text
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise BadInput(
            "picture.bad_base64",
            vi="Ảnh không đúng dạng base64. Hãy mã hoá lại toàn bộ tệp ảnh.",
            en="The picture is not valid base64. Encode the whole file anew.",
        )
    return data


async def from_address(url: str, settings: Settings) -> bytes:
    """The picture at an http or https address."""
    if not settings.fetch_pictures:
        raise Forbidden(
            "picture.no_fetching",
            vi="Máy chủ này không tự tải ảnh từ địa chỉ web. Hãy gửi thẳng ảnh, hoặc bật cài đặt fetch_pictures.",
            en="This server fetches no pictures from addresses. Send the picture itself, or set fetch_pictures.",
        )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _unreachable()
    address = await _public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    return within_limit(await _fetched(url, parts.hostname, address, settings.photo_mb * MEGABYTE), settings)


async def _public_address(host: str, port: int) -> str:
    """The address that is connected to: looked up once, so that it cannot be another one when it is used."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _unreachable() from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in addresses):
        raise _unreachable()
    return addresses[0]


async def _fetched(url: str, host: str, address: str, most_bytes: int) -> bytes:
    parts = urlsplit(url)
    netloc = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=netloc + (f":{parts.port}" if parts.port else "")).geturl()
    data = b""
    try:
        async with (
            asyncio.timeout(FETCH_S),
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=FETCH_S) as client,
            client.stream("GET", target, headers={"Host": parts.netloc}, extensions={"sni_hostname": host}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise _unreachable()
            async for part in answer.aiter_bytes():
                data += part
                if len(data) > most_bytes:
                    return data
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        raise _unreachable() from None
    return data


def _unreachable() -> BadInput:
    """One answer for whatever goes wrong, so that nobody can look around the inner network by asking."""
    return BadInput(
        "picture.not_fetched",
        vi="Không tải được ảnh từ địa chỉ này. Hãy gửi thẳng tệp ảnh.",
        en="The picture cannot be fetched from this address. Send the file itself.",
    )
