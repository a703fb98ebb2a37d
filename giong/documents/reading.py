"""A file becomes a document: paper found, picture judged, text read, kind known, fields weighed and checked. Knows no
engine, no field of any kind and no database.

The whole picture is recognised once. A second recognition of the page happens only where the first found nearly nothing
because the paper stood on its head or was taken for something smaller; single fields are looked at twice where that is
worth it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

import numpy as np
from rapidfuzz import fuzz

from giong.documents import gate
from giong.documents.calibration import calibrated
from giong.documents.classify import Guess, classify
from giong.documents.document import Candidate, Check, Document, Field, Origin, Reason, Rejection, Verdict
from giong.documents.einvoice.opening import is_xml
from giong.documents.finding.printed import value_of
from giong.documents.finding.segments import skeleton
from giong.documents.kind import Kind, Paper, Shape, Tabular
from giong.documents.kinds.table import KINDS
from giong.documents.script import is_other_script
from giong.documents.values import places
from giong.documents.view import View, codes_of, runs_off, view_of, whole_of, without_codes
from giong.documents.weighing import Weighed, checked, field_of, fields_of, weigh
from giong.errors import BadInput
from giong.vision import barcode, opening
from giong.vision.layout.arrangement import arranged
from giong.vision.leaf import Leaf
from giong.vision.page import Barcode, Page, Word
from giong.vision.quality import Quality
from giong.vision.recognition.reader import Reading
from giong.vision.shapes import Box, Picture

PICTURES_KEPT = 8
"""How many pages' pictures an extractor may look at; the later pages of a long file are known by their text."""
SECOND_LOOKS = 4
DOUBTFUL = 0.8
"""Fields believed less than this are looked at twice, the most doubtful first."""
LINES_AGAIN = 2
UNLIKELY = 0.3
RESEMBLING = 50.0
"""Of 100: a second reading must resemble the first so much, unless that was less likely than `UNLIKELY`."""
FEW_LETTERS = 12
"""Fewer letters and digits than this on a whole paper are noise."""
CARD_LETTERS = 200
"""A picture with fewer may be of a card whose outline was not found."""
FEW_WORDS = 6
SENSE = 0.35
"""Below this a page is read again upside down."""
UNLIKE = 0.12
"""Below this likeness a paper is not what it was said to be."""
SHARP = 0.3
"""Below this blur, text that cannot be read is not misread for the picture's sake."""
SMALL_SHARE = 0.4
"""An outline that covers less of the picture may be something else: the whole is read too where it makes no sense."""
WORDY = 5
"""A day with so many letters is written in words: "ngày 05 tháng 03 năm 2019"."""
_HINTS = {"date": "date", "id": "digits", "name": "name"}
_INVOICES = frozenset({"invoice", "einvoice"})
_NOTHING: Picture = np.zeros((0, 0, 3), np.uint8)


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


class DocumentReader:
    """Reads papers. One may serve several threads as far as its `pages` may."""

    def __init__(self, pages: Pages, kinds: Sequence[Kind] = KINDS, *, calibrate: Calibration = calibrated) -> None:
        self._pages = pages
        self._kinds = tuple(kinds)
        self._by_name = {kind.name: kind for kind in self._kinds}
        self._calibrate = calibrate
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="giong-codes")

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

        Raises what `giong.vision.opening.opened` and, for XML, `giong.documents.einvoice.reading.read` raise, and
        `BadInput` "paper.unknown_kind".
        """
        wanted = self._wanted(kind)
        if is_xml(data):
            return _einvoice(data, wanted, on_page)
        leaves = opening.opened(data, name=name, password=password)
        first = next(leaves)
        second = next(leaves, None)
        if second is None and first.layer is None and not known and first.picture is not None:
            return self.read_picture(first.picture, kind=kind, on_page=on_page)
        return self._sheets(_chained(first, second, leaves), wanted, known or {}, on_page)

    def read_picture(self, picture: Picture, *, kind: str = "", on_page: OnPage | None = None) -> Document:
        """What a photo or a scan of one paper says. Where it looks cut off in an outline that is not clear, that may be
        wrong: all of the picture is read, too.
        """
        wanted = self._wanted(kind)
        view = view_of(picture, wanted.shape if wanted else None)
        refused = gate.before_reading(view.quality, view.shape, found=view.is_outlined)
        if refused is not None:
            # Where nothing is printed no edge is sharp.
            refused = gate.rejection(Reason.BLANK) if view.is_blank else refused
            return Document(kind, quality=view.quality, rejection=refused)
        codes = self._beside.submit(codes_of, view, picture)
        read = self._read_view(view, codes.result)
        if view.quality.coverage < SMALL_SHARE and read.guess.kind is None:
            other, whole = self._read_whole(picture, view)
            if other.guess.kind is not None:
                read, view = other, whole
        document = self._document(read, wanted, view)
        if _is_cut(document) and not view.is_clearly_outlined:
            other, whole = self._read_whole(picture, view)
            again = self._document(other, wanted, whole)
            if self._is_whole(again):
                read, document = other, again
        if on_page is not None:
            on_page(read.paper.pages[0], 1, read.paper.pictures[0])
        return document

    def _read_whole(self, picture: Picture, view: View) -> tuple[Recognised, View]:
        """All of the picture, where the outline of the view may be wrong."""
        whole = whole_of(picture, view.quality)
        return self._read_view(whole, lambda: codes_of(whole, picture)), whole

    def _is_whole(self, document: Document) -> bool:
        """Whether a paper of a known kind was read with all that must be on it."""
        if document.rejection is not None or document.kind not in self._by_name:
            return False
        return all(spec.name in document.fields for spec in self._by_name[document.kind].fields if spec.required)

    # ── pages ──

    def _sheets(
        self, leaves: Iterator[Leaf], wanted: Kind | None, known: Mapping[int, Page], on_page: OnPage | None
    ) -> Document:
        pages: list[Page] = []
        pictures: list[Picture] = []
        for leaf in leaves:
            before = known.get(leaf.number)
            page, picture = (before, None) if before is not None else self._leaf(leaf)
            pages.append(page)
            pictures.append(_NOTHING if picture is None or len(pages) > PICTURES_KEPT else picture)
            if on_page is not None:
                on_page(page, leaf.of_all, picture)
        return self._document(self._recognised(pages, pictures), wanted, None)

    def _leaf(self, leaf: Leaf) -> tuple[Page, Picture | None]:
        picture = None if leaf.problem else leaf.picture
        if leaf.layer is not None and not leaf.problem:
            # Drawn by a program, a code can be read at the first look.
            codes = barcode.barcodes(picture, budget_s=0.0) if picture is not None else ()
            return replace(arranged(leaf.layer, picture), number=leaf.number, barcodes=codes), picture
        if picture is None:
            return Page(leaf.number, 0, 0, problem=leaf.problem or "page.broken"), None
        view = whole_of(picture, Quality())
        page = self._pages.read(view.picture, number=leaf.number)
        codes = barcode.barcodes(view.picture)
        return replace(page, barcodes=codes, turned_deg=view.turned_deg, skew_deg=view.turn.skew_deg), view.picture

    def _recognised(self, pages: Sequence[Page], pictures: Sequence[Picture]) -> Recognised:
        paper = Paper(tuple(pages), tuple(pictures), self._pages.reread)
        return Recognised(paper, classify(paper, self._kinds))

    def _read_view(self, view: View, codes: Codes) -> Recognised:
        """The page of a picture; read again upside down where it makes no sense."""
        read = self._page(view, codes)
        if read.sense >= SENSE:
            return read
        other = self._page(view.on_its_head(), codes)
        return other if other.sense > read.sense else read

    def _page(self, view: View, codes: Codes) -> Recognised:
        page = without_codes(replace(self._pages.read(view.picture), barcodes=codes()))
        page = replace(page, turned_deg=view.turned_deg, skew_deg=view.turn.skew_deg)
        return self._recognised([page], [view.picture])

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

    def _document(self, recognised: Recognised, wanted: Kind | None, view: View | None) -> Document:
        read, guess = recognised.paper, recognised.guess
        measured = view.quality if view else Quality()
        kind = _kind_of(read, guess, wanted)
        if kind is None:
            refused = _refused(read, view, guess, wanted)
            told = wanted.name if wanted and refused else ""
            return Document(told, guess.confidence, pages=read.pages, quality=measured, rejection=refused)
        fields, checks = self._fields(kind, read)
        if view is not None and (refused := _sent_back(kind, fields, read, view)) is not None:
            return Document(kind.name, guess.confidence, pages=read.pages, quality=measured, rejection=refused)
        return Document(
            kind.name,
            guess.confidence if guess.kind is kind else 0.5,
            MappingProxyType(fields),
            checks,
            tuple(kind.rows(read)) if isinstance(kind, Tabular) else (),
            read.pages,
            measured,
        )

    def _fields(self, kind: Kind, read: Paper) -> tuple[dict[str, Field], tuple[Check, ...]]:
        found = {name: list(several) for name, several in kind.extract(read).items() if several}
        types = {spec.name: spec.type for spec in kind.fields}
        weighed = {name: chosen for name, several in found.items() if (chosen := weigh(several)) is not None}
        doubtful = [name for name in weighed if weighed[name].likelihood < DOUBTFUL]
        for name in sorted(doubtful, key=lambda name: weighed[name].likelihood)[:SECOND_LOOKS]:
            more = _second_look(read, weighed[name], types.get(name, ""))
            again = weigh([*found[name], more]) if more else None
            weighed[name] = again or weighed[name]
        checks = tuple(kind.check(fields_of(weighed), read))
        fields = {name: self._field(kind, name, weighed[name], types, checks) for name in weighed}
        located, more_checks = places.located(fields, types)
        return {**fields, **located}, (*checks, *more_checks)

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


@dataclass(frozen=True, slots=True)
class Recognised:
    """A paper and what it resembles: every line is compared with the labels of every kind for that, so only once."""

    paper: Paper
    guess: Guess

    @property
    def sense(self) -> float:
        """How much of the text makes sense: as a known paper, or because the engines are sure of it."""
        words = [word for line in self.paper.pages[0].lines for word in line.words if len(word.text) > 1]
        sure = sum(word.confidence for word in words) / len(words) if words else 0.0
        return max(self.guess.likeness, 0.8 * sure if len(words) >= FEW_WORDS else 0.0)


class Codes(Protocol):
    """Gives the codes on the page, when they are needed."""

    def __call__(self) -> tuple[Barcode, ...]: ...


def _einvoice(data: bytes, wanted: Kind | None, on_page: OnPage | None) -> Document:
    """An e-invoice, which has no picture; it may have been asked for as an invoice too."""
    from giong.documents.einvoice import reading

    if wanted is not None and wanted.name not in _INVOICES:
        return Document(wanted.name, rejection=gate.rejection(Reason.WRONG_DOCUMENT))
    document = reading.read(data)
    if on_page is not None:
        on_page(document.pages[0], 1, None)
    return document


def _chained(first: Leaf, second: Leaf | None, others: Iterator[Leaf]) -> Iterator[Leaf]:
    yield first
    if second is not None:
        yield second
    yield from others


def _kind_of(read: Paper, guess: Guess, wanted: Kind | None) -> Kind | None:
    """The kind that was asked for unless the paper plainly is another, else the likeliest."""
    if wanted is None or guess.kind is wanted:
        return guess.kind
    own = wanted.likeness(read)
    plainly_other = guess.kind is not None and guess.likeness > max(0.45, own + 0.25)
    return None if plainly_other or own < UNLIKE else wanted


def _refused(read: Paper, view: View | None, guess: Guess, wanted: Kind | None) -> Rejection | None:
    """Why nothing can be made of what is no wanted kind: nothing on it, too bad a picture, another paper."""
    letters = sum(sum(map(str.isalnum, word.text)) for page in read.pages for line in page.lines for word in line.words)
    coded = any(page.barcodes for page in read.pages)
    if guess.kind is None and (view is None or view.quality.blur < SHARP) and is_other_script(read.pages):
        return gate.rejection(Reason.OTHER_SCRIPT)
    if view is None or guess.kind is not None:
        return gate.rejection(Reason.WRONG_DOCUMENT) if wanted else None
    line_px = _line_px(read.pages[0], view)
    bad = gate.after_reading(view.quality, view.shape, complete=view.complete, line_px=line_px)
    if letters < FEW_LETTERS and not coded:
        return gate.rejection(Reason.BLANK) if view.is_blank else bad or gate.rejection(Reason.NO_DOCUMENT)
    if letters < CARD_LETTERS:
        bad = bad or gate.after_reading(view.quality, Shape.CARD, complete=view.complete, line_px=line_px)
    if bad is not None and (wanted is not None or letters < CARD_LETTERS or view.shape is Shape.CARD):
        return bad
    if wanted is None:
        return None
    return gate.rejection(Reason.NO_DOCUMENT if letters < 5 * FEW_LETTERS else Reason.WRONG_DOCUMENT)


def _sent_back(kind: Kind, fields: Mapping[str, Field], read: Paper, view: View) -> Rejection | None:
    """Why a paper of a known kind is sent back after all: it is a picture of a screen, a part of it is missing, or most
    of what must be on it could not be read.
    """
    cut = runs_off(read.pages[0], view) or view.missing(kind.shape) > gate.MOST_MISSING
    if (bad := gate.of_card(view.quality, kind.shape, cut=cut)) is not None:
        return bad
    required = [spec.name for spec in kind.fields if spec.required]
    believed = [name for name in required if name in fields and fields[name].confidence >= gate.READ]
    if not view.complete and any(name not in fields for name in required):
        return gate.rejection(Reason.CUT)
    if len(believed) >= gate.LEAST_READ * len(required):
        return None
    line_px = _line_px(read.pages[0], view)
    return gate.after_reading(view.quality, view.shape, complete=view.complete, line_px=line_px)


def _is_cut(document: Document) -> bool:
    return document.rejection is not None and document.rejection.reason is Reason.CUT


def _line_px(page: Page, view: View) -> float:
    """How high the lines of the page usually are in the picture that it was cut out of."""
    heights_px = [line.box.height_px for line in page.lines]
    return float(np.median(heights_px)) * view.scale if heights_px else np.inf


def _is_plausible(again: Candidate, first: Weighed, type_: str) -> bool:
    """Whether a second reading may be of the same print: one that lost digits, or resembles nothing that was there, is
    of something else.
    """
    before = first.candidate
    if type_ == "id":
        return len(again.value) >= len(before.value)
    if type_ == "date" and _figures(again.raw) < _figures(before.raw):
        return False
    alike = fuzz.ratio(skeleton(again.value), skeleton(before.value))
    return first.likelihood < UNLIKELY or alike >= RESEMBLING


def _hint(type_: str, raw: str) -> str:
    """What a line is known to hold; a day may be written in words."""
    in_words = type_ == "date" and sum(map(str.isalpha, raw)) >= WORDY
    return "" if in_words else _HINTS.get(type_, "")


def _figures(text: str) -> int:
    return sum(map(str.isdigit, text))


def _second_look(read: Paper, weighed: Weighed, type_: str) -> Candidate | None:
    """What stands in the value's place when it is read knowing what it must hold."""
    chosen = weighed.candidate
    if read.again is None or chosen.origin is not Origin.PRINT or not 0 < len(chosen.boxes) <= LINES_AGAIN:
        return None
    if type_ == "text" and skeleton(chosen.value) != skeleton(chosen.raw):
        return None  # one of a known list: reading its letters again adds nothing
    page = next((place for place, page in enumerate(read.pages) if page.number == chosen.page), None)
    if page is None or page >= len(read.pictures) or not read.pictures[page].size:
        return None
    hint = _hint(type_, chosen.raw)
    readings = [read.again(read.pictures[page], box.grown(3), hint=hint) for box in chosen.boxes]
    text = " ".join(reading.text for reading in readings)
    words = [Word(piece.text, chosen.boxes[0], piece.confidence) for reading in readings for piece in reading.pieces]
    value = value_of(type_, words)
    if value is None:
        return None
    sure = min(reading.confidence for reading in readings)
    again = replace(chosen, value=value.value, raw=text, likelihood=sure * value.trust)
    return again if _is_plausible(again, weighed, type_) else None
