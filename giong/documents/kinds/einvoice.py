"""The e-invoice as XML, which is the invoice in law: its fields. It has no pages, so it is told by its bytes and read
by `giong.documents.einvoice`, never recognised from print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.document import Candidate, Check, Field
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds.invoice import Invoice


class EInvoice:
    """Implements `Kind`."""

    name = "einvoice"
    vi = "Hóa đơn điện tử (XML)"
    en = "E-invoice (XML)"
    shape = Shape.SHEET
    fields = (
        *Invoice.fields,
        FieldSpec("currency", "Đơn vị tiền tệ", "Currency", required=False, personal=False),
        FieldSpec("exchange_rate", "Tỷ giá", "Exchange rate", required=False, personal=False),
        FieldSpec("office_code", "Mã của cơ quan thuế", "The tax office's code", required=False, personal=False),
        FieldSpec("related", "Hóa đơn liên quan", "Related invoice", required=False, personal=False),
        FieldSpec("relation", "Tính chất", "What it does to that one", required=False, personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        return 0.0

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        return {}

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        return ()
