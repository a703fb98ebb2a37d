"""Every kind that is drawn, by name: one explicit table."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.papers.kinds import (
    bank_slip,
    birth_certificate,
    business_registration,
    cccd,
    cmnd,
    driving_licence,
    invoice,
    letter,
    passport,
    receipt,
    vehicle_registration,
)
from bench.papers.specimen import Specimen
from bench.papers.split import Split

KINDS: dict[str, Callable[[Split, Random], Specimen]] = {
    "cccd_front": cccd.front,
    "cccd_back": cccd.back,
    "passport": passport.data_page,
    "driving_licence": driving_licence.front,
    "receipt": receipt.strip,
    "letter": letter.page,
    "business_registration": business_registration.certificate,
    "invoice": invoice.page,
    "cmnd_front": cmnd.front,
    "cmnd_back": cmnd.back,
    "vehicle_registration": vehicle_registration.front,
    "birth_certificate": birth_certificate.page,
    "bank_slip": bank_slip.page,
}
