"""Every kind that is drawn, by name: one explicit table."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.papers.kinds import cccd, driving_licence, letter, passport, receipt
from bench.papers.specimen import Specimen
from bench.papers.split import Split

KINDS: dict[str, Callable[[Split, Random], Specimen]] = {
    "cccd_front": cccd.front,
    "cccd_back": cccd.back,
    "passport": passport.data_page,
    "driving_licence": driving_licence.front,
    "receipt": receipt.strip,
    "letter": letter.page,
}
