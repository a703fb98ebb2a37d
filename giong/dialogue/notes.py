"""An assistant's own notes on one conversation, as JSON between turns. Knows what is noted, not why."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from giong.dialogue.line import Choice, Expectation, Piece
from giong.dialogue.memory import State


class Asked(StrEnum):
    """What the last answer asked for."""

    NOTHING = ""
    SLOT = "slot"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    DOUBT = "doubt"
    """Whether a value that was read from a photo is right."""
    CLARIFICATION = "clarification"
    AGENT = "agent"
    """Whether the person wants to be handed over."""
    MORE = "more"
    """Whether there is anything else."""


@dataclass
class Place:
    """A place in a running flow. `slot` is being asked for; `tries` counts wrong answers to it; `trail` holds the slots
    answered so far, newest last; `walked` are the steps that were taken. While `at` is before `redo`, what was done
    already is not done again, unless it rests on a value in `changed`. `came_from` is the flow that led here.
    """

    flow: str
    at: int = 0
    slot: str = ""
    tries: int = 0
    trail: list[str] = field(default_factory=list)
    walked: list[int] = field(default_factory=list)
    redo: int = 0
    changed: list[str] = field(default_factory=list)
    came_from: str = ""


@dataclass
class Notes:
    """Everything an assistant remembers of a conversation, beside its history."""

    token: str = ""
    """Unguessable name of this conversation towards services."""
    code: str = ""
    """Short number of this conversation towards people."""
    effects: int = 0
    """How many actions succeeded; with `token` it names the next one, also when that has to be tried again."""
    slots: dict[str, Any] = field(default_factory=dict)
    outbound: bool = False
    """Whether we called the person."""
    given: dict[str, Any] = field(default_factory=dict)
    """What was known of the person before the talk, by the names of the assistant's variables."""
    place: Place | None = None
    paused: list[Place] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    asked: Asked = Asked.NOTHING
    offered: list[str] = field(default_factory=list)
    """What a clarification offers: names of intents, or topics of the documents."""
    misses: int = 0
    turns: int = 0
    used: dict[str, int] = field(default_factory=dict)
    """How often each fixed line was said, so that its wordings take turns."""
    last: list[dict[str, Any]] = field(default_factory=list)
    """The pieces of the last answer, for "say that again"."""
    own: str = ""
    customer: str = ""
    """How the person has shown that they want to be spoken with (xưng, hô); "" as the persona says."""
    topic: str = ""
    """What was talked about last, in words that a question can be completed with."""
    question: str = ""
    """The last question that was answered, complete."""
    upset: float = 0.0
    """How upset the person has seemed; it fades from turn to turn."""
    insults: int = 0
    """How often the person was asked to stay polite."""
    waiting: list[list[str]] = field(default_factory=list)
    """Flows asked for in the same sentence, each with its words, that begin when the present one is done."""
    speed: float = 1.0
    loudness: float = 1.0
    """How the person has asked to be spoken to on a call; factors."""
    photo: str = ""
    """A photo that was sent and is not used yet."""
    doubtful: dict[str, str] = field(default_factory=dict)
    """Slots whose value was read from a photo and is unsure, each with what a check found ("" = it is only unclear)."""
    unheard: list[dict[str, Any]] = field(default_factory=list)
    """Those of them that did not reach the person."""

    @classmethod
    def load(cls, state: State) -> Notes:
        """From JSON, which is left as it is; keys of another version are passed over."""
        notes = cls(**{key: value for key, value in deepcopy(state).items() if key in cls.__dataclass_fields__})
        notes.asked = Asked(notes.asked)
        notes.place = None if state.get("place") is None else Place(**deepcopy(state["place"]))
        notes.paused = [Place(**deepcopy(place)) for place in state.get("paused", [])]
        return notes

    def dump(self) -> State:
        return asdict(self)


def remembered(piece: Piece) -> dict[str, Any]:
    """A piece as it is noted. Citations are not: what is said again was cited before."""
    return {
        "text": piece.text,
        "speech": piece.speech,
        "prompt": piece.prompt,
        "choices": [[choice.title, choice.value] for choice in piece.choices],
        "expects": None if piece.expects is None else {**asdict(piece.expects), "phrases": [*piece.expects.phrases]},
    }


def recalled(noted: dict[str, Any]) -> Piece:
    choices = tuple(Choice(title, value) for title, value in noted["choices"])
    expects = noted.get("expects")
    return Piece(
        noted["text"],
        speech=noted["speech"],
        prompt=noted["prompt"],
        choices=choices,
        expects=Expectation(**expects | {"phrases": tuple(expects["phrases"])}) if expects else None,
    )
