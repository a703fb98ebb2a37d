"""OpenAI's API over Gióng: an assistant is a model; the embedder, the recogniser and the synthesiser are models too."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

from giong.api import pictures
from giong.api.auth import Organisation
from giong.api.errors import openai_body
from giong.api.rooms import rooms
from giong.api.schemas import openai as shapes
from giong.channels.web import WebLine
from giong.conversations.stateless import Exchange
from giong.dialogue.line import Piece, Said
from giong.dialogue.mind import Mind
from giong.dialogue.turn import take_turn
from giong.engines.table import Slot
from giong.errors import BadInput, GiongError, NotFound
from giong.speech import files
from giong.speech.pcm import Audio
from giong.speech.tts.synthesiser import Voice
from giong.text.spoken import spoken
from giong.text.words import syllables
from giong.text.written import written

router = APIRouter(prefix="/v1", tags=["openai"])

AUDIO_SLOTS = (Slot.EMBEDDING, Slot.ASR, Slot.TTS)
ALIASES = {"whisper-1": Slot.ASR, "tts-1": Slot.TTS, "text-embedding-3-small": Slot.EMBEDDING}
"""Names that clients use when they have not been told ours."""

NOT_STORED = ""
"""Talks over this API belong to no stored conversation, and neither do the photos sent in them."""

MEDIA_TYPES = {
    "wav": "audio/wav",
    "pcm": "audio/pcm",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
}


@router.get("/models", summary="Assistants and engines")
async def models(request: Request, organisation: Organisation) -> shapes.Models:
    return shapes.Models(data=[shapes.Model(id=id) for id in _models(request, organisation)])


@router.get("/models/{model}", summary="One assistant or engine")
async def model(request: Request, organisation: Organisation, model: str) -> shapes.Model:
    if model not in _models(request, organisation) and model not in ALIASES:
        raise _no_model(model)
    return shapes.Model(id=model)


@router.post(
    "/chat/completions",
    summary="Say something to an assistant",
    response_model=shapes.Completion,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def chat(request: Request, organisation: Organisation, asked: shapes.ChatRequest) -> Any:
    colleague = await rooms(request).staff.get(organisation, asked.model)
    exchange = rooms(request).talks.begin(
        organisation, asked.model, [(message.role, message.text) for message in asked.messages]
    )
    said = Said(exchange.text, photos=await _photos(request, organisation, asked.messages[-1]))
    mind = colleague.mind.seeing(rooms(request).photos.of(organisation, NOT_STORED))
    answer = _answer(mind, exchange, said)
    if asked.stream:
        return StreamingResponse(_streamed(answer, exchange, asked), media_type="text/event-stream")
    pieces = [piece async for piece in answer]
    text = "\n".join(piece.text for piece in pieces if piece.text)
    return shapes.Completion(
        id=exchange.id,
        model=asked.model,
        choices=[shapes.ChatChoice(message=shapes.ChatAnswer(content=text))],
        usage=_usage(asked, text),
        citations=[_citation(citation) for piece in pieces for citation in piece.citations],
    )


@router.post("/embeddings", summary="Vectors of texts")
async def embeddings(
    request: Request, organisation: Organisation, asked: shapes.EmbeddingsRequest
) -> shapes.Embeddings:
    engines = rooms(request).engines
    _check_engine(request, asked.model, Slot.EMBEDDING)
    texts = [asked.input] if isinstance(asked.input, str) else asked.input
    if not texts or len(texts) > 256 or any(not text.strip() for text in texts):
        raise BadInput(
            "embeddings.bad_input",
            vi="Cần từ 1 đến 256 đoạn văn bản, không đoạn nào trống.",
            en="Send 1 to 256 texts, none of them empty.",
        )
    embedder = await engines.embedder()
    vectors = await asyncio.get_running_loop().run_in_executor(engines.pool, embedder.passages, texts)
    tokens = sum(len(syllables(text)) for text in texts)
    return shapes.Embeddings(
        data=[
            shapes.Embedding(index=place, embedding=_encoded(vector, asked.encoding_format))
            for place, vector in enumerate(vectors)
        ],
        model=asked.model,
        usage=shapes.EmbeddingsUsage(prompt_tokens=tokens, total_tokens=tokens),
    )


@router.post(
    "/audio/transcriptions",
    summary="What is said in a recording",
    response_model=shapes.Transcription | shapes.VerboseTranscription,
    responses={200: {"content": {"text/plain": {}}}},
)
async def transcriptions(
    request: Request,
    organisation: Organisation,
    file: Annotated[UploadFile, File()],
    model: Annotated[str, Form(examples=["whisper-1"])],
    response_format: Annotated[str, Form()] = "json",
) -> Any:
    engines = rooms(request).engines
    _check_engine(request, model, Slot.ASR)
    data = await file.read()
    audio = await asyncio.to_thread(files.read_audio, data, longest_s=rooms(request).settings.audio_minutes * 60.0)
    recogniser = await engines.recogniser()
    heard = await asyncio.get_running_loop().run_in_executor(engines.pool, recogniser.transcribe, audio)
    text = written(heard.text)
    if response_format == "text":
        return PlainTextResponse(text + "\n")
    if response_format == "verbose_json":
        words = [shapes.TranscribedWord(word=word.text, start=word.start_s, end=word.end_s) for word in heard.words]
        return shapes.VerboseTranscription(text=text, duration=audio.duration_s, words=words)
    if response_format != "json":
        raise BadInput(
            "transcription.bad_format",
            vi="response_format phải là json, text hoặc verbose_json.",
            en="response_format must be json, text or verbose_json.",
        )
    return shapes.Transcription(text=text)


@router.post(
    "/audio/speech",
    summary="A text as sound",
    response_class=Response,
    responses={200: {"content": {media: {} for media in MEDIA_TYPES.values()}}},
)
async def speech(request: Request, organisation: Organisation, asked: shapes.SpeechRequest) -> Response:
    engines = rooms(request).engines
    _check_engine(request, asked.model, Slot.TTS)
    synthesiser = await engines.synthesiser()
    voice = Voice(asked.voice if asked.voice in synthesiser.voices else "", asked.speed)

    def speak() -> bytes:
        sound = [np.zeros(0, np.float32), *synthesiser.synthesise(spoken(asked.input), voice)]
        return files.encoded(Audio(np.concatenate(sound), synthesiser.rate_hz), asked.response_format)

    data = await asyncio.get_running_loop().run_in_executor(engines.pool, speak)
    return Response(data, media_type=MEDIA_TYPES[asked.response_format])


async def _photos(request: Request, organisation: str, message: shapes.ChatMessage) -> tuple[str, ...]:
    """References of the pictures in the message, of which an assistant looks at one."""
    here = rooms(request)
    if len(message.pictures) > 1:
        raise BadInput(
            "chat.one_picture",
            vi="Mỗi tin nhắn chỉ gửi một ảnh. Hãy gửi từng ảnh một.",
            en="A message may hold one picture. Send them one by one.",
        )
    references = []
    for url in message.pictures:
        if url.startswith("data:"):
            data = pictures.within_limit(pictures.from_base64(url), here.settings)
        else:
            data = await pictures.from_address(url, here.settings)
        references.append(await here.photos.receive(organisation, NOT_STORED, data))
    return tuple(references)


async def _answer(mind: Mind, exchange: Exchange, said: Said) -> AsyncIterator[Piece]:
    """The pieces of one turn, as they come."""
    pieces: asyncio.Queue[Piece | None] = asyncio.Queue()
    turn = asyncio.create_task(
        take_turn(
            heard=said,
            answerer=mind,
            memory=exchange.memory,
            line=WebLine(pieces.put),
            stop=asyncio.Event(),
        )
    )
    turn.add_done_callback(lambda _: pieces.put_nowait(None))
    while (piece := await pieces.get()) is not None:
        yield piece
    taken = await turn
    exchange.end(taken.delivered.text if taken else "")


async def _streamed(answer: AsyncIterator[Piece], exchange: Exchange, asked: shapes.ChatRequest) -> AsyncIterator[str]:
    def chunk(delta: shapes.Delta, **more: Any) -> str:
        reason = more.pop("finish_reason", None)
        choice = shapes.ChunkChoice(delta=delta, finish_reason=reason)
        return _sse(shapes.Chunk(id=exchange.id, model=asked.model, choices=[choice], **more))

    said: list[str] = []
    try:
        yield chunk(shapes.Delta(role="assistant", content=""))
        async for piece in answer:
            text = ("\n" if said else "") + piece.text
            said.append(text)
            yield chunk(shapes.Delta(content=text), citations=[_citation(one) for one in piece.citations] or None)
        yield chunk(shapes.Delta(), finish_reason="stop")
        if asked.stream_options and asked.stream_options.include_usage:
            usage = _usage(asked, "".join(said))
            yield _sse(shapes.Chunk(id=exchange.id, model=asked.model, choices=[], usage=usage))
        yield "data: [DONE]\n\n"
    except GiongError as error:
        yield f"data: {openai_body(error)}\n\n"


def _sse(chunk: shapes.Chunk) -> str:
    return f"data: {chunk.model_dump_json(exclude_none=True)}\n\n"


def _models(request: Request, organisation: str) -> list[str]:
    engines = rooms(request).engines
    return [
        *rooms(request).staff.ids(organisation),
        *(engines.name(slot) for slot in AUDIO_SLOTS if engines.has(slot)),
    ]


def _check_engine(request: Request, model: str, slot: Slot) -> None:
    if not rooms(request).engines.has(slot) or (
        model != rooms(request).engines.name(slot) and ALIASES.get(model) is not slot
    ):
        raise _no_model(model)


def _no_model(model: str) -> NotFound:
    return NotFound(
        "model.not_found",
        vi=f"Không có mô hình “{model}” cho việc này. Xem danh sách ở /v1/models.",
        en=f"There is no model “{model}” for this. See the list at /v1/models.",
    )


def _usage(asked: shapes.ChatRequest, answer: str) -> shapes.ChatUsage:
    prompt = sum(len(syllables(message.text)) for message in asked.messages)
    completion = len(syllables(answer))
    return shapes.ChatUsage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


def _citation(citation: Any) -> dict[str, Any]:
    return {
        "title": citation.source_title,
        "source_id": citation.source_id,
        "quote": citation.quote,
        "page": citation.page,
    }


def _encoded(vector: Any, encoding: str) -> list[float] | str:
    if encoding == "base64":
        return base64.b64encode(vector.astype("<f4").tobytes()).decode()
    return [float(value) for value in vector]
