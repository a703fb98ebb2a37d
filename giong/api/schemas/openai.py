"""OpenAI's shapes, as far as Gióng has something to say in them. Unknown request fields are let pass."""

from __future__ import annotations

import time
from typing import Any, Literal

from pydantic import BaseModel, Field

from giong.api.schemas.values import Text


class Model(BaseModel):
    id: str = Field(examples=["dien-luc"])
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "giong"


class Models(BaseModel):
    object: Literal["list"] = "list"
    data: list[Model]


class ImageAddress(BaseModel):
    """`url` is a data URL; addresses are fetched only where the settings allow it."""

    url: str = Field(examples=["data:image/jpeg;base64,…"])
    detail: str = "auto"


class ContentPart(BaseModel):
    type: str = Field(examples=["text"])
    text: Text = Field("", examples=["Giá điện bậc 1?"])
    image_url: ImageAddress | None = None


class ChatMessage(BaseModel):
    role: str = Field(examples=["user"])
    content: Text | list[ContentPart] | None = Field(None, examples=["Giá điện bậc 1?"])

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""

    @property
    def pictures(self) -> list[str]:
        """The addresses of the pictures in it."""
        parts = self.content if isinstance(self.content, list) else []
        return [part.image_url.url for part in parts if part.type == "image_url" and part.image_url]


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
    content: str = Field(examples=["Dạ, bậc 1 là 1.984 đồng một số ạ."])
    refusal: None = None


class ChatChoice(BaseModel):
    index: int = 0
    message: ChatAnswer
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """`citations` is an addition of ours; clients that do not know it ignore it."""

    id: str = Field(examples=["chatcmpl_01m806w28gppggc62hsn1vsgq0"])
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(default_factory=lambda: int(time.time()))
    model: str
    choices: list[ChatChoice]
    usage: ChatUsage
    citations: list[dict[str, Any]] = []


class EmbeddingsRequest(BaseModel):
    model: Text = Field(examples=["text-embedding-3-small"])
    input: Text | list[Text] = Field(examples=["Giá điện sinh hoạt"])
    encoding_format: Literal["float", "base64"] = "float"


class Embedding(BaseModel):
    object: Literal["embedding"] = "embedding"
    index: int = Field(examples=[0])
    embedding: list[float] | str = Field(examples=[[0.021, -0.007]])


class EmbeddingsUsage(BaseModel):
    prompt_tokens: int = Field(examples=[4])
    total_tokens: int = Field(examples=[4])


class Embeddings(BaseModel):
    object: Literal["list"] = "list"
    data: list[Embedding]
    model: str
    usage: EmbeddingsUsage


class SpeechRequest(BaseModel):
    model: Text = Field(examples=["tts-1"])
    input: Text = Field(examples=["Dạ, Điện lực Sông Hồng xin nghe."], min_length=1, max_length=4096)
    voice: Text = Field("", description="Empty or unknown: the engine's own")
    response_format: Literal["wav", "pcm", "flac", "mp3", "opus"] = "mp3"
    speed: float = Field(1.0, ge=0.25, le=4.0)


class TranscribedWord(BaseModel):
    word: str = Field(examples=["mất"])
    start: float = Field(examples=[0.32])
    end: float = Field(examples=[0.56])


class Transcription(BaseModel):
    text: str = Field(examples=["Nhà tôi mất điện."])


class VerboseTranscription(Transcription):
    task: Literal["transcribe"] = "transcribe"
    language: str = "vi"
    duration: float = Field(examples=[1.9])
    words: list[TranscribedWord]
