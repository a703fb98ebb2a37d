"""A form that was learnt from examples, as a plain value that can be stored as JSON. Knows no page and no engine.

It holds what is printed on every copy (`anchors`) and where the fields lie among it, in the pixels of the first
example. Values that were filled in are not kept, only what they have in common: a type and a number of digits.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from giong.errors import BadInput
from giong.vision.shapes import Box

TYPES = ("text", "name", "date", "sex", "money", "id", "place", "address")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed word, without marks and case, and on how many of the examples it was found."""

    text: str
    box: Box
    seen: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field lies: `box` is around all values seen so far, `area` the free space around it in which a longer one
    may stand. `digits` are the numbers of digits that values of type "id" had.
    """

    field: str
    box: Box
    area: Box
    type: str = "text"
    vi: str = ""
    en: str = ""
    required: bool = True
    personal: bool = True
    digits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `name` is the kind under which its papers are known; `examples` is how many it was learnt from."""

    name: str
    width_px: int
    height_px: int
    anchors: tuple[Anchor, ...]
    places: tuple[Place, ...]
    vi: str = ""
    en: str = ""
    examples: int = 1

    def place(self, field: str) -> Place | None:
        return next((each for each in self.places if each.field == field), None)


def written(form: Form) -> str:
    """The form as JSON."""
    return json.dumps(asdict(form), ensure_ascii=False, indent=1)


def read(text: str | bytes) -> Form:
    """A form that was written as JSON. Raises `BadInput` "form.unreadable"."""
    try:
        return _form(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadInput(
            "form.unreadable",
            vi="Tệp mẫu biểu không đọc được. Hãy tạo lại bằng giong form.",
            en="The form file cannot be read. Make it again with giong form.",
        ) from None


def _form(said: dict[str, Any]) -> Form:
    anchors = tuple(Anchor(str(each["text"]), _box(each["box"]), int(each["seen"])) for each in said["anchors"])
    places = tuple(
        Place(**{**each, "box": _box(each["box"]), "area": _box(each["area"]), "digits": tuple(each["digits"])})
        for each in said["places"]
    )
    return Form(**{**said, "anchors": anchors, "places": places})


def _box(said: dict[str, int]) -> Box:
    return Box(**{side: int(said[side]) for side in ("left", "top", "right", "bottom")})
