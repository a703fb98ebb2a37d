"""A document with its personal data hidden. Knows the fields of kinds, not who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from giong.documents.document import Check, Document, Field
from giong.documents.kind import FieldSpec
from giong.text.masking import mask

HIDDEN = "•••"
_SHOWN_OF_NUMBER = 3
"""The last digits of a number tell two papers apart for whoever works with them, and nobody else."""


def masked(document: Document, specs: Mapping[str, FieldSpec]) -> Document:
    """The document as anyone of the organisation may see it. A field that is not among the kind's `specs` is
    personal.
    """
    personal = {name for name in document.fields if name not in specs or specs[name].personal}
    anyone = bool(personal) or any(spec.personal for spec in specs.values())
    return replace(
        document,
        fields={
            name: _hidden(field, specs.get(name)) if name in personal else _without_proofs(field)
            for name, field in document.fields.items()
        },
        checks=tuple(_silent(check) for check in document.checks),
        rows=tuple({column: mask(text) for column, text in row.items()} for row in document.rows)
        if anyone
        else document.rows,
        pages=tuple(page for page in document.pages if page.problem),  # these hold nothing else
    )


def _hidden(field: Field, spec: FieldSpec | None) -> Field:
    if not field.value:
        return _without_proofs(field)
    kept = field.value[-_SHOWN_OF_NUMBER:] if spec is not None and spec.type == "id" and len(field.value) >= 8 else ""
    return replace(_without_proofs(field), value=HIDDEN + kept, raw="", normalised="")


def _without_proofs(field: Field) -> Field:
    return replace(field, checks=tuple(_silent(check) for check in field.checks))


def _silent(check: Check) -> Check:
    """The sentences of a check may quote the values that they compare."""
    return replace(check, vi="", en="")
