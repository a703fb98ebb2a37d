"""A form as a kind of paper among the others: told by its printed words, read at its places. Knows no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding.printed import origin_of
from giong.documents.finding.segments import sureness
from giong.documents.forms.aligning import Alignment, aligned, key
from giong.documents.forms.form import Form, Place
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.values.shaped import Shaped, digits, shaped
from giong.vision.page import Line, Page, Word
from giong.vision.shapes import Box, around

_FILL = ".…_-–:;,|"
"""What forms print where something is to be written."""


class FormKind:
    """Implements `Kind`."""

    shape = Shape.SHEET

    def __init__(self, form: Form) -> None:
        self.form = form
        self.name = form.name
        self.vi = form.vi
        self.en = form.en
        self.fields = tuple(
            FieldSpec(place.field, place.vi, place.en, _type(place), place.required, place.personal)
            for place in form.places
        )

    def likeness(self, paper: Paper) -> float:
        found = self._aligned(paper)
        return 0.0 if found is None else min(1.0, 1.3 * found[1].share)

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        found = self._aligned(paper)
        if found is None:
            return {}
        page, alignment = found
        read = ((place, self._candidate(place, page, alignment)) for place in self.form.places)
        return {place.field: [candidate] for place, candidate in read if candidate is not None}

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        """Whether values have the form that those of the examples had."""
        checks = []
        for place in self.form.places:
            field = fields.get(place.field)
            if field is None:
                continue
            if place.type != "text":
                vi, en = "Giá trị đúng dạng của trường", "The value has the form of its field"
                not_vi, not_en = "Giá trị không đúng dạng của trường", "The value has not the form of its field"
                holds = _shaped(place, field.value) is not None
                verdict = Verdict.PASSED if holds else Verdict.FAILED
                checks.append(
                    Check("form.type", verdict, (field.name,), vi if holds else not_vi, en if holds else not_en)
                )
            if place.type == "id" and self.form.examples > 1 and len(place.digits) == 1:
                holds = sum(map(str.isdigit, field.value)) == place.digits[0]
                verdict = Verdict.PASSED if holds else Verdict.FAILED
                vi, en = "Số chữ số so với các bản mẫu", "The number of digits against the examples"
                checks.append(Check("form.digits", verdict, (field.name,), vi, en))
        return checks

    def _aligned(self, paper: Paper) -> tuple[Page, Alignment] | None:
        """The page that lies best on the form."""
        found = [(page, each) for page in paper.pages if (each := aligned(self.form, page)) is not None]
        return max(found, key=lambda pair: pair[1].share, default=None)

    def _candidate(self, place: Place, page: Page, alignment: Alignment) -> Candidate | None:
        lines = [(line, words) for line in page.lines if (words := self._inside(line, place, alignment))]
        if not lines:
            return None
        words = [word for _, several in lines for word in several]
        raw = " ".join(word.text for word in words)
        value = _shaped(place, raw.strip(_FILL + " "))
        boxes = tuple(around(word.box for word in several) for _, several in lines)
        certain = sureness(words) * (0.7 + 0.3 * min(1.0, alignment.share))
        if value is None:
            return Candidate(raw.strip(), raw, 0.3 * certain, origin_of(lines[0][0].engine), page.number, boxes)
        return Candidate(value.value, raw, certain * value.trust, origin_of(lines[0][0].engine), page.number, boxes)

    def _inside(self, line: Line, place: Place, alignment: Alignment) -> list[Word]:
        """The words of a line that were filled in there: what the form prints is none."""
        printed = self._printed_near(place.area)
        found = []
        for word in line.words:
            left, top, right, bottom = alignment.on_form(word.box)
            x, y = (left + right) / 2, (top + bottom) / 2
            inside = place.area.left <= x < place.area.right and place.area.top <= y < place.area.bottom
            if not inside or not word.text.strip(_FILL):
                continue
            if word in alignment.anchors and key(word.text) in printed:
                continue
            found.append(word)
        return found

    def _printed_near(self, area: Box) -> set[str]:
        """Words of the form that reach into the area."""
        return {anchor.text for anchor in self.form.anchors if anchor.box.overlap(area).area_px}


_CARD_NUMBERS = frozenset({9, 12})


def _type(place: Place) -> str:
    """The type as all papers know it: their "id" is the number of an identity card."""
    return "text" if place.type == "id" and not set(place.digits) <= _CARD_NUMBERS else place.type


def _shaped(place: Place, text: str) -> Shaped | None:
    """The text in the form of the field; a number has as many digits as those of the examples, or its own many."""
    if place.type != "id":
        return shaped(place.type, text)
    own = sum(map(str.isalnum, text))
    return digits(text, (*place.digits, own)) if own else None
