"""What is known of a paper: its kind, its fields with proofs, or why it could not be used. Knows no file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from giong.vision.page import Page
from giong.vision.quality import Quality
from giong.vision.shapes import Box


class Origin(StrEnum):
    """Where the value of a field was taken from."""

    PRINT = "print"
    QR = "qr"
    MRZ = "mrz"
    TEXT_LAYER = "text_layer"
    XML = "xml"
    DERIVED = "derived"
    PERSON = "person"


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked. `code` is stable ("mrz.composite"); the sentences say what was found."""

    code: str
    verdict: Verdict
    fields: tuple[str, ...]
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value as one extractor found it, before it is weighed against others: `raw` as it stands on the paper, `value`
    in the form of the field (dates dd/mm/yyyy, money as digits). `likelihood` is from 0 to 1 and not calibrated.
    """

    value: str
    raw: str
    likelihood: float
    origin: Origin = Origin.PRINT
    page: int = 1
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field that was given. `normalised` is the form for computing where it differs from `value` (ISO dates, the two
    forms of an address as JSON); `confidence` is calibrated: of those given 0.9, nine in ten are right.
    """

    name: str
    value: str
    raw: str
    confidence: float
    normalised: str = ""
    origin: Origin = Origin.PRINT
    page: int = 1
    boxes: tuple[Box, ...] = ()
    checks: tuple[Check, ...] = ()


class Reason(StrEnum):
    """Why a picture was sent back before anything was read of it."""

    BLUR = "blur"
    GLARE = "glare"
    DARK = "dark"
    CUT = "cut"
    SMALL = "small"
    RECAPTURE = "recapture"
    PHOTOCOPY = "photocopy"
    WRONG_DOCUMENT = "wrong_document"
    NO_DOCUMENT = "no_document"
    BLANK = "blank"
    OTHER_SCRIPT = "other_script"


@dataclass(frozen=True, slots=True)
class Rejection:
    """The reason, and a sentence that tells the person what to do about it."""

    reason: Reason
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that was read, or sent back (`rejection`). `kind` is "" when nobody knows it. `rows` are the lines of an
    invoice, a payslip or a statement, each a mapping from column to text.
    """

    kind: str
    kind_confidence: float = 0.0
    fields: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))
    checks: tuple[Check, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    pages: tuple[Page, ...] = ()
    quality: Quality = field(default_factory=Quality)
    rejection: Rejection | None = None

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.verdict is Verdict.FAILED)
