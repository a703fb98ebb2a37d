"""Calls as the API shows them: records, transcripts, call-back tickets; whole, or without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Moment, Text
from giong.conversations.calls import callbacks
from giong.conversations.calls import record as calls
from giong.conversations.calls.notes import Note as Noted
from giong.conversations.calls.transcripts import CallLine, Side, masked_lines
from giong.text.masking import LABELS, Kind

HIDDEN_NUMBER = LABELS[Kind.PHONE]


class Sought:
    """Which calls are looked for, in the address."""

    def __init__(
        self,
        words: Annotated[
            Text, Query(max_length=200, description="said by either side; with or without diacritics, all of them")
        ] = "",
        number: Annotated[Text, Query(max_length=40, description="the caller's, or the one that was called")] = "",
        assistant: Annotated[Text, Query(max_length=64)] = "",
        outcome: Annotated[Text, Query(max_length=64)] = "",
        direction: Literal["", "in", "out"] = "",
        since: Moment | None = None,
        until: Moment | None = None,
    ) -> None:
        self.wanted = calls.Wanted(words, number, assistant, outcome, direction, since, until)


class Call(BaseModel):
    """A call's record. `latency`: the parts of each turn's wait, in milliseconds; `statistics`: of the media."""

    id: str = Field(examples=["call_01m806w2m2p2zvpr7ddtqv3xcz"])
    conversation_id: str | None = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs"], description="null: nobody talked")
    assistant: str = Field(examples=["dien-luc"])
    channel: str = Field(examples=["phone"])
    direction: str = Field(examples=["in"])
    caller: str = Field(examples=["0912345678"])
    callee: str = Field(examples=["02438255678"])
    trunk: str = Field(examples=["viettel"])
    latency: list[dict[str, float]] = Field(examples=[[{"endpoint": 352.0, "text": 0.0, "reply": 44.0, "audio": 23.0}]])
    recording: str = Field(
        examples=["kept"], description="what became of it: recording, kept, refused, lost, expired, erased; empty: none"
    )
    consent: str = Field(examples=["announced"], description="announced or refused; empty: not spoken of")
    outcome: str = Field(examples=["hung_up"], description="empty while the call goes on")
    ending: str = Field(examples=["remote"])
    queue: str = Field(examples=["cskh"])
    reason: str = Field(examples=["asked"])
    target: str = Field(examples=["102"])
    summary: str = Field(examples=["Người gọi cần: báo mất điện (địa chỉ: 12 Láng Hạ). Đã xong."])
    slots: dict[str, Any] = Field(examples=[{"dia_chi": "12 Láng Hạ"}])
    statistics: dict[str, Any] | None = Field(examples=[{"received": 1500, "lost": 3, "jitter_ms": 4.0}])
    started_at: datetime
    ended_at: datetime | None
    forgotten_at: datetime | None = Field(description="since then who it was and what was said is not known any more")

    @classmethod
    def of(cls, call: calls.Call, *, masked: bool = False) -> Call:
        return cls(**_shown(call, masked=masked))


class CallList(BaseModel):
    items: list[Call]


class Note(BaseModel):
    """Something that happened on a call."""

    code: str = Field(examples=["call.no_media"])
    at_ms: int = Field(examples=[31_000])
    message: str = Field(examples=["Không nhận được âm thanh nào từ đầu bên kia nên cuộc gọi đã được ngắt."])
    message_en: str = Field(examples=["No sound arrived from the other side any more, so the call was ended."])

    @classmethod
    def of(cls, note: Noted) -> Note:
        return cls(code=note.code, at_ms=note.at_ms, message=note.vi, message_en=note.en)


class CallWithNotes(Call):
    notes: list[Note]

    @classmethod
    def with_notes(cls, call: calls.Call, noted: Sequence[Noted], *, masked: bool = False) -> CallWithNotes:
        return cls(**_shown(call, masked=masked), notes=[Note.of(note) for note in noted])


class Line(BaseModel):
    """What one side said in one go. Times are those of the recording."""

    number: int = Field(examples=[3])
    side: Side
    via: str = Field(examples=["speech"], description="speech, or button for keys")
    text: str = Field(examples=["Dạ, em nghe ạ."])
    begin_ms: int = Field(examples=[1_200])
    end_ms: int = Field(examples=[2_480])
    confidence: float = Field(examples=[0.93])
    cut_off: bool = Field(description="it was interrupted; the text is what was heard of it")


class Transcript(BaseModel):
    items: list[Line]

    @classmethod
    def of(cls, lines: Sequence[CallLine], *, masked: bool = False) -> Transcript:
        texts = masked_lines(lines) if masked else [line.text for line in lines]
        return cls(
            items=[
                Line(**{name: getattr(line, name) for name in Line.model_fields} | {"text": text})
                for line, text in zip(lines, texts, strict=True)
            ]
        )


class Callback(BaseModel):
    """Somebody asked for a person when none was free, and is to be called."""

    id: str = Field(examples=["back_01m806w2m2p2zvpr7ddtqv3xcz"])
    call_id: str | None = Field(examples=["call_01m806w2m2p2zvpr7ddtqv3xcz"])
    assistant: str = Field(examples=["dien-luc"])
    number: str = Field(examples=["0912345678"])
    queue: str = Field(examples=["cskh"])
    reason: str = Field(examples=["no_agent"])
    summary: str = Field(examples=["Có khách cần: báo mất điện."])
    note: str = Field(examples=["Đã gọi, khách hài lòng."])
    created_at: datetime
    done_at: datetime | None

    @classmethod
    def of(cls, ticket: callbacks.Callback) -> Callback:
        return cls(**{name: getattr(ticket, name) for name in cls.model_fields})


class CallbackList(BaseModel):
    items: list[Callback]


class Done(Shape):
    """Somebody has called back."""

    note: Text = Field("", max_length=callbacks.NOTE_CHARS, examples=["Đã gọi, khách hài lòng."])


def _shown(call: calls.Call, *, masked: bool) -> dict[str, Any]:
    shown = {name: getattr(call, name) for name in Call.model_fields if hasattr(call, name)}
    shown |= {name: getattr(call.dialled, name) for name in ("direction", "caller", "callee", "trunk")}
    if masked:
        theirs = "callee" if call.dialled.direction == calls.OUT else "caller"
        shown[theirs] = HIDDEN_NUMBER if shown[theirs] else ""
        shown |= {"summary": call.masked_summary, "slots": call.masked_slots}
    return shown
