"""Conversations as the API shows them. Values of the dialogue become these at the door; nothing here is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from giong.api.schemas.values import Text
from giong.conversations import events

PHOTOGRAPHED = ("document", "file")
"""Kinds of slots that are answered with a photo."""


class Shape(BaseModel):
    """Base of what clients send: unknown fields are refused, so that a typing error is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class PublicAssistant(BaseModel):
    """An assistant as its customers may see it."""

    id: str = Field(examples=["dien-luc"])
    name: str = Field(examples=["Điện lực Sông Hồng"])
    description: str = Field(examples=["Báo mất điện, xem hoá đơn, hỏi giá điện"])
    channels: list[str] = Field(examples=[["web", "call"]])


class PublicAssistants(BaseModel):
    items: list[PublicAssistant]


class Visit(Shape):
    """Begin a conversation as a customer."""

    assistant: Text = Field(examples=["dien-luc"], max_length=64)


class Open(Visit):
    """Begin a conversation as an organisation's program."""

    key: Text = Field(
        "",
        examples=["don-hang-118"],
        max_length=200,
        description="Chosen by you; the same key gives the same conversation.",
    )


class Opened(BaseModel):
    """A conversation and the ticket that opens it, and nothing else."""

    id: str = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs"])
    token: str = Field(examples=["ck_org_01m8….conv_01m8….Zl3…"])


class Citation(BaseModel):
    """The sentence of a source that an answer rests on. `start` and `end` count characters of the source's text."""

    passage_id: str = Field(examples=["13b8ae6ee51c41b2d548bc19"])
    source_id: str = Field(examples=["59b157cf92efd2d3"])
    source_title: str = Field(examples=["Bảng giá điện"])
    heading: list[str] = Field([], examples=[["Giá bán lẻ"]])
    page: int | None = None
    row: int | None = None
    start: int = Field(examples=[120])
    end: int = Field(examples=[168])
    quote: str = Field(examples=["Bậc 1, từ 0 đến 50 kWh mỗi tháng: 1.984 đồng."])


class Choice(BaseModel):
    title: str = Field(examples=["Báo mất điện"])
    value: str = Field(examples=["Báo mất điện"])


class SaidBody(BaseModel):
    text: str = Field(examples=["Giá điện bậc 1 bao nhiêu?"])
    via: str = "text"
    confidence: float = 1.0
    photos: list[str] = Field([], description="References of the photos that were sent along")


class PieceBody(BaseModel):
    text: str = Field(examples=["Dạ, bậc 1 là 1.984 đồng một số ạ."])
    citations: list[Citation]
    choices: list[Choice]
    wants_photo: bool = Field(default=False, description="A photo would answer this")


class TurnBody(BaseModel):
    """An answer is complete. `act`: what follows from it; `queue`: where people take over."""

    act: Literal["hand_over", "end"] | None = None
    queue: str = ""
    outcome: str = ""
    cut_off: bool = False


class FailedBody(BaseModel):
    """No answer could be given."""

    code: str = Field(examples=["answer.failed"])
    message: str = Field(examples=["Chưa trả lời được tin này. Hãy gửi lại."])
    message_en: str = Field(examples=["This message could not be answered. Send it again."])


class Event(BaseModel):
    """Something that happened in a conversation. Numbers run 1, 2, 3 … without a gap; exactly one body is set."""

    number: int = Field(examples=[3])
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
    """Something the person says, a photo that they send, or both."""

    text: Text = Field("", examples=["Giá điện bậc 1 bao nhiêu?"])
    photos: list[Text] = Field(
        [], max_length=1, examples=[[]], description="References of photos, as `POST …/photos` gave them"
    )
    via: Literal["text", "button"] = "text"
    key: Text = Field(
        "", examples=["tin-1"], max_length=200, description="Chosen by you; the same key is stored and answered once."
    )


class Photo(BaseModel):
    """A photo that was received, to be said next."""

    id: str = Field(examples=["paper_01m806mjc1d17amrmbhw9gm4zs"])


class Stored(BaseModel):
    """The message is on the disk. `number` is its event's; `fresh` is false if this key was stored before."""

    number: int = Field(examples=[3])
    fresh: bool = Field(examples=[True])


class SourceText(BaseModel):
    """A source around a citation, in three parts so that no client has to count characters."""

    title: str = Field(examples=["Bảng giá điện"])
    before: str = Field(examples=["Giá bán lẻ điện sinh hoạt. "])
    marked: str = Field(examples=["Bậc 1, từ 0 đến 50 kWh mỗi tháng: 1.984 đồng."])
    after: str = Field(examples=[" Bậc 2, từ 51 đến 100 kWh …"])


def _piece(body: dict[str, Any]) -> PieceBody:
    return PieceBody(
        text=body.get("text", ""),
        citations=[Citation(**citation) for citation in body.get("citations", [])],
        choices=[Choice(**choice) for choice in body.get("choices", [])],
        wants_photo=(body.get("expects") or {}).get("slot_type") in PHOTOGRAPHED,
    )


def _only(model: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name in model.model_fields}
