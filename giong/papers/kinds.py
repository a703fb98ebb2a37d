"""The kinds of papers that can be asked for, by name. Knows where they are listed, and none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from giong.documents.kind import FieldSpec, Kind
from giong.errors import BadInput


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds. The table is imported when it is first asked for: it brings the extractors with it."""
    from giong.documents.kinds.table import KINDS

    return MappingProxyType({kind.name: kind for kind in KINDS})


def specs(kind: str) -> Mapping[str, FieldSpec]:
    """The fields of a kind by name; none of one that nobody knows."""
    known = kinds().get(kind)
    return {} if known is None else {spec.name: spec for spec in known.fields}


def unknown(known: Iterable[str]) -> BadInput:
    """What is said of a kind that is none of the `known` ones."""
    names = ", ".join(sorted(known))
    return BadInput(
        "paper.unknown_kind",
        vi=f"Không có loại giấy tờ này. Các loại đọc được: {names}.",
        en=f"There is no such kind of paper. Those that can be read: {names}.",
    )
