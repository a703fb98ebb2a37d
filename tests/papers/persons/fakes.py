"""Faces that a picture's colour stands for: green how many, red who, blue which way they look (40, 80, 120)."""

from __future__ import annotations

import io

from PIL import Image

from giong.vision.faces import Face, Points
from giong.vision.shapes import Box, Picture

ENGINE = "tests.papers.persons.fakes:load"
_TURNS = {40: 0.0, 80: -0.3, 120: 0.3}
_BLUE = {"straight": 40, "left": 80, "right": 120}


class FakeFaces:
    engine = "fake"

    def faces(self, picture: Picture) -> list[Face]:
        red, green, blue = (float(one) for one in picture.reshape(-1, 3).mean(axis=0))
        turn = _TURNS.get(round(blue / 40) * 40, 0.0)
        points = Points(((10, 10), (20, 10)), ((30, 10), (40, 10)), (25 + 20 * turn, 25))
        face = Face(Box(0, 0, 40, 40), points, (red / 100, 0.0))
        return [face] * round(green / 100)


def load() -> FakeFaces:
    return FakeFaces()


def frame(pose: str, who: int = 240, *, faces: int = 1) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (600, 400), (who, 100 * faces, _BLUE[pose])).save(into, "PNG")
    return into.getvalue()


def performed(challenge: tuple[str, ...], who: int = 240) -> list[bytes]:
    """Pictures of somebody who does as asked; no two of them are the same."""
    return [frame(pose, who + number) for number, pose in enumerate(challenge)]
