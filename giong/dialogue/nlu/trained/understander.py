"""A trained model as an assistant's understander. Knows no flow and no training."""

from __future__ import annotations

from giong.dialogue.line import Expectation
from giong.dialogue.nlu.trained.model import Model, Reading
from giong.dialogue.nlu.understanding import Guess, Understanding
from giong.text.unicode import nfc
from giong.text.words import syllables

GUESSES = 5


class TrainedUnderstander:
    """For assistants with thousands of labelled sentences. It takes every sentence for one of the intents that it
    learnt, so what lies outside has to be among them or to be told by something else.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """See `Understander`. What is expected is not used."""
        reading, slots = read(self._model, text)
        guesses = [Guess(intent, chance) for intent, chance in reading.intents.items()][:GUESSES]
        return Understanding(tuple(guesses), slots)


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
