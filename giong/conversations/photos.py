"""Photos that people send in chats: kept sealed among the organisation's papers, read for the conversation that they
were sent in and for no other. Knows no HTTP and no recogniser.
"""

from __future__ import annotations

from giong.dialogue.papers import LATE, UNREADABLE, PaperReading, Seen
from giong.documents.document import Document, Field, Verdict
from giong.documents.kind import FieldSpec, Kind
from giong.documents.kinds.table import BY_NAME
from giong.errors import GiongError, NotFound
from giong.papers.register import Papers

PURPOSE = "conversation"
"""What photos of chats are received for, and why their values are shown to the assistant."""

PATIENCE_S = 45.0
"""How long an assistant waits for a photo to be read; on a quiet machine it takes about a second."""

_REASONS = {"paper.encrypted": "encrypted", "paper.wrong_password": "encrypted"}
"""Problems of a file for which there is a line of its own."""


class Photos:
    """The photos of all conversations."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    async def receive(
        self, organisation_id: str, conversation_id: str, data: bytes, *, name: str = "", kind: str = ""
    ) -> str:
        """Keep a photo and begin to read it, as a paper of this kind if one was asked for; its reference.
        `conversation_id` is "" for a talk that is not stored.

        Raises `BadInput` for what is no picture of a paper.
        """
        received = await self._papers.receive(
            organisation_id, data, name=name, kind=kind, purpose=PURPOSE, conversation_id=conversation_id, now=True
        )
        return received.id

    async def check(self, organisation_id: str, conversation_id: str, photos: tuple[str, ...]) -> None:
        """Raise `NotFound` unless all of them were sent in this conversation."""
        for photo in photos:
            if ((await self._papers.get(organisation_id, photo)).conversation_id or "") != conversation_id:
                raise NotFound("paper.not_found", vi="Không tìm thấy giấy tờ này.", en="No such paper.")

    def of(self, organisation_id: str, conversation_id: str) -> ConversationPapers:
        """The reader of one conversation's photos."""
        return ConversationPapers(self, self._papers, organisation_id, conversation_id)


class ConversationPapers:
    """See `dialogue.papers.PaperReader`."""

    def __init__(self, photos: Photos, papers: Papers, organisation_id: str, conversation_id: str) -> None:
        self._photos = photos
        self._papers = papers
        self._organisation_id = organisation_id
        self._conversation_id = conversation_id

    async def read(self, photo: str, *, kind: str = "") -> PaperReading:
        try:
            await self._photos.check(self._organisation_id, self._conversation_id, (photo,))
            paper = await self._papers.finished(self._organisation_id, photo, wait_s=PATIENCE_S)
            if paper.problem is not None:
                return PaperReading(refused=_REASONS.get(paper.problem.code, UNREADABLE))
            result = await self._papers.result(
                self._organisation_id, photo, reveal_for=PURPOSE, who=self._conversation_id
            )
        except GiongError as error:
            return PaperReading(refused=_REASONS.get(error.code, UNREADABLE))
        return PaperReading(refused=LATE) if result.document is None else reading(result.document)


def reading(document: Document) -> PaperReading:
    """What was read, as a talk knows it."""
    kind = BY_NAME.get(document.kind)
    title = kind.vi if kind else ""
    if document.rejection is not None:
        return PaperReading(document.kind, title, refused=str(document.rejection.reason))
    specs = _specs(kind)
    fields = {name: _seen(field, specs.get(name), document) for name, field in document.fields.items()}
    return PaperReading(document.kind, title, fields)


def _specs(kind: Kind | None) -> dict[str, FieldSpec]:
    return {spec.name: spec for spec in kind.fields} if kind else {}


def _seen(field: Field, spec: FieldSpec | None, document: Document) -> Seen:
    failed = [check.vi for check in document.checks if check.verdict is Verdict.FAILED and field.name in check.fields]
    return Seen(
        value=field.value,
        title=spec.vi if spec else field.name,
        type=spec.type if spec else "text",
        confidence=field.confidence,
        doubts=tuple(failed),
    )
