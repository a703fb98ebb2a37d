"""E-invoices that are refused: what could harm a parser, and signatures that say something about other bytes."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from lxml import etree

from giong.documents.einvoice.opening import MOST_ELEMENTS, is_xml
from giong.documents.einvoice.reading import read
from giong.errors import BadInput
from tests.documents.einvoice.samples import SELLER, Draft, at, built
from tests.documents.einvoice.signing import DS, identity, sign

_PLAIN = built(Draft())
_BODY = _PLAIN.partition(b"?>")[2]
_XXE = b'<!DOCTYPE HDon [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
_LAUGHS = b'<!DOCTYPE HDon [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'

HARMFUL = {
    "an entity that reads a file": (_XXE + _BODY.replace(b">125<", b">&leak;<"), "paper.xml_dtd"),
    "entities that grow": (_LAUGHS + _BODY.replace(b">125<", b">&c;<"), "paper.xml_dtd"),
    "a DTD of elsewhere": (b'<!DOCTYPE HDon SYSTEM "http://127.0.0.1/x.dtd">' + _BODY, "paper.xml_dtd"),
    "a DTD behind a comment": (b"<!-- -->\n<!doctype HDon>" + _BODY, "paper.xml_dtd"),
    "sixteen bits a letter": (_BODY.decode().encode("utf-16"), "paper.xml_encoding"),
    "letters of seven bits": (b'<?xml version="1.0" encoding="UTF-7"?>' + _BODY, "paper.xml_encoding"),
    "bytes that are no UTF-8": (_BODY.replace(b"<THDon>", b"<THDon>\xff"), "paper.xml_encoding"),
    "half a file": (_PLAIN[: len(_PLAIN) // 2], "paper.damaged"),
    "too many elements": (b"<HDon>" + b"<a/>" * (MOST_ELEMENTS + 1) + b"</HDon>", "paper.too_large"),
    "too deep": (b"<HDon>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</HDon>", "paper.damaged"),
    "another XML": (b"<rss><channel/></rss>", "einvoice.unknown"),
    "two invoices": (b"<TDiep><DLieu>" + _BODY + _BODY + b"</DLieu></TDiep>", "einvoice.several"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_could_harm_is_refused(name: str) -> None:
    data, code = HARMFUL[name]
    assert is_xml(data)
    with pytest.raises(BadInput) as caught:
        read(data)
    assert caught.value.code == code


def _forged(root: Any) -> Any:
    """A copy of the payload with another total, as a forger would have it."""
    copy = deepcopy(at(root, "DLHDon"))
    at(copy, "TgTTTBSo").text = "99575000"
    return copy


def _beside(root: Any) -> None:
    """The signed payload stays where it is, a forged one stands before it."""
    copy = _forged(root)
    copy.set("Id", "other")
    root.insert(0, copy)


def _moved(root: Any) -> None:
    """The signed payload is put away under another name, the forged one takes its place."""
    signed = at(root, "DLHDon")
    copy = _forged(root)
    copy.set("Id", "other")
    root.replace(signed, copy)
    signed.tag = "Luu"
    root.append(signed)


def _same_id(root: Any) -> None:
    signed = at(root, "DLHDon")
    copy = _forged(root)
    root.replace(signed, copy)
    signed.tag = "Luu"
    root.append(signed)


def _reference(root: Any) -> Any:
    return next(at(root, "NBan[last()]").iter(f"{{{DS}}}Reference"), None) or next(root.iter(f"{{{DS}}}Reference"))


def _outside(root: Any) -> None:
    _reference(root).set("URI", "http://127.0.0.1/hoa-don.xml")


def _pointer(root: Any) -> None:
    _reference(root).set("URI", "#xpointer(id('data'))")


def _without_name(root: Any) -> None:
    del _reference(root).attrib["URI"]


def _transformed(root: Any) -> None:
    next(_reference(root).iter(f"{{{DS}}}Transform")).set("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")


def _only_the_time(root: Any) -> None:
    reference = _reference(root)
    reference.getparent().remove(reference)


def _inside(root: Any) -> None:
    place = etree.SubElement(at(root, "DLHDon"), "DSCKS")
    sign(place, identity("AI ĐÓ", SELLER), "#data", mark="inner")


def _twice(root: Any) -> None:
    sign(next(root.iterfind("DSCKS/NBan")), identity("AI ĐÓ", SELLER), "#data", mark="second")


WRAPPED: dict[str, tuple[Callable[[Any], None], str]] = {
    "a second payload": (_beside, "einvoice.several"),
    "the signed payload put away": (_moved, "einvoice.wrapped_moved"),
    "two elements of one id": (_same_id, "einvoice.wrapped_duplicate"),
    "a reference to elsewhere": (_outside, "einvoice.wrapped_external"),
    "a pointer for a reference": (_pointer, "einvoice.wrapped_external"),
    "a reference to nothing": (_without_name, "einvoice.wrapped_external"),
    "a transform that makes something else": (_transformed, "einvoice.wrapped_transform"),
    "only the time is signed": (_only_the_time, "einvoice.wrapped_moved"),
    "a signature inside of the payload": (_inside, "einvoice.wrapped_place"),
    "two signatures of the seller": (_twice, "einvoice.wrapped_place"),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_wrapping_is_refused(name: str) -> None:
    forge, code = WRAPPED[name]
    with pytest.raises(BadInput) as caught:
        read(built(Draft(forge=forge)))
    assert caught.value.code == code


def test_an_invoice_in_the_message_of_a_tax_office_is_read() -> None:
    document = read(b"<TDiep><TTChung/><DLieu>" + _BODY + b"</DLieu></TDiep>")
    assert document.fields["number"].value == "125"
    assert not document.failed
