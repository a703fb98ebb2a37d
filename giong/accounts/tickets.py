"""Tickets: what a customer's browser holds to come back to its own conversation, and to nothing else.

A ticket names the conversation and is sealed with HMAC-SHA256 under this installation's secret, so none is stored and
none can be made up. Knows no HTTP.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from giong.errors import BadConfiguration, Unauthenticated

PREFIX = "ck_"

_SECRET_BYTES = 32


@dataclass(frozen=True)
class Ticket:
    """The right to one conversation."""

    organisation_id: str
    conversation_id: str


class Tickets:
    """Issues tickets and checks them."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def open(cls, path: Path) -> Tickets:
        """With the secret in `path`, which is made (readable by its owner only) when it is missing."""
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
        if len(secret) != _SECRET_BYTES:  # with a shorter one, tickets could be made up
            raise BadConfiguration(
                "ticket.broken_secret",
                vi=f"Tệp khoá {path.name} bị hỏng. Hãy xoá tệp rồi khởi động lại; khách đang chat phải bắt đầu lại.",
                en=f"The secret file {path.name} is damaged. Delete it and start again; open chats begin anew.",
            )
        return cls(secret)

    def issue(self, ticket: Ticket) -> str:
        body = f"{ticket.organisation_id}.{ticket.conversation_id}"
        return f"{PREFIX}{body}.{self._seal(body)}"

    def check(self, text: str) -> Ticket:
        """The ticket that was issued as `text`; Unauthenticated if none was."""
        body, _, seal = text.removeprefix(PREFIX).rpartition(".")
        organisation_id, _, conversation_id = body.partition(".")
        if not hmac.compare_digest(seal.encode(errors="replace"), self._seal(body).encode()):
            raise Unauthenticated(
                "ticket.unknown",
                vi="Phiên trò chuyện này không còn dùng được. Hãy bắt đầu cuộc mới.",
                en="This conversation cannot be opened any more. Start a new one.",
            )
        return Ticket(organisation_id, conversation_id)

    def _seal(self, body: str) -> str:
        digest = hmac.new(self._secret, body.encode(errors="replace"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _make(path: Path) -> None:
    """A new secret, whole under its name or not there at all; whoever comes first wins."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
