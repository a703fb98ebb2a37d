"""How often the words taken from the documents are right: XQuAD's Vietnamese questions, paragraphs not given."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options

QUICK_ARTICLES = 4


def measure(options: Options) -> list[Figure]:
    file = needed(options.data / "xquad-vi" / "xquad.vi.dev.json")
    with tempfile.TemporaryDirectory() as folder:
        if options.quick:
            whole = json.loads(file.read_text("utf-8"))
            file = Path(folder) / "some.json"
            file.write_text(json.dumps(whole | {"data": whole["data"][:QUICK_ARTICLES]}), "utf-8")
        found = giong("evaluate", "answers", file)
    return [Figure(f"xquad-vi: {name}", found[name], "", found["n"]) for name in ("exact", "f1", "answered")]
