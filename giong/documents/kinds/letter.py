"""Administrative letters and acts as Decree 30/2020/NĐ-CP lays them out: number, date, agency, subject, signer.
Knows no agency by name.

Nothing here has a label but "Số", "V/v", "Kính gửi" and "Nơi nhận": the rest is found by where it stands to these
(`documents/finding/letterhead.py`). `agency` is the one that issues, the lower name where the block names its superior
above (`superior`). `subject` is what stands behind "V/v" or "Về việc", or below the name of the kind of letter.
`signer` is the person's name without rank and degree, which `signer_title` keeps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from giong.documents.document import Candidate, Check, Field, Verdict
from giong.documents.finding.inks import read_again
from giong.documents.finding.labels import Segment, joined, same_row, skeleton
from giong.documents.finding.letterhead import Foot, Head, feet, head
from giong.documents.finding.printed import origin_of, sureness, value_of
from giong.documents.kind import FieldSpec, Paper, Shape
from giong.documents.values.agencies import initials, names, spelt
from giong.documents.values.shaped import plain
from giong.documents.values.timestamps import days
from giong.text.names import SURNAMES
from giong.text.provinces import named
from giong.text.unicode import fold, nfc
from giong.text.words import is_vietnamese_syllable
from giong.vision.page import Page, Word

_NUMBER = re.compile(
    r"^(?P<digits>[0-9OoIl]{0,5}[a-zA-Z]?)\s?(?P<body>/\s?(?:[12]\d{3}\s?/\s?)?[A-ZĐÐ8][\wĐÐ&.\s/–-]*)$"
)
_SAID = re.compile(r"^.*?(?:s[oốôóòỏọồổộ0]|no)\s?[:;.,]\s*", re.IGNORECASE)
_SAID_BARE = re.compile(r"^\W*(?:luật\s+)?s[oốôóòỏọồổộ0]\s+", re.IGNORECASE)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\d]*?)\W*(?P<said>ng[aàáâ]y)\s*(?P<day>[\w\]\[!|]{0,2})\s*,?\s*th[aáàảâ]ng\s*(?P<month>[\w\]\[!|]{0,2})"
    r"\W{0,3}n[aăâắằ]m\W{0,3}(?P<year>\w{4})?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^\W{0,2}(?:[vVyY]\s?[/|lI1i]?\s?[vVyY](?!\w)|[vV][eềêếè]\s+vi[eệêẹ]c(?!\w))\s*[:;.]?\s*")
_FOR_DIGITS = str.maketrans("OoQlI|i][!SB", "000111111158")
_ABBREVIATIONS = {
    "QD": "QĐ",
    "ND": "NĐ",
    "HDND": "HĐND",
    "HĐNĐ": "HĐND",
    "HDNĐ": "HĐND",
    "UBNĐ": "UBND",
    "BLDTBXH": "BLĐTBXH",
    "SGDDT": "SGDĐT",
    "BGDDT": "BGDĐT",
    "GDDT": "GDĐT",
    "CD": "CĐ",
    "LDTBXH": "LĐTBXH",
    "LD": "LĐ",
    "DHQG": "ĐHQG",
    "ĐHQGHN": "ĐHQGHN",
    "HDQT": "HĐQT",
    "KHDT": "KHĐT",
    "SKHDT": "SKHĐT",
    "DT": "ĐT",
}
"""Abbreviations that stand in numbers of letters; without their stroke they are nothing."""
_RANK = re.compile(
    r"^(?:\W*(?:đại tá|thượng tá|trung tá|thiếu tá|đại úy|thượng úy|trung úy|thiếu úy|đại tướng|thượng tướng|"
    r"trung tướng|thiếu tướng|pgs|gs|tskh|ts|ths|bsck\s?[i12]+|bs|ks|ls|cn|nsnd|nsưt|dr|ông|bà)\W+)+",
    re.IGNORECASE,
)
_DIGITAL = re.compile(r"(?:ky boi|nguoi ky|ngay ky|thoi gian ky|email|co quan:|da ky|ky, |ky ten|dong dau|chu ky)")
_URGENCY = {"hoa toc": "Hỏa tốc", "thuong khan": "Thượng khẩn", "khan": "Khẩn"}
_SECRECY = {"tuyet mat": "Tuyệt mật", "toi mat": "Tối mật", "mat": "Mật"}
_DOUBTFUL = 0.6
_OTHER_PAPERS = re.compile(
    r"giay chung nhan\s+dang ky|giay khai sinh|can cuoc cong dan|giay phep lai xe|hoa don|so ho khau|giay chung minh"
)
_EDGE = " \t:;,|_=~*'\"`•·-–—.!¡"
_QUARTER = re.compile(r"(?<=quý )[lI|]{1,3}V?(?!\w)")
"""Roman numbers of quarters, whose strokes are read as small letters."""


class Letter:
    """Implements `Kind`."""

    name = "letter"
    vi = "Văn bản hành chính"
    en = "Administrative letter"
    shape = Shape.SHEET
    fields = (
        FieldSpec("number", "Số, ký hiệu", "Number", personal=False),
        FieldSpec("place_date", "Địa danh, ngày tháng", "Place and date", personal=False),
        FieldSpec("agency", "Cơ quan ban hành", "Issuing agency", personal=False),
        FieldSpec("superior", "Cơ quan chủ quản", "Superior agency", required=False, personal=False),
        FieldSpec("letter_type", "Loại văn bản", "Type of letter", required=False, personal=False),
        FieldSpec("subject", "Trích yếu", "Subject", personal=False),
        FieldSpec("signer", "Người ký", "Signer", type="person"),
        FieldSpec("signer_title", "Chức vụ người ký", "Capacity of the signer", required=False, personal=False),
        FieldSpec("recipients", "Kính gửi", "Addressees", type="list", required=False, personal=False),
        FieldSpec("copies", "Nơi nhận", "Copies", type="list", required=False, personal=False),
        FieldSpec("urgency", "Mức độ khẩn", "Urgency", required=False, personal=False),
        FieldSpec("secrecy", "Mức độ mật", "Secrecy", required=False, personal=False),
    )

    def likeness(self, paper: Paper) -> float:
        if not paper.pages:
            return 0.0
        page = paper.pages[0]
        if _OTHER_PAPERS.search(fold(page.text[:600])):
            return 0.05
        top = head(page)
        found = 0.3 * (top.nation is not None) + 0.25 * bool(top.number) + 0.2 * (top.place_date is not None)
        found += 0.15 * bool(top.about or top.title) + 0.1 * bool(top.to)
        return min(1.0, found + 0.1 * bool(feet(paper.pages[-1:])))

    def extract(self, paper: Paper) -> Mapping[str, Sequence[Candidate]]:
        if not paper.pages:
            return {}
        page = paper.pages[0]
        top = head(page)
        found = {
            "number": _number(top, page),
            "place_date": _place_date(top, page),
            "subject": _subject(top, page),
            "recipients": _list(top.to, page),
            "letter_type": _letter_type(top, page),
            **_agencies(top, page),
            **_marks(page),
        }
        for page, below in feet(paper.pages):
            if not any(_is_whole_name(part, below.names) for part in below.names):
                below = below.signed(read_again(paper, page, below.signing))
            for name, several in _signing(below, page).items():
                found.setdefault(name, several)
        return {name: several for name, several in found.items() if several}

    def check(self, fields: Mapping[str, Field], paper: Paper) -> Sequence[Check]:
        return [*_year_check(fields), *_date_check(fields), *_agency_check(fields)]


def _candidate(value: str, parts: Sequence[Segment], page: Page, likelihood: float) -> Candidate:
    words = [word for part in parts for word in part.words]
    origin = origin_of(page.lines[0].engine if page.lines else "")
    return Candidate(
        nfc(value),
        "\n".join(part.text for part in parts),
        likelihood * (0.5 + 0.5 * sureness(words)),
        origin,
        page.number,
        tuple(part.box for part in parts),
    )


# ── head ──


def _number(top: Head, page: Page) -> list[Candidate]:
    if not top.number:
        return []
    raw = " ".join(part.text for part in top.number)
    bare = _SAID.sub("", raw, count=1) if _SAID.match(raw) else _SAID_BARE.sub("", raw, count=1)
    bare = bare.strip(" :;,._|")
    parts = _after(top.number, raw, bare)
    match = _NUMBER.match(bare)
    if match is None:
        return [_candidate(re.sub(r"\s+", "", bare), parts, page, 0.4)] if bare else []
    digits = match["digits"]
    digits = digits[:-1].translate(_FOR_DIGITS) + digits[-1:] if digits[-1:].isalpha() else digits
    value = digits + _abbreviations(re.sub(r"\s+", "", match["body"]).replace("–", "-"))
    return [_candidate(value.rstrip("-./"), parts, page, 0.95 if digits else 0.6)]


def _abbreviations(body: str) -> str:
    """The letters of a number with the strokes that recognition lost."""
    parts = re.split(r"([/\-&.])", body.replace("Ð", "Đ"))
    lettered = (part.replace("8", "B") if any(map(str.isalpha, part)) else part for part in parts)
    return "".join(_ABBREVIATIONS.get(part, part) for part in lettered)


def _place_date(top: Head, page: Page) -> list[Candidate]:
    if top.place_date is None:
        return []
    text = top.place_date.text
    match = _PLACE_DATE.search(text)
    if match is None:
        return [_candidate(text, (top.place_date,), page, 0.4)]
    day, month, year = ((match[part] or "").translate(_FOR_DIGITS) for part in ("day", "month", "year"))
    place = match["place"].strip(_EDGE)
    known = named(re.sub(r"^(?:tp\.?|thành phố|tỉnh)\s+", "", place, flags=re.IGNORECASE))
    if known is not None and fold(known.name) == fold(place):
        place = known.name if not place.isupper() else known.name.upper()
    date = re.sub(r"\s+", " ", f"ngày {day} tháng {month} năm {year}").strip()
    whole = bool(days(date))
    value = f"{place}, {date}" if place else date
    return [_candidate(value, (top.place_date,), page, (0.95 if place else 0.6) if whole else 0.4)]


def _agencies(top: Head, page: Page) -> dict[str, list[Candidate]]:
    lines = [part.text for part in top.agency]
    groups = names(lines)
    if not groups:
        return {}
    found = {}
    for field, (start, end) in zip(("agency", "superior"), reversed(groups[-2:]), strict=False):
        value = spelt(joined(lines[start:end]).strip(_EDGE))
        found[field] = [_candidate(value, top.agency[start:end], page, 0.92)]
    return found


def _subject(top: Head, page: Page) -> list[Candidate]:
    if not top.about:
        return []
    raw = joined([part.text for part in top.about])
    shaped = plain(_ABOUT.sub("", raw.strip(_EDGE), count=1).strip(_EDGE))
    value = shaped.value if shaped else ""
    value = _QUARTER.sub(lambda match: re.sub(r"[l|]", "I", match.group()), value)
    parts = _after(top.about, raw, value)
    return [_candidate(value, parts, page, 0.92)] if value else []


def _after(parts: Sequence[Segment], raw: str, value: str) -> Sequence[Segment]:
    """The parts without the letters of the label before the value, so that a second look does not read it again."""
    label = len(skeleton(raw)) - len(skeleton(value))
    if label <= 0:
        return parts
    first = parts[0].piece(label, len(parts[0].at)) if label < len(parts[0].at) else None
    return [first, *parts[1:]] if first is not None else (parts[1:] or parts)


def _letter_type(top: Head, page: Page) -> list[Candidate]:
    if top.title is not None and top.kind:
        return [_candidate(top.kind.capitalize(), (top.title,), page, 0.95)]
    return [_candidate("Công văn", top.about[:1], page, 0.85)] if top.about else []


def _list(parts: Sequence[Segment], page: Page) -> list[Candidate]:
    """The entries of a list, one in each line, without their strokes; a line that begins without one goes on."""
    entries: list[str] = []
    for part in parts:
        text = part.text.strip()
        if entries and text[:1] not in "-–—+•" and not entries[-1].endswith((";", ".")):
            entries[-1] += " " + text
        else:
            entries.append(text.lstrip("-–—+• "))
    kept = [entry.strip(" ;.:") for entry in entries if sum(map(str.isalpha, entry)) > 1]
    return [_candidate("\n".join(kept), parts, page, 0.85)] if kept else []


def _marks(page: Page) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for line in page.lines:
        plain = fold(line.text).strip(_EDGE)
        if line.box.top > 0.5 * page.height_px or not line.text.isupper():
            continue
        for field, marks in (("urgency", _URGENCY), ("secrecy", _SECRECY)):
            if plain in marks and field not in found:
                found[field] = [_candidate(marks[plain], (Segment(line.words),), page, 0.9)]
    return found


# ── foot ──


def _signing(below: Foot, page: Page) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {"copies": _list(below.copies, page)}
    if below.titles:
        title = joined([part.text for part in below.titles])
        found["signer_title"] = [_candidate(title, below.titles, page, 0.9)]
    signers = [(likely, part, value) for part in below.names if (likely := _is_person(value := _bare(part.text))) > 0]
    if signers:
        likely, part, value = max(signers, key=lambda each: (each[0], each[1].box.middle[1]))
        shaped = value_of("name", _last_words(part, value))
        if shaped is not None:
            found["signer"] = [_candidate(shaped.value, (part,), page, likely * shaped.trust)]
    return found


def _bare(text: str) -> str:
    return _RANK.sub("", text).strip(_EDGE + "./\\()[]")


def _last_words(part: Segment, value: str) -> Sequence[Word]:
    """The words of a value that ends a part."""
    words = part.words[-len(value.split()) :]
    return [*(replace(word, text=text) for word, text in zip(words, value.split(), strict=True))]


def _is_whole_name(part: Segment, others: Sequence[Segment]) -> bool:
    """Whether this is surely a person's name, and no piece of one that the strokes of a signature cut up."""
    value = _bare(part.text)
    alone = not any(other is not part and same_row(other.box, part.box) for other in others)
    return alone and _is_person(value) > _DOUBTFUL and all(map(is_vietnamese_syllable, value.split()))


def _is_person(text: str) -> float:
    """How much a text looks like a person's name, from 0 to 1."""
    words = text.split()
    if not 2 <= len(words) <= 6 or any(not word[0].isupper() for word in words):
        return 0.0
    if sum(letter.isalpha() for letter in text) < 0.9 * len(text.replace(" ", "")) or _DIGITAL.search(fold(text)):
        return 0.0
    folded = {fold(surname) for surname in SURNAMES}
    return 0.95 if fold(words[0]) in folded else 0.5


# ── checks ──


def _year_check(fields: Mapping[str, Field]) -> list[Check]:
    number, dated = fields.get("number"), fields.get("place_date")
    year = re.search(r"/((?:19|20)\d{2})/", number.value) if number else None
    day = days(dated.value) if dated else []
    if year is None or not day:
        return []
    holds = int(year[1]) == day[0].year
    return [
        Check(
            "letter.year",
            Verdict.PASSED if holds else Verdict.FAILED,
            ("number", "place_date"),
            "Năm trong số, ký hiệu " + ("khớp" if holds else "không khớp") + " với năm ban hành",
            "The year in the number " + ("is" if holds else "is not") + " the year of the date",
        )
    ]


def _date_check(fields: Mapping[str, Field]) -> list[Check]:
    dated = fields.get("place_date")
    if dated is None:
        return []
    exists = bool(days(dated.value))
    return [
        Check(
            "letter.date",
            Verdict.PASSED if exists else Verdict.FAILED,
            ("place_date",),
            "Ngày ban hành " + ("có trong lịch" if exists else "còn thiếu hoặc không có trong lịch"),
            "The date " + ("exists in the calendar" if exists else "is not complete or not in the calendar"),
        )
    ]


def _agency_check(fields: Mapping[str, Field]) -> list[Check]:
    """Whether the letters behind the number are those of the agency; abbreviations are free, so that it never fails."""
    number, agency = fields.get("number"), fields.get("agency")
    if number is None or agency is None:
        return []
    parts = re.split(r"[/\-&.\s]", re.sub(r"[^a-z/&.\s-]", "", fold(number.value)))
    letters = {part for part in parts if len(part) > 1}
    own = initials(agency.value)
    fits = any(part in (own, own[: len(part)]) or part in fold(agency.value).split() for part in letters)
    return [
        Check(
            "letter.agency",
            Verdict.PASSED if fits else Verdict.UNKNOWN,
            ("agency", "number"),
            "Ký hiệu khớp với chữ viết tắt của cơ quan" if fits else "Chưa đối chiếu được ký hiệu với tên cơ quan",
            "The symbol fits the agency" if fits else "The symbol could not be compared with the agency",
        )
    ]
