"""The front of a citizen's card: with bar code (2016), with chip (2021), and the "Căn cước" of 2024."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.codes.qr import CardCode
from giong.documents.document import Candidate, Check, Field, Origin, Verdict
from giong.documents.finding import printed
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.proving import agreement, cccd_number, lifetimes
from giong.documents.values.shaped import FOREVER
from giong.text.identity import citizen

_LABELS = (
    card.ID,
    card.NAME,
    card.DOB,
    card.SEX,
    card.NATIONALITY,
    card.HOME,
    card.ADDRESS,
    card.DOE,
    card.STATE,
    card.TITLE,
)
_EVIDENCE = (card.ID, card.NAME, card.DOB, card.SEX, card.NATIONALITY)
_LATER = (card.HOME, card.ADDRESS, card.DOE)
_OTHERS = ("Giấy phép lái xe", "Driver's license", "Hộ chiếu", "Passport", "Giấy khai sinh", *card.OLD_TITLES)


class CccdFront:
    """Twelve digits, who it is, where from; a QR code on most."""

    name = "cccd_front"
    vi = "Căn cước công dân (mặt trước)"
    en = "Citizen identity card (front)"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("id", "Số", "Number", "id"),
        FieldSpec("name", "Họ và tên", "Full name", "name"),
        FieldSpec("dob", "Ngày sinh", "Date of birth", "date"),
        FieldSpec("sex", "Giới tính", "Sex", "sex"),
        FieldSpec("nationality", "Quốc tịch", "Nationality", "nation"),
        FieldSpec("home", "Quê quán", "Place of origin", "place", required=False),
        FieldSpec("address", "Nơi thường trú", "Place of residence", "address", required=False),
        FieldSpec("doe", "Có giá trị đến", "Date of expiry", "date", required=False),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        title = card.titled(page, (*card.CITIZEN_TITLES, *card.IDENTITY_TITLES))
        evidence = card.share_found(page, _EVIDENCE)
        number = any(citizen(found.value) for found in card.numbers(paper, (12,)))
        found = 0.3 * title + 0.55 * evidence + 0.05 * card.share_found(page, _LATER) + 0.1 * number
        if card.code_on(paper) is not None and evidence > 0:
            found = max(found, 0.7)
        return min(1.0, found * (1 - 0.6 * card.titled(page, _OTHERS)))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = lifetimes.possible(self._printed(paper), birth="dob", expiry="doe")
        _unlabelled_days(paper, found)
        card.fill_unlabelled(paper.pages[0], _LABELS, found, wanted=("name", "sex", "home", "address"))
        code = card.code_on(paper)
        if code is not None:
            _coded(code, found, address=bool(found.get("address")) or not _is_modern(paper))
        _derived(found)
        found = lifetimes.possible(found, birth="dob", expiry="doe")
        return printed.ordered(found)

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        checks: list[Check] = []
        if (number := fields.get("id")) is not None:
            dob, sex = fields.get("dob"), fields.get("sex")
            checks += cccd_number.checks(
                number.value, dob=dob.value if dob else "", sex_printed=sex.value if sex else ""
            )
        checks += expiry(fields)
        if (code := card.code_on(paper)) is not None:
            coded = {name: value for name, value in _parts(code).items() if name in fields}
            checks += agreement.of_code(coded, self._printed(paper))
        return checks

    def _printed(self, paper: Paper) -> dict[str, list[Candidate]]:
        """What stands at the labels, and the number wherever it stands."""
        found = printed.candidates(paper, _LABELS, self.fields)
        found["id"] = [*found.get("id", ()), *card.numbers(paper, (12,))]
        return found


def _is_modern(paper: Paper) -> bool:
    """Whether it is the "Căn cước" of 2024, on whose front no places stand."""
    page = paper.pages[0]
    return card.titled(page, card.IDENTITY_TITLES) > card.titled(page, card.CITIZEN_TITLES)


def _coded(code: CardCode, found: dict[str, list[Candidate]], *, address: bool) -> None:
    parts = {name: value for name, value in _parts(code).items() if address or name != "address"}
    for name, more in card.coded(parts.items()).items():
        found.setdefault(name, []).extend(more)


def _parts(code: CardCode) -> dict[str, str]:
    """The code's parts by the names of the fields."""
    return {"id": code.number, "name": code.name, "dob": code.dob, "sex": code.sex, "address": code.address}


def _unlabelled_days(paper: Paper, found: dict[str, list[Candidate]]) -> None:
    """Where a label was lost: of two days on the front, the earlier is that of birth, the later that of expiry."""
    days = card.dates(paper)
    if days and "dob" not in found and lifetimes.is_birth(days[0].value):
        found["dob"] = [days[0]]
    born = {candidate.value for candidate in found.get("dob", ())[:1]}
    expiry = [candidate for candidate in found.get("doe", ()) if candidate.value not in born]
    expiry = expiry or list(card.forever(paper))[:1] or [day for day in days[-1:] if day.value not in born]
    if expiry:
        found["doe"] = expiry


def _derived(found: dict[str, list[Candidate]]) -> None:
    """What the number says of the sex; what being a citizen's card says of the nationality."""
    if found.get("id"):
        number = max(found["id"], key=lambda candidate: candidate.likelihood)
        owner = citizen(number.value)
        if owner is not None:
            guess = Candidate(cccd_number.sex(owner), "", 0.9 * number.likelihood, Origin.DERIVED)
            found.setdefault("sex", []).append(guess)
    found.setdefault("nationality", []).append(Candidate("Việt Nam", "", 0.85, Origin.DERIVED))


def expiry(fields: Mapping[str, Field]) -> Sequence[Check]:
    """The card ends on a birthday (Law 26/2023/QH15 art. 21: at 14, 25, 40 and 60), never before the birth."""
    dob, doe = fields.get("dob"), fields.get("doe")
    if dob is None or doe is None or doe.value == FOREVER:
        return ()
    later = doe.value.split("/")[::-1] > dob.value.split("/")[::-1]
    birthday = doe.value[:5] == dob.value[:5]
    if not later:
        return (
            Check(
                "dates.order",
                Verdict.FAILED,
                ("dob", "doe"),
                "Ngày hết hạn không thể trước ngày sinh.",
                "The card cannot expire before its bearer was born.",
            ),
        )
    return (
        Check(
            "dates.birthday",
            Verdict.PASSED if birthday else Verdict.UNKNOWN,
            ("dob", "doe"),
            "Thẻ hết hạn đúng ngày sinh nhật." if birthday else "Thẻ không hết hạn vào ngày sinh nhật.",
            "The card expires on a birthday." if birthday else "The card does not expire on a birthday.",
        ),
    )
