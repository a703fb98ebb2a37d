"""Learning a form from examples: one page after the other on which fields are marked. Knows no file and no engine.

The first example gives the frame. Each further one, a corrected paper too, is laid over it: words that it shares are
trusted more, others fall out, and the places of fields grow to hold its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from giong.documents.forms.aligning import LEAST, Alignment, aligned, key
from giong.documents.forms.form import TYPES, Anchor, Form, Place
from giong.documents.values.shaped import shaped
from giong.errors import BadInput
from giong.vision.page import Page
from giong.vision.shapes import Box, around

MOST_EXAMPLES = 5
LEAST_LETTERS = 2
_PADDING = 0.35
"""Of a field's height, above and below: hand and print leave their line."""
_KEPT = 0.5
"""A word that fewer of the examples have is no part of the form."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A field as a person marked it: around its value, which may be told too. `type` is "" where it is to be learnt."""

    field: str
    box: Box
    value: str = ""
    type: str = ""
    vi: str = ""
    en: str = ""
    required: bool = True
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A page that was read, with what is marked on it, in the page's pixels."""

    page: Page
    marks: tuple[Mark, ...]


def learnt(name: str, examples: Sequence[Example], *, vi: str = "", en: str = "") -> Form:
    """The form that the examples show, one to five of them.

    Raises `BadInput` "form.no_marks", "form.few_words" and "form.other_paper".
    """
    if not examples or not examples[0].marks:
        raise BadInput(
            "form.no_marks",
            vi="Chưa đánh dấu trường nào trên bản mẫu. Hãy khoanh ít nhất một trường trên bản mẫu đầu tiên.",
            en="No field is marked on the example. Mark at least one on the first one.",
        )
    form = _begun(name, examples[0], vi, en)
    for example in examples[1:]:
        form = improved(form, example)
    return form


def improved(form: Form, example: Example) -> Form:
    """The form with one more example: another sample, or a paper whose fields a person corrected.

    Raises `BadInput` "form.other_paper" where the page does not lie on the form.
    """
    found = aligned(form, example.page)
    if found is None:
        raise BadInput(
            "form.other_paper",
            vi="Bản mẫu này không giống các bản trước: không tìm thấy phần chữ in sẵn chung. Hãy kiểm tra lại tệp.",
            en="This example is unlike the others: no printed words in common were found. Check the file.",
        )
    examples = form.examples + 1
    anchors = _seen_again(form, found, example)
    places = {place.field: place for place in form.places}
    for mark in example.marks:
        box = _rounded(found.on_form(mark.box))
        places[mark.field] = _grown(places[mark.field], box, mark) if mark.field in places else _place(mark, box)
    kept = tuple(anchor for anchor in anchors if anchor.seen >= _KEPT * min(examples, MOST_EXAMPLES))
    return _with_areas(replace(form, anchors=kept, places=tuple(places.values()), examples=examples))


def _begun(name: str, example: Example, vi: str, en: str) -> Form:
    page = example.page
    marked = [mark.box for mark in example.marks]
    anchors = tuple(
        Anchor(key(word.text), word.box)
        for line in page.lines
        for word in line.words
        if len(key(word.text)) >= LEAST_LETTERS and not any(_covers(box, word.box) for box in marked)
    )
    if len(anchors) < LEAST:
        raise BadInput(
            "form.few_words",
            vi=f"Bản mẫu có quá ít chữ in sẵn ngoài các trường (cần ít nhất {LEAST} từ). Hãy dùng ảnh rõ hơn.",
            en=f"The example has too few printed words besides its fields (at least {LEAST}). Use a sharper picture.",
        )
    places = tuple(_place(mark, mark.box) for mark in example.marks)
    return _with_areas(Form(name, page.width_px, page.height_px, anchors, places, vi or name, en or name))


def _seen_again(form: Form, found: Alignment, example: Example) -> list[Anchor]:
    """The anchors with one more sighting where this page has them."""
    marked = [mark.box for mark in example.marks]
    words = [
        (key(word.text), found.on_form(word.box))
        for word in found.anchors
        if not any(_covers(box, word.box) for box in marked)
    ]
    return [
        replace(anchor, seen=anchor.seen + any(text == anchor.text and _near(box, anchor.box) for text, box in words))
        for anchor in form.anchors
    ]


def _near(box: tuple[float, float, float, float], other: Box) -> bool:
    height = max(1, other.height_px)
    return abs(box[0] - other.left) < height and abs((box[1] + box[3]) / 2 - other.middle[1]) < height


def _covers(box: Box, word: Box) -> bool:
    x, y = word.middle
    return box.left <= x < box.right and box.top <= y < box.bottom


# ── fields ──


def _place(mark: Mark, box: Box) -> Place:
    digits = (_digits(mark.value),) if _digits(mark.value) else ()
    type_ = mark.type if mark.type in TYPES else type_of(mark.value)
    return Place(
        mark.field, box, box, type_, mark.vi or mark.field, mark.en or mark.field, mark.required, mark.personal, digits
    )


def _grown(place: Place, box: Box, mark: Mark) -> Place:
    """The place with one more value: of two types that contradict each other, text is what both are."""
    digits = _digits(mark.value)
    lengths = tuple(sorted({*place.digits, *([digits] if digits else [])}))
    type_ = place.type
    if mark.type in TYPES:
        type_ = mark.type
    elif mark.value and type_of(mark.value) != place.type and shaped(place.type, mark.value) is None:
        type_ = "text"
    return replace(place, box=around([place.box, box]), type=type_, digits=lengths)


def type_of(value: str) -> str:
    """The type that a value looks like: a date, a number, a sum of money, else text."""
    compact = value.replace(" ", "")
    if not compact:
        return "text"
    if shaped("date", value) is not None and sum(map(str.isdigit, compact)) >= len(compact) / 2:
        return "date"
    if compact.isdigit():
        return "id"
    if compact.rstrip("đvnVNĐ₫").replace(".", "").replace(",", "").isdigit():
        return "money"
    return "text"


def _digits(value: str) -> int:
    compact = value.replace(" ", "")
    return len(compact) if compact.isdigit() else 0


def _with_areas(form: Form) -> Form:
    """The form with the free space around each field: to the next printed word, or field, on its lines."""
    return replace(form, places=tuple(replace(place, area=_area(form, place)) for place in form.places))


def _area(form: Form, place: Place) -> Box:
    box = place.box
    padding = round(_PADDING * min(box.height_px, 60))
    others = [anchor.box for anchor in form.anchors]
    others += [other.box for other in form.places if other.field != place.field]
    beside = [each for each in others if each.top < box.bottom and each.bottom > box.top]
    middle = box.middle[0]
    left = max(
        (each.right for each in beside if each.middle[0] < middle and each.right <= box.left + padding), default=0
    )
    right = min((each.left for each in beside if each.left >= box.right - padding), default=form.width_px)
    return Box(min(left, box.left), box.top - padding, max(right, box.right), box.bottom + padding)


def _rounded(box: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = (round(side) for side in box)
    return Box(left, top, right, bottom)
