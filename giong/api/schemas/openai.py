"""OpenAI's shapes, as far as Gióng has something to say in them. Unknown request fields are let pass."""

from __future__ import annotations

import time
from typing import Any, Literal

from pydantic import BaseModel, Field

from giong.api.schemas.values import Text


class Model(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "giong"


class Models(BaseModel):
    object: Literal["list"] = "list"
    data: list[Model]


class TextPart(BaseModel):
    type: str
    text: Text = ""


class ChatMessage(BaseModel):
    role: str
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatRequest(BaseModel):
    model: Text = Field(examples=["dien-luc"])
    messages: list[ChatMessage] = Field(min_length=1, examples=[[{"role": "user", "content": "Giá điện bậc 1?"}]])
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1


class ChatUsage(BaseModel):
    """Counted in syllables: there are no model tokens where no model is used."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Delta(BaseModel):
    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(BaseModel):
    index: int = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None


class Chunk(BaseModel):
    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int = Field(default_factory=lambda: int(time.time()))
    model: str
    choices: list[ChunkChoice]
    usage: ChatUsage | None = None
    citations: list[dict[str, Any]] | None = None


class ChatAnswer(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class ChatChoice(BaseModel):
    index: int = 0
    message: ChatAnswer
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """`citations` is an addition of ours; clients that do not know it ignore it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(default_factory=lambda: int(time.time()))
    model: str
    choices: list[ChatChoice]
    usage: ChatUsage
    citations: list[dict[str, Any]] = []


class EmbeddingsRequest(BaseModel):
    model: Text
    input: Text | list[Text] = Field(examples=["Giá điện sinh hoạt"])
    encoding_format: Literal["float", "base64"] = "float"


class Embedding(BaseModel):
    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class EmbeddingsUsage(BaseModel):
    prompt_tokens: int
    total_tokens: int


class Embeddings(BaseModel):
    object: Literal["list"] = "list"
    data: list[Embedding]
    model: str
    usage: EmbeddingsUsage


class SpeechRequest(BaseModel):
    model: Text
    input: Text = Field(max_length=4096)
    voice: Text = ""
    response_format: Literal["wav", "pcm", "flac", "mp3", "opus"] = "mp3"
    speed: float = Field(1.0, ge=0.25, le=4.0)


class TranscribedWord(BaseModel):
    word: str
    start: float
    end: float


class Transcription(BaseModel):
    text: str


class VerboseTranscription(Transcription):
    task: Literal["transcribe"] = "transcribe"
    language: str = "vi"
    duration: float
    words: list[TranscribedWord]
