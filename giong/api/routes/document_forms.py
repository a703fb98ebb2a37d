"""Forms by example: learnt from papers on which fields are marked, then read like any other kind of paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from giong.api.auth import KeyHolder, Organisation
from giong.api.rooms import rooms
from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Text
from giong.documents.forms.form import Form
from giong.documents.forms.learning import MOST_EXAMPLES
from giong.labelling.teaching import Sample
from giong.papers.examples import NAME, Marked

router = APIRouter(prefix="/api/v1/document-forms", tags=["documents"])

FormName = Annotated[str, Path(pattern=f"^{NAME}$", description="small letters, digits and _; the kind of its papers")]


class ExamplePaper(Shape):
    """A paper that was sent in and read, with what is marked on one of its pages."""

    paper_id: Text = Field(examples=["paper_01m806mjc1d17amrmbhw9gm4zs"], max_length=64)
    page: int = Field(default=1, ge=1)
    fields: list[Marked] = Field(
        examples=[[{"name": "employee", "box": [320, 480, 540, 520], "value": "004512", "type": "id"}]],
        description="boxes are left, top, right, bottom: pixels of the page's picture, or shares of it up to 1",
    )


class Lesson(Shape):
    vi: Text = Field(default="", examples=["Đơn xin nghỉ phép"], max_length=200)
    en: Text = Field(default="", examples=["Application for leave"], max_length=200)
    examples: list[ExamplePaper] = Field(
        examples=[
            [
                {
                    "paper_id": "paper_01m806mjc1d17amrmbhw9gm4zs",
                    "fields": [{"name": "employee", "box": [320, 480, 540, 520], "value": "004512", "type": "id"}],
                }
            ]
        ],
        min_length=1,
        max_length=MOST_EXAMPLES,
    )


class FormField(BaseModel):
    name: str = Field(examples=["employee"])
    vi: str = Field(examples=["Mã nhân viên"])
    en: str = Field(examples=["Employee number"])
    type: str = Field(examples=["id"])
    required: bool
    personal: bool


class DocumentForm(BaseModel):
    """A form. `examples` is how many papers taught it, corrected ones included; `words` how many are printed on it."""

    name: str = Field(examples=["leave"])
    vi: str = Field(examples=["Đơn xin nghỉ phép"])
    en: str = Field(examples=["Application for leave"])
    examples: int
    words: int
    fields: list[FormField]

    @classmethod
    def of(cls, form: Form) -> DocumentForm:
        fields = [
            FormField(
                name=place.field, vi=place.vi, en=place.en, type=place.type,
                required=place.required, personal=place.personal,
            )
            for place in form.places
        ]  # fmt: skip
        return cls(
            name=form.name, vi=form.vi, en=form.en, examples=form.examples, words=len(form.anchors), fields=fields
        )


class DocumentForms(BaseModel):
    items: list[DocumentForm]


@router.get("", summary="The organisation's own forms, by name")
async def forms(request: Request, organisation: Organisation) -> DocumentForms:
    return DocumentForms(items=[DocumentForm.of(form) for form in await rooms(request).formbook.all(organisation)])


@router.put("/{form}", summary="Learn a form from one to five papers, in place of the one of that name")
async def learn(request: Request, key: KeyHolder, form: FormName, lesson: Lesson) -> DocumentForm:
    samples = [Sample(example.paper_id, example.fields, example.page) for example in lesson.examples]
    learnt = await rooms(request).teaching.learn(
        key.organisation_id, form, samples, vi=lesson.vi, en=lesson.en, who=key.name
    )
    return DocumentForm.of(learnt)


@router.delete("/{form}", status_code=204, summary="Forget a form; papers that were read by it keep what was read")
async def forget(request: Request, organisation: Organisation, form: FormName) -> None:
    await rooms(request).formbook.forget(organisation, form)
