"""An INVITE that came and waits for an answer: rung, accepted, refused, or taken back. Knows no port."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from giong.telephony.refresh import Expiry
from giong.telephony.session import CONTENT, Session
from giong.telephony.sip.endpoint import Incoming


@dataclass(frozen=True)
class Invitation:
    """`description` is our part of the agreement, an answer, or an offer where theirs made none. `said` are the headers
    that go with the 2xx.
    """

    incoming: Incoming
    session: Session
    description: bytes
    answers: bool
    expiry: Expiry
    said: tuple[tuple[str, str], ...]

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return not self.incoming.answered

    async def ring(self) -> None:
        """Say that somebody is being called."""
        await self.incoming.reply(180, headers=self._contact)

    async def open_early(self) -> bool:
        """Let sound through before anybody has answered; False where they have not said yet where it is to go."""
        if not self.answers:
            return False
        headers = (*self._contact, *CONTENT)
        await self.incoming.reply(183, headers=headers, body=self.description, reliable=True)
        return self.open

    async def accept(self) -> bool:
        """Answer; False if they have gone meanwhile. Where the offer is ours their answer is waited for."""
        headers = (*self._contact, *self.said, *CONTENT)
        await self.incoming.reply(200, headers=headers, body=self.description)
        if self.incoming.cancelled.is_set() or self.session.ended:
            return False
        self.session.accepted_by_us(self.incoming, self.expiry, owed=not self.answers)
        return self.answers or await self.session.confirmed()

    async def reject(self, status: int, reason: str = "", *, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Refuse."""
        await self.incoming.reply(status, reason, headers=headers)

    @property
    def _contact(self) -> tuple[tuple[str, str], ...]:
        return (("Contact", self.session.dialog.contact),)
