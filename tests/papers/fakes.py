"""What the tests have a confined child do instead of reading: the file itself says what is on its pages.

A file is text: the first line the name of the kind, then a line for each page. `!` at the beginning of a page's line
kills the child, `?` cannot be read, `=name value` is a field.
"""

from __future__ import annotations

import io
import os
import signal
import time
from typing import Any

from giong.documents.document import Document, Field, Reason, Rejection
from giong.errors import BadInput
from giong.papers.plain import plain, restored
from giong.vision.page import Block, Line, Page, Word
from giong.vision.shapes import Box

WORK = "tests.papers.fakes:work"
MARK = b"JFIF"
"""In every picture."""


def picture(of: str) -> bytes:
    """A page's picture: white, with the page's text where JPEG has its comment."""
    from PIL import Image

    into = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(into, "JPEG", comment=of.encode())
    return into.getvalue()


def paper(*pages: str, kind: str = "cccd_front") -> bytes:
    return "\n".join([kind, *pages]).encode()


CARD = paper("=id 001099012345", "=name NGUYỄN VĂN ẢO")


def work(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    kind, *lines = data.decode().split("\n")
    if not data:
        raise BadInput("paper.empty", vi="Tệp rỗng.", en="The file is empty.")
    if kind == "secret" and task["password"] != "mở ra":
        raise BadInput("paper.encrypted", vi="Tệp có mật khẩu.", en="The file has a password.")
    if task["do"] == "look":
        return {"pages": len(lines)}
    known = {int(number): restored(Page, page) for number, page in task["known"].items()}
    pages, fields = [], {}
    for number, line in enumerate(lines, start=1):
        if number in known:
            pages.append(known[number])
            continue
        if line == "!":
            os.kill(os.getpid(), signal.SIGKILL)
        if kind == "broken reader":
            raise ValueError(line)
        time.sleep(0.2 if line.startswith("slow") else 0)
        pages.append(Page(number, 0, 0, problem="page.broken") if line == "?" else _page(number, line))
        tell({"page": plain(pages[-1]), "total": len(lines)}, picture(line))
    for line in lines:
        if line.startswith("="):
            name, _, value = line[1:].partition(" ")
            fields[name] = Field(name, value, value, 0.97, boxes=(Box(1, 2, 30, 20),))
    blurred = Rejection(Reason.BLUR, "Ảnh bị mờ, hãy chụp lại.", "Blurred.") if kind == "blurred" else None
    answer: dict[str, Any] = plain(Document(kind, 0.9, fields, pages=tuple(pages), rejection=blurred))
    return answer


def _page(number: int, line: str) -> Page:
    box = Box(0, 0, 100, 20)
    words = tuple(Word(word, box, 0.9) for word in line.split())
    return Page(number, 800, 600, blocks=(Block((Line(words, box, 0.9, f"process {os.getpid()}"),)),))
