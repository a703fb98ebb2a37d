"""The front of the old identity card (CMND) of nine or twelve digits, issued until 2016."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding import printed
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card
from giong.documents.proving import cccd_number
from giong.text.identity import is_old_card

_LABELS = (
    card.ID,
    card.NAME,
    card.DOB,
    card.SEX,
    card.HOME,
    card.ADDRESS,
    card.STATE,
    card.TITLE,
)
_EVIDENCE = (card.NAME, card.DOB, card.HOME, card.ADDRESS)


class CmndFront:
    """A number, who it is and where from; no sex and no nationality on the older ones."""

    name = "cmnd_front"
    vi = "Chứng minh nhân dân (mặt trước)"
    en = "Old identity card (front)"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("id", "Số", "Number", "id"),
        FieldSpec("name", "Họ tên", "Full name", "name"),
        FieldSpec("dob", "Sinh ngày", "Date of birth", "date"),
        FieldSpec("sex", "Giới tính", "Sex", "sex", required=False),
        FieldSpec("home", "Nguyên quán", "Place of origin", "place"),
        FieldSpec("address", "Nơi ĐKHK thường trú", "Place of residence", "address"),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        title = card.titled(page, card.OLD_TITLES)
        modern = max(card.titled(page, card.CITIZEN_TITLES), card.share_found(page, (card.NATIONALITY,)))
        old = any(is_old_card(found.value) for found in card.numbers(paper, (9,)))
        found = 0.45 * title + 0.45 * card.share_found(page, _EVIDENCE) + 0.1 * old
        return found * (1 - 0.6 * modern)

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = printed.candidates(paper, _LABELS, self.fields)
        found["id"] = [*found.get("id", ()), *card.numbers(paper, (9, 12))]
        card.fill_unlabelled(paper.pages[0], _LABELS, found, wanted=("name", "home", "address"))
        days = card.dates(paper)
        if days and "dob" not in found:
            found["dob"] = [days[0]]
        return printed.ordered(found)

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        number = fields.get("id")
        if number is None:
            return ()
        if len(number.value) == 12:
            dob = fields.get("dob")
            return cccd_number.checks(number.value, dob=dob.value if dob else "")
        right = is_old_card(number.value)
        return (
            Check(
                "cmnd.number",
                Verdict.PASSED if right else Verdict.FAILED,
                ("id",),
                "Số CMND có 9 chữ số, đúng cấu trúc." if right else "Số CMND phải có 9 hoặc 12 chữ số.",
                "The number has nine digits as it should." if right else "The number must have 9 or 12 digits.",
            ),
        )
