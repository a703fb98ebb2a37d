"""The engine of faces, where it is installed: it loads without the weights that may not be used, and sees no face in
what is none. There is no face of a real person among the tests' data.
"""

from __future__ import annotations

import numpy as np
import pytest

from giong.engines.load import load
from giong.engines.table import Slot

pytest.importorskip("dlib")
pytest.importorskip("cv2")


def test_a_picture_without_a_face_has_none(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    opened: list[str] = []
    import dlib

    predictor = dlib.shape_predictor
    monkeypatch.setattr(dlib, "shape_predictor", lambda path: (opened.append(path), predictor(path))[1])
    engine = load(Slot.FACE, "dlib", weights=tmp_path)
    assert engine.engine.startswith("dlib ")
    assert engine.faces(np.full((300, 400, 3), 180, np.uint8)) == []
    assert opened
    assert not any("68" in path for path in opened)
