"""Whether pictures show what a person was asked to do."""

from __future__ import annotations

import pytest

from giong.papers.persons.challenge import LEFT, RIGHT, STRAIGHT, judged, new_challenge, pose
from giong.vision.faces import Face, Points
from giong.vision.shapes import Box

ASKED = (STRAIGHT, LEFT, RIGHT, LEFT)
_NOSE = {STRAIGHT: 50.0, LEFT: 35.0, RIGHT: 65.0, "": 57.5}


def face(look: str, *, number: int = 0, person: float = 0.0, size: int = 100) -> Face:
    points = Points(((20, 40), (30, 40)), ((70, 40), (80, 40)), (_NOSE[look], 70))
    return Face(Box(0, 0, size, size), points, (person, number / 100))


def frames(*looks: str) -> list[list[Face]]:
    return [[face(look, number=number)] for number, look in enumerate(looks)]


@pytest.mark.parametrize("look", [STRAIGHT, LEFT, RIGHT, ""])
def test_which_way_a_face_looks(look: str) -> None:
    assert pose(face(look)) == look


def test_a_tilted_head_is_not_turned() -> None:
    tilted = Points(((20, 20), (28, 26)), ((60, 50), (68, 56)), (26.0, 62.0))
    assert pose(Face(Box(0, 0, 90, 90), tilted, ())) == STRAIGHT


def test_the_challenge_is_met_also_by_a_camera_that_mirrors() -> None:
    assert judged(ASKED, frames(*ASKED)).met
    assert judged(ASKED, frames(STRAIGHT, RIGHT, LEFT, RIGHT)).met


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        (frames(STRAIGHT, LEFT, LEFT, LEFT), "liveness.not_as_asked"),
        (frames(STRAIGHT, "", RIGHT, LEFT), "liveness.not_as_asked"),
        (frames(*ASKED)[:3], "liveness.frames_missing"),
        ([*frames(*ASKED)[:3], []], "face.none"),
        ([*frames(*ASKED)[:3], [face(LEFT, number=9), face(LEFT, size=90)]], "face.several"),
        ([*frames(*ASKED)[:3], [face(LEFT, number=3, person=0.7)]], "liveness.several_people"),
        ([[face(look)] for look in ASKED], "liveness.same_picture"),
    ],
)
def test_what_does_not_meet_it(shown: list[list[Face]], problem: str) -> None:
    assert problem in judged(ASKED, shown).problems


def test_somebody_small_behind_does_not_count() -> None:
    shown = frames(*ASKED)
    shown[1].append(face(STRAIGHT, size=30))
    assert judged(ASKED, shown).met


def test_challenges_begin_straight_and_differ() -> None:
    challenges = {new_challenge() for _ in range(60)}
    assert all(one[0] == STRAIGHT and set(one[1:]) <= {LEFT, RIGHT} for one in challenges)
    assert len(challenges) > 3
