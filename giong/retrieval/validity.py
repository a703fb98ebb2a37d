"""When a source was issued, and from when until when it holds: as its author states it, or as it says itself.

Knows how Vietnamese regulations, price lists and notices word this (Luật Ban hành văn bản quy phạm pháp luật 2015, điều
151 to 155), and no search.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from giong.text.unicode import fold

TOP_CHARACTERS = 800
"""Where a document says what it is: its number, its day, from when it holds."""
END_CHARACTERS = 12_000
"""Where a regulation says from when it holds and what it replaces, in its last articles."""

_DAY = (
    r"(?:ngày\s+)?(?:(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year>(?:19|20)\d{2})"
    r"|(?P<iso_year>(?:19|20)\d{2})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2}))(?!\d)"
)
_ANY_DAY = re.compile(_DAY, re.IGNORECASE)
_KINDS = (
    "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|quyết định|quy định|quy chế|nội quy|văn bản|thông báo"
    "|biểu giá|bảng giá|biểu phí|biểu mức thu|chính sách|hướng dẫn|tài liệu|điều lệ|hợp đồng mẫu|chương trình"
)
_THIS = rf"(?:{_KINDS})\s+này"
_HOLDS = r"(?:có hiệu lực(?:\s+thi hành)?|có giá trị|(?:được\s+)?áp dụng)"
_SINCE = re.compile(rf"\b{_THIS}\s[^.;\n]{{0,40}}?{_HOLDS}\s+(?:kể\s+)?từ\s+{_DAY}", re.IGNORECASE)
_SINCE_ABOVE = re.compile(
    rf"(?:^|\n|\()\W*(?:(?:{_KINDS})\W+)?(?:có\s+)?(?:hiệu lực|áp dụng)(?:\s+thi hành)?\s*:?\s*"
    rf"(?:kể\s+)?(?:từ\s+)?{_DAY}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"(?:\b{_THIS}\s[^.;\n]{{0,40}}?{_HOLDS}|(?:^|\n|\()\W*(?:có\s+)?(?:hiệu lực|áp dụng))[^.;\n]{{0,60}}?\s"
    rf"đến\s+(?:hết\s+)?{_DAY}",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"(?:\b{_THIS}\s[^.;\n]{{0,20}}?|(?:^|\n|\()\W*)hết hiệu lực\s*:?\s*(?:kể\s+)?(?:từ\s+)?{_DAY}", re.IGNORECASE
)
_ISSUED = re.compile(
    rf"(?:,\s*|ban hành\s+|cập nhật\s+(?:lần cuối\s+)?|soạn\s+|lập\s+|(?:{_KINDS})\s+){_DAY}", re.IGNORECASE
)
_NUMBER = r"\d{1,5}/(?:(?:19|20)\d{2}/)?[A-ZĐ]+[A-ZĐ0-9-]*"
_OWN_NUMBER = re.compile(rf"(?:^|\n)\W*(?:luật\s+|bộ luật\s+)?số\s*:?\s*(?P<number>{_NUMBER})", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})")
_REPLACES = re.compile(r"\b(?:thay thế|bãi bỏ|hết hiệu lực)\b", re.IGNORECASE)
_AMENDS = re.compile(r"\bsửa đổi,?\s*(?:và\s+)?bổ sung\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:điều|khoản|điểm|một số|mục|chương|phụ lục|cụm từ)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;\n]|\.(?:\s|$)")
_STEM_DAYS = (
    re.compile(r"(?<!\d)(?P<year>20\d{2})[-_.]?(?P<month>0[1-9]|1[0-2])[-_.]?(?P<day>[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>[0-2]?\d|3[01])[-_.](?P<month>0?[1-9]|1[0-2])[-_.](?P<year>20\d{2})(?!\d)"),
)
_STEM_YEAR = re.compile(r"(?<![\d/])(?P<year>20\d{2})(?![\d/])")

_KEYS = {
    "since": ("effective_from", "effective", "from", "hieu luc tu", "hieu luc", "ap dung tu", "ngay hieu luc"),
    "until": ("effective_to", "until", "expires", "hieu luc den", "ap dung den", "het han", "den ngay"),
    "issued": ("issued", "date", "updated", "ngay", "ngay ban hanh", "cap nhat", "ngay cap nhat", "published"),
    "number": ("number", "so", "so hieu", "so van ban"),
    "replaces": ("replaces", "thay the"),
}
"""How a file's own head (front matter, meta elements) may name these, without diacritics, "-" and "_" as blanks."""


@dataclass(frozen=True)
class Validity:
    """`until` is the last day. `replaces` and `amends` name other sources by number, title or file; `number` is the
    own one. `vague`: of `issued` only the year is known.
    """

    issued: date | None = None
    since: date | None = None
    until: date | None = None
    number: str = ""
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    vague: bool = False

    @property
    def day(self) -> date | None:
        """By which it is older or newer than another: from when it holds or, where it does not say, when issued."""
        return self.since or self.issued

    def over(self, other: Validity) -> Validity:
        """This, and what `other` says where this says nothing."""
        merged = {one.name: getattr(self, one.name) or getattr(other, one.name) for one in fields(self)}
        merged["vague"] = self.vague if self.issued else other.vague
        return Validity(**merged)

    def dump(self) -> str:
        """As JSON, without what is not known."""
        return json.dumps({key: value for key, value in asdict(self).items() if value}, default=date.isoformat)

    @classmethod
    def load(cls, text: str) -> Validity:
        """What `dump` wrote."""
        found: dict[str, Any] = json.loads(text)
        for name in ("issued", "since", "until"):
            if name in found:
                found[name] = date.fromisoformat(found[name])
        for name in ("replaces", "amends"):
            found[name] = tuple(found.get(name, ()))
        return cls(**found)


UNKNOWN = Validity()
"""Of a source that says nothing of it."""


def validity(name: str, text: str, head: Mapping[str, str]) -> Validity:
    """What a file tells of itself: in its head first, in its text next, in its name last."""
    return _in_head(head).over(_in_text(text)).over(_in_name(name))


def day_in(text: str) -> date | None:
    """The first day written in `text`."""
    found = _ANY_DAY.search(text)
    return _day(found) if found else None


def _in_head(head: Mapping[str, str]) -> Validity:
    plain = {" ".join(fold(key).lower().replace("_", " ").replace("-", " ").split()): head[key] for key in head}

    def said(name: str) -> str:
        keys = (key.replace("_", " ") for key in _KEYS[name])
        return next((plain[key] for key in keys if plain.get(key)), "")

    replaced = tuple(part.strip() for part in re.split(r"[;,]", said("replaces").strip("[]")) if part.strip())
    return Validity(
        issued=day_in(said("issued")),
        since=day_in(said("since")),
        until=day_in(said("until")),
        number=said("number"),
        replaces=tuple(part.strip("\"'") for part in replaced),
    )


def _in_text(text: str) -> Validity:
    top, end = text[:TOP_CHARACTERS], text[-END_CHARACTERS:]
    number = _OWN_NUMBER.search(top)
    own = number["number"].upper() if number else ""
    since = _first(_SINCE, text) or _first(_SINCE_ABOVE, top)
    ended = _first(_ENDS, top) or _first(_ENDS, end)
    issued = _ISSUED.search(top)
    replaces, amends = _others(end, own)
    return Validity(
        issued=_day(issued) if issued else None,
        since=since,
        until=ended - timedelta(days=1) if ended else _first(_UNTIL, top) or _first(_UNTIL, end),
        number=own,
        replaces=replaces,
        amends=tuple(other for other in (*amends, *_amended(top, own)) if other not in replaces),
    )


def _others(text: str, own: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers of the documents that are replaced as a whole, and of those that are changed in part."""
    whole: list[str] = []
    part: list[str] = []
    for clause in _CLAUSE_END.split(text):
        for found in _NUMBERED.finditer(clause):
            number = found["number"].upper()
            replaced = _REPLACES.search(clause)
            if replaced is None or number == own:
                continue
            between = clause[: found.start()]
            (part if _PART.search(between) or _AMENDS.search(between) else whole).append(number)
    return tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(part))


def _amended(top: str, own: str) -> tuple[str, ...]:
    """ "Nghị định sửa đổi, bổ sung một số điều của Nghị định số …": what a document's title names."""
    found = _AMENDS.search(top)
    if found is None:
        return ()
    numbers = (match["number"].upper() for match in _NUMBERED.finditer(top, found.end(), found.end() + 200))
    return tuple(number for number in dict.fromkeys(numbers) if number != own)


def _in_name(name: str) -> Validity:
    stem = PurePosixPath(name).stem
    for form in _STEM_DAYS:
        if (found := form.search(stem)) and (day := _made(found["year"], found["month"], found["day"])):
            return Validity(issued=day)
    year = _STEM_YEAR.search(stem)
    return Validity(issued=date(int(year["year"]), 1, 1), vague=True) if year else Validity()


def _first(form: re.Pattern[str], text: str) -> date | None:
    return next((day for found in form.finditer(text) if (day := _day(found))), None)


def _day(found: re.Match[str]) -> date | None:
    if found["iso_year"]:
        return _made(found["iso_year"], found["iso_month"], found["iso_day"])
    return _made(found["year"], found["month"], found["day"])


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
