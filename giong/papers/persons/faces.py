"""Faces found in a confined child, since pictures come from strangers. Knows no session and no threshold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from giong.confined.allowance import Allowance
from giong.confined.child import ExceededError, Tell
from giong.confined.crew import Crew
from giong.confined.frames import Record
from giong.errors import Unavailable
from giong.papers.plain import plain, restored
from giong.papers.reading import too_costly
from giong.vision.faces import Face

if TYPE_CHECKING:
    from giong.vision.faces import FaceReader

ALLOWANCE = Allowance(memory_bytes=700_000_000, address_bytes=4 << 30, cpu_s=30, wall_s=60.0)
"""For one picture; the first one loads the engine."""
WORK = "giong.papers.persons.faces:work"
PORTRAIT_PX = 320
"""The longer side of a portrait that is kept for a person to compare."""


class Faces:
    """The faces of pictures. `engine` is `module:callable`; "" where nobody compares faces."""

    def __init__(self, engine: str, *, work: str = WORK, idle_s: float = 300.0) -> None:
        self._engine = engine
        self._crew = Crew(work, ALLOWANCE, size=1, idle_s=idle_s)

    @property
    def available(self) -> bool:
        return bool(self._engine)

    def find(self, picture: bytes) -> tuple[list[Face], bytes]:
        """The faces of a picture, largest first, and the largest one cut out as JPEG ("" if there is none)."""
        if not self._engine:
            raise Unavailable(
                "faces.no_engine",
                vi="Máy chủ này chưa bật so khuôn mặt. Hãy cài 'giong[ekyc]' và đặt faces = \"dlib\".",
                en="This server compares no faces. Install 'giong[ekyc]' and set faces = \"dlib\".",
            )
        portraits: list[bytes] = []

        def take(note: Record, data: bytes = b"") -> None:
            portraits.append(data)

        try:
            answer = self._crew.ask({"engine": self._engine}, picture, on_note=take)
        except ExceededError:
            raise too_costly() from None
        return [restored(Face, face) for face in answer["faces"]], portraits[0] if portraits else b""

    def close(self) -> None:
        self._crew.close()


def work(task: Record, data: bytes, tell: Tell) -> Record:
    """In the child: open the picture and find its faces."""
    from giong.vision.opening import opened

    leaf = next(iter(opened(data)))
    picture = leaf.picture
    if picture is None:
        return {"faces": []}
    found = _reader(task["engine"]).faces(picture)
    if found:
        box = found[0].box
        cut = box.grown(box.width_px // 3).cut(picture)
        tell({}, _portrait(cut))
    return {"faces": [plain(face) for face in found]}


def _portrait(cut: object) -> bytes:
    import io

    from PIL import Image

    image, into = Image.fromarray(cut), io.BytesIO()  # type: ignore[arg-type]
    image.thumbnail((PORTRAIT_PX, PORTRAIT_PX))
    image.save(into, "JPEG", quality=85)
    return into.getvalue()


@cache
def _reader(engine: str) -> FaceReader:
    from importlib import import_module

    module, _, name = engine.partition(":")
    reader: FaceReader = getattr(import_module(module), name)()
    return reader
