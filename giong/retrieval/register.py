"""Which sources hold on a day, which replace others, and which are newer. Knows no search and no wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import PurePosixPath

from giong.retrieval.passages import Passage
from giong.retrieval.sources import Source
from giong.retrieval.validity import UNKNOWN, Validity
from giong.text.unicode import fold


class Force(StrEnum):
    """Whether a text holds on a day."""

    PRESENT = "present"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class Standing:
    """`day` is the first day of what is coming, or the last one of what has ended, None where it is not known.
    `by` is the title of the source that replaced it, or that changed it in part while it holds.
    """

    force: Force = Force.PRESENT
    day: date | None = None
    by: str = ""


HOLDS = Standing()
"""Of a text of which nothing else is known."""


class Register:
    """What all sources of an index say about when they hold. Immutable."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._sources = {source.id: source for source in sources}
        named = {name: source.id for source in self._sources.values() for name in _names(source)}
        self._replaced = self._pointed(named, "replaces")
        self._amended = self._pointed(named, "amends")

    def _pointed(self, named: dict[str, str], field: str) -> dict[str, list[Source]]:
        """For each source, by whom it is named in this field."""
        pointed: dict[str, list[Source]] = {}
        for source in self._sources.values():
            for other in getattr(source.validity, field):
                target = named.get(_plain(other))
                if target and target != source.id:
                    pointed.setdefault(target, []).append(source)
        return pointed

    def validity(self, source_id: str) -> Validity:
        """What is known of a source, which is nothing for one that is not there."""
        source = self._sources.get(source_id)
        return source.validity if source else UNKNOWN

    def standing(self, passage: Passage, today: date) -> Standing:
        """Whether a passage holds on a day: by its own row's days, by its source's, and by what replaced that."""
        own = _by_days(passage.since, passage.until, today)
        if own.force is not Force.PRESENT:
            return own
        return self._of_source(passage.source_id, today)

    def newer(self, one: str, other: str) -> bool | None:
        """Whether source `one` is newer than `other`; None where that cannot be told."""
        days = self.validity(one).day, self.validity(other).day
        if days[0] is None or days[1] is None or days[0] == days[1]:
            return None
        return days[0] > days[1]

    def _of_source(self, source_id: str, today: date) -> Standing:
        known = self.validity(source_id)
        standing = _by_days(known.since, known.until, today)
        if standing.force is not Force.PRESENT:
            return standing
        if replacing := self._first_in_force(self._replaced.get(source_id, ()), today):
            since = replacing.validity.day
            return Standing(Force.ENDED, since - timedelta(days=1) if since else None, replacing.title)
        amending = self._first_in_force(self._amended.get(source_id, ()), today)
        return Standing(by=amending.title if amending else "")

    def _first_in_force(self, sources: Iterable[Source], today: date) -> Source | None:
        """Of the sources that name another, the first that has begun to hold; that it ended later revives nothing."""
        begun = (source for source in sources if (source.validity.since or date.min) <= today)
        return next(begun, None)


def _by_days(since: date | None, until: date | None, today: date) -> Standing:
    if since and since > today:
        return Standing(Force.COMING, since)
    if until and until < today:
        return Standing(Force.ENDED, until)
    return HOLDS


def _names(source: Source) -> set[str]:
    """All that another source may call this one by."""
    path = PurePosixPath(source.name)
    names = {_plain(name) for name in (source.validity.number, source.title, source.name, path.name, path.stem)}
    return names - {""}


def _plain(name: str) -> str:
    return " ".join(fold(name).lower().split())
