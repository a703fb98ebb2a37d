from dataclasses import replace
from random import Random

import cv2
import numpy as np
import pytest

from bench.papers import camera, conditions, sensor
from bench.papers.camera import Pose
from bench.papers.conditions import Conditions, bad_photo, good_photo, letter_px
from bench.papers.kinds.table import KINDS
from bench.papers.photograph import photograph, scan
from bench.papers.specimen import Specimen
from bench.papers.split import Split
from giong.vision.shapes import Picture

FRAME = (900, 675)


@pytest.fixture(scope="module")
def card() -> Specimen:
    return KINDS["cccd_front"](Split.TUNE, Random(3))


def taken(card: Specimen, **changes: object) -> Picture:
    plain = Conditions(frame=FRAME, pose=Pose(coverage=0.6), unevenness=0.0)
    shot = photograph(card, replace(plain, **changes), Split.TUNE, Random(1))
    decoded = cv2.imdecode(np.frombuffer(shot.data, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.ascontiguousarray(decoded[..., ::-1])


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 33])
def test_a_paper_lies_wholly_in_the_picture_wherever_it_is_turned(turn: float) -> None:
    pose = Pose(turn, 25, -20, 0.8, 0.9, -0.9)
    quad = camera.outline(
        camera.moved(
            camera.projection(1900, 1200, pose, frame=FRAME),
            np.array([[0, 0], [1900, 0], [1900, 1200], [0, 1200]], dtype=np.float64),
        )
    )
    assert all(0 <= x <= FRAME[0] and 0 <= y <= FRAME[1] for x, y in quad.corners)
    first, second = np.array(quad.corners[0]), np.array(quad.corners[1])
    heading = np.degrees(np.arctan2(*(second - first)[::-1])) % 360
    assert min(abs(heading - turn), 360 - abs(heading - turn)) < 20


@pytest.mark.parametrize("side", range(4))
def test_a_cut_paper_hangs_over_the_side_that_was_asked_for(side: int, card: Specimen) -> None:
    pose = Pose(coverage=0.5, beyond=0.2, side=side)
    height, width = card.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    placed = camera.moved(camera.projection(width, height, pose, frame=FRAME), corners)
    beyond = (-placed[:, 0].min(), -placed[:, 1].min(), placed[:, 0].max() - FRAME[0], placed[:, 1].max() - FRAME[1])
    extent = np.ptp(placed[:, side % 2])
    assert beyond[side] == pytest.approx(0.2 * extent, rel=0.02)


def test_the_truth_says_where_each_field_came_to_lie(card: Specimen) -> None:
    shot = photograph(card, Conditions(frame=FRAME, pose=Pose(8, 10, -10, 0.7)), Split.TUNE, Random(1))
    number = shot.boxes["id"][0].box
    decoded = cv2.imdecode(np.frombuffer(shot.data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    ink = decoded[number.top : number.bottom, number.left : number.right]
    ground = decoded[number.top : number.bottom, number.right + 5 : number.right + 15]
    assert float(np.percentile(ink, 5)) < float(ground.mean()) - 50


def test_conditions_do_to_the_picture_what_they_say(card: Specimen) -> None:
    plain = taken(card)
    sharp = cv2.Laplacian(plain, cv2.CV_64F).var()
    assert taken(card, exposure=0.1).mean() < 0.2 * plain.mean()
    assert cv2.Laplacian(taken(card, focus_px=4.0), cv2.CV_64F).var() < 0.2 * sharp
    assert (taken(card, expect_reject="glare", glare=1).min(axis=2) > 245).mean() > 0.02
    assert (taken(card, expect_reject="glare", glare=1) != plain).any()


def test_what_is_expected_follows_from_what_was_done(card: Specimen) -> None:
    drawn = [bad_photo(card, Random(seed)) for seed in range(300)]
    rejected = [one for one in drawn if one.expect_reject]
    assert {one.expect_reject for one in rejected} == set(conditions.REASONS)
    assert 0.25 < len(rejected) / len(drawn) < 0.5
    for one in drawn:
        assert (one.exposure < conditions.LIGHT_ENOUGH) == (one.expect_reject == "dark")
        assert one.screen == (one.expect_reject == "recapture")
        assert bool(one.pose.beyond) == (one.expect_reject == "cut")
        small = letter_px(card, one.pose, one.frame) < 0.9 * conditions.LARGE_ENOUGH_PX
        assert small == (one.expect_reject == "small")
    assert not any(good_photo(card, Random(seed)).expect_reject for seed in range(50))


def test_a_scan_is_straight_and_has_its_size(card: Specimen) -> None:
    shot = scan(card, Random(4))
    decoded = cv2.imdecode(np.frombuffer(shot.data, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    (x1, y1), (x2, y2) = shot.quad.corners[:2]
    dots_per_inch = np.hypot(x2 - x1, y2 - y1) / 85.6 * 25.4
    assert 195 < dots_per_inch < 305
    assert shot.expect_reject is None


def test_motion_smears_along_its_direction_only() -> None:
    film = np.zeros((41, 41, 3), np.float32)
    film[20, 20] = 255
    smeared = sensor.shaken(film, 11, 0)[..., 0]
    assert (smeared[20] > 1).sum() >= 10
    assert (smeared[:, 20] > 1).sum() <= 3
    assert smeared.sum() == pytest.approx(255, rel=0.01)
