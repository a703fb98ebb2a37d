"""E-invoices through the door of all papers."""

from __future__ import annotations

from typing import Any

import pytest

from giong.documents.document import Reason
from giong.documents.reading import DocumentReader
from giong.errors import BadInput
from giong.vision.page import Page
from tests.documents.einvoice.samples import Draft, built


class NoEngines:
    """Nothing of an e-invoice is recognised from a picture."""

    def read(self, picture: Any, *, number: int = 1) -> Page:
        raise AssertionError

    def reread(self, picture: Any, box: Any, *, hint: str = "") -> Any:
        raise AssertionError


def test_an_xml_file_is_read_as_an_e_invoice_whatever_its_name() -> None:
    told: list[tuple[Page, int]] = []
    document = DocumentReader(NoEngines()).read(
        built(Draft()), name="anh.jpg", on_page=lambda page, of_all, picture: told.append((page, of_all))
    )
    assert document.kind == "einvoice"
    assert document.fields["total"].value == "14575000"
    assert [of_all for _, of_all in told] == [1]


def test_an_e_invoice_is_an_invoice_and_no_card() -> None:
    reader = DocumentReader(NoEngines())
    assert reader.read(built(Draft()), kind="invoice").kind == "einvoice"
    refused = reader.read(built(Draft()), kind="cccd_front").rejection
    assert refused is not None
    assert refused.reason is Reason.WRONG_DOCUMENT


def test_another_xml_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput) as caught:
        DocumentReader(NoEngines()).read(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert caught.value.code == "einvoice.unknown"
