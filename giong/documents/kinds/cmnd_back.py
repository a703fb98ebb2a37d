"""The back of the old identity card (CMND): ethnicity, religion, features, when and by whom it was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.document import Candidate, Check, Field
from giong.documents.finding import authorities, printed
from giong.documents.finding.labels import Label
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.kinds import identity_card as card

_ETHNICITY = Label("ethnicity", card.ETHNICITY_WORDS)
_RELIGION = Label("religion", card.RELIGION_WORDS)
_LABELS = (_ETHNICITY, _RELIGION, card.FEATURES, card.ISSUED, card.ISSUER, card.FINGERS)


class CmndBack:
    """Two fingerprints beside few words; the date is written out: "Ngày 05 tháng 03 năm 2009"."""

    name = "cmnd_back"
    vi = "Chứng minh nhân dân (mặt sau)"
    en = "Old identity card (back)"
    shape = Shape.CARD
    fields: tuple[FieldSpec, ...] = (
        FieldSpec("ethnicity", "Dân tộc", "Ethnicity", "text", required=False),
        FieldSpec("religion", "Tôn giáo", "Religion", "text", required=False),
        FieldSpec("features", "Dấu vết riêng và dị hình", "Personal features", "features"),
        FieldSpec("issue_date", "Ngày cấp", "Date of issue", "date"),
        FieldSpec("issue_loc", "Nơi cấp", "Issuing authority", "text", personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        page = paper.pages[0]
        own = card.share_found(page, (_ETHNICITY, _RELIGION))
        features = card.share_found(page, (card.FEATURES,))
        fingers = card.titled(page, card.FINGER_WORDS)
        front = card.share_found(page, (card.NAME, card.HOME, card.ADDRESS, card.DOB))
        return min(1.0, 0.5 * own + 0.3 * features + 0.2 * fingers) * (1 - front)

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = printed.candidates(paper, _LABELS, self.fields)
        offices = authorities.candidates(paper)
        if offices:
            found.setdefault("issue_loc", []).extend(offices[:1])
        days = card.dates(paper)
        if days and "issue_date" not in found:
            found["issue_date"] = [days[0]]
        return printed.ordered(found)

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        return ()
