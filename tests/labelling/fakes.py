"""A reading whose fields are as sure as the file says: `=name value~0.62`; `~!0.98` adds a check that failed. `¶` is a
new line inside a value.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

from PIL import Image

from giong.documents.document import Check, Document, Field, Verdict
from giong.papers.plain import plain, restored
from tests.papers import fakes

WORK = "tests.labelling.fakes:work"
_SURENESS = re.compile(r"~(!?)([\d.]+)$")


def work(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    def tell_with_picture(note: dict[str, Any], _: bytes) -> None:
        tell(note, picture())

    answer = fakes.work(task, data, tell_with_picture)
    if task["do"] == "look":
        return answer
    document = restored(Document, answer)
    checks: list[Check] = []
    fields = {name: _unsure(field, checks) for name, field in document.fields.items()}
    told: dict[str, Any] = plain(replace(document, fields=fields, checks=tuple(checks)))
    return told


def _unsure(field: Field, checks: list[Check]) -> Field:
    field = replace(field, value=field.value.replace("¶", "\n"))
    match = _SURENESS.search(field.value)
    if match is None:
        return field
    if match[1]:
        checks.append(Check(f"{field.name}.odd", Verdict.FAILED, (field.name,), "Chưa khớp.", "It does not fit."))
    value = field.value[: match.start()]
    return replace(field, value=value, raw=value, confidence=float(match[2]))


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (800, 600), (240, 240, 200)).save(into, "JPEG")
    return into.getvalue()
