"""How well sentences that a passage does not hold are found out: written pairs, and paragraphs of `xquad-vi` with one
thing changed by rule.

The checker was tuned on the written pairs that are not `held` alone; of `xquad-vi` only names that were swapped were
looked at. A changed sentence may by chance still be true of its paragraph, so not every one that stands is an error.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bench.figure import Figure, NothingToMeasureError, Options
from giong.dialogue.assistance.grounding.claims import Grounds
from giong.text.sentences import sentences

PAIRS = Path(__file__).parents[1] / "tests" / "dialogue" / "assistance" / "grounding" / "pairs.yaml"
PARAGRAPHS, QUICK_PARAGRAPHS = 240, 60
_NAME = re.compile(r"(?<!^)(?<!\w)[A-ZĐ]\w+(?: [A-ZĐ]\w+)*")
_DENIAL = re.compile(r" (?:không|chưa|chẳng)(?= )")
_VERB = re.compile(r" (?=(?:được|có|phải|cho|bao gồm|sử dụng|trở thành) )")


def measure(options: Options) -> list[Figure]:
    if not PAIRS.is_file():
        raise NothingToMeasureError("the pairs are not here")
    figures = [figure for held in (False, True) for figure in _written(held)]
    source = options.data / "xquad-vi" / "xquad.vi.dev.json"
    return figures + (_by_rule(source, options) if source.is_file() else [])


def _written(held: bool) -> Iterator[Figure]:
    entries = [entry for entry in yaml.safe_load(PAIRS.read_text(encoding="utf-8")) if bool(entry.get("held")) == held]
    told = [
        (claim["kind"] == "supported", _stands(Grounds([entry["passage"]]), claim["text"]))
        for entry in entries
        for claim in entry["claims"]
    ]
    dropped = [right for right, stands in told if not stands]
    false = [stands for right, stands in told if not right]
    true = [stands for right, stands in told if right]
    name = "pairs held out" if held else "pairs it was tuned on"
    yield Figure(f"{name}: dropped rightly (precision)", 1 - sum(dropped) / len(dropped), "", len(dropped))
    yield Figure(f"{name}: unsupported found out (recall)", 1 - sum(false) / len(false), "", len(false))
    yield Figure(f"{name}: supported kept", sum(true) / len(true), "", len(true))


def _stands(grounds: Grounds, text: str) -> bool:
    return all(claim.stands for claim in grounds.check(text))


def _by_rule(source: Path, options: Options) -> list[Figure]:
    chance = random.Random(options.seed)
    paragraphs = list(dict.fromkeys(_paragraphs(json.loads(source.read_text(encoding="utf-8")))))
    chance.shuffle(paragraphs)
    told: dict[str, list[bool]] = {}
    began, checked = time.perf_counter(), 0
    for at, paragraph in enumerate(islice(paragraphs, QUICK_PARAGRAPHS if options.quick else PARAGRAPHS)):
        said = [one.text for one in sentences(paragraph) if 8 <= len(one.text.split()) <= 35]
        strange = [one.text for one in sentences(paragraphs[at - 37]) if len(one.text.split()) >= 8]
        grounds = Grounds([paragraph, paragraphs[at - 1]])
        for kind, change in CHANGES.items():
            text = change(chance.choice(said), chance) if said else ""
            if text:
                told.setdefault(kind, []).append(_stands(grounds, text))
                checked += 1
        if strange:
            told.setdefault("of another article", []).append(_stands(grounds, chance.choice(strange)))
    per_check_ms = (time.perf_counter() - began) / checked * 1000
    figures = [Figure(f"xquad-vi, {kind}: stands", sum(ones) / len(ones), "", len(ones)) for kind, ones in told.items()]
    return [*figures, Figure("xquad-vi, one check", per_check_ms, "ms", checked)]


def _paragraphs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("context"), str):
            yield value["context"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _paragraphs(one)


def _polite(sentence: str, _: random.Random) -> str:
    return f"Dạ, {sentence.rstrip('.')} ạ."


def _turned(sentence: str, _: random.Random) -> str:
    """Its two parts in the other order."""
    parts = sentence.rstrip(".").split(", ")
    return f"{parts[1]}, {parts[0]}." if len(parts) == 2 else ""


def _other_number(sentence: str, chance: random.Random) -> str:
    digits = list(re.finditer(r"\d", sentence))
    if not digits:
        return ""
    at = chance.choice(digits).start()
    other = chance.choice([digit for digit in "123456789" if digit != sentence[at]])
    return sentence[:at] + other + sentence[at + 1 :]


def _denied(sentence: str, _: random.Random) -> str:
    if _DENIAL.search(sentence):
        return _DENIAL.sub("", sentence, count=1)
    return _VERB.sub(" không ", sentence, count=1) if _VERB.search(sentence) else ""


def _names_swapped(sentence: str, _: random.Random) -> str:
    names = list(_NAME.finditer(sentence))
    if len(names) < 2 or names[0].group() == names[-1].group():
        return ""
    first, last = names[0], names[-1]
    between = sentence[first.end() : last.start()]
    return sentence[: first.start()] + last.group() + between + first.group() + sentence[last.end() :]


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "made polite": _polite,
    "turned round": _turned,
    "another number": _other_number,
    "denied": _denied,
    "names swapped": _names_swapped,
}
"""The first two leave the sentence true."""
