"""Question–answer lists and their drafts as the API shows them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from giong.adaptation.faq import library, pairs, table
from giong.api.schemas.values import Text


class Pair(BaseModel):
    """One answer with every phrasing of its question. `row` is that of the file."""

    row: int = Field(examples=[2])
    questions: list[str] = Field(examples=[["Đổi tên chủ hợp đồng mất bao lâu?"]])
    answer: str = Field(examples=["Năm ngày làm việc."])

    @classmethod
    def of(cls, pair: pairs.Pair) -> Pair:
        return cls(row=pair.row, questions=list(pair.questions), answer=pair.answer)


class Contradiction(BaseModel):
    """A row that answers a question otherwise than `known_answer`, which stands in `known_place`. It is left out."""

    row: int = Field(examples=[7])
    question: str = Field(examples=["Đổi tên chủ hợp đồng mất bao lâu?"])
    answer: str = Field(examples=["Ba ngày."])
    known_answer: str = Field(examples=["Năm ngày làm việc."])
    known_place: str = Field(examples=["Hỏi đáp khách hàng, dòng 50"])

    @classmethod
    def of(cls, one: pairs.Contradiction) -> Contradiction:
        return cls(
            row=one.pair.row,
            question=one.pair.question,
            answer=one.pair.answer,
            known_answer=one.known.answer,
            known_place=one.known.place,
        )


class Imported(BaseModel):
    """What a list brought. `same`: rows that are known already; `skipped`: rows without a question or an answer."""

    new: list[Pair]
    same: list[int] = Field(examples=[[3, 4]])
    contradictions: list[Contradiction]
    skipped: list[int] = Field(examples=[[12]])
    files: list[str] = Field(description="What was changed in the folder", examples=[["knowledge/hoi-dap-chung.csv"]])

    @classmethod
    def of(cls, done: library.Imported) -> Imported:
        found = done.review
        return cls(
            new=[Pair.of(one) for one in found.fresh],
            same=[one.row for one in found.same],
            contradictions=[Contradiction.of(one) for one in found.contradictions],
            skipped=list(found.skipped),
            files=list(done.files),
        )


Status = Literal["waiting", "approved", "rejected"]


class Draft(BaseModel):
    id: str = Field(examples=["3fa9c2d1e0"])
    status: Status
    question: str = Field(examples=["Thời hạn đăng ký tạm trú là bao lâu?"])
    answer: str = Field(examples=["Ba ngày làm việc."])
    source: str = Field(examples=["Hướng dẫn đăng ký cư trú, Thời hạn"])

    @classmethod
    def of(cls, draft: table.Draft) -> Draft:
        names: dict[table.Status, Status] = {
            table.Status.WAITING: "waiting",
            table.Status.APPROVED: "approved",
            table.Status.REJECTED: "rejected",
        }
        pair = draft.pair
        return cls(
            id=draft.id,
            status=names[draft.status],
            question=pair.question,
            answer=pair.answer,
            source=pair.source,
        )


class Drafts(BaseModel):
    items: list[Draft]


class Wanted(BaseModel):
    """Of which document drafts are wanted: its id, file name or title."""

    source: Text = Field(min_length=1, max_length=500, examples=["cu-tru.md"])


class Decision(BaseModel):
    """What is to become of drafts. `question` and `answer` reword a single one that is approved."""

    ids: list[Text] = Field(min_length=1, max_length=500, examples=[["3fa9c2d1e0"]])
    decision: Literal["approve", "reject"] = Field(examples=["approve"])
    question: Text = Field(default="", max_length=2000)
    answer: Text = Field(default="", max_length=20_000)
