"""What a camera does to light: focus, motion, exposure, noise, sharpening, JPEG. Knows no scene."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from bench.papers.scene import Film
from giong.vision.shapes import Picture


def out_of_focus(film: Film, sigma_px: float) -> Film:
    """A disc as a lens has it for large blurs; its standard deviation along an axis is half its radius."""
    if sigma_px < 0.3:
        return film
    if sigma_px < 1.5:
        return cv2.GaussianBlur(film, (0, 0), sigma_px)
    radius = 2 * sigma_px
    side = 2 * int(np.ceil(radius)) + 1
    ys, xs = np.mgrid[0:side, 0:side] - side // 2
    disc = np.clip(radius + 0.5 - np.hypot(xs, ys), 0, 1).astype(np.float32)
    return cv2.filter2D(film, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE)


def shaken(film: Film, length_px: float, angle_deg: float) -> Film:
    if length_px < 1.5:
        return film
    side = 2 * int(np.ceil(length_px / 2)) + 3
    kernel = np.zeros((side, side), np.float32)
    middle = side / 2 - 0.5
    reach = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))]) * length_px / 2
    first, last = middle - reach, middle + reach
    scale = 16
    cv2.line(kernel, tuple(map(int, first * scale)), tuple(map(int, last * scale)), 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(film, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def sharpened(film: Film, amount: float) -> Film:
    """Phones do it after taking out noise; it leaves rims around letters."""
    return film + amount * (film - cv2.GaussianBlur(film, (0, 0), 1.6))


def noisy(film: Film, chance: Random, *, sigma: float, denoised: bool) -> Film:
    """Shot and read noise; a phone in the dark smears it away, and the fine strokes with it."""
    if sigma <= 0:
        return film
    cv2.setRNGSeed(chance.randrange(2**31 - 1))
    noise = np.empty(film.shape, np.float32)
    cv2.randn(noise, 0.0, 1.0)
    film = film + noise * (sigma * np.sqrt(0.35 + 0.65 * np.clip(film, 0, 255) / 255))
    return cv2.GaussianBlur(film, (0, 0), 0.7) if denoised else film


def developed(film: Film) -> Picture:
    return np.clip(np.rint(film), 0, 255).astype(np.uint8)


def jpeg(picture: Picture, quality: int) -> bytes:
    kept, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not kept:
        raise ValueError("the picture cannot be written as JPEG")
    return data.tobytes()
