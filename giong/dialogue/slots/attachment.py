"""A photo or a file that a person sends. Knows its reference only: who keeps the bytes is no matter of a talk."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.manners.spotting import any_of
from giong.dialogue.slots.kind import Found, Wrong

SORTS = ("image", "document")
_REFERENCE = re.compile(r"(?<!\w)file:([\w-]{1,128}(?:\.(\w{1,8}))?)(?![\w.-])")
_IMAGES = frozenset({"jpg", "jpeg", "png", "webp", "heic", "gif", "bmp", "tif", "tiff"})

_TYPES_INSTEAD = any_of(
    "gõ thông tin|gõ tay|nhập tay|gõ|nhập bằng tay|đọc cho|đọc số|không có ảnh|chưa có ảnh|không có hình|không chụp",
    "chưa chụp|không gửi được|không gửi ảnh|gửi không được|không tải được|chụp không được|không có máy ảnh",
    "không mang theo|không mang thẻ|không mang|không có thẻ|không muốn gửi|không thích gửi|khỏi gửi|không cần ảnh",
)


class File:
    """The value is the attachment's id. A line that carries attachments says `file:<id>` for one, as if it were a
    button; words alone are no file.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        return self.find(text, slot, today) or Wrong("wrong_file_words")

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        for match in _REFERENCE.finditer(text):
            suffix = (match[2] or "").lower()
            sort = "image" if suffix in _IMAGES else "document" if suffix else ""
            if not slot.only or not sort or sort in slot.only:
                return Found(match[1], match.start(), match.end())
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return "tệp đã gửi"


class Document:
    """A photo of a paper that fills other slots. The value is the photo's reference, which no words are; or "" where
    the person says that they will tell the values instead.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        instead = _TYPES_INSTEAD.search(text)
        return Found("", instead.start(), instead.end()) if instead else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return "ảnh đã gửi" if value else "không gửi ảnh"
