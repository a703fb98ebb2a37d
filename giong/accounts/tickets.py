"""Tickets: what a customer's browser holds to come back to its own conversation, and to nothing else.

A ticket names the conversation and is sealed with HMAC-SHA256 under this installation's secret, so none is
stored and none can be made up. Knows no HTTP.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from giong.errors import Unauthenticated

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
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(path.read_bytes())
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
        return cls(path.read_bytes())

    def issue(self, ticket: Ticket) -> str:
        body = f"{ticket.organisation_id}.{ticket.conversation_id}"
        return f"{PREFIX}{body}.{self._seal(body)}"

    def check(self, text: str) -> Ticket:
        """The ticket that was issued as `text`; Unauthenticated if none was."""
        body, _, seal = text.removeprefix(PREFIX).rpartition(".")
        organisation_id, _, conversation_id = body.partition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(body).encode()):
            raise Unauthenticated(
                "ticket.unknown",
                vi="Phiên trò chuyện này không còn dùng được. Hãy bắt đầu cuộc mới.",
                en="This conversation cannot be opened any more. Start a new one.",
            )
        return Ticket(organisation_id, conversation_id)

    def _seal(self, body: str) -> str:
        digest = hmac.new(self._secret, body.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
