"""E-invoices: thirty and more files, right ones and ones that are broken in one way each."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from giong.documents.document import Document, Verdict
from giong.documents.einvoice.reading import read
from tests.documents.einvoice.samples import BROKEN, SELLER, VALID, Case, Draft, at, built
from tests.documents.einvoice.signing import authority, identity


def failed(document: Document) -> set[str]:
    return {check.code for check in document.failed}


def verdict(document: Document, code: str) -> Verdict | None:
    return next((check.verdict for check in document.checks if check.code == code), None)


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.name)
def test_an_invoice_that_is_right_fails_no_check(case: Case) -> None:
    document = read(case.data, roots=[authority().certificate])
    assert failed(document) == set()
    assert verdict(document, "einvoice.seller_signature") is Verdict.PASSED
    assert verdict(document, "einvoice.certificate_root") is Verdict.PASSED
    assert verdict(document, "einvoice.total") is Verdict.PASSED
    assert verdict(document, "einvoice.words") is Verdict.PASSED
    assert {field.confidence for field in document.fields.values()} == {1.0}
    assert document.fields["seller_tax_code"].value == SELLER


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_breakage_is_named(case: Case) -> None:
    document = read(case.data)
    assert case.broken in failed(document)
    expected = _ALONG.get(case.name, set()) | {case.broken}
    assert failed(document) <= expected, failed(document) - expected


_ALONG: dict[str, set[str]] = {
    # Seen in a second place, too.
    "changed after signing": {"einvoice.tax_office_signature"},
}


def test_what_was_changed_after_signing_is_believed_little() -> None:
    document = read(next(case for case in BROKEN if case.name == "changed after signing").data)
    assert max(field.confidence for field in document.fields.values()) < 0.5


def test_without_roots_the_certificate_is_said_to_be_unchecked() -> None:
    document = read(built(Draft()))
    assert verdict(document, "einvoice.certificate_root") is Verdict.UNKNOWN


def test_a_certificate_of_nobody_known_fails_where_roots_are_given() -> None:
    stranger = identity("CÔNG TY CỔ PHẦN VÍ DỤ", "0312345673").certificate
    document = read(built(Draft()), roots=[stranger])
    assert verdict(document, "einvoice.certificate_root") is Verdict.FAILED


def test_lines_become_rows_with_the_maker_s_own_tax() -> None:
    document = read(VALID[-1].data)
    assert [row["amount"] for row in document.rows] == ["7000000", "6250000"]
    assert [row["tax"] for row in document.rows] == ["700000", "625000"]
    assert "Mã tra cứu: AB12" in document.pages[0].text


def test_a_comment_does_not_cut_a_number() -> None:
    def forge(root: Any) -> None:
        total = at(root, "TgTTTBSo")
        total.text = "14575"
        total.append(etree.Comment("0"))
        total[0].tail = "000"

    document = read(built(Draft(forge=forge)))
    assert document.fields["total"].value == "14575000"
    assert failed(document) == set(), "canonical forms have no comments"


def test_there_are_thirty_of_them_and_twenty_ways_to_break() -> None:
    assert len(VALID) >= 10
    assert len({case.broken for case in BROKEN}) >= 20
    assert len(VALID) + len(BROKEN) >= 30
