"""A printed copy against the e-invoice."""

from __future__ import annotations

from dataclasses import replace

from giong.documents.document import Document, Verdict
from giong.documents.einvoice.copy import compared
from giong.documents.einvoice.reading import read
from tests.documents.einvoice.samples import Draft, built


def _copy(of: Document, **changes: str) -> Document:
    fields = {name: replace(field, value=changes.get(name, field.value)) for name, field in of.fields.items()}
    return Document("invoice", fields=fields)


def test_a_copy_agrees_though_it_writes_numbers_otherwise() -> None:
    original = read(built(Draft()))
    checks = compared(original, _copy(original, number="00000125", seller="CTY TNHH NỘI THẤT"))
    assert {check.verdict for check in checks} == {Verdict.PASSED}
    assert ("total",) in {check.fields for check in checks}


def test_a_copy_with_another_total_is_noticed() -> None:
    original = read(built(Draft()))
    checks = compared(original, _copy(original, total="1457500"))
    assert [check.fields for check in checks if check.verdict is Verdict.FAILED] == [("total",)]
