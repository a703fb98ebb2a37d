"""Missed messages brought together into groups of people who meant the same. Knows no engine and no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from giong.conversations.grouping import MOST_TEXTS, grouped, middle, seen_from_centre, word_vectors
from giong.conversations.missed import Missed, Sign, people
from giong.language.embedding.embedder import Vectors
from giong.text.unicode import fold, has_diacritics

LONG_CHARACTERS = 160
"""A longer message does not stand for its group if there is a shorter one."""

Settled = Mapping[tuple[str, int], frozenset[str]]
"""Conversation and turn of a message that a fix has settled → the ids of such fixes."""


@dataclass(frozen=True)
class Group:
    """Messages of like meaning that wait for a fix, oldest first. `question` is the one that says it best.

    `earlier` are fixes that settled messages of the same meaning; since then other people asked.
    """

    question: str
    messages: tuple[Missed, ...]
    earlier: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.messages[0].id

    @property
    def people(self) -> int:
        return people(self.messages)

    @property
    def signs(self) -> dict[Sign, int]:
        """Sign → how many messages bear it."""
        counted = Counter(sign for one in self.messages for sign in one.signs)
        return {sign: counted[sign] for sign in Sign if counted[sign]}

    @property
    def last_at(self) -> datetime:
        return self.messages[-1].at

    @property
    def texts(self) -> list[str]:
        """The different messages, in order."""
        return list({fold(one.text): one.text for one in reversed(self.messages)}.values())[::-1]

    @property
    def wrong_intent(self) -> str:
        """The intent that was acted upon, and should not have been; "" where none was."""
        acted = Counter(one.intent for one in self.messages if one.answered and one.intent)
        intent, count = acted.most_common(1)[0] if acted else ("", 0)
        return intent if 2 * count > len(self.messages) else ""


def wordings(messages: Sequence[Missed]) -> dict[str, str]:
    """Key → wording: what is compared. The same words with and without diacritics are one; the newest are kept."""
    found: dict[str, str] = {}
    for one in reversed(messages):
        key = fold(one.text)
        if key not in found and len(found) >= MOST_TEXTS:
            continue
        if key not in found or (has_diacritics(one.text) and not has_diacritics(found[key])):
            found[key] = one.text
    return dict(reversed(found.items()))


def groups_of(
    messages: Sequence[Missed],
    settled: Settled,
    vectors: Mapping[str, Vectors] | None = None,
    background: Vectors | None = None,
) -> list[Group]:
    """The groups that wait for a fix, those of most people first. `vectors` are the meanings of all `wordings`."""
    texts = wordings(messages)
    said: dict[str, list[Missed]] = {key: [] for key in texts}
    for one in messages:
        if (key := fold(one.text)) in said:
            said[key].append(one)
    keys, words = list(texts), list(texts.values())
    rows = None if vectors is None else np.stack([vectors[text] for text in words]) if words else None
    seen = word_vectors(words) if rows is None else seen_from_centre(rows, background)
    weights = [people(said[key]) for key in keys]
    found = []
    for members in grouped(words, rows, background):
        group = _waiting([one for number in members for one in said[keys[number]]], settled)
        if group:
            fresh = {fold(one.text) for one in group[0]}
            speakers = _presentable([number for number in members if keys[number] in fresh], words)
            best = middle(speakers, [weights[number] for number in speakers], seen)
            found.append(Group(words[best], *group))
    return sorted(found, key=lambda group: (-group.people, -group.last_at.timestamp(), group.id))


def _waiting(messages: list[Missed], settled: Settled) -> tuple[tuple[Missed, ...], tuple[str, ...]] | None:
    """What of a group waits, and the fixes of the rest; None unless someone new has asked."""
    fixes = frozenset[str]().union(*(settled.get((one.conversation_id, one.turn), ()) for one in messages))
    served = {one.conversation_id for one in messages if (one.conversation_id, one.turn) in settled}
    fresh = [one for one in messages if one.conversation_id not in served]
    if not fresh:
        return None
    return tuple(sorted(fresh, key=lambda one: (one.at, one.id))), tuple(sorted(fixes))


def _presentable(members: list[int], words: Sequence[str]) -> list[int]:
    """Those with diacritics and of a readable length, if there are any."""
    marked = [number for number in members if has_diacritics(words[number])] or members
    return [number for number in marked if len(words[number]) <= LONG_CHARACTERS] or marked
