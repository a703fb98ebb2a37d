"""The unchanged `openai` client against Gióng."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import openai
import pytest

from giong.speech import files
from giong.speech.pcm import Audio
from tests.support.data import SPEECH, needs_speech_data
from tests.support.serving import Served, serving


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("openai"), embedding="hashing", tts="tone") as running:
        yield running


@pytest.fixture
def sdk(engines: Served) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{engines.url}/v1", api_key=engines.key, max_retries=0)


def test_models_are_assistants_and_engines(sdk: openai.OpenAI) -> None:
    assert {model.id for model in sdk.models.list()} == {"template", "hashing", "conformer", "tone"}
    assert sdk.models.retrieve("template").id == "template"
    with pytest.raises(openai.NotFoundError) as refused:
        sdk.models.retrieve("gpt-9")
    assert refused.value.code == "model.not_found"


def test_a_chat_remembers_its_flow_through_the_history(sdk: openai.OpenAI) -> None:
    messages: list[dict[str, str]] = []
    for text, expected in (("đặt bàn ở phòng đọc", "tên"), ("tôi là Nguyễn Thu Hà", "ngày"), ("ngày mai", "Thu Hà")):
        messages.append({"role": "user", "content": text})
        answer = sdk.chat.completions.create(model="template", messages=messages)  # type: ignore[arg-type]
        content = answer.choices[0].message.content or ""
        assert expected in content
        messages.append({"role": "assistant", "content": content})
        assert answer.usage is not None
        assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_a_streamed_chat_is_the_same_text_in_pieces(sdk: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": "thư viện mở cửa mấy giờ"}]
    whole = sdk.chat.completions.create(model="template", messages=messages)  # type: ignore[call-overload]
    stream = sdk.chat.completions.create(  # type: ignore[call-overload]
        model="template", messages=messages, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_embeddings_as_floats_and_as_bytes(sdk: openai.OpenAI) -> None:
    texts = ["giá điện", "giấy khai sinh"]
    vectors = [one.embedding for one in sdk.embeddings.create(model="hashing", input=texts).data]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    plain = sdk.embeddings.create(model="hashing", input=texts[0], encoding_format="float").data[0].embedding
    assert np.allclose(plain, vectors[0], atol=1e-6)


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "opus"])
def test_speech_is_a_file_that_can_be_read(sdk: openai.OpenAI, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"said.{kind}"
    with sdk.audio.speech.with_streaming_response.create(
        model="tone",
        voice="alloy",
        input="Xin chào quý khách",
        response_format=kind,  # type: ignore[arg-type]
    ) as answer:
        answer.stream_to_file(target)
    assert files.read_audio(target).duration_s > 0.3


@needs_speech_data
@pytest.mark.data
def test_a_real_recording_is_transcribed(sdk: openai.OpenAI) -> None:
    clip = SPEECH / "vieneu-refs" / "wav" / "Dung_nu_mien_Nam.wav"
    with clip.open("rb") as file:
        heard = sdk.audio.transcriptions.create(model="whisper-1", file=file)
    assert "tục ngữ có câu" in heard.text.lower()


def test_what_is_no_sound_is_refused_in_openais_shape(sdk: openai.OpenAI) -> None:
    for name, data in (("a.wav", b"not a sound"), ("b.wav", b"")):
        with pytest.raises(openai.UnprocessableEntityError) as refused:
            sdk.audio.transcriptions.create(model="whisper-1", file=(name, io.BytesIO(data)))
        assert refused.value.body["type"] == "invalid_request_error"  # type: ignore[index,call-overload]


def test_silence_is_transcribed_as_nothing(sdk: openai.OpenAI) -> None:
    silent = files.wav_bytes(Audio(np.zeros(16_000, np.float32), 16_000))
    heard = sdk.audio.transcriptions.create(model="whisper-1", file=("silence.wav", silent))
    assert heard.text == ""


def test_errors_have_openais_shape(engines: Served) -> None:
    answer = httpx.get(f"{engines.url}/v1/models")
    assert answer.status_code == 401
    assert set(answer.json()["error"]) == {"message", "type", "code", "param"}
    with pytest.raises(openai.AuthenticationError):
        openai.OpenAI(base_url=f"{engines.url}/v1", api_key="gk_wrong", max_retries=0).models.list()
