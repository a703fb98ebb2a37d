"""Faces by dlib: its frontal detector, five landmarks and the 128 numbers of its residual network.

Weights come from the wheel `face_recognition_models`, of which the file with 68 landmarks is not used: the data that it
was trained on may not be used commercially. The detector sees faces that look within about 35° of straight ahead.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from giong.errors import Unavailable
from giong.vision.faces import Face, Points
from giong.vision.shapes import Box, Picture

_DETECTED_PX = 900
"""The longer side in which faces are looked for: the detector wants 80 pixels of face and is slow on more."""


class DlibFaces:
    """See `faces.FaceReader`."""

    def __init__(self) -> None:
        import dlib

        models = _models()
        self.engine = f"dlib {dlib.__version__}"
        self._detect = dlib.get_frontal_face_detector()
        self._landmarks = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
        self._network = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))

    def faces(self, picture: Picture) -> list[Face]:
        import cv2
        import dlib
        import numpy as np

        picture = np.ascontiguousarray(picture)
        height, width = picture.shape[:2]
        scale = min(1.0, _DETECTED_PX / max(height, width))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        found = self._detect(small, 1)
        boxes = [
            dlib.rectangle(*(int(side / scale) for side in (one.left(), one.top(), one.right(), one.bottom())))
            for one in found
        ]
        return sorted((self._face(picture, box) for box in boxes), key=lambda face: -face.box.area_px)

    def _face(self, picture: Picture, box: Any) -> Face:
        shape = self._landmarks(picture, box)
        points = [(float(shape.part(at).x), float(shape.part(at).y)) for at in range(5)]
        right, left = (points[0], points[1]), (points[2], points[3])
        if left[0][0] > right[0][0]:
            left, right = right, left
        return Face(
            Box(box.left(), box.top(), box.right(), box.bottom()),
            Points(left, right, points[4]),
            tuple(float(number) for number in self._network.compute_face_descriptor(picture, shape)),
        )


def load() -> DlibFaces:
    return DlibFaces()


def _models() -> Path:
    """The folder of the weights. The package itself is not imported: it asks for modules that newer tools lack."""
    spec = find_spec("face_recognition_models")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "faces.no_weights",
            vi="Thiếu bộ so khuôn mặt. Hãy cài: pip install 'giong[ekyc]'.",
            en="The comparison of faces is missing. Install: pip install 'giong[ekyc]'.",
        )
    return Path(spec.submodule_search_locations[0]) / "models"
