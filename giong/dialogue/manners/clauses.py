"""The clauses of a message, as they are set apart by marks. Knows no words."""

from __future__ import annotations

import re

MAX_CLAUSES = 5
MAX_CHARS = 400
_BETWEEN = re.compile(r"\s*[,;.!?\n]+(?:\s+|$)")


def clauses(text: str) -> list[str]:
    """In order; none of a message that is too long to be one request with its details."""
    if len(text) > MAX_CHARS:
        return []
    said = [clause for clause in _BETWEEN.split(text) if clause.strip()]
    return said if len(said) <= MAX_CLAUSES else []
