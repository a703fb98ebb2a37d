"""What an understander learns from: an assistant's examples, what it is not for, and what no assistant is for. Learns
nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from giong.dialogue.assistant import Example, Intent
from giong.dialogue.manners.colloquial import bare, written_out
from giong.dialogue.nlu.beyond import BEYOND
from giong.dialogue.nlu.likeness import Likeness
from giong.text.tones import to_old
from giong.text.unicode import fold, nfc
from giong.text.words import syllables

NONE = -1
"""In place of an intent's number: none of them."""

Choices = Mapping[str, Sequence[str]]
"""The words for each slot that is chosen from a list. One mark stands for all of them, and unlike an address or a
number, which is chosen says something of what is wanted.
"""


@dataclass(frozen=True)
class Lesson:
    """A sentence and the number of its intent. `never` is an intent that it must not be taken for. What was `made` from
    an example, with another choice than the marked one, says nothing of how well examples are told apart.
    """

    text: str
    intent: int = NONE
    never: int = NONE
    made: bool = False


MAX_MADE = 40
"""How many choices are put into an intent's examples: what is learnt takes time."""
ALIKE = 0.45
"""A sentence that is so alike an example is no example of what the assistant is not for."""


def lessons(intents: Sequence[Intent], choices: Choices, outside: Iterable[str]) -> list[Lesson]:
    """All that is to be learnt. What no assistant is for is left out where this one is: a gold shop is asked about
    the price of gold.
    """
    own = [
        Lesson(written_out(without_slots(example, choices)), number)
        for number, intent in enumerate(intents)
        for example in intent.examples
    ]
    never = [Lesson(written_out(text), never=number) for number, intent in enumerate(intents) for text in intent.never]
    taught = [*own, *never, *(Lesson(written_out(text)) for text in outside)]
    theirs = Likeness([lesson.text for lesson in own], accented=True)
    taught += [
        Lesson(written_out(text), number, made=True)
        for number, intent in enumerate(intents)
        for text in _with_other_choices(intent, choices)
    ]
    return [*taught, *(Lesson(text) for text in BEYOND if theirs.of(text).max(initial=0.0) < ALIKE)]


def _with_other_choices(intent: Intent, choices: Choices) -> list[str]:
    """What may be chosen says as much as what is marked: each other choice, in one of the marked examples in turn."""
    marked = [(example, slot) for example in intent.examples for slot in example.slots if slot in choices]
    said = {fold(words) for example, slot in marked for words in [example.slots[slot]]}
    others = list(dict.fromkeys((slot, words) for _, slot in marked for words in choices[slot]))
    made = []
    for number, (slot, words) in enumerate(others[:MAX_MADE]):
        fitting = [example for example, name in marked if name == slot]
        example = fitting[number % len(fitting)]
        if fold(words) not in said:
            made.append(example.text.replace(example.slots[slot], words, 1))
    return made


def key(text: str) -> str:
    """What two sentences with the same words have in common."""
    return " ".join(span.text for span in syllables(to_old(nfc(text)).lower()))


def bare_key(text: str) -> str:
    """The same without courtesies."""
    return key(bare(text))


def without_slots(example: Example, choices: Choices) -> str:
    """Whose address it is says nothing about what is wanted, unless there are no other words."""
    rest = example.text
    for name, words in example.slots.items():
        if name not in choices:
            rest = rest.replace(words, " ", 1)
    return rest if syllables(rest) else example.text


def keys_of(example: Example, choices: Choices) -> Iterator[str]:
    """The keys of the example itself, as it stands and written out, without its marks, and with each of the other
    choices.
    """
    rest = without_slots(example, choices)
    yield from map(key, (example.text, written_out(example.text), rest, written_out(rest)))
    for name, words in example.slots.items():
        for other in choices.get(name, ()):
            yield key(example.text.replace(words, other, 1))
