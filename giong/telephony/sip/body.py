"""What a message carries, by its type, also out of a multipart (RFC 5621). Knows no session description."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP

from giong.telephony.sip.message import Request, Response


def part(message: Request | Response, content_type: str) -> bytes | None:
    """The content of that type; None if there is none."""
    if not message.body:
        return None
    if message.content_type == content_type:
        return message.body
    if not message.content_type.startswith("multipart/"):
        return None
    head = f"Content-Type: {message.headers.get('Content-Type')}\r\n\r\n".encode("utf-8", "replace")
    parts = BytesParser(policy=HTTP).parsebytes(head + message.body).walk()
    return next((_decoded(found) for found in parts if found.get_content_type() == content_type), None)


def _decoded(found: object) -> bytes | None:
    decoded = found.get_payload(decode=True)  # type: ignore[attr-defined]  # an EmailMessage
    return decoded if isinstance(decoded, bytes) else None
