"""The intents of `intents.yaml` made into values, and refused where two of them claim the same words. Knows no flow and
learns nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from giong.dialogue import standing
from giong.dialogue.assistant import Example, Intent
from giong.dialogue.folder import schema
from giong.dialogue.folder.marks import Path
from giong.dialogue.folder.problems import Page
from giong.dialogue.manners.colloquial import written_out
from giong.dialogue.nlu.lessons import bare_key

OUT_OF_SCOPE = "out_of_scope"
"""The key under which an author lists what the assistant is not there for. No intent can be called so."""

_MARKED_SLOT = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Intents:
    """All that can be wanted, and sentences that want nothing of it."""

    named: dict[str, Intent]
    outside: tuple[str, ...] = ()


def read_intents(file: schema.IntentsFile, page: Page, slots: list[str]) -> Intents:
    """The standing intents and the author's own; `slots` are those that may be marked in examples."""
    claims = _Claims(page)
    intents = _standing(file)
    outside: tuple[str, ...] = ()
    for name, written in file.root.items():
        examples = tuple(_example(text) for text in written.examples)
        for number, example in enumerate(examples):
            path: Path = (name, "examples", number)
            for slot in example.slots.keys() - set(slots):
                page.add_unknown(path, slot, slots, vi="thông tin (slot)", en="slot")
            claims.claim(name, example.text, path)
        if name == OUT_OF_SCOPE:
            outside = tuple(example.text for example in examples)
            continue
        if name not in standing.INTENTS and not examples:
            page.add((name,), "cần ít nhất một câu ví dụ (examples)", "needs at least one example")
        before = intents.get(name, Intent(name, name.replace("_", " ")))
        intents[name] = Intent(
            name, written.title or before.title, before.examples + examples, before.never + tuple(written.never)
        )
    for name, written in file.root.items():
        for number, text in enumerate(written.never):
            claims.deny(name, text, (name, "not", number))
    return Intents(intents, outside)


def _standing(file: schema.IntentsFile) -> dict[str, Intent]:
    """What every assistant knows, without the sentences that the author gives another meaning."""
    own = {
        words_of(text): name
        for name, intent in file.root.items()
        for text in (*map(_unmarked, intent.examples), *([intent.title] if intent.title else []))
    }
    return {
        name: Intent(name, title, tuple(Example(text) for text in examples if own.get(words_of(text), name) == name))
        for name, (title, examples) in standing.INTENTS.items()
    }


def words_of(text: str) -> str:
    """What two sentences that say the same in the same words have in common, whatever their case and courtesies."""
    return bare_key(written_out(text))


def _unmarked(text: str) -> str:
    return _MARKED_SLOT.sub(r"\1", text)


def _example(text: str) -> Example:
    slots = {match.group(2).strip(): match.group(1) for match in _MARKED_SLOT.finditer(text)}
    return Example(_unmarked(text), slots)


@dataclass
class _Claims:
    """Which intent claimed which words first, and where."""

    page: Page
    owners: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def claim(self, name: str, text: str, path: Path) -> None:
        words = words_of(text)
        if not words:
            self.page.add(path, "câu ví dụ không có chữ nào", "the example has no words")
            return
        other, where = self.owners.setdefault(words, (name, path))
        if other != name:
            line = self.page.marked.mark(where).line
            self.page.add(
                path,
                f"câu này cũng là ví dụ của “{other}” (dòng {line}); hãy bỏ một trong hai",
                f"this is an example of “{other}” too (line {line}); remove one of the two",
            )

    def deny(self, name: str, text: str, path: Path) -> None:
        other, where = self.owners.get(words_of(text), ("", ()))
        if other == name:
            line = self.page.marked.mark(where).line
            self.page.add(
                path,
                f"câu này đã là ví dụ của chính “{name}” (dòng {line}); hãy bỏ một trong hai",
                f"this is an example of “{name}” itself (line {line}); remove one of the two",
            )
