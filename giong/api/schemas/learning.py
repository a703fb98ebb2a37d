"""Ratings, missed messages and fixes as the API shows them; everything that people said is masked."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from giong.adaptation.mending import fixes, groups, hints, trial
from giong.adaptation.mending.learning import Overview
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Text
from giong.conversations import ratings
from giong.conversations.missed import Missed, Sign
from giong.conversations.versions import Version

SHOWN = 50
"""Messages of a group that are shown; the newest."""


class Rate(Shape):
    """What the person thinks of an answer."""

    good: bool = Field(examples=[False])
    reason: Text = Field("", examples=["Tôi hỏi giá khác"], max_length=ratings.REASON_CHARS)


class Rating(BaseModel):
    """`number` is that of the `turn` event that completed the answer."""

    number: int = Field(examples=[5])
    good: bool = Field(examples=[False])
    reason: str = Field(examples=["Tôi hỏi giá khác"])
    at: datetime

    @classmethod
    def of(cls, rating: ratings.Rating) -> Rating:
        return cls(number=rating.number, good=rating.good, reason=rating.reason, at=rating.at)


class Ratings(BaseModel):
    items: list[Rating]


class Message(BaseModel):
    """A missed message. `reason` is why its answer was rated bad."""

    conversation_id: str = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs"])
    turn: int = Field(examples=[3])
    at: datetime
    text: str = Field(examples=["số [số điện thoại] của tôi đổi sang tên vợ được không"])
    signs: list[Sign] = Field(examples=[["unknown"]])
    reason: str = ""

    @classmethod
    def of(cls, missed: Missed) -> Message:
        return cls(
            conversation_id=missed.conversation_id,
            turn=missed.turn,
            at=missed.at,
            text=missed.text,
            signs=sorted(missed.signs),
            reason=missed.reason,
        )


class Near(BaseModel):
    intent: str = Field(examples=["doi_ten"])
    title: str = Field(examples=["Đổi tên chủ hợp đồng"])
    confidence: float = Field(examples=[0.41])


class Passage(BaseModel):
    source: str = Field(examples=["Chính sách dịch vụ khách hàng"])
    heading: list[str] = Field(examples=[["1.4. Đổi thông tin hợp đồng"]])
    text: str = Field(examples=["Đổi tên chủ hợp đồng mất năm ngày làm việc."])
    score: float = Field(examples=[0.31])


class Suggestion(BaseModel):
    kind: fixes.Kind
    intent: str = ""


class Group(BaseModel):
    """People who meant the same. `signs` counts messages; `earlier` are fixes after which others asked again."""

    id: str = Field(examples=["conv_01m806mjc1d17amrmbhw9gm4zs.3"])
    question: str = Field(examples=["đổi tên chủ hợp đồng thì làm thế nào"])
    people: int = Field(examples=[17])
    messages: int = Field(examples=[23])
    signs: dict[Sign, int] = Field(examples=[{"unknown": 20, "rated_bad": 3}])
    last_at: datetime
    earlier: list[str] = []
    answer: str = Field(examples=["Dạ, điều này trong tài liệu của em không có."])
    intents: list[Near]
    passage: Passage | None
    suggestion: Suggestion

    @classmethod
    def of(cls, group: groups.Group, hinted: hints.Hints) -> Group:
        passage = hinted.passage
        return cls(
            id=group.id,
            question=group.question,
            people=group.people,
            messages=len(group.messages),
            signs=group.signs,
            last_at=group.last_at,
            earlier=list(group.earlier),
            answer=hinted.answer,
            intents=[Near(**vars(near)) for near in hinted.intents],
            passage=None if passage is None else Passage(**{**vars(passage), "heading": list(passage.heading)}),
            suggestion=Suggestion(kind=hinted.suggestion.kind, intent=hinted.suggestion.intent),
        )


class Groups(BaseModel):
    """The first groups of so many in all. `by_meaning` is false while meanings of `pending` sentences are computed."""

    items: list[Group]
    groups: int = Field(examples=[12])
    by_meaning: bool
    pending: int = Field(examples=[0])

    @classmethod
    def of(cls, overview: Overview, items: list[Group]) -> Groups:
        return cls(items=items, groups=overview.groups, by_meaning=overview.by_meaning, pending=overview.pending)


class Messages(BaseModel):
    items: list[Message]


class Mend(Shape):
    """What to do about a group. What is empty is taken from the group: its question for the example or the question."""

    kind: Literal["example", "answer", "knowledge", "ignore"] = Field(examples=["example"])
    intent: Text = Field("", examples=["doi_ten"], max_length=128, description="`example`: of this intent")
    text: Text = Field("", max_length=50_000, description="the example, the answer, or the document's words")
    title: Text = Field("", max_length=500, description="`answer`: the question; `knowledge`: the document's title")


class Trial(BaseModel):
    """The assistant's tests after the fix, and how many of the group's sentences it answers now."""

    passed: bool
    scenarios: int = Field(examples=[42])
    failed: list[str] = Field(examples=[[]])
    asked: int = Field(examples=[9])
    answered: int = Field(examples=[8])

    @classmethod
    def of(cls, found: trial.Trial) -> Trial:
        return cls(**{**vars(found), "failed": list(found.failed)}, passed=found.passed)


class Fix(BaseModel):
    """`files` were changed in the assistant's working folder; `trial` is null where nothing was to be tried. Where
    `waits_for_publication`, a published version serves, and customers notice it after the next publication only.
    """

    id: str = Field(examples=["fix_01m806mjc1d17amrmbhw9gm4zs"])
    kind: fixes.Kind
    title: str = Field(examples=["đổi tên chủ hợp đồng thì làm thế nào"])
    people: int = Field(examples=[17])
    files: list[str] = Field(examples=[["intents.yaml"]])
    trial: Trial | None
    created_at: datetime
    undone_at: datetime | None
    waits_for_publication: bool

    @classmethod
    def of(cls, fix: fixes.Fix, serving: Version | None) -> Fix:
        return cls(
            id=fix.id,
            kind=fix.kind,
            title=fix.title,
            people=fix.people,
            files=[edit.path for edit in fix.edits],
            trial=None if fix.trial is None else Trial.of(fix.trial),
            created_at=fix.created_at,
            undone_at=fix.undone_at,
            waits_for_publication=fix.waits_for_publication(serving),
        )


class Fixes(BaseModel):
    items: list[Fix]
