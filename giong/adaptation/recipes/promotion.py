"""The recipe by which an assistant gets a trained model: learnt beside its examples, measured on sentences that neither
has seen, and fit to be used only where it is nowhere worse than the examples alone. Writes no file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from giong.adaptation.readers.assistant import sample, samples_of
from giong.adaptation.recipes.understanding import Learnt, learn
from giong.dialogue import standing
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.intents import OUT_OF_SCOPE
from giong.dialogue.folder.schema import nearest
from giong.dialogue.mind import understander_of
from giong.dialogue.nlu.lessons import NONE, key
from giong.dialogue.nlu.tandem import Tandem
from giong.dialogue.nlu.trained.fitting import Progress
from giong.dialogue.nlu.trained.sample import Sample, Span
from giong.dialogue.nlu.understanding import Understander, Understanding
from giong.errors import BadInput

NOTHING = frozenset({OUT_OF_SCOPE}) | standing.INTENTS.keys()
"""What the model learns as none of the assistant's own intents: the examples tell these apart."""

LEAST_HELD_OUT, MOST_HELD_OUT = 0.1, 0.3
MEASURED = 100
"""So many sentences are held out where there are enough of them."""


@dataclass(frozen=True)
class Worth:
    """Of `n` held-out sentences, the shares that are rightly understood (what is not for the assistant: left
    unanswered), that are so without asking back, that would be answered wrongly, and in which all marked words are
    found.
    """

    n: int
    right: float
    surely_right: float
    answered_wrongly: float
    slots_found: float

    def no_worse_than(self, other: Worth) -> bool:
        return (
            self.right >= other.right
            and self.surely_right >= other.surely_right
            and self.answered_wrongly <= other.answered_wrongly
            and self.slots_found >= other.slots_found
        )

    def as_json(self) -> dict[str, float]:
        return {name: round(figure, 4) for name, figure in vars(self).items()}


@dataclass(frozen=True)
class Candidate:
    """A model for an assistant, and what the assistant understands by its examples alone and with the model."""

    learnt: Learnt
    before: Worth
    after: Worth

    @property
    def fit_to_serve(self) -> bool:
        return self.after.no_worse_than(self.before)


def candidate(
    assistant: Assistant, labelled: Sequence[Sample] = (), *, seed: int = 1, on_progress: Progress | None = None
) -> Candidate:
    """Learn from the assistant's examples and the `labelled` sentences. Raises `BadInput` where these name what the
    assistant does not have, and where there are too few of them.
    """
    _refuse_unknown(assistant, labelled)
    own = [_own(one) for one in (*samples_of(assistant), *labelled)]
    measured = [*(one for one in own if one.intents), *map(sample, assistant.outside)]
    measured += [_own(one) for one in labelled if one.intents == {OUT_OF_SCOPE}]
    beside = [sample(text) for text in _of_no_intent(assistant)]
    samples = _once(measured)
    share = min(MOST_HELD_OUT, max(LEAST_HELD_OUT, MEASURED / max(len(samples), 1)))
    learnt = learn(samples, share=share, beside=beside, seed=seed, on_progress=on_progress)
    unseen = _without(assistant, learnt.out)
    examples = understander_of(unseen)
    answer = assistant.thresholds.answer if assistant.thresholds.stated else examples.bands.answer
    return Candidate(
        learnt,
        before=_worth(examples, learnt.out, answer),
        after=_worth(Tandem(examples, learnt.tried), learnt.out, answer),
    )


def _own(one: Sample) -> Sample:
    return replace(one, intents=one.intents - NOTHING)


def _once(samples: Iterable[Sample]) -> list[Sample]:
    """The labelled sentences may have the examples in them."""
    return [one for one in dict.fromkeys(samples) if one.words]


def _of_no_intent(assistant: Assistant) -> list[str]:
    """What can be said to any assistant, and what is said to none."""
    outside = {key(text) for text in assistant.outside}
    lessons = understander_of(assistant).lessons
    beyond = [one.text for one in lessons if one.intent == one.never == NONE and key(one.text) not in outside]
    said = [example.text for name in standing.INTENTS for example in assistant.intents[name].examples]
    return [*beyond, *said]


def _without(assistant: Assistant, out: Sequence[Sample]) -> Assistant:
    """The assistant as if it had never seen these sentences."""
    gone = {key(" ".join(one.words)) for one in out}
    intents = {
        name: replace(intent, examples=tuple(one for one in intent.examples if key(one.text) not in gone))
        for name, intent in assistant.intents.items()
    }
    outside = tuple(text for text in assistant.outside if key(text) not in gone)
    return replace(assistant, intents=intents, outside=outside)


def _worth(understander: Understander, samples: Sequence[Sample], answer: float) -> Worth:
    right = surely = wrong = found = 0
    for one in samples:
        understood = asyncio.run(understander.understand(" ".join(one.words)))
        sure = bool(understood.parts) or _is_sure(understood, answer)
        is_right = _meant(understood, one) == one.intents if one.intents else not sure
        right += is_right
        surely += is_right and (sure or not one.intents)
        wrong += sure and not is_right
        found += _words_found(understood) >= {(span.slot, key(_words(one, span))) for span in one.spans}
    count = max(len(samples), 1)
    return Worth(len(samples), right / count, surely / count, wrong / count, found / count)


def _is_sure(understood: Understanding, answer: float) -> bool:
    return understood.best.confidence >= answer and understood.best.intent not in standing.INTENTS


def _words_found(understood: Understanding) -> set[tuple[str, str]]:
    marked = (understood.slots, *(part.slots for part in understood.parts))
    return {(slot, key(words)) for some in marked for slot, words in some.items()}


def _words(one: Sample, span: Span) -> str:
    return " ".join(one.words[span.start : span.end])


def _meant(understood: Understanding, one: Sample) -> frozenset[str]:
    """As many intents as the sentence has: those of its parts, or else the likeliest."""
    if len(understood.parts) == len(one.intents):
        return frozenset(part.guess.intent for part in understood.parts)
    return frozenset(guess.intent for guess in understood.guesses[: len(one.intents)])


def _refuse_unknown(assistant: Assistant, samples: Sequence[Sample]) -> None:
    intents = {*assistant.intents, OUT_OF_SCOPE}
    _refuse({intent for one in samples for intent in one.intents} - intents, sorted(intents))
    _refuse({span.slot for one in samples for span in one.spans} - assistant.slots.keys(), sorted(assistant.slots))


def _refuse(unknown: set[str], known: list[str]) -> None:
    if not unknown:
        return
    listed = ", ".join(
        f"“{name}” ({near}?)" if (near := nearest(name, known)) else f"“{name}”" for name in sorted(unknown)
    )
    raise BadInput(
        "understanding.unknown_labels",
        vi=f"Câu đã gán nhãn có nhãn mà trợ lý không có: {listed}. Hãy sửa nhãn, hoặc thêm ý định hay thông tin đó vào "
        "trợ lý.",
        en=f"Labelled sentences have labels that the assistant does not have: {listed}. Mend the labels, or add these "
        "intents and slots to the assistant.",
    )
