"""How often the words taken from the documents are right, by a reader that has not seen the article: XQuAD's Vietnamese
questions with the paragraph given and without, and mixed with questions that another article answers.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.evaluated import giong, needed
from bench.figure import Figure, Options

QUICK_ARTICLES = 4
FOLDS = 6
SHARES = ("exact", "open_exact", "open_f1", "answered", "right")
LEAST_F1 = 0.60
MOST_WRONG = 0.10
MBERT_F1, XLM_R_F1 = 0.695, 0.791
"""With the paragraph given, trained on the English set (the XQuAD repository's README)."""


def measure(options: Options) -> list[Figure]:
    file = needed(options.data / "xquad-vi" / "xquad.vi.dev.json")
    with tempfile.TemporaryDirectory() as folder:
        if options.quick:
            whole = json.loads(file.read_text("utf-8"))
            file = Path(folder) / "some.json"
            file.write_text(json.dumps(whole | {"data": whole["data"][:QUICK_ARTICLES]}), "utf-8")
        found = giong("evaluate", "answers", file, "--folds", 2 if options.quick else FOLDS, "--unanswerable")
    n, chosen, asks = found["n"], found["refusing"]["chosen"], found["refusing"]["n"]
    return [
        Figure("xquad-vi: f1", found["f1"], "", n, at_least=LEAST_F1, peer=MBERT_F1, peer_is="mBERT"),
        Figure("xquad-vi: f1 beside a larger model", found["f1"], "", n, peer=XLM_R_F1, peer_is="XLM-R large"),
        *(Figure(f"xquad-vi: {name}", found[name], "", n) for name in SHARES),
        Figure("half unanswerable: wrong among answers given", chosen["wrong"], "", asks, at_most=MOST_WRONG),
        *(
            Figure(f"half unanswerable: {name}", chosen[name], "", asks)
            for name in ("threshold", "precision", "recall", "answered", "right")
        ),
    ]
