"""Conversations as the API shows them. Values of the dialogue become these at the door; nothing here is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from giong.api.schemas.values import Text
from giong.conversations import events


class Shape(BaseModel):
    """Base of what clients send: unknown fields are refused, so that a typing error is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class PublicAssistant(BaseModel):
    """An assistant as its customers may see it."""

    id: str = Field(examples=["dien-luc"])
    name: str = Field(examples=["Điện lực Sông Hồng"])
    description: str
    channels: list[str] = Field(examples=[["web", "call"]])


class PublicAssistants(BaseModel):
    items: list[PublicAssistant]


class Visit(Shape):
    """Begin a conversation as a customer."""

    assistant: Text = Field(examples=["dien-luc"], max_length=64)


class Open(Visit):
    """Begin a conversation as an organisation's program."""

    key: Text = Field("", max_length=200, description="Chosen by you; the same key gives the same conversation.")


class Opened(BaseModel):
    """A conversation and the ticket that opens it, and nothing else."""

    id: str
    token: str


class Citation(BaseModel):
    """The sentence of a source that an answer rests on. `start` and `end` count characters of the source's text."""

    passage_id: str
    source_id: str
    source_title: str
    heading: list[str] = []
    page: int | None = None
    start: int
    end: int
    quote: str


class Choice(BaseModel):
    title: str
    value: str


class SaidBody(BaseModel):
    text: str
    via: str = "text"
    confidence: float = 1.0


class PieceBody(BaseModel):
    text: str
    citations: list[Citation]
    choices: list[Choice]


class TurnBody(BaseModel):
    """An answer is complete. `act`: what follows from it; `queue`: where people take over."""

    act: Literal["hand_over", "end"] | None = None
    queue: str = ""
    outcome: str = ""
    cut_off: bool = False


class FailedBody(BaseModel):
    """No answer could be given."""

    code: str
    message: str
    message_en: str


class Event(BaseModel):
    """Something that happened in a conversation. Numbers run 1, 2, 3 … without a gap; exactly one body is set."""

    number: int
    kind: events.Kind
    at: datetime
    said: SaidBody | None = None
    piece: PieceBody | None = None
    turn: TurnBody | None = None
    failed: FailedBody | None = None
    answers: int | None = Field(
        default=None, description="`again`: pieces after this number are void, the answer is made anew"
    )

    @classmethod
    def of(cls, event: events.Event) -> Event:
        """The stored event in the API's words."""
        body = event.body
        shown = cls(number=event.number, kind=event.kind, at=event.at)
        match event.kind:
            case events.Kind.SAID:
                shown.said = SaidBody(**_only(SaidBody, body))
            case events.Kind.PIECE:
                shown.piece = _piece(body)
            case events.Kind.TURN:
                act = body.get("act") or {}
                shown.turn = TurnBody(
                    act=act.get("kind"),
                    queue=act.get("queue", ""),
                    outcome=act.get("outcome", ""),
                    cut_off=body.get("delivered", {}).get("cut_off", False),
                )
            case events.Kind.FAILED:
                shown.failed = FailedBody(code=body["code"], message=body["vi"], message_en=body["en"])
            case events.Kind.AGAIN:
                shown.answers = body["answers"]
        return shown


class Events(BaseModel):
    items: list[Event]


class Say(Shape):
    """Something the person says."""

    text: Text = Field(examples=["Giá điện bậc 1 bao nhiêu?"])
    via: Literal["text", "button"] = "text"
    key: Text = Field("", max_length=200, description="Chosen by you; the same key is stored and answered once.")


class Stored(BaseModel):
    """The message is on the disk. `number` is its event's; `fresh` is false if this key was stored before."""

    number: int
    fresh: bool


class SourceText(BaseModel):
    """A source around a citation, in three parts so that no client has to count characters."""

    title: str
    before: str
    marked: str
    after: str


def _piece(body: dict[str, Any]) -> PieceBody:
    return PieceBody(
        text=body.get("text", ""),
        citations=[Citation(**citation) for citation in body.get("citations", [])],
        choices=[Choice(**choice) for choice in body.get("choices", [])],
    )


def _only(model: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name in model.model_fields}
