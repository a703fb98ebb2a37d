"""The parts of an administrative letter's head and foot, found by where they stand to one another. Knows no field.

Decree 30/2020/NĐ-CP, appendix I: the agency above the number on the left, the country's name and motto above the place
and date on the right, what the letter is about below the number ("V/v …") or below the name of the kind of letter, the
signature on the right of the list of recipients.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from giong.documents.finding.labels import Hit, Label, Segment, find, segments, skeleton
from giong.documents.finding.rows import gathered
from giong.documents.values.timestamps import days
from giong.text.unicode import fold
from giong.vision.page import Page
from giong.vision.shapes import Box, around

_LANDMARKS = (
    Label("nation", ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Socialist Republic of Vietnam")),
    Label("motto", ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")),
    Label("to", ("Kính gửi",)),
    Label("copies", ("Nơi nhận",)),
)
_NUMBER = re.compile(
    r"(?:(?P<said>^|\W)(?:luật\s+)?[sS5][oố6ôốồổộóòỏọ0O]\s?[:;.,]?\s*)?"
    r"(?P<digits>[0-9OoIl]{1,5}[a-zA-Z]?)?\s?(?P<body>/\s?(?:[12]\d{3}\s?/\s?)?[A-ZĐÐ8][\wĐÐ&.\s/–-]*)"
)
_ABOUT = re.compile(r"^\W{0,2}(?:[vVyY]\s?[/|lI1i]?\s?[vVyY]\b|[vV]ề\s+việc\b)\s*[:;.]?\s*")
_ABOUT_AT_ALL = re.compile(r"^\W{0,2}v\s?/\s?v\s*[:;.]?\s*", re.IGNORECASE)
_STARTS_BODY = re.compile(
    r"^\W*(?:can cu(?!\w)|thuc hien|kinh gui|theo |xet |de |dieu \d|chuong |phan |[ivx]+\s?[.)]|\d+\s?[.)]|"
    r"[a-d]\s?[.)]|tren co so|quyet dinh:?$|nay |thi hanh|hom nay|ngay \d|sau khi|nham )"
)
_AUTHORITY = re.compile(
    r"^\W*(?:(?:pho |quyen )?(?:chu tich|bo truong|thu truong|giam doc|tong giam doc|hieu truong|cuc truong|"
    r"tong cuc truong|vien truong|chanh (?:van phong|thanh tra|an)|truong (?:ban|phong)|thu tuong|thong doc|"
    r"tong kiem toan)|"
    r"(?:uy ban nhan dan|hoi dong nhan dan|hoi dong|ban thuong vu|ban chap hanh|chinh phu|quoc hoi|"
    r"uy ban thuong vu)(?:\W|$))"
)
KINDS_OF_LETTER = (
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "CHỈ THỊ",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "THÔNG CÁO",
    "THÔNG BÁO",
    "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH",
    "PHƯƠNG ÁN",
    "ĐỀ ÁN",
    "DỰ ÁN",
    "BÁO CÁO",
    "BIÊN BẢN",
    "TỜ TRÌNH",
    "HỢP ĐỒNG",
    "CÔNG ĐIỆN",
    "BẢN GHI NHỚ",
    "BẢN THỎA THUẬN",
    "GIẤY ỦY QUYỀN",
    "GIẤY MỜI",
    "GIẤY GIỚI THIỆU",
    "GIẤY NGHỈ PHÉP",
    "PHIẾU GỬI",
    "PHIẾU CHUYỂN",
    "PHIẾU BÁO",
    "THƯ CÔNG",
    "LUẬT",
    "PHÁP LỆNH",
    "LỆNH",
    "NGHỊ ĐỊNH",
    "THÔNG TƯ",
    "THÔNG TƯ LIÊN TỊCH",
    "THÔNG BÁO KẾT LUẬN",
)
"""Decree 30/2020/NĐ-CP art. 7, and the normative acts of Law 80/2015/QH13; the ordinary letter has no name."""

_SHORTEST_TITLE = 4
_GAP = 1.9
"""Lines further apart than this many line heights do not go on with each other."""
_TOP_SHARE = 0.45
_SURE_LABEL = 0.8
"""The least score of "Kính gửi", with which many paragraphs begin but for two letters ("Kinh phí")."""


@dataclass(frozen=True)
class Head:
    """What stands above the body of a letter; parts that were not found are empty."""

    nation: Box | None
    agency: tuple[Segment, ...] = ()
    number: tuple[Segment, ...] = ()
    place_date: Segment | None = None
    about: tuple[Segment, ...] = ()
    title: Segment | None = None
    kind: str = ""
    to: tuple[Segment, ...] = ()


def head(page: Page) -> Head:
    """The head of a letter's first page."""
    hits = find(page, _LANDMARKS)
    pieces = _cut_at(segments(page.lines), hits)
    nation = next((hit.box for hit in hits if hit.label.field == "nation"), None)
    nation = nation or next((hit.box for hit in hits if hit.label.field == "motto"), None)
    top = [piece for piece in pieces if piece.box.top < _TOP_SHARE * page.height_px]
    place_date = _place_date(top)
    number = _number(top, place_date)
    edge = _column_edge(page, nation, place_date)
    about = _about(top, number, edge)
    found, kind = _title(pieces, page, below=_lowest(nation, number, place_date))
    if not about and found is not None:
        about = _below_title(pieces, found, page, kind)
    agency = _agency(top, number or ((place_date,) if place_date else ()), nation, edge)
    to = _addressees(pieces, hits)
    return Head(nation, agency, number, place_date, about, found, kind, to)


def _cut_at(pieces: Sequence[Segment], hits: Sequence[Hit]) -> list[Segment]:
    """Agency and country where recognition ran them together are parted; the motto itself is left out."""
    cuts = {hit.segment.words: hit for hit in hits if hit.label.field in ("nation", "motto")}
    found: list[Segment] = []
    for piece in pieces:
        hit = cuts.get(piece.words)
        if hit is None:
            found.append(piece)
            continue
        parts = (piece.piece(0, hit.start) if hit.start else None, piece.piece(hit.end, len(piece.at)))
        found += [part for part in parts if part is not None and len(part.letters) > 2]
    return found


def _place_date(top: Sequence[Segment]) -> Segment | None:
    """The segment, or the neighbours in one row, that say a place and a date."""
    for row in gathered(top):
        for start in range(len(row.segments)):
            words = tuple(word for piece in row.segments[start:] for word in piece.words)
            whole = Segment(words)
            plain = fold(whole.text)
            if start < len(row.segments) - 1 and not re.search(r"ngay|thang", fold(row.segments[start].text)):
                continue
            if re.search(r"(?:ngay|n.ay).{0,12}(?:thang|th.ng).{0,12}nam", plain) and len(plain) < 70:
                return whole if not _NUMBER.search(row.segments[start].text) else _dated_part(row.segments[start])
    return None


def _dated_part(piece: Segment) -> Segment | None:
    """The place and date of a segment that holds the number as well: "Số: 02/TT-BTC Hà Nội, ngày 08 tháng …"."""
    match = re.search(r"ng[aà]y", piece.text, re.IGNORECASE)
    if match is None:
        return None
    before = piece.text[: match.start()]
    number = _NUMBER.search(before)
    place = re.search(r"(?:[^\W\d_]+\.?\s){1,3}[^\W\d_]+,?\s*$", before)
    if number is None or place is None:
        return piece
    kept, length = [], 0
    for word in piece.words:
        if length >= place.start():
            kept.append(word)
        length += len(word.text) + 1
    return Segment(tuple(kept))


def _number(top: Sequence[Segment], place_date: Segment | None) -> tuple[Segment, ...]:
    """The segments of the number: the one that says it, or "Số:" and what stands on its right before the date."""
    said = re.compile(
        r"^\W*(?:luật\s+)?[s5][oố6ôóòỏọồổộ0]\W*$|^\W*(?:luật\s+)?[s5][oốôóòỏọồổộ0]\s?[:;.]", re.IGNORECASE
    )
    best: tuple[Segment, ...] = ()
    for row in gathered(top):
        for at, piece in enumerate(row.segments):
            if place_date is not None and piece.box.left >= place_date.box.left - 2 and not said.match(piece.text):
                continue
            if said.match(piece.text):
                rest = row.segments[at + 1 : at + 2]
                if _NUMBER.search(piece.text) or not rest or days(rest[0].text):
                    return (piece,)
                return (piece, rest[0])
            if not best and (match := _NUMBER.search(piece.text)) and match["digits"] and len(piece.text) < 45:
                best = (piece,)
    return best


def _column_edge(page: Page, nation: Box | None, place_date: Segment | None) -> float:
    """How far to the right the left column of the head goes."""
    lefts = [box.left for box in (nation, place_date.box if place_date else None) if box is not None]
    return min(lefts) if lefts and min(lefts) > 0.2 * page.width_px else 0.5 * page.width_px


def _lowest(*parts: Box | Sequence[Segment] | Segment | None) -> int:
    boxes = []
    for part in parts:
        if isinstance(part, Box):
            boxes.append(part)
        elif isinstance(part, Segment):
            boxes.append(part.box)
        elif part:
            boxes += [piece.box for piece in part]
    return max((box.bottom for box in boxes), default=0)


def _about(top: Sequence[Segment], number: Sequence[Segment], edge: float) -> tuple[Segment, ...]:
    """The lines that begin with "V/v" below the number, as far as they go on in their column."""
    for piece in sorted(top, key=lambda piece: piece.box.top):
        below = not number or piece.box.middle[1] > number[0].box.middle[1]
        if below and _ABOUT.match(piece.text) and piece.box.middle[0] < edge:
            return _going_on(piece, top, right=max(edge, piece.box.right + piece.height_px))
    return ()


def _going_on(first: Segment, others: Sequence[Segment], *, right: float) -> tuple[Segment, ...]:
    """The lines below the first one, one close under the other, between the page's edge and `right`."""
    found = [first]
    for piece in sorted(others, key=lambda piece: piece.box.middle[1]):
        last = found[-1]
        drop = piece.box.middle[1] - last.box.middle[1]
        if drop < 0.5 * last.height_px or piece.box.middle[0] > right:
            continue
        if drop > _GAP * max(last.height_px, piece.height_px) or _starts_body(piece):
            break
        if min(piece.box.right, first.box.right) > max(piece.box.left, first.box.left):
            found.append(piece)
    return tuple(found)


def _starts_body(piece: Segment) -> bool:
    """Whether the text of the letter begins here; a line in small letters goes on with what stands above it."""
    return not piece.text[:1].islower() and _STARTS_BODY.match(fold(piece.text)) is not None


def _title(pieces: Sequence[Segment], page: Page, *, below: int) -> tuple[Segment | None, str]:
    """The name of the kind of letter, alone in its line or with what the letter is about behind it."""
    for piece in sorted(pieces, key=lambda piece: piece.box.top):
        if piece.box.middle[1] < below or piece.text.upper() != piece.text:
            continue
        kind = _kind(piece)
        if kind and _is_centred(piece, pieces, page):
            return piece, kind
        if piece.box.top > 0.6 * page.height_px:
            break
    return None, ""


def _kind(piece: Segment) -> str:
    letters = piece.letters
    found = ""
    for kind in KINDS_OF_LETTER:
        pattern = skeleton(kind)
        exact = letters == pattern
        begins = len(pattern) > _SHORTEST_TITLE and letters.startswith(pattern)
        if (exact or begins) and len(kind) > len(found):
            found = kind
    return found


def _is_centred(piece: Segment, pieces: Sequence[Segment], page: Page) -> bool:
    whole = around(other.box for other in pieces)
    middle = (whole.left + whole.right) / 2
    return abs(piece.box.middle[0] - middle) < 0.12 * page.width_px


def _below_title(pieces: Sequence[Segment], title: Segment, page: Page, kind: str) -> tuple[Segment, ...]:
    """What the letter is about: the lines in the middle under its name, until the body begins."""
    found: list[Segment] = []
    if len(title.letters) > len(skeleton(kind)) + 2:
        rest = title.piece(len(skeleton(kind)), len(title.at))
        found += [rest] if rest else []
    last = title
    pitch = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.box.middle[1]):
        drop = piece.box.middle[1] - last.box.middle[1]
        if drop < 0.5 * last.height_px or piece is title:
            continue
        far = (
            drop > (_GAP + 0.6 if last is title else 1.25 * pitch / last.height_px if pitch else _GAP) * last.height_px
        )
        if far or _starts_body(piece) or not _is_centred(piece, pieces, page):
            break
        if found and piece.text.isupper() and _AUTHORITY.match(fold(piece.text)) and not found[-1].text.isupper():
            break
        wider = bool(found) and piece.box.width_px > 1.1 * max(other.box.width_px for other in found)
        if wider and piece.text[:1].isupper() and not piece.text.isupper():
            break
        if not any(letter.isalnum() for letter in piece.text):
            break
        pitch = drop if last is not title else 0.0
        found.append(piece)
        last = piece
    return tuple(found)


def _agency(top: Sequence[Segment], below: Sequence[Segment], nation: Box | None, edge: float) -> tuple[Segment, ...]:
    """The lines of the top left block, above the number."""
    end = min((piece.box.top for piece in below), default=None)
    if end is None:
        end = nation.bottom + 2 * nation.height_px if nation else 0
    start = nation.top - 2.5 * nation.height_px if nation else 0
    found = [
        piece
        for piece in top
        if piece.box.middle[1] < end
        and piece.box.middle[1] > start
        and piece.box.middle[0] < edge
        and sum(letter.isalpha() for letter in piece.text) > 2
        and not _ABOUT_AT_ALL.match(piece.text)
    ]
    return tuple(sorted(found, key=lambda piece: piece.box.middle[1]))


def _addressees(pieces: Sequence[Segment], hits: Sequence[Hit]) -> tuple[Segment, ...]:
    """What stands behind "Kính gửi", in its line and in the list below it."""
    hit = next((hit for hit in hits if hit.label.field == "to" and hit.score >= _SURE_LABEL), None)
    if hit is None:
        return ()
    rest = hit.segment.piece(hit.end, len(hit.segment.at))
    found = [rest] if rest is not None else []
    last = hit.segment.box
    for piece in sorted(pieces, key=lambda piece: (piece.box.middle[1], piece.box.left)):
        drop = piece.box.middle[1] - last.middle[1]
        beside = abs(drop) < 0.5 * last.height_px and piece.box.left >= hit.box.right
        listed = 0 < drop < 2 * last.height_px and piece.text.lstrip()[:1] in "-–—+•"
        goes_on = 0 < drop < 1.7 * last.height_px and piece.box.left >= hit.box.right - hit.box.height_px
        if beside or ((listed or goes_on) and drop > 0.5 * last.height_px):
            found.append(piece)
            last = piece.box if not beside else last
    return tuple(found)


NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class Foot:
    """What stands below the body: who signs as what, and who gets copies. `signing` is where."""

    titles: tuple[Segment, ...] = ()
    names: tuple[Segment, ...] = ()
    copies: tuple[Segment, ...] = ()
    signing: Box = NOWHERE

    def signed(self, right: Sequence[Segment]) -> Foot:
        """The same with the signature read again."""
        titles, names = _signature(right)
        return replace(self, titles=titles or self.titles, names=names)


_SIGNING = re.compile(
    r"^\W*(?:tm|kt|tl|tuq|q|kt\.?\s?q|ky thay|thua lenh)\s?[.,]\s|^\W*(?:pho |quyen |tong )*(?:giam doc|tong giam doc|"
    r"chu tich|bo truong|thu truong|cuc truong|vu truong|truong (?:phong|ban|khoa|doan|cong an|chi nhanh)|"
    r"hieu truong|vien truong|chanh |chi cuc truong|thu tuong|thong doc|chu nhiem|bi thu|tong bi thu|cuc pho|"
    r"pho (?:phong|ban)|ke toan truong|nguoi )"
)


def feet(pages: Sequence[Page]) -> list[tuple[Page, Foot]]:
    """The feet of a letter, the likeliest first: that with the list of copies; annexes behind it have feet, too. Where
    the page ended before the name, it stands on the next one.
    """
    found = [(page, below) for page in pages if (below := foot(page)) is not None]
    found.sort(key=lambda each: not each[1].copies)
    for page, below in found[:1]:
        later = next((other for other in pages if other.number > page.number), None)
        if later is not None and not below.names:
            top = [piece for piece in segments(later.lines) if piece.box.bottom < _TOP_SHARE * later.height_px]
            right = [piece for piece in top if piece.box.middle[0] > 0.5 * later.width_px]
            found.append((later, replace(below, names=tuple(sorted(right, key=lambda piece: piece.box.middle[1])))))
    return found


def foot(page: Page) -> Foot | None:
    """The foot of a letter's page; None where nothing on it is one."""
    hits = [hit for hit in find(page, _LANDMARKS) if hit.label.field == "copies"]
    pieces = segments(page.lines)
    copies = hits[-1] if hits else None
    if copies is not None:
        height = copies.segment.height_px
        zone = [
            piece
            for piece in pieces
            if piece.box.middle[1] > copies.box.top - 2.5 * height and piece.box.left > copies.box.right
        ]
        right = [piece for piece in zone if piece.box.middle[0] > 0.45 * page.width_px]
        left = [piece for piece in pieces if piece.box.top > copies.box.bottom - 2 and piece not in right]
        titles, names = _signature(right)
        top = min((piece.box.top for piece in right), default=copies.box.top - round(height))
        where = _signing_part(page, max(copies.box.right, 0.4 * page.width_px), min(top, copies.box.top), height)
        return Foot(titles, names, tuple(_listed(copies, left)), where)
    signing = [
        piece
        for piece in pieces
        if piece.box.middle[0] > 0.5 * page.width_px and _SIGNING.match(fold(piece.text)) and piece.text.isupper()
    ]
    if not signing:
        return None
    start = min(piece.box.top for piece in signing)
    right = [piece for piece in pieces if piece.box.top >= start and piece.box.middle[0] > 0.45 * page.width_px]
    titles, names = _signature(right)
    height = signing[0].height_px
    return Foot(titles, names, signing=_signing_part(page, 0.4 * page.width_px, start, height))


def _signing_part(page: Page, left: float, top: float, height: float) -> Box:
    """Where a letter is signed: as far down as a seal, a name and some space may take."""
    return Box(round(left), round(top - height), page.width_px, round(top + 14 * height))


def _signature(right: Sequence[Segment]) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """The capacity in which one signs, in capitals, and what stands below it."""
    ordered = sorted(right, key=lambda piece: piece.box.middle[1])
    titles: list[Segment] = []
    for piece in ordered:
        plain = fold(piece.text)
        if _SIGNING.match(plain) or (titles and piece.text.isupper() and _follows(titles[-1], piece)):
            titles.append(piece)
    end = max((piece.box.bottom for piece in titles), default=0)
    below = [piece for piece in ordered if piece.box.middle[1] > end]
    return tuple(titles), tuple(below or [piece for piece in ordered if piece not in titles])


def _follows(above: Segment, piece: Segment) -> bool:
    return piece.box.middle[1] - above.box.middle[1] < _GAP * max(above.height_px, piece.height_px)


def _listed(copies: Hit, left: Sequence[Segment]) -> list[Segment]:
    found: list[Segment] = []
    last = copies.box
    for piece in sorted(left, key=lambda piece: piece.box.middle[1]):
        if piece.box.middle[1] - last.middle[1] > 2.5 * max(last.height_px, piece.height_px):
            break
        if piece.text.lstrip()[:1] in "-–—+•" or found:
            found.append(piece)
            last = piece.box
    return found
