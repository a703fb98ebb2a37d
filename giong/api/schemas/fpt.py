"""Papers in the shapes of FPT.AI's reading API, so that its clients need not change. Knows no request.

Confidences are percentages as texts ("98.66"), what is missing is "N/A". Field names are those of our kinds of paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from giong.documents.document import Document, Field, Reason
from giong.vision.quality import Quality

Row = dict[str, Any]

MISSING = "N/A"

OK, BAD_REQUEST, NOT_CROPPED, NOT_FOUND = 0, 1, 2, 3
URL_EMPTY, URL_CLOSED, NOT_AN_IMAGE, DAMAGED, BASE64_EMPTY, BASE64_INVALID = 5, 6, 7, 8, 9, 10

MESSAGES = {
    OK: "",
    BAD_REQUEST: "Invalid Parameters or Values!",
    NOT_CROPPED: "Failed in cropping",
    NOT_FOUND: "Unable to find {paper} in the image",
    URL_EMPTY: "No URL in the request",
    URL_CLOSED: "Failed to open the URL!",
    NOT_AN_IMAGE: "Invalid image file",
    DAMAGED: "Bad data",
    BASE64_EMPTY: "No string base64 in the request",
    BASE64_INVALID: "String base64 is not valid",
}

PAPERS = {
    "idr": ("ID card", ("cccd_front", "cccd_back", "cmnd_front", "cmnd_back")),
    "dlr": ("driving license", ("driving_licence",)),
    "passport": ("passport", ("passport",)),
}
"""Part of the path → what it is called, our kinds."""

_ID_FRONT = ("id", "name", "dob", "sex", "nationality", "home", "address", "doe")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "cccd_front": _ID_FRONT,
    "cmnd_front": ("id", "name", "dob", "home", "address", "ethnicity"),
    "cccd_back": ("religion", "ethnicity", "features", "issue_date", "issue_loc", "mrz"),
    "cmnd_back": ("religion", "ethnicity", "features", "issue_date", "issue_loc"),
    "passport": ("passport_number", "name", "dob", "pob", "sex", "nationality", "id_number", "doi", "doe"),
    "driving_licence": ("id", "name", "dob", "nation", "address", "place_issue", "date", "class", "doe"),
}
_TYPES = {
    "cccd_front": ("new", "cccd_12_front", "cccd_chip_front"),
    "cccd_back": ("new_back", "cccd_12_back", "cccd_chip_back"),
    "cmnd_front": ("old", "cmnd_09_front", "cmnd_09_front"),
    "cmnd_back": ("old_back", "cmnd_09_back", "cmnd_09_back"),
    "passport": ("new", "passport", "passport"),
    "driving_licence": ("new_front", "dlr_new_front", "dlr_new_front"),
}
"""`type`, and `type_new` without and with a chip."""

_DISTRICTS = ("quận", "huyện", "thị xã", "tp", "thành phố", "q.", "h.", "tx", "t.x", "t.p")
_WARDS = ("phường", "xã", "thị trấn", "p.", "x.", "tt")


def answer(code: int, *, paper: str = "", data: list[Row] | None = None) -> Row:
    return {"errorCode": code, "errorMessage": MESSAGES[code].format(paper=paper), "data": data or []}


def rejected(reason: Reason) -> int:
    """The code of a picture that was sent back."""
    return NOT_CROPPED if reason is Reason.CUT else NOT_FOUND


def row(document: Document) -> Row:
    """One paper as FPT.AI tells it."""
    told: Row = {}
    for name in _FIELDS[document.kind]:
        field = document.fields.get(name)
        told[name] = field.value if field else MISSING
        told[f"{name}_prob"] = percent(field.confidence) if field else MISSING
    given = [document.fields[name] for name in _FIELDS[document.kind] if name in document.fields]
    told["overall_score"] = percent(fmean(field.confidence for field in given)) if given else MISSING
    if "address" in told:
        told["address_entities"] = entities(document.fields.get("address"))
    if "name" in told:
        told["number_of_name_lines"] = str(_lines(document.fields.get("name")))
    plain, without_chip, with_chip = _TYPES[document.kind]
    has_chip = bool(document.fields.get("mrz")) or any(page.barcodes for page in document.pages)
    return told | {"type": plain, "type_new": with_chip if has_chip else without_chip}


def percent(share: float) -> str:
    return f"{share * 100:.2f}"


def entities(address: Field | None) -> dict[str, str]:
    """The parts of an address from the last one on; an address since July 2025 has no district."""
    parts = [part.strip() for part in address.value.split(",") if part.strip()] if address else []
    found = {"province": "", "district": "", "ward": "", "street": ""}
    if parts:
        found["province"] = parts.pop()
    if parts and (_leads(parts[-1], _DISTRICTS) or (len(parts) > 2 and not _leads(parts[-1], _WARDS))):
        found["district"] = parts.pop()
    if parts and (_leads(parts[-1], _WARDS) or len(parts) > 1 or found["district"]):
        found["ward"] = parts.pop()
    found["street"] = ", ".join(parts)
    return found


def _leads(part: str, titles: tuple[str, ...]) -> bool:
    return part.lower().startswith(titles)


def _lines(field: Field | None) -> int:
    return max(1, len(field.boxes)) if field else 0


def quality(measured: Quality, *, rejection: Reason | None) -> Row:
    """The picture's quality; each score is from 0 (good) to 1 (unusable)."""
    unusable = {
        "brightSpotLikelihood": Reason.GLARE,
        "blurLikelihood": Reason.BLUR,
        "lowLuminanceLikelihood": Reason.DARK,
        "lowResolutionLikelihood": Reason.SMALL,
        "lowDocumentAreaRatioLikelihood": Reason.NO_DOCUMENT,
        "cutCornerLikelihood": Reason.CUT,
        "recaptureLikelihood": Reason.RECAPTURE,
        "photocopyLikelihood": Reason.PHOTOCOPY,
    }
    return {
        "bright_spots_score": round(measured.glare, 4),
        "blur_score": round(measured.blur, 4),
        "luminance_score": round(measured.darkness, 4),
        "resolution": [measured.width_px, measured.height_px],
        "document_area_ratio_score": round(measured.coverage, 4),
        "final_result": {name: "likely" if rejection is reason else "unlikely" for name, reason in unusable.items()},
    }
