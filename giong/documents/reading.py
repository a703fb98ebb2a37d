"""A file becomes a document: paper found, picture judged, text read, kind known, fields weighed and checked. Knows no
engine, no field of any kind and no database.

The whole picture is recognised once. A second recognition of the page happens only where the first found nearly nothing
because the paper stood on its head; single fields are looked at twice where that is worth it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

import numpy as np

from giong.documents import gate
from giong.documents.classify import Guess, classify
from giong.documents.document import Candidate, Check, Document, Field, Origin, Reason, Rejection, Verdict
from giong.documents.kind import Kind, Paper, Shape, Tabular
from giong.documents.kinds.table import KINDS
from giong.documents.shaped import shaped
from giong.documents.weighing import Weighed, checked, field_of, fields_of, weigh
from giong.errors import BadInput
from giong.vision import barcode, opening, orientation, paper, quality
from giong.vision.leaf import Leaf
from giong.vision.page import Page
from giong.vision.quality import Quality
from giong.vision.reader import Reading
from giong.vision.shapes import Box, Picture, Quad

ASPECTS = {Shape.CARD: paper.CARD, Shape.BOOKLET: paper.PASSPORT, Shape.SHEET: paper.SHEET}
CARD_WIDTH_PX = 1280
"""A card is brought to this width: small print is then some 20 pixels high."""
SHEET_SIDE_PX = 2400
"""The longer side of a page that is read; more makes it slower and no better."""
PICTURES_KEPT = 8
"""How many pages' pictures an extractor may look at; the later pages of a long file are known by their text."""
SECOND_LOOKS = 4
DOUBTFUL = 0.8
_HINTS = {"date": "date", "id": "digits", "name": "name"}
FEW_LETTERS = 12
"""Fewer letters and digits than this on a whole paper are noise."""
FEW_WORDS = 6
SENSE = 0.35
"""Below this a page is read again upside down."""
UNLIKE = 0.12
"""Below this likeness a paper is not what it was said to be."""
FLAT_LEVELS = 24
"""A page whose tones lie closer together than this, of 255, is blank."""


class Pages(Protocol):
    """What `giong.vision.reading.PageReader` does."""

    def read(self, picture: Picture, *, number: int = 1) -> Page: ...

    def reread(self, picture: Picture, box: Box, *, hint: str = "") -> Reading: ...


class OnPage(Protocol):
    """Is told of a page when it was read: the page, how many there are in all (0: nobody knows), and the picture in
    the very pixels of its boxes (None for office files and pages that were known).
    """

    def __call__(self, page: Page, of_all: int, picture: Picture | None, /) -> None: ...


class Calibration(Protocol):
    """Turns what is believed of a field into how often such a field is right."""

    def __call__(
        self, likelihood: float, *, kind: str, type: str, origin: Origin, passed: int, failed: int
    ) -> float: ...


@dataclass(frozen=True, slots=True)
class _View:
    """A paper as it was cut out of a picture, before it was read."""

    picture: Picture
    quality: Quality
    shape: Shape
    complete: bool
    turned_deg: int = 0
    skew_deg: float = 0.0


class DocumentReader:
    """Reads papers. One may serve several threads as far as its `pages` may."""

    def __init__(self, pages: Pages, kinds: Sequence[Kind] = KINDS, *, calibrate: Calibration | None = None) -> None:
        self._pages = pages
        self._kinds = tuple(kinds)
        self._by_name = {kind.name: kind for kind in self._kinds}
        self._calibrate = calibrate or _uncalibrated

    def read(
        self,
        data: bytes,
        *,
        name: str = "",
        kind: str = "",
        password: str = "",
        known: Mapping[int, Page] | None = None,
        on_page: OnPage | None = None,
    ) -> Document:
        """What the file says. `kind` is what was asked for, "" for whatever it is; `known` are pages by number that
        were read before and are not read again; `on_page` is told of every page as soon as it is read.

        Raises what `giong.vision.opening.opened` raises, and `BadInput` "paper.unknown_kind".
        """
        self._wanted(kind)
        leaves = opening.opened(data, name=name, password=password)
        first = next(leaves)
        second = next(leaves, None)
        if second is None and first.layer is None and not known and first.picture is not None:
            return self.read_picture(first.picture, kind=kind, on_page=on_page)
        return self._sheets(_chained(first, second, leaves), kind, known or {}, on_page)

    def read_picture(self, picture: Picture, *, kind: str = "", on_page: OnPage | None = None) -> Document:
        """What a photo or a scan of one paper says."""
        wanted = self._wanted(kind)
        view = _view(picture, wanted.shape if wanted else None)
        codes = barcode.barcodes(view.picture) or barcode.barcodes(picture)
        refused = gate.before_reading(view.quality, view.shape, complete=view.complete)
        if refused is not None and not codes:
            return Document(kind, quality=view.quality, rejection=refused)
        read = self._read_view(view, wanted)
        read = replace(read, pages=(replace(read.pages[0], barcodes=codes),))
        if on_page is not None:
            on_page(read.pages[0], 1, read.pictures[0])
        return self._document(read, wanted, view)

    # ── pages ──

    def _sheets(self, leaves: Iterator[Leaf], kind: str, known: Mapping[int, Page], on_page: OnPage | None) -> Document:
        pages: list[Page] = []
        pictures: list[Picture] = []
        for leaf in leaves:
            before = known.get(leaf.number)
            page, picture = (before, None) if before is not None else self._leaf(leaf)
            pages.append(page)
            pictures.append(_NOTHING if picture is None or len(pages) > PICTURES_KEPT else picture)
            if on_page is not None:
                on_page(page, getattr(leaf, "of_all", 0), picture)
        return self._document(Paper(tuple(pages), tuple(pictures), self._pages.reread), self._wanted(kind), None)

    def _leaf(self, leaf: Leaf) -> tuple[Page, Picture | None]:
        picture = None if leaf.problem else leaf.picture
        if leaf.layer is not None and not leaf.problem:
            codes = barcode.barcodes(picture) if picture is not None else ()
            return replace(leaf.layer, number=leaf.number, barcodes=codes), picture
        if picture is None:
            return Page(leaf.number, 0, 0, problem=leaf.problem or "page.broken"), None
        view = _straightened(_shrunk(picture, SHEET_SIDE_PX), Quality(), Shape.SHEET, complete=True)
        page = self._pages.read(view.picture, number=leaf.number)
        codes = barcode.barcodes(view.picture)
        return replace(page, barcodes=codes, turned_deg=view.turned_deg, skew_deg=view.skew_deg), view.picture

    def _read_view(self, view: _View, wanted: Kind | None) -> Paper:
        """The page of a picture; read again upside down where it makes no sense."""
        read = self._page(view)
        if self._sense(read, wanted) >= SENSE:
            return read
        turned = replace(
            view,
            picture=np.ascontiguousarray(view.picture[::-1, ::-1]),
            turned_deg=(view.turned_deg + 180) % 360,
        )
        other = self._page(turned)
        return other if self._sense(other, wanted) > self._sense(read, wanted) else read

    def _page(self, view: _View) -> Paper:
        page = self._pages.read(view.picture)
        page = replace(page, turned_deg=view.turned_deg, skew_deg=view.skew_deg)
        return Paper((page,), (view.picture,), self._pages.reread)

    def _sense(self, read: Paper, wanted: Kind | None) -> float:
        """How much of the text makes sense: as a known paper, or because the engines are sure of it."""
        guess = classify(read, self._kinds).likeness
        words = [word for line in read.pages[0].lines for word in line.words if len(word.text) > 1]
        sure = sum(word.confidence for word in words) / len(words) if words else 0.0
        return max(guess, 0.8 * sure if len(words) >= FEW_WORDS else 0.0)

    # ── documents ──

    def _wanted(self, kind: str) -> Kind | None:
        if not kind:
            return None
        known = self._by_name.get(kind)
        if known is None:
            raise BadInput(
                "paper.unknown_kind",
                vi=f"Chưa biết loại giấy tờ “{kind}”. Các loại đọc được: {', '.join(self._by_name)}.",
                en=f"Unknown kind of paper “{kind}”. Known kinds: {', '.join(self._by_name)}.",
            )
        return known

    def _document(self, read: Paper, wanted: Kind | None, view: _View | None) -> Document:
        measured = view.quality if view else Quality()
        guess = classify(read, self._kinds)
        kind = self._kind_of(read, guess, wanted)
        if view is not None and (refused := _refused(read, view, guess, kind, wanted)) is not None:
            return Document(wanted.name if wanted else "", pages=read.pages, quality=measured, rejection=refused)
        if kind is None:
            if wanted is not None:
                refused = gate.rejection(Reason.WRONG_DOCUMENT)
                return Document(guess.kind.name if guess.kind else "", pages=read.pages, rejection=refused)
            return Document("", guess.confidence, pages=read.pages, quality=measured)
        fields, checks = self._fields(kind, read)
        return Document(
            kind.name,
            guess.confidence if guess.kind is kind else 0.5,
            MappingProxyType(fields),
            checks,
            tuple(kind.rows(read)) if isinstance(kind, Tabular) else (),
            read.pages,
            measured,
        )

    def _kind_of(self, read: Paper, guess: Guess, wanted: Kind | None) -> Kind | None:
        """The kind that was asked for unless the paper plainly is another, else the likeliest."""
        if wanted is None or guess.kind is wanted:
            return guess.kind
        own = wanted.likeness(read)
        plainly_other = guess.kind is not None and guess.likeness > max(0.45, own + 0.25)
        return None if plainly_other or own < UNLIKE else wanted

    def _fields(self, kind: Kind, read: Paper) -> tuple[dict[str, Field], tuple[Check, ...]]:
        found = {name: list(several) for name, several in kind.extract(read).items() if several}
        types = {spec.name: spec.type for spec in kind.fields}
        weighed = {name: chosen for name, several in found.items() if (chosen := weigh(several)) is not None}
        for name in sorted(weighed, key=lambda name: weighed[name].likelihood)[:SECOND_LOOKS]:
            if weighed[name].likelihood < DOUBTFUL and (more := _second_look(read, weighed[name], types.get(name, ""))):
                again = weigh([*found[name], more])
                if again is not None:
                    weighed[name] = again
        checks = tuple(kind.check(fields_of(weighed), read))
        return {name: self._field(kind, name, weighed[name], types, checks) for name in weighed}, checks

    def _field(
        self, kind: Kind, name: str, weighed: Weighed, types: Mapping[str, str], checks: Sequence[Check]
    ) -> Field:
        own = [check for check in checks if name in check.fields]
        confidence = self._calibrate(
            checked(weighed.likelihood, name, own),
            kind=kind.name,
            type=types.get(name, "text"),
            origin=weighed.candidate.origin,
            passed=sum(check.verdict is Verdict.PASSED for check in own),
            failed=sum(check.verdict is Verdict.FAILED for check in own),
        )
        return field_of(name, weighed, confidence, own)


_NOTHING: Picture = np.zeros((0, 0, 3), np.uint8)


def _uncalibrated(likelihood: float, *, kind: str, type: str, origin: Origin, passed: int, failed: int) -> float:
    return likelihood


def _chained(first: Leaf, second: Leaf | None, others: Iterator[Leaf]) -> Iterator[Leaf]:
    yield first
    if second is not None:
        yield second
    yield from others


def _refused(read: Paper, view: _View, guess: Guess, kind: Kind | None, wanted: Kind | None) -> Rejection | None:
    """Why nothing can be made of the picture after it was read: nothing on it, too bad, or no paper at all."""
    page = read.pages[0]
    letters = sum(sum(map(str.isalnum, word.text)) for line in page.lines for word in line.words)
    if kind is not None:
        return None
    if letters < FEW_LETTERS and not page.barcodes:
        bad = gate.after_reading(view.quality, view.shape, complete=view.complete)
        return bad or gate.rejection(Reason.BLANK if _is_flat(view.picture) else Reason.NO_DOCUMENT)
    if wanted is None and view.shape is not Shape.CARD:
        return None
    if guess.kind is None:
        bad = gate.after_reading(view.quality, view.shape, complete=view.complete)
        if bad is not None:
            return bad
        return gate.rejection(Reason.NO_DOCUMENT) if wanted and letters < 5 * FEW_LETTERS else None
    return None


def _is_flat(picture: Picture) -> bool:
    """Whether nearly nothing is drawn on it."""
    grey = picture[::4, ::4].mean(axis=2)
    return float(np.percentile(grey, 98) - np.percentile(grey, 2)) < FLAT_LEVELS


def _second_look(read: Paper, weighed: Weighed, type_: str) -> Candidate | None:
    """What stands in the value's place when it is read knowing what it must hold."""
    chosen = weighed.candidate
    if read.again is None or chosen.origin is not Origin.PRINT or len(chosen.boxes) != 1:
        return None
    page = next((place for place, page in enumerate(read.pages) if page.number == chosen.page), None)
    if page is None or page >= len(read.pictures) or not read.pictures[page].size:
        return None
    hint = _HINTS.get(type_, "")
    reading = read.again(read.pictures[page], chosen.boxes[0].grown(3), hint=hint)
    value = shaped(type_, reading.text)
    if value is None:
        return None
    return replace(chosen, value=value.value, raw=reading.text, likelihood=reading.confidence * value.trust)


# ── pictures ──


def _view(picture: Picture, shape: Shape | None) -> _View:
    """The paper cut out of its picture, upright."""
    found = paper.find(picture, aspect=ASPECTS.get(shape) if shape else None)
    measured = quality.measure(picture, found)
    if found is None:
        return _straightened(_shrunk(picture, SHEET_SIDE_PX), measured, shape or Shape.SHEET, complete=True)
    seen = shape or _shape(found.quad)
    width_px, height_px = _size(found.quad, seen)
    cut = paper.cut_out(picture, found.quad, width_px=width_px, height_px=height_px)
    return _straightened(cut, measured, seen, complete=found.complete)


def _straightened(picture: Picture, measured: Quality, shape: Shape, *, complete: bool) -> _View:
    turn = orientation.turn_of(picture)
    upright = orientation.upright(picture, turn)
    return _View(upright, measured, shape, complete, turn.quarter_turns * 90 % 360, turn.skew_deg)


def _shape(quad: Quad) -> Shape:
    """What the outline looks like: a card where its sides are as those of one, else a sheet."""
    across, down = _sides(quad)
    ratio = max(across, down) / max(1.0, min(across, down))
    if 1.5 <= ratio <= 1.72:
        return Shape.CARD
    return Shape.STRIP if ratio > 1.9 else Shape.SHEET


def _sides(quad: Quad) -> tuple[float, float]:
    """Mean width and mean height of an outline."""
    a, b, c, d = (np.array(corner) for corner in quad.corners)
    across = float(np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2
    down = float(np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2
    return across, down


def _size(quad: Quad, shape: Shape) -> tuple[int, int]:
    """How large the paper is drawn: a card at its proportions and always alike, others as they are in the picture."""
    across, down = _sides(quad)
    if shape in (Shape.CARD, Shape.BOOKLET):
        long, short = CARD_WIDTH_PX, round(CARD_WIDTH_PX / ASPECTS[shape])
        return (long, short) if across >= down else (short, long)
    scale = min(1.0, SHEET_SIDE_PX / max(across, down, 1.0))
    return max(1, round(across * scale)), max(1, round(down * scale))


def _shrunk(picture: Picture, side_px: int) -> Picture:
    longer = max(picture.shape[:2])
    if longer <= side_px:
        return picture
    import cv2

    scale = side_px / longer
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
