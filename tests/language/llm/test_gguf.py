"""A model in a GGUF file. What it writes is its own affair, so only how it is run is tested; a small file is enough,
named by TEST_GGUF.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import httpx
import pytest

from giong.errors import BadConfiguration
from giong.language.llm.gguf import load
from giong.language.messages import user
from giong.usage import Usage

pytest.importorskip("xllamacpp", reason="pip install 'giong[gguf]'")


def test_a_missing_or_broken_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as missing:
        load(model=str(tmp_path / "none.gguf"))
    assert missing.value.code == "engine.llm.no_file"
    (tmp_path / "broken.gguf").write_bytes(b"GGUF....")
    with pytest.raises(BadConfiguration) as broken:
        load(model=str(tmp_path / "broken.gguf"))
    assert broken.value.code == "engine.llm.bad_file"


@pytest.mark.skipif("TEST_GGUF" not in os.environ, reason="set TEST_GGUF to a small .gguf file")
async def test_a_small_model_writes_stops_and_lets_no_stranger_in() -> None:
    model = load(model=os.environ["TEST_GGUF"])
    spent: list[Usage] = []
    pieces = [piece async for piece in model.complete([user("Hello")], max_tokens=8, report=spent.append)]
    assert "".join(pieces)
    assert 0 < spent[0].tokens_out <= 8
    long = model.complete([user("Tell a long story.")], max_tokens=2000)
    assert await anext(long)
    begun_s = time.monotonic()
    await long.aclose()  # type: ignore[attr-defined]
    assert [piece async for piece in model.complete([user("Hello")], max_tokens=2)]
    assert time.monotonic() - begun_s < 20, "the long story was written to its end"
    async with httpx.AsyncClient(trust_env=False) as stranger:
        answer = await stranger.post(f"{model._server.listening_address}/v1/chat/completions", json={"messages": []})
    assert answer.status_code == httpx.codes.UNAUTHORIZED
