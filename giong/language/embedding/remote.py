"""An embedder behind any OpenAI-compatible `/embeddings` endpoint. Knows HTTP, not who serves it or what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from giong.errors import Unavailable
from giong.language.embedding.embedder import Scale, Vectors, unit

if TYPE_CHECKING:
    import httpx

TEXTS_A_REQUEST = 64
DEFAULT_SCALE = Scale(unrelated=0.3, related=0.65)
"""Cosines of most models that are not of the e5 family."""


class RemoteEmbedder:
    """Vectors from a server. The prefixes are what the served model was trained with (e5: "query: ", "passage: ")."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        model: str,
        dimension: int,
        query_prefix: str = "",
        passage_prefix: str = "",
        scale: Scale = DEFAULT_SCALE,
    ) -> None:
        self.name = f"remote-{model}-{dimension}"
        self.dimension = dimension
        self.scale = scale
        self._client = client
        self._model = model
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self._passage_prefix + text for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self._query_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        parts = [
            self._request(texts[start : start + TEXTS_A_REQUEST]) for start in range(0, len(texts), TEXTS_A_REQUEST)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def _request(self, texts: list[str]) -> Vectors:
        import httpx

        try:
            # An empty string is refused by several servers.
            body = {
                "model": self._model,
                "input": [text or " " for text in texts],
                "encoding_format": "float",
            }
            response = self._client.post("embeddings", json=body)
            response.raise_for_status()
            return self._vectors(response.json(), len(texts))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(
                "engine.embedder_away",
                vi="Máy chủ nhúng câu không trả lời đúng. Hãy kiểm tra địa chỉ, khóa và tên mô hình trong cấu hình; "
                "trong lúc đó tìm kiếm theo từ vẫn hoạt động.",
                en="The embeddings server gave no usable answer. Check its address, key and model name in the "
                "settings; searching by words works meanwhile.",
            ) from error

    def _vectors(self, answer: dict[str, Any], count: int) -> Vectors:
        rows = sorted(answer["data"], key=lambda row: int(row["index"]))
        vectors = np.array([row["embedding"] for row in rows], np.float32)
        if vectors.shape != (count, self.dimension):
            raise ValueError(f"expected {(count, self.dimension)}, got {vectors.shape}")
        return unit(vectors)


def load(
    *,
    base_url: str,
    model: str,
    dimension: int,
    api_key: str = "",
    query_prefix: str = "",
    passage_prefix: str = "",
    unrelated: float = DEFAULT_SCALE.unrelated,
    related: float = DEFAULT_SCALE.related,
    timeout_s: float = 30.0,
) -> RemoteEmbedder:
    """Connect to `base_url` (ending in `/v1`). Nothing is sent before the first text."""
    import httpx

    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    client = httpx.Client(base_url=base_url.rstrip("/") + "/", headers=headers, timeout=timeout_s)
    return RemoteEmbedder(
        client,
        model=model,
        dimension=dimension,
        query_prefix=query_prefix,
        passage_prefix=passage_prefix,
        scale=Scale(unrelated, related),
    )
