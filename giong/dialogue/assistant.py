"""What an assistant is, as values: persona, intents, slots, answers, actions and flows. Knows no YAML and no talk.

`folder.py` makes these from files, having checked every name and expression, so whoever holds an `Assistant` need not
check again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from giong.dialogue.expressions import Expression, Template
from giong.dialogue.line import Choice
from giong.dialogue.nlu.trained.model import Model
from giong.retrieval.validity import Validity


@dataclass(frozen=True)
class Persona:
    """How the assistant calls itself (xưng) and addresses the person (hô). `adapt`: until the person says "chị hỏi"
    or "cháu ơi", which it follows from then on.
    """

    own: str = "em"
    customer: str = "anh/chị"
    style: str = ""
    adapt: bool = True


@dataclass(frozen=True)
class Voice:
    """Which synthesiser speaks; `speed` 1.0 is its natural rate. `filler`: it says "chờ em một chút" where an answer
    takes long on a call.
    """

    engine: str = "espeak"
    name: str = "vi"
    speed: float = 1.0
    filler: bool = True


@dataclass(frozen=True)
class Source:
    """A document that the assistant answers from. `path` lies inside the assistant's folder. The days from and until
    (the last one) which it holds, and the other documents that it replaces, are those that the author states.
    """

    path: str
    title: str = ""
    since: date | None = None
    until: date | None = None
    replaces: tuple[str, ...] = ()

    @property
    def stated(self) -> Validity:
        """What the author states of when it holds."""
        return Validity(since=self.since, until=self.until, replaces=self.replaces)


@dataclass(frozen=True)
class Thresholds:
    """Confidences in [0, 1]: from `answer` up it answers, from `clarify` up it asks what was meant. Where they are not
    `stated` by the author, they are set by what the understander learns about its own errors.
    """

    answer: float
    clarify: float
    stated: bool = True


@dataclass(frozen=True)
class Limits:
    """How much the assistant bears before it gives up on a message, a talk or an answer."""

    message_chars: int = 4000
    turns: int = 100
    silence_s: float = 8.0
    silences: int = 3
    misses: int = 3


@dataclass(frozen=True)
class Desk:
    """The people behind the assistant: where hand-overs go and when someone is there ("07:30-21:00", "" = always)."""

    queue: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Phrase:
    """One way to say a thing. `speech` is said on a call instead of `text`."""

    text: Template
    speech: Template | None = None
    choices: tuple[Choice, ...] = ()


Phrases = tuple[Phrase, ...]
"""Ways to say the same thing, used in turn."""


@dataclass(frozen=True)
class Example:
    """A sentence that expresses an intent; `slots` are the marked parts (slot → words)."""

    text: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Intent:
    """Something people want. `title` names it on a button; `never` are sentences that look like it and are not."""

    name: str
    title: str
    examples: tuple[Example, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One value of a choice. `value` is stored, `title` is shown, all of them are understood."""

    value: str
    title: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """Something the assistant asks for. `type` is a key of `slots.table.KINDS`; `title` names it to people."""

    name: str
    type: str
    ask: Phrases
    title: str = ""
    again: Phrases = ()
    read_back: bool = False
    pattern: str = ""
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    only: tuple[str, ...] = ()
    """Which sorts of the kind will do: `mobile` of a `phone`; all of them where it is empty."""
    accept: tuple[str, ...] = ()
    """Of a `document`: the kinds of paper that will do."""
    fill: Mapping[str, str] = field(default_factory=dict)
    """Of a `document`: slot → the field of the paper that fills it. What a photo does not give is asked for."""
    retakes: int = 3
    """Of a `document`: after so many photos that will not do it offers other ways."""


@dataclass(frozen=True)
class HttpAction:
    """A request to an allowed host. `save` maps slots to paths in the JSON answer; `${NAME}` is read from the
    environment.
    """

    name: str
    method: str
    url: Template
    headers: Mapping[str, Template] = field(default_factory=dict)
    body: Any = None
    """JSON value whose texts are templates, or None."""
    timeout_s: float = 5.0
    retries: int = 1
    save: Mapping[str, str] = field(default_factory=dict)
    writes: bool = True
    """Whether it changes anything at the service; what does is done only after the person has confirmed."""

    @property
    def used(self) -> frozenset[str]:
        """The names that it sends."""
        return _used([self.url, *self.headers.values(), self.body])


@dataclass(frozen=True)
class ToolAction:
    """A call of one tool of an MCP server. `save` maps slots to paths in what the tool gives back."""

    name: str
    server: str
    tool: str
    body: Any = field(default_factory=dict)
    """The tool's arguments: a JSON object whose texts are templates."""
    timeout_s: float = 10.0
    retries: int = 0
    save: Mapping[str, str] = field(default_factory=dict)
    writes: bool = True

    @property
    def used(self) -> frozenset[str]:
        """The names that it sends."""
        return _used(self.body)


Action = HttpAction | ToolAction


def _used(value: Any) -> frozenset[str]:
    return frozenset(name for template in _templates(value) for one in template.expressions() for name in one.used)


def _templates(value: Any) -> Iterator[Template]:
    if isinstance(value, Template):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _templates(item)


@dataclass(frozen=True)
class ToolServer:
    """An MCP server: at an allowed `url`, with headers in which `${NAME}` is read from the environment, or a `program`
    of this name that the operator lets assistants start.
    """

    name: str
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    program: str = ""


@dataclass(frozen=True)
class Say:
    phrases: Phrases
    prompt: str = ""


@dataclass(frozen=True)
class Ask:
    """Ask until `slot` is filled. `choose` shows the options as buttons; `anew` forgets what was filled before."""

    slot: str
    choose: bool = False
    anew: bool = False


@dataclass(frozen=True)
class Confirm:
    """Ask whether all is right. On "no" go to step `no`, or ask what to correct when there is none (-1)."""

    phrases: Phrases
    prompt: str = ""
    no: int = -1
    slots: tuple[str, ...] = ()
    """The slots that the question mentions: what can be corrected."""


@dataclass(frozen=True)
class Set:
    values: Mapping[str, Expression]


@dataclass(frozen=True)
class Jump:
    """Go on at step `to`; with a condition, only when it does not hold."""

    to: int
    unless: Expression | None = None


@dataclass(frozen=True)
class Call:
    """Carry out an action; when it fails go to step `failed` (-1: say so and hand over)."""

    action: str
    failed: int = -1


@dataclass(frozen=True)
class LookUp:
    query: Template


@dataclass(frozen=True)
class Go:
    flow: str


@dataclass(frozen=True)
class HandOverTo:
    queue: str


@dataclass(frozen=True)
class EndTalk:
    outcome: str


Step = Say | Ask | Confirm | Set | Jump | Call | LookUp | Go | HandOverTo | EndTalk


@dataclass(frozen=True)
class Flow:
    """Steps in one flat list, so that a place in it is one number; branches have become jumps (`plan.py`)."""

    name: str
    title: str
    start: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots it asks for, in order."""
        return tuple(dict.fromkeys(step.slot for step in self.steps if isinstance(step, Ask)))


@dataclass(frozen=True)
class Assistant:
    """A virtual member of staff, whole and checked."""

    folder: Path
    name: str
    description: str
    persona: Persona
    voice: Voice
    channels: tuple[str, ...]
    knowledge: tuple[Source, ...]
    thresholds: Thresholds
    """For intents."""
    document_thresholds: Thresholds
    limits: Limits
    desk: Desk
    hosts: frozenset[str]
    actions: Mapping[str, Action]
    variables: Mapping[str, str | int | float | bool]
    bias: tuple[str, ...]
    intents: Mapping[str, Intent]
    slots: Mapping[str, Slot]
    answers: Mapping[str, Phrases]
    flows: Mapping[str, Flow]
    servers: Mapping[str, ToolServer] = field(default_factory=dict)
    outbound: str = ""
    """The flow with which a call begins that it places itself; "" greets as always."""
    outside: tuple[str, ...] = ()
    """What people ask of it that it is not there for."""
    model: Model | None = field(default=None, compare=False, repr=False)
    """What was learnt from thousands of labelled sentences, of its own intents and slots only."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The variables that have no value of their own: whoever has it call people must say them."""
        return tuple(name for name, value in self.variables.items() if value == "")

    def flow_for(self, intent: str) -> Flow | None:
        return next((flow for flow in self.flows.values() if intent in flow.start), None)
