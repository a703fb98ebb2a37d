"""What a confined child does instead of reading here: a file names who filled in the application for leave, and the
organisation's forms find the values, each as sure as a file `low …` or `high …` says.
"""

from __future__ import annotations

from typing import Any

from giong.documents.document import Document, Field
from giong.documents.forms.form import Form
from giong.documents.forms.kind import FormKind
from giong.documents.kind import Paper
from giong.papers.plain import plain, restored
from tests.documents.forms.leave import FIRST, SECOND, filled
from tests.documents.printing import paper

WORK = "tests.labelling.leaves:work"
PEOPLE = {"first": FIRST, "second": SECOND}


def work(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    if task["do"] == "look":
        return {"pages": 1}
    sureness, who = data.decode().split()
    page = filled(PEOPLE[who])
    tell({"page": plain(page), "total": 1}, b"")
    seen = paper(page)
    for form in task["forms"]:
        kind = FormKind(restored(Form, form))
        if kind.likeness(seen) > 0.5:
            fields = _fields(kind, seen, 0.97 if sureness == "high" else 0.6)
            return dict(plain(Document(kind.name, 0.9, fields, pages=(page,))))
    return dict(plain(Document("", 0.0, pages=(page,))))


def _fields(kind: FormKind, seen: Paper, confidence: float) -> dict[str, Field]:
    return {
        name: Field(name, one.value, one.raw, confidence, origin=one.origin, page=one.page, boxes=one.boxes)
        for name, (one, *_) in kind.extract(seen).items()
    }
