"""The format of an assistant's files, as data models and as the JSON Schemas published in `docs/schema/`. Knows no
meaning: whether a slot named somewhere exists is checked by `folder.py`.
"""

from __future__ import annotations

import difflib
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

SlotType = Literal[
    "text", "name", "phone", "number", "integer", "percent", "money", "date", "time", "duration", "yes_no", "choice",
    "code", "citizen_id", "tax_code", "bank_account", "plate", "address", "province", "email", "url", "file",
    "document",
]  # fmt: skip
Channel = Literal["web", "call"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Unit = Annotated[float, Field(ge=0, le=1)]


class _Keyed(BaseModel):
    """A mapping with fixed keys; an unknown one is an error that offers the nearest."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        if isinstance(data, dict):
            allowed = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in allowed:
                    raise PydanticCustomError("unknown_key", "unknown key", {"key": key, "allowed": allowed})
        return data


class ChoiceFile(_Keyed):
    title: str
    value: str


class PhraseFile(_Keyed):
    """A fixed line: `speech` is said on a call instead of `text`."""

    text: str
    speech: str | None = None
    choices: list[ChoiceFile | str] = []


OnePhrase = Annotated[
    Annotated[PhraseFile, Tag("phrase:full")] | Annotated[str, Tag("phrase:text")],
    Discriminator(lambda value: "phrase:full" if isinstance(value, dict | PhraseFile) else "phrase:text"),
]
Phrases = Annotated[
    Annotated[list[OnePhrase], Field(min_length=1), Tag("phrases:list")] | Annotated[OnePhrase, Tag("phrases:one")],
    Discriminator(lambda value: "phrases:list" if isinstance(value, list) else "phrases:one"),
]
"""A text, a full phrase, or a list of either, of which one is taken in turn."""


# assistant.yaml


class PersonaFile(_Keyed):
    own: Annotated[str, Field(alias="self", description="how it calls itself (xưng)")] = "em"
    customer: Annotated[str, Field(description="how it addresses the person (hô)")] = "anh/chị"
    style: str = ""
    adapt: Annotated[bool, Field(description="whether it speaks with people as they speak of themselves")] = True


class VoiceFile(_Keyed):
    engine: str = "espeak"
    name: str = "vi"
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1.0
    filler: Annotated[bool, Field(description="whether it says “chờ em một chút” where an answer takes long")] = True


class SourceFile(_Keyed):
    path: str
    title: str = ""
    since: Annotated[date | None, Field(alias="from", description="from when it holds: 2026-01-31")] = None
    until: Annotated[date | None, Field(description="the last day on which it holds")] = None
    replaces: Annotated[
        list[str], Field(description="documents that it replaces, by title, file or number, once it holds")
    ] = []


class DocumentThresholdsFile(_Keyed):
    answer: Unit = 0.50
    clarify: Unit = 0.20


class ThresholdsFile(_Keyed):
    answer: Annotated[Unit | None, Field(description="from here up it answers; set from the examples if absent")] = None
    clarify: Annotated[Unit | None, Field(description="from here up it asks back; set from the examples if absent")] = (
        None
    )
    documents: DocumentThresholdsFile = DocumentThresholdsFile()


class LimitsFile(_Keyed):
    message_chars: Annotated[int, Field(ge=1, le=100_000)] = 4000
    turns: Annotated[int, Field(ge=1, le=10_000)] = 100
    silence_s: Annotated[float, Field(gt=0, le=3600)] = 8.0
    silences: Annotated[int, Field(ge=1, le=20)] = 3
    misses: Annotated[int, Field(ge=1, le=20)] = 3


class DeskFile(_Keyed):
    queue: str = ""
    phone: str = ""
    hours: Annotated[str, Field(pattern=r"^(\d{2}:\d{2}-\d{2}:\d{2})?$")] = ""


class ActionFile(_Keyed):
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: Annotated[str, Field(pattern=r"^https?://")]
    headers: dict[str, str] = {}
    body: Annotated[Any, Field(description="JSON body; texts may hold {{…}}")] = None
    timeout_s: Annotated[float, Field(gt=0, le=30)] = 5.0
    retries: Annotated[int, Field(ge=0, le=5)] = 1
    writes: Annotated[
        bool | None, Field(description="whether it changes anything there; every method but GET does if absent")
    ] = None
    save: Annotated[
        dict[Identifier, str], Field(description="slot ← path in the JSON answer, e.g. data.items.0.name")
    ] = {}


class ToolFile(_Keyed):
    """An action that calls a tool of an MCP server."""

    mcp: Annotated[str, Field(description="name of the server, in servers")]
    tool: Annotated[str, Field(min_length=1, description="name of the tool, as the server lists it")]
    arguments: Annotated[dict[str, Any], Field(description="JSON values; texts may hold {{…}}")] = {}
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 10.0
    writes: Annotated[bool, Field(description="false only for a tool that the server marks readOnlyHint")] = True
    save: Annotated[dict[Identifier, str], Field(description="slot ← path in the JSON that the tool gives back")] = {}


def _action_kind(value: Any) -> str:
    calls_tool = isinstance(value, ToolFile) or (isinstance(value, dict) and "mcp" in value)
    return "action:mcp" if calls_tool else "action:http"


AnyAction = Annotated[
    Annotated[ToolFile, Tag("action:mcp")] | Annotated[ActionFile, Tag("action:http")],
    Discriminator(_action_kind),
]


class ServerFile(_Keyed):
    """An MCP server: at a `url`, or a program that the operator allows (`tool_programs` of the settings)."""

    url: Annotated[str, Field(pattern=r"^(https?://.*)?$")] = ""
    headers: Annotated[dict[str, str], Field(description="${NAME} is read from the environment")] = {}
    program: str = ""


class AssistantFile(_Keyed):
    giong: Literal[1]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: str = ""
    persona: PersonaFile = PersonaFile()
    voice: VoiceFile = VoiceFile()
    channels: Annotated[list[Channel], Field(min_length=1)] = ["web", "call"]
    knowledge: list[SourceFile] | None = None
    understanding: ThresholdsFile = ThresholdsFile()
    limits: LimitsFile = LimitsFile()
    hand_over: DeskFile = DeskFile()
    hosts: list[str] = []
    servers: Annotated[dict[Identifier, ServerFile], Field(description="MCP servers")] = {}
    actions: dict[Identifier, AnyAction] = {}
    variables: dict[Identifier, str | int | float | bool] = {}
    outbound: Annotated[str, Field(description="the flow with which a call begins that it places itself")] = ""
    bias: list[str] = []


# intents.yaml, slots.yaml, answers.yaml


class IntentFile(_Keyed):
    title: str = ""
    examples: list[str] = []
    never: Annotated[list[str], Field(alias="not", description="sentences that look like this intent and are not")] = []


class OptionFile(_Keyed):
    value: Annotated[str, Field(min_length=1)]
    title: str = ""
    synonyms: list[str] = []


class SlotFile(_Keyed):
    type: SlotType = "text"
    title: Annotated[str, Field(description="what people call it: số điện thoại")] = ""
    ask: Phrases
    again: Phrases | None = None
    read_back: bool = False
    pattern: Annotated[str, Field(description="regular expression of a code")] = ""
    options: list[OptionFile | str] = []
    min: float | None = None
    max: float | None = None
    only: Annotated[list[str], Field(description="sorts that will do: mobile, landline, cccd, image …")] = []
    accept: Annotated[list[Identifier], Field(description="of a document: kinds of paper, cccd_front …")] = []
    fill: Annotated[dict[Identifier, str], Field(description="of a document: slot ← field of the paper")] = {}
    retakes: Annotated[int, Field(ge=1, le=10, description="of a document: photos until other ways are offered")] = 3


class IntentsFile(RootModel[dict[Identifier, IntentFile]]):
    pass


class SlotsFile(RootModel[dict[Identifier, SlotFile]]):
    pass


class AnswersFile(RootModel[dict[Identifier, Phrases]]):
    pass


# flows/*.yaml


class StepFile(_Keyed):
    when: Annotated[str | None, Field(description="condition: the step is passed over when it does not hold")] = None


class SayStep(StepFile):
    say: Phrases
    prompt: Annotated[str, Field(description="name of a recording in prompts/")] = ""


class AskStep(StepFile):
    ask: str
    anew: bool = False


class ChooseStep(StepFile):
    choose: str
    anew: bool = False


class SetStep(StepFile):
    set: dict[Identifier, str | int | float | bool]


class ConfirmStep(StepFile):
    confirm: Phrases
    prompt: Annotated[str, Field(description="name of a recording in prompts/")] = ""
    no: list[AnyStep] | None = None


class BranchStep(StepFile):
    branch: Annotated[list[AnyArm], Field(min_length=1)]


class CallStep(StepFile):
    call: str
    failed: list[AnyStep] | None = None


class LookUpStep(StepFile):
    look_up: str


class GoStep(StepFile):
    go: str


class HandOverStep(StepFile):
    hand_over: str = ""


class EndStep(StepFile):
    end: str = "done"


STEPS: dict[str, type[StepFile]] = {
    "say": SayStep,
    "ask": AskStep,
    "choose": ChooseStep,
    "confirm": ConfirmStep,
    "set": SetStep,
    "branch": BranchStep,
    "call": CallStep,
    "look_up": LookUpStep,
    "go": GoStep,
    "hand_over": HandOverStep,
    "end": EndStep,
}


def _step_kind(value: Any) -> str | None:
    if isinstance(value, StepFile):
        return next(f"step:{name}" for name, kind in STEPS.items() if isinstance(value, kind))
    names = [name for name in STEPS if isinstance(value, dict) and name in value]
    return f"step:{names[0]}" if len(names) == 1 else None


def _arm_kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return "arm:else" if "else" in value else "arm:when"
    return "arm:when" if isinstance(value, ArmFile) else "arm:else"


AnyStep = Annotated[
    Annotated[SayStep, Tag("step:say")]
    | Annotated[AskStep, Tag("step:ask")]
    | Annotated[ChooseStep, Tag("step:choose")]
    | Annotated[ConfirmStep, Tag("step:confirm")]
    | Annotated[SetStep, Tag("step:set")]
    | Annotated[BranchStep, Tag("step:branch")]
    | Annotated[CallStep, Tag("step:call")]
    | Annotated[LookUpStep, Tag("step:look_up")]
    | Annotated[GoStep, Tag("step:go")]
    | Annotated[HandOverStep, Tag("step:hand_over")]
    | Annotated[EndStep, Tag("step:end")],
    Discriminator(
        _step_kind,
        custom_error_type="step_kind",
        custom_error_message="a step needs exactly one of its kinds",
    ),
]


class ArmFile(_Keyed):
    when: str
    steps: list[AnyStep]


class ElseFile(_Keyed):
    otherwise: Annotated[list[AnyStep], Field(alias="else")]


AnyArm = Annotated[Annotated[ArmFile, Tag("arm:when")] | Annotated[ElseFile, Tag("arm:else")], Discriminator(_arm_kind)]


class FlowFile(_Keyed):
    flow: Identifier
    title: str = ""
    start: list[str] = []
    steps: Annotated[list[AnyStep], Field(min_length=1)]


# tests/*.yaml


class ExpectFile(_Keyed):
    """What must be true after a turn; what is not named is not looked at."""

    says: str | list[str] = []
    not_says: str | list[str] = []
    intent: str | None = None
    flow: str | None = None
    slots: dict[str, Any] = {}
    cites: str | None = None
    choices: list[str] | None = None
    decision: str | None = None
    action: str | None = None
    sent: Annotated[dict[str, Any], Field(description="part of the JSON that the turn's action sent")] = {}
    hand_over: bool | str | None = None
    ends: bool | str | None = None
    within_ms: Annotated[int | None, Field(gt=0, description="real time until the answer begins")] = None


class SeenFile(_Keyed):
    """A field that is unsure, or that a check finds wrong."""

    value: str
    confidence: Unit = 1.0
    doubts: list[str] = []


class PhotoFile(_Keyed):
    """A photo that the person sends, as what is read of it: `kind` and `fields`, or why it has to be taken again."""

    kind: Identifier | Literal[""] = ""
    fields: dict[Identifier, str | SeenFile] = {}
    refused: Annotated[str, Field(description="blur, glare, dark, cut, small, recapture, wrong_document …")] = ""


class ScenarioTurnFile(_Keyed):
    """One thing the person does (or nothing, for the greeting) and what is expected of the answer."""

    user: Annotated[str | None, Field(description="words; beside `audio`, what is said in it")] = None
    photo: Annotated[PhotoFile | None, Field(description="a photo, alone or with words in `user`")] = None
    press: Annotated[str | None, Field(description="a button's value")] = None
    keys: Annotated[str | None, Field(pattern=r"^[0-9*#]{1,40}$", description="telephone keys, one by one")] = None
    audio: Annotated[str | None, Field(description="a recording in tests/, heard by the recogniser on a call")] = None
    silence: Literal[True] | None = None
    expect: ExpectFile = ExpectFile()

    @property
    def is_greeting(self) -> bool:
        """Whether the person does nothing: the turn in which the assistant speaks first."""
        return all(thing is None for thing in (self.user, self.press, self.keys, self.audio, self.silence, self.photo))

    @model_validator(mode="after")
    def _one_thing(self) -> ScenarioTurnFile:
        if sum(thing is not None for thing in (self.user, self.press, self.keys, self.silence)) > 1:
            raise PydanticCustomError("one_thing", "one of user, press, keys, silence", {})
        if self.photo is not None and (self.press or self.keys or self.silence or self.audio):
            raise PydanticCustomError("photo_alone", "a photo comes alone or with words", {})
        if self.audio is not None and self.user is None:
            raise PydanticCustomError("audio_words", "audio needs the words said in it", {})
        return self


class FakeAnswerFile(_Keyed):
    """What an HTTP action gets in a scenario; a list of these is used up one after the other."""

    status: int = 200
    body: Annotated[Any, Field(alias="json")] = None


class ScenarioFile(_Keyed):
    scenario: str
    gap: Annotated[str, Field(description="why it is known not to pass yet; it is shown and counts as no failure")] = ""
    channel: Channel = "web"
    outbound: Annotated[
        dict[Identifier, str | int | float | bool] | None,
        Field(description="we call: what the list says of the person"),
    ] = None
    now: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$")] = "2026-11-20T09:00"
    actions: dict[str, FakeAnswerFile | list[FakeAnswerFile]] = {}
    turns: Annotated[list[ScenarioTurnFile], Field(min_length=1)]


class ScenariosFile(RootModel[list[ScenarioFile]]):
    pass


for _model in (ConfirmStep, BranchStep, CallStep, ArmFile, ElseFile, FlowFile):
    _model.model_rebuild()


FILES: dict[str, type[BaseModel]] = {
    "assistant": AssistantFile,
    "intents": IntentsFile,
    "slots": SlotsFile,
    "answers": AnswersFile,
    "flow": FlowFile,
    "scenarios": ScenariosFile,
}
"""The kinds of file in an assistant's folder."""


def nearest(word: str, words: list[str]) -> str:
    """The word that was probably meant, or ""."""
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.6)), "")


def published() -> dict[str, str]:
    """The JSON Schema of each kind of file, as the text of `docs/schema/<kind>.schema.json`."""
    texts = {}
    for kind, model in FILES.items():
        schema = TypeAdapter(model).json_schema(by_alias=True)
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        texts[kind] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return texts


def publish(folder: Path) -> None:
    """Write the schemas below `folder` (the Makefile does so for `docs/schema`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, text in published().items():
        (folder / f"{kind}.schema.json").write_text(text, encoding="utf-8")
