"""Signs elements as sellers and tax offices do (XMLDSIG, rsa-sha256), with keys and certificates made on the spot."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@cache
def _key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def authority() -> Identity:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA thử nghiệm")])
    return _issued("ca", name, None, years=(2020, 2035), is_ca=True)


@cache
def identity(
    owner: str, tax_code: str, *, years: tuple[int, int] = (2025, 2028), bits: int = 2048, label: str = "MST:"
) -> Identity:
    attributes = [x509.NameAttribute(x509.NameOID.COMMON_NAME, owner)]
    if tax_code:
        attributes.append(x509.NameAttribute(x509.NameOID.USER_ID, label + tax_code))
    return _issued(owner, x509.Name(attributes), authority(), years=years, bits=bits)


def _issued(
    name: str,
    subject: x509.Name,
    issuer: Identity | None,
    *,
    years: tuple[int, int],
    bits: int = 2048,
    is_ca: bool = False,
) -> Identity:
    key = _key(name, bits)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(years[0], 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(years[1], 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    return Identity(key, built.sign(issuer.key if issuer else key, hashes.SHA256()))


def sign(place: Any, identity: Identity, *uris: str, at: str = "", transform: str = "", mark: str = "") -> Any:
    """Puts a signature into `place` over what the URIs name in its tree, and over the time `at` if given."""
    signature = etree.SubElement(place, f"{{{DS}}}Signature", nsmap={None: DS})
    info = _below(signature, "SignedInfo")
    _below(info, "CanonicalizationMethod", Algorithm=C14N)
    _below(info, "SignatureMethod", Algorithm=_RSA_SHA256)
    time = f"time-{mark or place.tag}"
    if at:
        stamped = _below(_below(_below(signature, "Object"), "SignatureProperties"), "SignatureProperty")
        stamped.set("Id", time)
        stamped.set("Target", "#signature")
        _below(stamped, "SigningTime").text = at
    for uri in (*uris, *([f"#{time}"] if at else ())):
        _reference(info, uri, signature, transform)
    value = _below(signature, "SignatureValue")
    value.text = b64encode(identity.key.sign(_canonical(info), PKCS1v15(), hashes.SHA256())).decode()
    der = identity.certificate.public_bytes(serialization.Encoding.DER)
    data = _below(_below(signature, "KeyInfo"), "X509Data")
    _below(data, "X509Certificate").text = b64encode(der).decode()
    for each in signature.findall(f"{{{DS}}}Object"):
        signature.append(each)  # the schema wants it last
    return signature


def _reference(info: Any, uri: str, signature: Any, transform: str) -> None:
    target = _named(signature, uri)
    reference = _below(info, "Reference", URI=uri)
    transforms = _below(reference, "Transforms")
    for algorithm in (f"{DS}enveloped-signature", transform or C14N):
        _below(transforms, "Transform", Algorithm=algorithm)
    _below(reference, "DigestMethod", Algorithm=_SHA256)
    if uri == "":
        place = signature.getparent()
        place.remove(signature)
        digest = hashlib.sha256(_canonical(target)).digest()
        place.append(signature)
    else:
        digest = hashlib.sha256(_canonical(target)).digest()
    _below(reference, "DigestValue").text = b64encode(digest).decode()


def _named(signature: Any, uri: str) -> Any:
    root = signature.getroottree().getroot()
    if not uri.startswith("#"):
        return root
    found = root.xpath("//*[@Id=$id]", id=uri[1:])
    return found[0] if found else root


def _below(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def _canonical(element: Any) -> bytes:
    # As a root of its own: of other elements, lxml 6.1 makes a wrong form (giong/documents/einvoice/verifier.py).
    made: bytes = etree.tostring(etree.fromstring(etree.tostring(element, with_tail=False)), method="c14n")
    return made
