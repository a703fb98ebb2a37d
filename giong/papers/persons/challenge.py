"""What a person is asked to do before the camera, and whether the pictures show it. Pure functions.

An estimate of liveness and no certified detection of attacks (ISO/IEC 30107-3): a still photo held before the camera
fails, because the nose of a flat picture does not move against the eyes; a video of the person, a mask or a picture
made by a machine may pass. Five landmarks tell which way a head is turned, and not whether an eye is open, so nobody is
asked to blink.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from giong.papers.persons.likeness import farthest
from giong.vision.faces import Face

STRAIGHT, LEFT, RIGHT = "straight", "left", "right"
POSES = 4
STRAIGHT_WITHIN = 0.12
TURNED_FROM = 0.18
"""Of `Points.turn`: about 8° and 12°. The detector loses a face at about 35°."""
ONE_PERSON = 0.5
"""Frames whose descriptors are farther apart may be of two people; turned heads of one person stay below."""


def new_challenge() -> tuple[str, ...]:
    """Straight first, then turns to either side in an order that nobody knows before."""
    return (STRAIGHT, *(secrets.choice((LEFT, RIGHT)) for _ in range(POSES - 1)))


@dataclass(frozen=True)
class Performance:
    """How the frames fit the challenge. `problems` are codes; without any the challenge was met."""

    problems: tuple[str, ...]
    shown: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return not self.problems


def pose(face: Face) -> str:
    """Which way the face looks, as seen in the picture; "" between straight and turned."""
    turn = face.points.turn
    if abs(turn) <= STRAIGHT_WITHIN:
        return STRAIGHT
    if abs(turn) < TURNED_FROM:
        return ""
    return LEFT if turn < 0 else RIGHT


def judged(challenge: Sequence[str], frames: Sequence[Sequence[Face]]) -> Performance:
    """Whether the frames, one for each pose in order, show one person doing what was asked. Cameras mirror or do not,
    so left and right may be swapped in all of them together.
    """
    problems: list[str] = []
    if len(frames) != len(challenge):
        return Performance(("liveness.frames_missing",))
    if any(not faces for faces in frames):
        problems.append("face.none")
    if any(len(faces) > 1 and faces[1].box.area_px * 4 > faces[0].box.area_px for faces in frames):
        problems.append("face.several")
    if problems:
        return Performance(tuple(problems))
    shown = tuple(pose(faces[0]) for faces in frames)
    mirrored = tuple({LEFT: RIGHT, RIGHT: LEFT}.get(one, one) for one in shown)
    if tuple(challenge) not in (shown, mirrored):
        problems.append("liveness.not_as_asked")
    if farthest([faces[0].descriptor for faces in frames]) > ONE_PERSON:
        problems.append("liveness.several_people")
    if len({faces[0].descriptor for faces in frames}) < len(frames):
        problems.append("liveness.same_picture")
    return Performance(tuple(problems), shown)
