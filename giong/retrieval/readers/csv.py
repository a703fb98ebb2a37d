"""CSV and TSV, with whichever delimiter the program that wrote it prefers."""

from __future__ import annotations

import csv
import io

from giong.retrieval.document import Draft
from giong.retrieval.readers.table import write_table
from giong.retrieval.readers.text import decoded
from giong.retrieval.sources import Limits, corrupt

DELIMITERS = ",;\t|"
_LARGEST_CELL = 1_000_000


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the table's rows."""
    text = decoded(data)
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        write_table(csv.reader(io.StringIO(text), delimiter=delimiter), draft, limits)
    except csv.Error as error:
        raise corrupt("CSV") from error
