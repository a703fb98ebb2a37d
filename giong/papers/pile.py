"""A pile of files read one after another without any database, and read on after a crash. Knows no command, no format.

What was read so far lies sealed in a folder of its own until the whole pile is done: pages of long files, and finished
files of a pile of many. A card leaves no trace at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from giong.documents.document import Document
from giong.documents.forms.form import Form
from giong.errors import BadInput, GiongError
from giong.papers.keyring import Keyring, Master
from giong.papers.plain import plain, restored
from giong.papers.reading import Readers
from giong.papers.vault import Vault
from giong.vision.page import Page

SUFFIXES = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".bmp", ".gif"),
        *(".pdf", ".docx", ".xlsx", ".xml"),
    )
)
"""What is taken from a folder; a file that is named itself is read whatever it is called."""
FORGET_S = 7 * 24 * 3600
"""What was begun and never taken up again is forgotten after so many seconds."""
_OWNER, _RESULT, _PAGE, _VIEW = "reading", "result", "page-", "view-"
_ALL = 1_000_000

Show = Callable[[str, int, int], None]
"""Gets (file, pages read, of all; 0: not known). Called from the threads that read."""


@dataclass(frozen=True)
class Sheet:
    """One file of the pile. `name` is how it is called in results: its path below the folder that was named."""

    path: Path
    name: str


@dataclass(frozen=True)
class Outcome:
    """What became of a file: what it says, or why it could not be read. `pictures` are those of its pages as JPEG, if
    they were asked for.
    """

    sheet: Sheet
    document: Document | None = None
    error: GiongError | None = None
    pictures: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        return self.document is not None and self.document.rejection is None


@dataclass(frozen=True)
class Wanted:
    """What is asked of every file of the pile."""

    kind: str = ""
    password: str = ""
    pictures: bool = False
    form: Form | None = None
    """A form by example that they may be besides all kinds."""

    @property
    def key(self) -> bytes:
        """What tells results from those of another wish."""
        return f"{self.kind}\0{self.form if self.form is not None else ''}".encode()


class Unfinished:
    """What was read of piles that are not done, sealed in `folder`. Nothing is made there before it is needed."""

    def __init__(self, folder: Path, master: Callable[[], Master]) -> None:
        self._folder = folder
        self._master = master

    @cached_property
    def _vault(self) -> Vault:
        return Vault(self._folder, Keyring(self._folder, self._master()))

    def pages(self, name: str) -> dict[int, Page]:
        if not self._folder.exists():
            return {}
        found = (self._get(name, part) for part in self._vault.parts(_OWNER, name) if part.startswith(_PAGE))
        pages = [restored(Page, json.loads(page)) for page in found if page is not None]
        return {page.number: page for page in pages}

    def result(self, name: str) -> Document | None:
        kept = self._get(name, _RESULT) if self._folder.exists() else None
        return None if kept is None else restored(Document, json.loads(kept))

    def pictures(self, name: str) -> dict[int, bytes]:
        if not self._folder.exists():
            return {}
        parts = [part for part in self._vault.parts(_OWNER, name) if part.startswith(_VIEW)]
        return {int(part.removeprefix(_VIEW)): self._get(name, part) or b"" for part in parts}

    def keep_page(self, name: str, page: Page, picture: bytes = b"") -> None:
        if picture:
            self._vault.put(_OWNER, name, f"{_VIEW}{page.number:05}", picture)
        self._put(name, f"{_PAGE}{page.number:05}", page)

    def keep_result(self, name: str, document: Document) -> None:
        self._put(name, _RESULT, document)

    def done(self, names: Iterable[str]) -> None:
        """Forget them, and what is older than a week."""
        if not self._folder.exists():
            return
        old = [name for owner, name in self._vault.older_than(FORGET_S) if owner == _OWNER]
        for name in {*names, *old}:
            self._vault.clear(_OWNER, name)

    def _get(self, name: str, part: str) -> bytes | None:
        return self._vault.get(_OWNER, name, part)

    def _put(self, name: str, part: str, value: object) -> None:
        self._vault.put(_OWNER, name, part, json.dumps(plain(value), ensure_ascii=False).encode())


class Pile:
    """Files to be read, `at_once` of them at the same time."""

    def __init__(
        self, sheets: list[Sheet], readers: Readers, unfinished: Unfinished, *, file_bytes: int, at_once: int = 1
    ) -> None:
        self.sheets = sheets
        self._readers = readers
        self._unfinished = unfinished
        self._file_bytes = file_bytes
        self._at_once = at_once
        self._names: set[str] = set()
        self._lock = threading.Lock()

    def read(self, wanted: Wanted | None = None, *, show: Show | None = None) -> Generator[Outcome]:
        """What became of each file, in order. Interrupted anywhere, the same pile goes on where it was."""
        wanted, tell = wanted or Wanted(), show or _nobody
        threads = ThreadPoolExecutor(self._at_once, thread_name_prefix="giong-pile")
        waiting: deque[Future[Outcome]] = deque()
        try:
            for sheet in self.sheets:
                waiting.append(threads.submit(self._outcome, sheet, wanted, tell))
                if len(waiting) > self._at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            self._readers.close()
            raise
        finally:
            threads.shutdown(cancel_futures=True)

    def done(self) -> None:
        """The results are where they belong: forget what was kept of them."""
        self._unfinished.done(self._names)

    def _outcome(self, sheet: Sheet, wanted: Wanted, show: Show) -> Outcome:
        try:
            return self._read(sheet, _bytes(sheet, self._file_bytes), wanted, show)
        except GiongError as error:
            return Outcome(sheet, error=error)

    def _read(self, sheet: Sheet, data: bytes, wanted: Wanted, show: Show) -> Outcome:
        name = hashlib.sha256(wanted.key + b"\0" + data).hexdigest()
        with self._lock:
            self._names.add(name)
        if (before := self._unfinished.result(name)) is not None:
            return Outcome(sheet, before, pictures=self._unfinished.pictures(name))
        known, pictures = self._unfinished.pages(name), self._unfinished.pictures(name)
        read, kept = dict(known), set(known)

        def on_page(page: Page, total: int, picture: bytes) -> None:
            read[page.number] = page
            if picture and wanted.pictures:
                pictures[page.number] = picture
            show(sheet.name, len(read), total)
            if total > 1 or len(read) > 1:
                for number in sorted(read.keys() - kept):
                    self._unfinished.keep_page(name, read[number], pictures.get(number, b""))
                    kept.add(number)

        document = self._readers.read(
            data,
            name=sheet.name,
            kind=wanted.kind,
            password=wanted.password,
            known=known,
            on_page=on_page,
            views=_ALL if wanted.pictures else 0,
            forms=(wanted.form,) if wanted.form is not None else (),
        )
        show(sheet.name, len(document.pages), len(document.pages))
        if len(self.sheets) > 1:
            self._unfinished.keep_result(name, document)
        return Outcome(sheet, document, pictures=pictures)


def sheets(paths: Iterable[Path]) -> list[Sheet]:
    """The files that are named, and those of the folders that are named, with all below them, in order of their names.

    Raises `BadInput` for one that is not there.
    """
    found: list[Sheet] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
            hidden = (any(part.startswith(".") for part in one.relative_to(path).parts) for one in inside)
            found += [Sheet(one, str(one.relative_to(path))) for one, no in zip(inside, hidden, strict=True) if not no]
        elif path.exists():
            found.append(Sheet(path, path.name))
        else:
            raise BadInput(
                "paper.no_such_file",
                vi=f"Không thấy tệp {path}. Hãy kiểm tra lại đường dẫn.",
                en=f"There is no file {path}. Check the path.",
            )
    return found


def _bytes(sheet: Sheet, limit_bytes: int) -> bytes:
    """The file, unless it is too large: then not a byte of it is read."""
    from giong.vision import refusals

    try:
        with sheet.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit_bytes:
                raise refusals.too_large(size, limit_bytes)
            return file.read(limit_bytes + 1)
    except OSError as error:
        raise BadInput(
            "paper.unreadable",
            vi=f"Không mở được tệp {sheet.name}: {error.strerror}. Hãy kiểm tra quyền đọc.",
            en=f"The file {sheet.name} cannot be opened: {error.strerror}. Check its permissions.",
        ) from error


def _nobody(name: str, done: int, total: int) -> None:
    """Nobody watches."""
