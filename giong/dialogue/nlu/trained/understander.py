"""A trained model as an assistant's understander. Knows no flow and no training."""

from __future__ import annotations

from giong.dialogue.line import Expectation
from giong.dialogue.nlu.trained.model import Model
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
        text = nfc(text)
        words = syllables(text)
        reading = self._model.predict([word.text for word in words])
        guesses = [Guess(intent, chance) for intent, chance in reading.intents.items()][:GUESSES]
        slots: dict[str, str] = {}
        for span, _ in reading.slots:
            slots.setdefault(span.slot, text[words[span.start].start : words[span.end - 1].end])
        return Understanding(tuple(guesses), slots)
