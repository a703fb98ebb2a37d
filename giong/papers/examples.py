"""A form by example from a file of marks: which files are the examples, and where the fields are on them. Knows no
command.

    {"name": "leave", "vi": "Đơn xin nghỉ phép", "examples": [{"file": "a.png", "page": 1, "fields": [
        {"name": "from", "box": [310, 555, 610, 600], "value": "12/05/2026", "type": "date", "vi": "Từ ngày"}]}]}

A box is left, top, right, bottom: in pixels of the picture, or as shares of the page where none is greater than 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from giong.documents.forms.form import TYPES, Form
from giong.documents.forms.learning import MOST_EXAMPLES, Example, Mark, learnt
from giong.errors import BadInput, NotFound
from giong.papers import kinds
from giong.papers.reading import Readers
from giong.vision.page import Page
from giong.vision.shapes import Box

NAME = r"[a-z][a-z0-9_]{0,39}"
"""A pattern that names of forms and fields match."""
Side = Annotated[float, Field(ge=0)]


class Marked(BaseModel):
    """A field as somebody marks it on an example."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=f"^{NAME}$")
    box: tuple[Side, Side, Side, Side]
    value: str = ""
    type: str = Field(default="", pattern=f"^(|{'|'.join(TYPES)})$")
    vi: str = ""
    en: str = ""
    required: bool = True
    personal: bool = True


class _Sample(BaseModel):
    model_config = ConfigDict(extra="forbid")

    file: str
    page: int = Field(default=1, ge=1)
    fields: list[Marked]


class _Marks(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=f"^{NAME}$")
    vi: str = ""
    en: str = ""
    examples: list[_Sample] = Field(min_length=1, max_length=MOST_EXAMPLES)


def form_from(marks: Path, readers: Readers) -> Form:
    """The form that a file of marks shows; its files are named from where it lies.

    Raises `BadInput` "form.marks" with the place of what is wrong, and whatever reading and learning raise.
    """
    said = _said(marks)
    if said.name in kinds.kinds():
        raise _wrong("name", "trùng tên một loại giấy tờ có sẵn", "is the name of a known kind of paper")
    examples = [_example(sample, marks.parent, readers) for sample in said.examples]
    return learnt(said.name, examples, vi=said.vi, en=said.en)


def _said(marks: Path) -> _Marks:
    try:
        return _Marks.model_validate_json(marks.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "(tệp)"
        raise _wrong(place, "không đúng dạng", first["msg"]) from None


def _example(sample: _Sample, folder: Path, readers: Readers) -> Example:
    path = folder / sample.file
    try:
        data = path.read_bytes()
    except OSError:
        raise NotFound(
            "form.no_file",
            vi=f"Không đọc được tệp mẫu {sample.file}. Tên tệp tính từ thư mục của tệp đánh dấu.",
            en=f"The example {sample.file} cannot be read. Its name counts from the folder of the file of marks.",
        ) from None
    page = readers.page(data, name=path.name, number=sample.page)
    return Example(page, tuple(mark_of(field, page) for field in sample.fields))


def mark_of(field: Marked, page: Page) -> Mark:
    """The mark in the pixels of the page. Raises `BadInput` "form.marks"."""
    across, down = (page.width_px, page.height_px) if max(field.box) <= 1 else (1, 1)
    left, top, right, bottom = field.box
    box = Box(round(left * across), round(top * down), round(right * across), round(bottom * down))
    if box.width_px <= 0 or box.height_px <= 0:
        raise _wrong(field.name, "khung rỗng hoặc ngược", "its box is empty or upside down")
    return Mark(
        field.name, box, field.value, field.type, field.vi, field.en, required=field.required, personal=field.personal
    )


def _wrong(place: str, vi: str, en: str) -> BadInput:
    return BadInput(
        "form.marks",
        vi=f"Tệp đánh dấu sai ở “{place}”: {vi}. Hãy sửa rồi chạy lại.",
        en=f"The file of marks is wrong at “{place}”: {en}. Mend it and run again.",
    )
