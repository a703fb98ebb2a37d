"""Signatures of an e-invoice (DSCKS): where they must stand, what they must cover, whether they hold. Knows no field.

A signature proves the bytes that it names, and nothing about the bytes that a program reads ("wrapping"). So every
reference must lead inside this file to exactly one element; the seller's must lead to the very DLHDon of the invoice;
and what is read afterwards is what the verification gives back, not the file. What is at odds with that is refused,
since no honest software writes it. The mathematics is signxml's and cryptography's.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from giong.documents.einvoice import certificates
from giong.documents.einvoice.certificates import Certificate
from giong.documents.einvoice.opening import PAYLOAD, Element
from giong.errors import BadInput

DSIG = "http://www.w3.org/2000/09/xmldsig#"
_ENVELOPED = f"{DSIG}enveloped-signature"
_TRANSFORMS = frozenset(
    {
        _ENVELOPED,
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
    }
)
LEAST_RSA_BITS = 2048
VIETNAM = timezone(timedelta(hours=7))
"""Times of signing are written without a zone."""


class Signer(StrEnum):
    """Whose place below DSCKS it is."""

    SELLER = "NBan"
    TAX_OFFICE = "CQT"
    BUYER = "NMua"


class Integrity(StrEnum):
    HOLDS = "holds"
    CHANGED = "changed"
    """What was signed is not what stands there."""
    WEAK = "weak"
    """Made with SHA-1 or a short key, which proves nothing any more."""
    UNREADABLE = "unreadable"
    """No certificate, or one that cannot be read, or a broken signature."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `payload` is the DLHDon as it was signed, where the signature holds and covers it; `signed_at` is
    there where the time is signed too; `rooted` is None where no roots were given.
    """

    signer: Signer
    integrity: Integrity
    covers: bool
    payload: Element | None = None
    certificate: Certificate | None = None
    signed_at: datetime | None = None
    rooted: bool | None = None


def signatures(invoice: Element, roots: Sequence[x509.Certificate] = ()) -> dict[Signer, Signature]:
    """The signatures of an `HDon` by their signer.

    Raises `BadInput` with a code that begins with "einvoice.wrapped" for what makes a signature say something about
    other bytes than are read.
    """
    payload = next(each for each in invoice if _local(each) == PAYLOAD)
    placed = dict(_placed(invoice))
    if any(True for _ in payload.iter(_ds("Signature"))):
        raise wrapped("place")
    for element in placed.values():
        _refuse_astray(element, payload)
    if Signer.SELLER in placed and not _covers(placed[Signer.SELLER], payload):
        raise wrapped("moved")
    return {signer: _verified(signer, element, payload, roots) for signer, element in placed.items()}


def _placed(invoice: Element) -> Iterator[tuple[Signer, Element]]:
    for part in (each for each in invoice if _local(each) == "DSCKS"):
        for signer in Signer:
            found = [
                sign for place in part if _local(place) == signer for sign in place if sign.tag == _ds("Signature")
            ]
            if len(found) > 1:
                raise wrapped("place")
            if found:
                yield signer, found[0]


# ── what a signature names ──


def _refuse_astray(signature: Element, payload: Element) -> None:
    """Refuse references that lead out of the file, to several elements, or to what is no part of an invoice."""
    references = _references(signature)
    if not references or len(signature.findall(_ds("SignedInfo"))) > 1:
        raise wrapped("moved")
    for reference in references:
        uri = reference.get("URI")
        if uri is None or (uri and not uri.startswith("#")) or "(" in uri:
            raise wrapped("external")
        transforms = [each.get("Algorithm") for each in reference.iter(_ds("Transform"))]
        if any(each not in _TRANSFORMS for each in transforms) or any(len(each) for each in _plain(reference)):
            raise wrapped("transform")
        if uri:
            _refuse_target(_target(reference, uri), signature, payload)


def _plain(reference: Element) -> list[Element]:
    """The transforms that may hold no parameters: enveloped-signature has none."""
    return [each for each in reference.iter(_ds("Transform")) if each.get("Algorithm") == _ENVELOPED]


def _target(reference: Element, uri: str) -> Element:
    found = [
        element
        for element in reference.getroottree().iter("*")
        for name, value in element.attrib.items()
        if str(name).rpartition("}")[2].lower() == "id" and value == uri[1:]
    ]
    if len(found) != 1:
        raise wrapped("duplicate" if found else "moved")
    return found[0]


def _refuse_target(target: Element, signature: Element, payload: Element) -> None:
    """A signature may name the payload, the tax office's code, and its own time of signing."""
    own = _inside(target, signature) and any(_local(each) == "Object" for each in _upwards(target))
    if target is not payload and not own and _local(target) != "MCCQT":
        raise wrapped("moved")


def _covers(signature: Element, payload: Element) -> bool:
    for reference in _references(signature):
        uri = reference.get("URI", "")
        if not uri or _target(reference, uri) is payload:
            return True
    return False


def _references(signature: Element) -> list[Element]:
    info = signature.find(_ds("SignedInfo"))
    return [] if info is None else info.findall(_ds("Reference"))


# ── whether it holds ──


def _verified(signer: Signer, element: Element, payload: Element, roots: Sequence[x509.Certificate]) -> Signature:
    covers = _covers(element, payload)
    chain = _certificates(element)
    if not chain:
        return Signature(signer, Integrity.UNREADABLE, covers)
    signed_at = _signed_at(element)
    described = certificates.described(chain[0])
    rooted = certificates.trusted(chain[0], chain[1:], roots, signed_at or certificates.now()) if roots else None
    integrity, signed = _integrity(element, chain[0])
    return Signature(
        signer,
        integrity,
        covers,
        payload=next((found for each in signed if (found := _payload_in(each)) is not None), None) if covers else None,
        certificate=described,
        signed_at=signed_at,
        rooted=rooted,
    )


def _integrity(element: Element, certificate: x509.Certificate) -> tuple[Integrity, list[Element]]:
    """Whether digests and signature hold, and the elements that were signed as they were signed."""
    from lxml import etree
    from signxml.algorithms import CanonicalizationMethod
    from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature, SignXMLException
    from signxml.verifier import SignatureConfiguration

    from giong.documents.einvoice.verifier import Verifier

    tree = element.getroottree()
    place = tree.getelementpath(element).rpartition("}")[0].rpartition("{")[0]
    config = SignatureConfiguration(
        location=f"./{place}",
        expect_references=len(_references(element)),
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
        # Whether the certificate was valid when it was used is a question of its own.
        verification_time=certificate.not_valid_before_utc,
    )
    try:
        # Not by the schema of signatures: makers of software put the time of signing where it allows none.
        results = Verifier().verify(tree.getroot(), x509_cert=certificate, expect_config=config, validate_schema=False)
    except (InvalidDigest, InvalidSignature):
        return Integrity.CHANGED, []
    except InvalidInput as error:
        return (Integrity.WEAK if "forbidden" in str(error) else Integrity.UNREADABLE), []
    except (SignXMLException, etree.LxmlError, ValueError, TypeError, AttributeError, binascii.Error):
        return Integrity.UNREADABLE, []
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        return Integrity.WEAK, []
    several = results if isinstance(results, list) else [results]
    return Integrity.HOLDS, [each.signed_xml for each in several if each.signed_xml is not None]


def _payload_in(signed: Element) -> Element | None:
    """The payload within what was signed: itself, or in its one place below the whole invoice."""
    if _local(signed) == PAYLOAD:
        return signed
    return next((each for each in signed.iter("*") if _local(each) == PAYLOAD), None)


def _certificates(signature: Element) -> list[x509.Certificate]:
    """The signer's certificate and others that came with it; none where the first cannot be read."""
    found = []
    for element in signature.iterfind(f"{_ds('KeyInfo')}/{_ds('X509Data')}/{_ds('X509Certificate')}"):
        try:
            found.append(x509.load_der_x509_certificate(b64decode("".join(element.itertext()))))
        except (ValueError, binascii.Error):
            return found
    return found


def _signed_at(signature: Element) -> datetime | None:
    """The time of signing, where it lies in an object that the signature covers."""
    named = {reference.get("URI", "")[1:] for reference in _references(signature) if reference.get("URI")}
    for element in signature.iter("*"):
        if _local(element) != "SigningTime" or not any(
            named & set(each.attrib.values()) for each in _upwards(element) if each is not signature
        ):
            continue
        try:
            moment = datetime.fromisoformat("".join(element.itertext()).strip())
        except ValueError:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)
    return None


# ── elements ──


def _upwards(element: Element) -> Iterator[Element]:
    current: Element | None = element
    while current is not None:
        yield current
        current = current.getparent()


def _inside(element: Element, other: Element) -> bool:
    return any(each is other for each in _upwards(element))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _ds(name: str) -> str:
    return f"{{{DSIG}}}{name}"


_WRAPPED = {
    "place": ("chữ ký số nằm sai chỗ", "a signature stands in a wrong place"),
    "moved": (
        "chữ ký số không ký lên chính phần dữ liệu hóa đơn này",
        "a signature is for another part than the invoice's data",
    ),
    "duplicate": ("phần được ký trùng mã nhận dạng với phần khác", "what was signed shares its id with another part"),
    "external": ("chữ ký số trỏ ra ngoài tệp", "a signature points outside the file"),
    "transform": (
        "chữ ký số biến đổi dữ liệu theo cách không được phép",
        "a signature transforms the data in a way that is not allowed",
    ),
}


def wrapped(how: str) -> BadInput:
    vi, en = _WRAPPED[how]
    return BadInput(
        f"einvoice.wrapped_{how}",
        vi=f"Hóa đơn không được nhận: {vi}, một dấu hiệu của hóa đơn giả. Hãy tải lại tệp gốc từ người bán hoặc tra "
        "cứu trên trang của cơ quan thuế.",
        en=f"The invoice is refused: {en}, which is how invoices are forged. Get the original file from the seller or "
        "look it up at the tax office.",
    )
