"""A document survives its way through JSON, whatever is in it."""

from __future__ import annotations

import json

from giong.documents.document import Candidate, Check, Document, Field, Origin, Reason, Rejection, Verdict
from giong.papers.plain import plain, restored
from giong.vision.page import Barcode, Block, BlockKind, Cell, Line, Mark, MarkKind, Page, Table, Word
from giong.vision.quality import Quality
from giong.vision.shapes import Box

BOX = Box(1, 2, 30, 40)
PAGE = Page(
    2,
    800,
    600,
    blocks=(
        Block((Line((Word("Nguyễn", BOX, 0.5), Word("Ảo", BOX)), BOX, 0.75, "tesseract"),), BlockKind.HEADING, 2),
        Block((), BlockKind.TABLE, table=Table((Cell(0, 1, "ô", BOX, column_span=2),), BOX, ruled=False)),
    ),
    marks=(Mark(MarkKind.STAMP, BOX, 0.9),),
    barcodes=(Barcode("QRCode", "001|…", BOX),),
    turned_deg=90,
    skew_deg=-1.5,
)
CHECK = Check("mrz.composite", Verdict.FAILED, ("id", "dob"), "Sai.", "Wrong.")
DOCUMENT = Document(
    "cccd_front",
    0.75,
    {"id": Field("id", "001", "0O1", 0.5, "1", Origin.QR, 2, (BOX, BOX), (CHECK,))},
    (CHECK,),
    ({"tên": "phở", "giá": "50000"},),
    (PAGE, Page(3, 0, 0, problem="page.broken")),
    Quality(blur=0.25, width_px=800),
    Rejection(Reason.GLARE, "Chói.", "Glare."),
)


def test_there_and_back() -> None:
    for whole in (False, True):
        assert restored(Document, json.loads(json.dumps(plain(DOCUMENT, whole=whole)))) == DOCUMENT
    assert restored(Document, plain(Document(""))) == Document("")
    candidate = Candidate("a", "b", 0.5, boxes=(BOX,))
    assert restored(Candidate, plain(candidate)) == candidate


def test_what_is_shown_has_every_key() -> None:
    shown = plain(Document("letter"), whole=True)
    assert {"fields", "rejection", "rows", "pages", "quality"} <= shown.keys()
    assert shown["quality"]["blur"] == 0.0
