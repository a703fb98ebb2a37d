"""A trained model and the examples beside it, as one understander. Knows no flow and no training.

The model knows the assistant's own intents and slots from thousands of sentences. The examples decide where the author
wrote these very words, know what can be said at any time and what was added since the model learnt, and doubt what is
like nothing that they have heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from giong.dialogue import standing
from giong.dialogue.line import Expectation
from giong.dialogue.nlu.examples import GUESSES, LEAST, ExampleUnderstander, surest_cut
from giong.dialogue.nlu.meanings import Meanings
from giong.dialogue.nlu.trained.model import Model, Reading
from giong.dialogue.nlu.trained.reading import read
from giong.dialogue.nlu.understanding import Guess, Part, Understanding

SHARE = 0.5
"""How much the model counts beside the examples, where both know an intent."""
STRANGE = 0.1
AT_MOST_STRANGE = 0.3
"""Where the examples are less sure than `STRANGE` of each of the assistant's own intents, the model alone is hardly
believed.
"""
AGREED = 0.3
"""Where both find the same intent likeliest, and the examples are at least so sure, the surer one is believed."""
SURE_SLOT = 0.5
"""Words are a slot's from this confidence up."""


class Tandem:
    """See `Understander`."""

    def __init__(self, examples: ExampleUnderstander, model: Model) -> None:
        self._examples = examples
        self._model = model
        own = set(examples.names) - standing.INTENTS.keys()
        self._learnt = [intent for intent in model.labels.intents if intent in own]

    def deepen(self, meanings: Meanings) -> None:
        """See `ExampleUnderstander.deepen`."""
        self._examples.deepen(meanings)

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        """See `Understander`."""
        heard = await self._examples.understand(text, expecting)
        if not heard.guesses or self._examples.decides(text, expecting):
            return heard
        reading, slots = read(self._model, text, least=SURE_SLOT)
        guesses = self._together(heard.guesses, reading)
        return Understanding(guesses, {**heard.slots, **slots}, surest_cut(text, self._part))

    def _part(self, words: str) -> Part:
        heard = self._examples.part(words)
        if self._examples.decides(words):
            return heard
        reading, slots = read(self._model, words, least=SURE_SLOT)
        best, *_ = self._together([heard.guess], reading)
        return Part(words, best, {**heard.slots, **slots})

    def _together(self, heard: Iterable[Guess], reading: Reading) -> tuple[Guess, ...]:
        """Both confidences weighed together; what the examples find strange stays doubtful."""
        confidences = {guess.intent: guess.confidence for guess in heard}
        agreed = self._agreed(confidences, reading)
        own = (one for intent, one in confidences.items() if intent not in standing.INTENTS)
        strange = max(own, default=0.0) < STRANGE
        for intent in self._learnt:
            learnt, known = reading.intents.get(intent, 0.0), confidences.get(intent, 0.0)
            both = max(learnt, known) if intent == agreed else SHARE * learnt + (1 - SHARE) * known
            confidences[intent] = min(both, AT_MOST_STRANGE) if strange else both
        order = sorted(confidences, key=lambda intent: (-confidences[intent], intent))[:GUESSES]
        return tuple(
            Guess(intent, confidences[intent]) for intent in order if confidences[intent] >= LEAST or intent == order[0]
        )

    def _agreed(self, confidences: Mapping[str, float], reading: Reading) -> str:
        """The intent that both find the likeliest, or ""."""
        learnt = max(self._learnt, key=lambda intent: reading.intents.get(intent, 0.0), default="")
        known = max(confidences, key=lambda intent: confidences[intent], default="")
        return known if known == learnt and confidences[known] >= AGREED else ""
