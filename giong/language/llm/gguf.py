"""A language model in a GGUF file, run inside this process by llama.cpp. Knows no conversation.

llama.cpp serves it at a port of this machine that only this process has the key of, so that it is spoken to as any
other model with OpenAI's addresses is, and stops writing when nobody listens any more.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from giong.errors import BadConfiguration
from giong.language.llm.model import MAX_TOKENS, TEMPERATURE, Report, unreported
from giong.language.llm.remote import READ_S, RemoteModel
from giong.language.messages import Message

THREADS = 2
CONTEXT_TOKENS = 4096
"""Enough for a few passages and an answer; memory grows with it."""
SILENT = -1


class GgufModel:
    """See `model.LanguageModel`. The file stays loaded as long as this object lives."""

    def __init__(self, server: Any, spoken_to: RemoteModel, *, name: str) -> None:
        self._server = server
        self._spoken_to = spoken_to
        self.name = f"gguf:{name}"

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = MAX_TOKENS,
        temperature: float = TEMPERATURE,
        report: Report = unreported,
    ) -> AsyncIterator[str]:
        return self._spoken_to.complete(messages, max_tokens=max_tokens, temperature=temperature, report=report)


def load(*, model: str, threads: int = THREADS, context_tokens: int = CONTEXT_TOKENS) -> GgufModel:
    """The model in the file `model`. Takes about a second for each gigabyte."""
    import xllamacpp

    path = Path(model)
    if not path.is_file():
        raise BadConfiguration(
            "engine.llm.no_file",
            vi=f"Không có tệp mô hình {model}. Hãy đặt llm_model là đường dẫn tới một tệp .gguf.",
            en=f"There is no model file {model}. Set llm_model to the path of a .gguf file.",
        )
    key = secrets.token_urlsafe(32)
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = context_tokens
    settings.cpuparams.n_threads = threads
    settings.api_keys = [key]
    settings.port = 0
    settings.verbosity = SILENT
    settings.ui = False
    try:
        server = xllamacpp.Server(settings)
    except Exception as error:
        raise BadConfiguration(
            "engine.llm.bad_file",
            vi=f"Tệp mô hình {model} không đọc được; cần một tệp .gguf nguyên vẹn.",
            en=f"The model file {model} cannot be read; it must be a whole .gguf file.",
        ) from error
    client = httpx.AsyncClient(
        base_url=f"{server.listening_address}/v1/",
        headers={"Authorization": f"Bearer {key}"},
        timeout=READ_S,
        trust_env=False,
    )
    return GgufModel(server, RemoteModel(client, model=path.stem), name=path.stem)
