"""How close two sentences are in meaning, by an embedder. Knows no claim."""

from __future__ import annotations

from collections.abc import Sequence

from giong.dialogue.assistance.grounding.claims import Alike
from giong.errors import Unavailable
from giong.language.embedding.embedder import Embedder


def by_meaning(embedder: Embedder) -> Alike:
    """Closeness on the embedder's own scale: 0 as strangers are, 1 as a question and its answer. An embedder that is
    away finds nothing alike.
    """

    def alike(sentence: str, parts: Sequence[str]) -> float:
        try:
            own, others = embedder.queries([sentence]), embedder.passages(parts)
        except Unavailable:
            return 0.0
        scale = embedder.scale
        nearest = float((others @ own[0]).max())
        return float((nearest - scale.unrelated) / (scale.related - scale.unrelated))

    return alike
