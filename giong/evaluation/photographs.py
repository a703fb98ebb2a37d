"""Photos of a rehearsed talk: each is read as its scenario says, so that no recogniser is needed. Knows no flow."""

from __future__ import annotations

from collections.abc import Sequence

from giong.dialogue.folder.schema import PhotoFile, ScenarioTurnFile, SeenFile
from giong.dialogue.papers import FakePapers, PaperReading, Seen
from giong.documents.kind import FieldSpec
from giong.documents.kinds.table import BY_NAME


def photo_of(turn: int) -> str:
    """The reference of the photo that is sent in a turn."""
    return f"photo-{turn}"


def rehearsed(turns: Sequence[ScenarioTurnFile]) -> FakePapers:
    """A reader that knows the photos of these turns."""
    return FakePapers(
        {photo_of(number): reading(turn.photo) for number, turn in enumerate(turns) if turn.photo is not None}
    )


def reading(photo: PhotoFile) -> PaperReading:
    """What the scenario says is read."""
    if photo.refused:
        return PaperReading(photo.kind, refused=photo.refused)
    kind = BY_NAME.get(photo.kind)
    specs = {spec.name: spec for spec in kind.fields} if kind else {}
    fields = {
        name: _seen(given, specs.get(name) or FieldSpec(name, name, name)) for name, given in photo.fields.items()
    }
    return PaperReading(photo.kind, kind.vi if kind else "", fields)


def _seen(given: str | SeenFile, spec: FieldSpec) -> Seen:
    if isinstance(given, str):
        return Seen(given, spec.vi, spec.type)
    return Seen(given.value, spec.vi, spec.type, given.confidence, tuple(given.doubts))
