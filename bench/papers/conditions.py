"""Under what conditions a picture is taken, drawn by chance for a level, and whether anything can be read in it then.
Knows no pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from bench.papers import camera
from bench.papers.camera import Pose
from bench.papers.specimen import Specimen

BLURRED = (0.32, 0.55)
"""Of a small letter's height, as a standard deviation: strokes (a sixth of it) have run into each other."""
SHARP_ENOUGH = 0.15
TOO_DARK = (0.05, 0.13)
"""Of full exposure: white paper comes out below 35 of 255, with noise of 8 and more."""
LIGHT_ENOUGH = 0.34
TOO_SMALL_PX = (3.0, 4.6)
"""Height of a small letter: nobody reads tones at that size."""
LARGE_ENOUGH_PX = 9.0
LONGEST_PX = 4000
"""The side of a phone's picture."""
REASONS = ("blur", "glare", "dark", "cut", "small", "recapture")


@dataclass(frozen=True)
class Conditions:
    """Lengths are in pixels of the photograph; strengths are shares. `glare` is how many burnt spots there are: over a
    field when `expect_reject` says so, beside all of them otherwise.
    """

    frame: tuple[int, int]
    pose: Pose
    unevenness: float = 0.1
    warmth: float = 0.0
    shadow: float = 0.0
    glare: int = 0
    focus_px: float = 0.4
    shake_px: float = 0.0
    shake_deg: float = 0.0
    exposure: float = 1.0
    noise: float = 2.0
    denoised: bool = False
    sharpening: float = 0.3
    jpeg: int = 88
    hand: bool = False
    screen: bool = False
    worn: float = 0.0
    expect_reject: str | None = None


def letter_px(specimen: Specimen, pose: Pose, frame: tuple[int, int]) -> float:
    """How high a small letter of the values comes out."""
    height, width = specimen.picture.shape[:2]
    shown = camera.coverage(width, height, pose, frame=frame)
    scale = (shown * frame[0] * frame[1] / (width * height)) ** 0.5
    return float(scale * specimen.px_per_mm * specimen.letter_mm)


def _frame(specimen: Specimen, chance: Random, *, upright: bool, widest: int, shortest: int = 1200) -> tuple[int, int]:
    """Four to three, the long side along the paper, as people hold a phone; now and then the other way round."""
    long = chance.randrange(max(shortest, 1600), int(widest * 4 / 3))
    short = long * 3 // 4
    tall = specimen.picture.shape[0] > specimen.picture.shape[1]
    across = tall != upright
    if chance.random() < 0.15 and 0.7 < specimen.picture.shape[0] / specimen.picture.shape[1] < 1.4:
        across = not across
    return (long, short) if across else (short, long)


def _turn(chance: Random, *, often: float) -> tuple[float, bool]:
    """By how many degrees, and whether that lays the paper on its side."""
    quarter = chance.choice((90, 180, 270)) if chance.random() < often else 0
    return quarter, quarter in (90, 270)


def good_photo(specimen: Specimen, chance: Random) -> Conditions:
    """Level 2."""
    quarter, side = _turn(chance, often=0.15)
    frame = _frame(specimen, chance, upright=not side, widest=3000)
    pose = Pose(
        quarter + chance.gauss(0, 5),
        chance.uniform(-15, 15),
        chance.uniform(-15, 15),
        chance.uniform(0.3, 0.8),
        chance.uniform(-0.8, 0.8),
        chance.uniform(-0.8, 0.8),
    )
    pose, frame = _legible(specimen, pose, frame)
    letter = letter_px(specimen, pose, frame)
    return Conditions(
        frame=frame,
        pose=pose,
        unevenness=chance.uniform(0, 0.3),
        warmth=chance.uniform(-0.4, 0.9),
        shadow=chance.uniform(0.1, 0.35) if chance.random() < 0.35 else 0.0,
        glare=int(chance.random() < 0.1),
        focus_px=min(chance.uniform(0.3, 1.2), 0.09 * letter),
        shake_px=chance.uniform(0, 0.12) * letter if chance.random() < 0.2 else 0.0,
        shake_deg=chance.uniform(0, 180),
        exposure=chance.uniform(0.75, 1.04),
        noise=chance.uniform(1, 5),
        denoised=chance.random() < 0.4,
        sharpening=chance.uniform(0, 0.7),
        jpeg=chance.randrange(70, 94),
        hand=chance.random() < 0.15,
        worn=chance.uniform(0, 0.4),
    )


def bad_photo(specimen: Specimen, chance: Random) -> Conditions:
    """Level 3: hard to read, or one time in three impossible for one reason."""
    quarter, side = _turn(chance, often=0.35)
    frame = _frame(specimen, chance, upright=not side, widest=2600)
    pose = Pose(
        quarter + chance.gauss(0, 12),
        chance.uniform(-28, 28),
        chance.uniform(-28, 28),
        chance.uniform(0.28, 0.75),
        chance.uniform(-0.9, 0.9),
        chance.uniform(-0.9, 0.9),
    )
    pose, frame = _legible(specimen, pose, frame)
    letter = letter_px(specimen, pose, frame)
    hard = Conditions(
        frame=frame,
        pose=pose,
        unevenness=chance.uniform(0.1, 0.7),
        warmth=chance.uniform(-0.8, 1.6),
        shadow=chance.uniform(0.25, 0.6) if chance.random() < 0.6 else 0.0,
        glare=chance.choice((0, 0, 1, 2)),
        focus_px=chance.uniform(0.5, 1.0) * SHARP_ENOUGH * letter,
        shake_px=chance.uniform(0.05, 0.3) * letter if chance.random() < 0.4 else 0.0,
        shake_deg=chance.uniform(0, 180),
        exposure=chance.uniform(LIGHT_ENOUGH, 1.1),
        noise=chance.uniform(3, 12),
        denoised=chance.random() < 0.6,
        sharpening=chance.uniform(0, 1.0),
        jpeg=chance.randrange(30, 76),
        hand=chance.random() < 0.4,
        worn=chance.uniform(0.2, 1.0),
    )
    return _spoilt(hard, specimen, chance) if chance.random() < 0.36 else hard


def _spoilt(hard: Conditions, specimen: Specimen, chance: Random) -> Conditions:
    """One thing is so bad that the picture should be taken again; the others are moderate."""
    reason = chance.choice(REASONS if specimen.corner_mm or "screen" in specimen.tags else REASONS[:-1])
    mild = replace(
        hard,
        expect_reject=reason,
        glare=0,
        shadow=min(hard.shadow, 0.3),
        exposure=max(hard.exposure, 0.7),
        noise=min(hard.noise, 6),
        unevenness=min(hard.unevenness, 0.3),
    )
    letter = letter_px(specimen, hard.pose, hard.frame)
    match reason:
        case "blur" if chance.random() < 0.4:
            return replace(mild, shake_px=chance.uniform(*BLURRED) * letter * 12**0.5 * 1.2, noise=min(hard.noise, 4))
        case "blur":
            return replace(mild, focus_px=chance.uniform(*BLURRED) * letter, noise=min(hard.noise, 4))
        case "glare":
            return replace(mild, glare=1, exposure=max(hard.exposure, 0.85))
        case "dark":
            return replace(mild, exposure=chance.uniform(*TOO_DARK), noise=chance.uniform(5, 9))
        case "cut":
            return replace(mild, pose=replace(hard.pose, beyond=chance.uniform(0.12, 0.35), side=chance.randrange(4)))
        case "small":
            wanted = chance.uniform(*TOO_SMALL_PX)
            shrink = (wanted / letter) ** 2
            return replace(
                mild, pose=replace(hard.pose, coverage=hard.pose.coverage * shrink), focus_px=0.4, shake_px=0.0
            )
        case _:
            return replace(
                mild,
                screen=True,
                shake_px=0.0,
                focus_px=min(hard.focus_px, 0.8),
                hand=False,
                worn=0.0,
                noise=min(hard.noise, 4),
                jpeg=max(60, hard.jpeg),
            )


def _legible(specimen: Specimen, pose: Pose, frame: tuple[int, int]) -> tuple[Pose, tuple[int, int]]:
    """Nearer, and if that does not do with a finer picture, where letters would otherwise be too small to read."""
    letter = letter_px(specimen, pose, frame)
    if letter >= LARGE_ENOUGH_PX:
        return pose, frame
    pose = replace(pose, coverage=min(0.95, pose.coverage * (LARGE_ENOUGH_PX / letter) ** 2))
    finer = LARGE_ENOUGH_PX / letter_px(specimen, pose, frame)
    if finer > 1:
        finer = min(finer, LONGEST_PX / max(frame))
        frame = (int(frame[0] * finer), int(frame[1] * finer))
    return pose, frame
