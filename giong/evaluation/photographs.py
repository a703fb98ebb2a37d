"""Photos of a rehearsed talk: each is read as its scenario says, so that no recogniser is needed. Knows no flow."""

from __future__ import annotations

from collections.abc import Sequence

from giong.dialogue.folder.schema import PhotoFile, ScenarioTurnFile, SeenFile
from giong.dialogue.papers import FakePapers, PaperReading, Seen


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
    return PaperReading(photo.kind, fields={name: _seen(name, given) for name, given in photo.fields.items()})


def _seen(name: str, given: str | SeenFile) -> Seen:
    if isinstance(given, str):
        return Seen(given, name)
    return Seen(given.value, name, confidence=given.confidence, doubts=tuple(given.doubts))
