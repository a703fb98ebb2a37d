"""A typed sentence read by a trained model, and its slots in the person's own words. Knows no flow and no training."""

from __future__ import annotations

from giong.dialogue.nlu.trained.model import Model, Reading
from giong.text.unicode import nfc
from giong.text.words import syllables


def read(model: Model, text: str, *, least: float = 0.0) -> tuple[Reading, dict[str, str]]:
    """What `text` means to the model, and the words of each slot as they were typed, where it is so sure of them."""
    text = nfc(text)
    words = syllables(text)
    reading = model.predict([word.text for word in words])
    slots: dict[str, str] = {}
    for span, confidence in reading.slots:
        if confidence >= least:
            slots.setdefault(span.slot, text[words[span.start].start : words[span.end - 1].end])
    return reading, slots
