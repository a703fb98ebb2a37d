"""The back of a citizen's card: features or, since 2024, residence; when and by whom it was issued; the zone for
machines. The one of 2016 has a bar code and no zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding import authorities, printed
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.mrz import finding
from giong.documents.mrz.lookalikes import plain
from giong.documents.mrz.zone import Mrz, parse
from giong.documents.values.shaped import FOREVER
from giong.text.identity import citizen
from giong.vision.page import Page

_LABELS = (
    card.FEATURES,
    card.ISSUED,
    card.ISSUER,
    card.ADDRESS,
    card.BIRTHPLACE,
    card.DOE,
    card.FINGERS,
    card.STATE,
    card.TITLE,
)
_ZONE_LINE = 20


class CccdBack:
    """No number is printed on it but in the zone."""

    name = "cccd_back"
    vi = "Căn cước công dân (mặt sau)"
    en = "Citizen identity card (back)"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("features", "Đặc điểm nhận dạng", "Personal identification", "features", required=False),
        FieldSpec("issue_date", "Ngày cấp", "Date of issue", "date"),
        FieldSpec("issue_loc", "Nơi cấp", "Issuing authority", "text", personal=False),
        FieldSpec("address", "Nơi cư trú", "Place of residence", "address", required=False),
        FieldSpec("birth_place", "Nơi đăng ký khai sinh", "Place of birth registration", "place", required=False),
        FieldSpec("doe", "Ngày hết hạn", "Date of expiry", "date", required=False),
        FieldSpec("mrz", "Dòng MRZ", "Machine-readable zone", "mrz", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        zone = _has_card_zone(page)
        features = card.share_found(page, (card.FEATURES,))
        issued = card.share_found(page, (card.ISSUED,))
        fingers = card.titled(page, card.FINGER_WORDS)
        modern = card.share_found(page, (card.ADDRESS, card.BIRTHPLACE)) == 1.0
        office = any(found.likelihood > 0.3 for found in authorities.candidates(paper))
        front = card.share_found(page, (card.NAME, card.SEX, card.NATIONALITY))
        old = card.titled(page, (*card.ETHNICITY_WORDS, *card.RELIGION_WORDS))
        found = 0.4 * zone + 0.35 * max(features, modern) + 0.15 * issued + 0.2 * fingers + 0.25 * office
        return min(1.0, found) * (1 - 0.5 * front) * (1 - 0.7 * old * (1 - zone))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = printed.candidates(paper, _LABELS, self.fields)
        offices = authorities.candidates(paper)
        if offices:
            found.setdefault("issue_loc", []).extend(offices[:1])
        days = card.dates(paper)
        if days and "issue_date" not in found:
            found["issue_date"] = [days[0]]
        code = card.code_on(paper)
        if code is not None:
            modern = "address" in found or "birth_place" in found
            for name, more in card.coded(
                (("issue_date", code.issued), ("address", code.address if modern else ""))
            ).items():
                found.setdefault(name, []).extend(more)
        if "birth_place" in found and "doe" not in found:
            found["doe"] = list(card.forever(paper))[:1]
        if "features" not in found and (features := card.described(paper)):
            found["features"] = features[:1]
        zone = finding.read(paper)
        if zone is not None:
            _from_zone(zone, found)
        return printed.ordered(found)

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        zone = parse(fields["mrz"].value.split("\n")) if "mrz" in fields else None
        return [*(_zone_checks(zone) if zone else ()), *_order(fields, zone)]


def _has_card_zone(page: Page) -> float:
    """1.0 where a line is that of a card's zone, 0.6 where some line is that of any zone."""
    lines = [plain(line.text) for line in page.lines]
    long = [line for line in lines if len(line) >= _ZONE_LINE and line.count("<") >= 3]
    if any(line.startswith(("IDVNM", "1DVNM", "LDVNM", "IDVN")) for line in lines):
        return 1.0
    passport = any(line.startswith("P<") or len(line) > 36 for line in lines)
    return 0.6 if long and not passport else 0.0


def _from_zone(zone: Mrz, found: dict[str, list[Candidate]]) -> None:
    trust = 0.97 if zone.holds else min(zone.trust(name) for name in ("number", "birth", "expiry"))
    # The names bear no check digit: what the engine doubted there stays in doubt.
    trust *= zone.trust("names") if "names" in zone.data else 1.0
    text = "\n".join(zone.lines)
    found["mrz"] = [Candidate(text, text, trust, Origin.MRZ, boxes=zone.boxes)]
    expiry = zone.expiry()
    if "doe" in found and (zone.is_forever or expiry is not None):
        value = FOREVER if zone.is_forever or expiry is None else f"{expiry:%d/%m/%Y}"
        found["doe"].append(finding.candidate(zone, "expiry", value))


def _zone_checks(zone: Mrz) -> list[Check]:
    whole = Check(
        "mrz.composite",
        Verdict.PASSED if zone.holds else Verdict.FAILED,
        ("mrz",),
        "Các số kiểm tra của dòng MRZ đều đúng." if zone.holds else "Số kiểm tra của dòng MRZ không đúng.",
        "The check digits of the zone are right." if zone.holds else "A check digit of the zone is wrong.",
    )
    owner = citizen(zone.number) if zone.vietnamese else None
    if owner is None:
        return [whole]
    agrees = zone.sex == ("F" if owner.female else "M")
    return [
        whole,
        Check(
            "mrz.number",
            Verdict.PASSED if agrees else Verdict.FAILED,
            ("mrz",),
            "Số định danh trong MRZ khớp với giới tính." if agrees else "Số định danh trong MRZ không khớp giới tính.",
            "The number in the zone agrees with the sex." if agrees else "The number in the zone contradicts the sex.",
        ),
    ]


def _order(fields: Mapping[str, Field], zone: Mrz | None) -> Sequence[Check]:
    """A card is issued before it expires."""
    issued = fields.get("issue_date")
    expiry = zone.expiry() if zone else None
    if issued is None or expiry is None or not issued.normalised:
        return ()
    right = issued.normalised < expiry.isoformat()
    return (
        Check(
            "dates.order",
            Verdict.PASSED if right else Verdict.FAILED,
            ("issue_date",),
            "Ngày cấp trước ngày hết hạn." if right else "Ngày cấp không thể sau ngày hết hạn.",
            "It was issued before it expires." if right else "It cannot have been issued after it expires.",
        ),
    )
