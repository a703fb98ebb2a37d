"""Certificates of those who signed: whose they are, when they hold, who issued them. Knows no XML and no invoice.

The certificate authorities of Vietnam are in no list that comes with systems or packages, and each customs of subjects
is its own: the tax code stands as "MST:…" in the user id or in another part of the subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

_LABELLED = re.compile(r"(?:MST|TAX)\s*[:=]?\s*(\d{10}(?:-?\d{3})?|\d{12})(?!\d)", re.IGNORECASE)
_BARE = re.compile(r"(\d{10}(?:-?\d{3})?)")
_BARE_PARTS = frozenset({x509.NameOID.USER_ID, x509.NameOID.SERIAL_NUMBER, x509.NameOID.ORGANIZATION_IDENTIFIER})
LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says; `tax_code` is "" where its subject names none."""

    owner: str
    tax_code: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str

    def held_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_until


def described(certificate: x509.Certificate) -> Certificate:
    return Certificate(
        owner=_common(certificate.subject),
        tax_code=_tax_code(certificate.subject),
        issuer=_common(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _common(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _tax_code(subject: x509.Name) -> str:
    for attribute in subject:
        if match := _LABELLED.search(str(attribute.value)):
            return _hyphened(match[1])
    for attribute in subject:
        if attribute.oid in _BARE_PARTS and (match := _BARE.fullmatch(str(attribute.value).strip())):
            return _hyphened(match[1])
    return ""


def _hyphened(code: str) -> str:
    return f"{code[:10]}-{code[10:]}" if len(code) == 13 else code


def trusted(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime
) -> bool:
    """Whether a chain of issuers leads from the certificate to one of the roots, every one valid at that moment.
    `others` are the certificates that came with the signature.
    """
    known = {root.fingerprint(hashes.SHA256()) for root in roots}
    current = certificate
    for _ in range(LONGEST_CHAIN):
        if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
            return False
        if current.fingerprint(hashes.SHA256()) in known:
            return True
        issuer = next((each for each in (*roots, *others) if _issued(current, each)), None)
        if issuer is None:
            return False
        current = issuer
    return False


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer may sign certificates and signed this one."""
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        if not constraints.ca or certificate == issuer:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return True


def now() -> datetime:
    return datetime.now(UTC)
