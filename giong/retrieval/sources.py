"""Reading an organisation's files: which reader takes which file, and what is refused before it is parsed.

Knows sizes, types and titles; the formats themselves are in `readers/`, one file each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from giong.errors import BadInput, TooLarge
from giong.retrieval import confined, statutes
from giong.retrieval.document import Document, Draft, Kind, clean
from giong.retrieval.validity import UNKNOWN, Validity

MARKDOWN = "text/markdown"
TEXT = "text/plain"
HTML = "text/html"
CSV = "text/csv"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

READERS = {
    MARKDOWN: "giong.retrieval.readers.markdown:read",
    TEXT: "giong.retrieval.readers.text:read",
    HTML: "giong.retrieval.readers.html:read",
    CSV: "giong.retrieval.readers.csv:read",
    PDF: "giong.retrieval.readers.pdf:read",
    DOCX: "giong.retrieval.readers.docx:read",
    XLSX: "giong.retrieval.readers.xlsx:read",
}
"""Media type → "module:function". Each writes (data, draft, limits) into the draft; heavy packages load when used."""

CONFINED = frozenset({HTML, PDF, DOCX, XLSX})
"""Always read in a child process: large parsers on bytes that come from strangers."""
SMALL_BYTES = 64_000
"""Up to here the other formats are read at once: a child takes longer to start than they to be read. A larger file of
odd markup may take a minute, in which nobody else would be answered.
"""

SUFFIXES = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".csv": CSV,
    ".tsv": CSV,
    ".pdf": PDF,
    ".docx": DOCX,
    ".xlsx": XLSX,
}


@dataclass(frozen=True)
class Limits:
    """How much of a file is taken. Beyond any of these it is refused with a sentence that names the limit."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 300_000_000
    """What a DOCX or XLSX, which are zip archives, declares to unpack to."""
    pages: int = 3_000
    rows: int = 100_000
    characters: int = 20_000_000


@dataclass(frozen=True)
class Source:
    """A file of an organisation as it is known to the index. `updated` is the ISO moment (UTC) of the last change,
    `validity` what is known of when it holds, and `stated` the part of that which the file does not say itself.
    """

    id: str
    name: str
    title: str
    media_type: str
    sha256: str
    updated: str
    validity: Validity = UNKNOWN
    stated: Validity = UNKNOWN


Reader = Callable[[bytes, Draft, Limits], None]


def read(name: str, data: bytes, *, media_type: str | None = None, limits: Limits | None = None) -> Document:
    """Read the bytes of the file `name`. Raises `BadInput` (`TooLarge`) saying what is wrong and how to mend it."""
    limits = limits or Limits()
    kind = media_type_of(name, media_type)
    if len(data) > limits.file_bytes:
        raise too_large(f"{len(data) / 1e6:.0f} MB", f"{limits.file_bytes / 1e6:.0f} MB")
    title = clean(PurePosixPath(name.replace("\\", "/")).stem) or name
    parse = confined.parsed if kind in CONFINED or len(data) > SMALL_BYTES else parsed
    document = parse(kind, data, title=title, limits=limits)
    if not document.blocks:
        raise BadInput(
            "source.empty",
            vi="Tệp không có nội dung chữ nào. Hãy kiểm tra lại tệp rồi tải lên lần nữa.",
            en="The file holds no text. Check the file and upload it again.",
        )
    if any(block.kind in (Kind.PARAGRAPH, Kind.HEADING) for block in document.blocks):
        document = statutes.structured(document)
    return document


def parsed(kind: str, data: bytes, *, title: str, limits: Limits) -> Document:
    """What the reader of media type `kind` makes of the bytes; `title` holds where they name none."""
    module, function = READERS[kind].split(":")
    reader: Reader = getattr(import_module(module), function)
    draft = Draft()
    reader(data, draft, limits)
    if draft.characters > limits.characters:
        raise too_large(f"{draft.characters} ký tự/characters", f"{limits.characters}")
    return draft.document(title=title)


def media_type_of(name: str, media_type: str | None = None) -> str:
    """The media type by which a file is read: the declared one where it is known, else by the name's ending."""
    declared = (media_type or "").split(";")[0].strip().lower()
    if declared in READERS and declared != TEXT:
        return declared
    by_name = SUFFIXES.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())
    if by_name or declared in READERS:
        return by_name or declared
    known = ", ".join(sorted(SUFFIXES))
    raise BadInput(
        "source.unknown_type",
        vi=f"Chưa đọc được loại tệp này. Các loại đọc được: {known}. Hãy lưu tài liệu sang một trong các loại đó.",
        en=f"This type of file cannot be read. Readable types: {known}. Save the document as one of them.",
    )


def source_id_of(name: str) -> str:
    """A source's id follows from its name, so that the same name always means the same source."""
    return hashlib.blake2s(clean(name).encode(), digest_size=8).hexdigest()


def too_large(amount: str, limit: str) -> TooLarge:
    """The refusal of a file beyond a limit."""
    return TooLarge(
        "source.too_large",
        vi=f"Tệp quá lớn: {amount}, giới hạn là {limit}. Hãy chia tệp thành nhiều phần nhỏ hơn.",
        en=f"The file is too large: {amount}, the limit is {limit}. Split it into smaller parts.",
    )


def corrupt(kind: str) -> BadInput:
    """The refusal of bytes that are not what their type says."""
    return BadInput(
        "source.corrupt",
        vi=f"Tệp không phải là {kind} hợp lệ hoặc đã bị hỏng. Hãy mở tệp, lưu lại rồi tải lên lần nữa.",
        en=f"The file is no valid {kind}, or it is damaged. Open it, save it again and upload it once more.",
    )
