"""Addresses on papers against the trees of units: both forms, with their dates, and whether the units exist and nest.
Knows no kind of paper.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from giong.documents.document import Check, Field, Verdict
from giong.text import places
from giong.text.communes import CHANGED_ON, old_of
from giong.text.places import Place

TYPES = frozenset({"address", "place"})
"""Types of fields that hold addresses."""


def forms(text: str) -> str:
    """Both forms of an address as JSON: `{"street", "today": {"since", "province", "communes"}, "before": {"until",
    "province", "district", "commune"}}`. Several communes of today: the old one was divided, the likeliest stands
    first. "before" is left out where the commune of today was made of several. "" where no unit below a province is
    named.
    """
    place = places.find(text)
    if place is None or (place.depth < 2 and not place.today):
        return ""
    communes = [commune.full for commune in place.today]
    today = {"since": CHANGED_ON.isoformat(), "province": place.province, "communes": communes}
    said: dict[str, Any] = {"street": text[: place.start].strip(" ,;-"), "today": today}
    before = _before(place)
    if before:
        said["before"] = {"until": (CHANGED_ON - timedelta(days=1)).isoformat(), **before}
    return json.dumps(said, ensure_ascii=False)


def _before(place: Place) -> dict[str, str]:
    old = place.old
    if old is not None:
        return {
            "province": old.province,
            "district": old.district.full if old.district else "",
            "commune": old.commune.full if old.commune else "",
        }
    made_of = old_of(place.today[0]) if place.today else ()
    if len(made_of) != 1:
        return {}
    district, commune = made_of[0]
    return {"province": district.province, "district": district.full, "commune": commune.full}


def located(fields: Mapping[str, Field], types: Mapping[str, str]) -> tuple[dict[str, Field], list[Check]]:
    """The fields that hold addresses, with both forms as their normalised value and with what is known of their units;
    and these checks. Whether a place exists says nothing of how well it was read, so confidences stay.
    """
    found: dict[str, Field] = {}
    checks: list[Check] = []
    for name, field in fields.items():
        if types.get(name) not in TYPES or not field.value:
            continue
        own = _check(field)
        checks += own
        found[name] = replace(field, normalised=forms(field.value) or field.normalised, checks=(*field.checks, *own))
    return found, checks


def _check(field: Field) -> list[Check]:
    """Whether the units exist and lie in one another. What is in no list may have been merged before 2025 and proves
    nothing; a district in the wrong province does.
    """
    place = places.find(field.value)
    if place is not None and place.today and place.depth >= 2:
        vi, en = "Xã, phường có thật và nằm đúng chỗ đã ghi", "The commune exists and lies where it is said to lie"
        return [Check("place.units", Verdict.PASSED, (field.name,), vi, en)]
    if places.misplaced(field.value) is not None:
        vi, en = "Quận, huyện không thuộc tỉnh, thành phố này", "The district does not lie in this province"
        return [Check("place.units", Verdict.FAILED, (field.name,), vi, en)]
    return []
