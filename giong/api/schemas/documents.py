"""Papers that were received and what was read of them, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from giong.documents.kind import Kind as Known
from giong.papers import exports, paper
from giong.vision import page
from giong.vision.shapes import Box

State = Literal["waiting", "reading", "done", "rejected", "failed", "erased"]
Corners = list[int]
"""left, top, right, bottom in pixels of the page's picture."""


class Check(BaseModel):
    """One thing that was checked. The sentences may quote values, so they are empty while those are hidden."""

    code: str = Field(examples=["cccd.birth_year"])
    verdict: Literal["passed", "failed", "unknown"]
    fields: list[str] = Field(examples=[["id", "dob"]])
    message: str = Field(examples=["Năm sinh khớp với số định danh."])
    message_en: str = Field(examples=["The year of birth agrees with the number."])


class DocumentField(BaseModel):
    """A field. `confidence` is calibrated: of those given 0.9, nine in ten are right."""

    value: str = Field(examples=["•••345"])
    raw: str = Field(examples=[""], description="as it stands on the paper")
    normalised: str = Field(examples=["1999-01-20"], description="for computing, where it differs from the value")
    confidence: float = Field(examples=[0.97])
    origin: str = Field(examples=["qr"], description="print, qr, mrz, text_layer, xml, derived or person")
    page: int = Field(examples=[1])
    boxes: list[Corners] = Field(examples=[[[312, 190, 560, 228]]])
    checks: list[Check]


class Quality(BaseModel):
    """What the picture is like, each from 0 (good) to 1; `coverage` is the paper's share of the picture."""

    blur: float
    glare: float
    darkness: float
    recapture: float
    photocopy: float
    coverage: float
    width_px: int
    height_px: int


class Rejected(BaseModel):
    """Why a picture was sent back, and what the person should do."""

    reason: str = Field(examples=["blur"])
    message: str = Field(examples=["Ảnh bị mờ. Hãy giữ chắc tay và chụp lại."])
    message_en: str = Field(examples=["The picture is blurred. Hold still and take it again."])


class Trouble(BaseModel):
    """Why a file could not be read."""

    code: str = Field(examples=["paper.damaged"])
    message: str = Field(examples=["Tệp bị hỏng."])
    message_en: str = Field(examples=["The file is damaged."])


class Received(BaseModel):
    """A paper without what it says."""

    id: str = Field(examples=["paper_01m806w2m2p2zvpr7ddtqv3xcz"])
    status: State
    asked_kind: str = Field(examples=["cccd_front"], description="empty: to be found out")
    kind: str = Field(examples=["cccd_front"], description="what it is, once it is read")
    purpose: str = Field(examples=["mở tài khoản"])
    conversation_id: str | None = Field(examples=[None])
    pages_done: int = Field(examples=[1])
    pages: int = Field(examples=[1], description="0: not known yet")
    problem: Trouble | None
    picture_kept: bool = Field(description="whether the file and its pictures are still there")
    callback: str = Field(examples=["delivered"], description="asked, waiting, delivered, failed; empty: none")
    created_at: datetime
    read_at: datetime | None
    delivered_at: datetime | None
    erased_at: datetime | None

    @classmethod
    def received(cls, one: paper.Paper) -> Received:
        return cls.model_validate(exports.told(paper.Result(one, None, masked=True)))


class ReceivedList(BaseModel):
    items: list[Received]


class Document(Received):
    """A paper with what it says; personal data is hidden while `masked`."""

    kind_confidence: float = Field(examples=[0.99])
    masked: bool
    broken_pages: list[int] = Field(examples=[[57]], description="pages that could not be read; the others were")
    fields: dict[str, DocumentField]
    checks: list[Check]
    rows: list[dict[str, str]] = Field(description="lines of an invoice, a payslip or a statement")
    quality: Quality | None
    rejection: Rejected | None

    @classmethod
    def of(cls, result: paper.Result) -> Document:
        return cls.model_validate(exports.told(result))


class Word(BaseModel):
    text: str
    box: Corners
    confidence: float


class Line(BaseModel):
    text: str
    box: Corners
    confidence: float
    engine: str = Field(examples=["tesseract"])
    words: list[Word]


class Cell(BaseModel):
    row: int
    column: int
    text: str
    box: Corners
    row_span: int
    column_span: int


class Block(BaseModel):
    kind: str = Field(examples=["paragraph"])
    level: int = Field(description="1 to 6 for a heading")
    lines: list[Line]
    cells: list[Cell] = Field(description="of a table")


class Mark(BaseModel):
    kind: str = Field(examples=["stamp"])
    box: Corners
    confidence: float


class Barcode(BaseModel):
    format: str = Field(examples=["QRCode"])
    text: str
    box: Corners


class Page(BaseModel):
    """A page in reading order, with boxes in the pixels of its picture."""

    number: int
    width_px: int
    height_px: int
    turned_deg: int
    skew_deg: float
    problem: str = Field(examples=["page.broken"], description="why it could not be read; empty: it was")
    text: str
    blocks: list[Block]
    marks: list[Mark]
    barcodes: list[Barcode]

    @classmethod
    def of(cls, one: page.Page) -> Page:
        return cls(
            number=one.number,
            width_px=one.width_px,
            height_px=one.height_px,
            turned_deg=one.turned_deg,
            skew_deg=one.skew_deg,
            problem=one.problem,
            text=one.text,
            blocks=[_block(block) for block in one.blocks],
            marks=[Mark(kind=mark.kind, box=_box(mark.box), confidence=mark.confidence) for mark in one.marks],
            barcodes=[Barcode(format=code.format, text=code.text, box=_box(code.box)) for code in one.barcodes],
        )


class Pages(BaseModel):
    items: list[Page]


class FieldKind(BaseModel):
    name: str = Field(examples=["id"])
    title: str = Field(examples=["Số định danh"])
    title_en: str = Field(examples=["Number"])
    type: str = Field(examples=["id"])
    required: bool
    personal: bool = Field(description="hidden unless it is shown for a purpose")


class Kind(BaseModel):
    name: str = Field(examples=["cccd_front"])
    title: str = Field(examples=["Căn cước, mặt trước"])
    title_en: str = Field(examples=["Identity card, front"])
    fields: list[FieldKind]


class Kinds(BaseModel):
    items: list[Kind]

    @classmethod
    def of(cls, kinds: Iterable[Known]) -> Kinds:
        return cls(items=[_kind(kind) for kind in kinds])


class Access(BaseModel):
    """A line of the trail: who did or saw what, when, for which purpose. It never holds a value."""

    who: str = Field(examples=["quầy 1 (gk_a1b2…)"])
    act: str = Field(examples=["shown"])
    purpose: str = Field(examples=["đối chiếu tại quầy"])
    at: datetime

    @classmethod
    def of(cls, access: paper.Access) -> Access:
        return cls(who=access.who, act=access.act.value, purpose=access.purpose, at=access.at)


class Trail(BaseModel):
    items: list[Access]


class SigningKey(BaseModel):
    """With which callbacks to this organisation are signed; as secret as an API key."""

    key: str = Field(examples=["5f2c9a0d7c1e4b8899aabbccddeeff00112233445566778899aabbccddeeff00"])


def _kind(kind: Known) -> Kind:
    fields = [
        FieldKind(
            name=spec.name,
            title=spec.vi,
            title_en=spec.en,
            type=spec.type,
            required=spec.required,
            personal=spec.personal,
        )
        for spec in kind.fields
    ]
    return Kind(name=kind.name, title=kind.vi, title_en=kind.en, fields=fields)


def _block(block: page.Block) -> Block:
    lines = [
        Line(
            text=line.text,
            box=_box(line.box),
            confidence=line.confidence,
            engine=line.engine,
            words=[Word(text=word.text, box=_box(word.box), confidence=word.confidence) for word in line.words],
        )
        for line in block.lines
    ]
    cells = [
        Cell(
            row=cell.row,
            column=cell.column,
            text=cell.text,
            box=_box(cell.box),
            row_span=cell.row_span,
            column_span=cell.column_span,
        )
        for cell in (block.table.cells if block.table else ())
    ]
    return Block(kind=block.kind, level=block.level, lines=lines, cells=cells)


def _box(box: Box) -> Corners:
    return [box.left, box.top, box.right, box.bottom]
