"""Reads papers in confined children that stay, so that their engines stay loaded. Knows no database, no organisation.

A page on which the child dies, or which takes more than its allowance, is passed over and named; the others are read.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from giong.confined.allowance import Allowance
from giong.confined.child import Bound, ExceededError
from giong.confined.crew import Crew
from giong.documents.document import Document
from giong.documents.forms.form import Form
from giong.errors import BadInput, Unavailable
from giong.papers.plain import plain, restored
from giong.vision.leaf import Limits
from giong.vision.page import Page

ALLOWANCE = Allowance(
    memory_bytes=1_000_000_000,
    address_bytes=3 << 30,
    cpu_s=60,
    wall_s=90.0,
    silent_bytes=470_000_000,
    silent_cpu_s=5,
)
"""For a page, from the one before it. With all engines loaded a card takes 260 MB, and 1.2 GB of addresses. Until the
file is opened it is less: a file that is a trap shows it there.
"""

LOOKING = Allowance(memory_bytes=470_000_000, address_bytes=2 << 30, cpu_s=5, wall_s=20.0)
"""To find out whether a file can be opened: on a quiet machine in half a second."""

WORK = "giong.papers.reader:work"
VIEWS = 10
"""Enough to compare with what was read: fields stand on first pages."""

LOST_PAGES = 5
"""After so many pages in a row that ended a child the file is given up."""

PAGE_TOO_COSTLY = "page.too_costly"

_log = logging.getLogger(__name__)

OnPage = Callable[[Page, int, bytes], None]
"""Gets each page when it is read, of how many (0: not known), and its picture as JPEG or nothing. Called from a thread
that reads."""


class Readers:
    """At most `at_once` papers are read at the same time, each in a child; `idle_s` later the child is given up."""

    def __init__(
        self,
        *,
        at_once: int = 1,
        idle_s: float = 300.0,
        limits: Limits | None = None,
        allowance: Allowance = ALLOWANCE,
        work: str = "",
    ) -> None:
        self._limits = asdict(limits or Limits())
        work = work or WORK
        self._looking = Crew(work, LOOKING, size=1, idle_s=idle_s)
        self._reading = Crew(work, allowance, size=at_once, idle_s=idle_s)
        self._closed = threading.Event()

    def look(self, data: bytes, *, name: str = "", password: str = "") -> int:
        """How many pages it has, as far as that is known (0). Raises what opening it raises."""
        try:
            pages: int = self._looking.ask(self._task("look", name=name, password=password), data)["pages"]
        except ExceededError:
            raise (_closing() if self._closed.is_set() else too_costly()) from None
        return pages

    def read(
        self,
        data: bytes,
        *,
        name: str = "",
        kind: str = "",
        password: str = "",
        known: Mapping[int, Page] | None = None,
        on_page: OnPage | None = None,
        views: int = VIEWS,
        forms: Sequence[Form] = (),
    ) -> Document:
        """The paper as it was read; `known` are the pages that were read before, `views` how many first pages' pictures
        are handed over, `forms` are what it may be besides all kinds. Raises what opening it raises.
        """
        sought = _Sought(known or {}, on_page)
        while True:
            task = self._task("read", name=name, password=password, kind=kind, views=views) | {
                "known": {str(number): plain(page) for number, page in sought.pages.items()},
                "forms": [plain(form) for form in forms],
            }
            try:
                document = restored(Document, self._reading.ask(task, data, on_note=sought.take))
                sought.tell_lost()
                return document
            except ExceededError as error:
                if self._closed.is_set():
                    raise _closing() from None
                _log.warning("a child that read a paper ended: %s %s", error.bound, error.place)
                if error.bound is Bound.DEFECT and not sought.read_any:
                    raise _failed() from None
                sought.lose_next()

    def page(self, data: bytes, *, name: str = "", password: str = "", number: int = 1) -> Page:
        """One page as it lies in the file, so that places marked on it are places of the page. Raises what opening it
        raises, and `BadInput` "paper.no_such_page".
        """
        task = self._task("page", name=name, password=password, page=number)
        try:
            return restored(Page, self._reading.ask(task, data)["page"])
        except ExceededError:
            raise too_costly() from None

    def close(self) -> None:
        """End the children. What they were reading raises `Unavailable`."""
        self._closed.set()
        self._looking.close()
        self._reading.close()

    def _task(self, do: str, **given: Any) -> dict[str, Any]:
        return {"do": do, "limits": self._limits, **given}


class _Sought:
    """The pages of a paper while it is read, and those on which the reading ended."""

    def __init__(self, known: Mapping[int, Page], on_page: OnPage | None) -> None:
        self.pages = dict(known)
        self._on_page = on_page
        self._total = 0
        self._lost: list[Page] = []
        self.read_any = False

    def take(self, note: dict[str, Any], picture: bytes) -> None:
        if "page" not in note:
            return
        page, self._total = restored(Page, note["page"]), note["total"]
        if page.number not in self.pages:
            self.pages[page.number] = page
            self.read_any = True
            self.tell_lost()
            self._tell(page, picture)

    def lose_next(self) -> None:
        """Pass over the page that was being read. Raises `BadInput` where that cannot help: nothing was read yet, all
        pages were, or one after the other is lost.
        """
        lost = next(number for number in range(1, len(self.pages) + 2) if number not in self.pages)
        if not self.pages or 0 < self._total < lost or len(self._lost) >= LOST_PAGES:
            raise too_costly()
        self.pages[lost] = Page(lost, 0, 0, problem=PAGE_TOO_COSTLY)
        self._lost.append(self.pages[lost])

    def tell_lost(self) -> None:
        """Only once a later page was read: what ends every reading says nothing of the pages."""
        while self._lost:
            self._tell(self._lost.pop(0), b"")

    def _tell(self, page: Page, picture: bytes) -> None:
        if self._on_page is not None:
            self._on_page(page, self._total, picture)


def too_costly() -> BadInput:
    return BadInput(
        "paper.too_costly",
        vi="Không đọc được tệp này trong giới hạn an toàn về thời gian và bộ nhớ; tệp có thể bị hỏng hoặc nén bất "
        "thường. Hãy mở tệp, lưu lại thành tệp mới, hoặc chụp lại, rồi gửi lại.",
        en="This file cannot be read within the safe limits of time and memory; it may be damaged or oddly compressed. "
        "Open it and save it as a new file, or take the picture again, and send it once more.",
    )


def _failed() -> BadInput:
    return BadInput(
        "paper.reading_failed",
        vi="Bộ máy đọc gặp lỗi bên trong với tệp này. Hãy thử chụp hoặc quét lại; nếu vẫn lỗi, chạy `giong doctor`.",
        en="The reader failed inside with this file. Take or scan it again; if it fails again, run `giong doctor`.",
    )


def _closing() -> Unavailable:
    return Unavailable(
        "papers.closing",
        vi="Máy chủ đang dừng; giấy tờ này sẽ được đọc tiếp khi máy chủ chạy lại.",
        en="The server is stopping; this paper is read on when it runs again.",
    )
