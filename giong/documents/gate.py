"""Whether a picture will do, and what the person is told when it will not. Measures nothing itself.

A picture is sent back only where reading it would give little or, worse, something wrong: a readable card that is sent
back costs its owner as much as one that is misread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giong.documents.document import Reason, Rejection
from giong.documents.kind import Shape
from giong.vision.quality import Quality


@dataclass(frozen=True, slots=True)
class Limits:
    """Measures of `Quality` from which on a picture is sent back before it is read; `doubt` is the share of each limit
    from which on a measure explains why little could be read.

    Measured on specimens: cards that can be read stay below blur 0.44, glare 0.82, darkness 0.53 and recapture 0.24;
    those of which nothing can be read begin at 0.72, 0.94, 1.0 and 0.99.
    """

    blur: float = 0.62
    glare: float = 0.88
    darkness: float = 0.85
    recapture: float = 0.6
    least_width_px: int = 330
    doubt: float = 0.5


_NEVER = 9.0
_UNKNOWN_PX = 99.0
READ = 0.3
"""A field believed less than this does not count as read."""
LEAST_READ = 0.5
"""Where a smaller share of the fields that must be there was read, a bad picture is sent back."""

MOST_MISSING = 0.06
"""Of a card: more of it outside the picture, and something printed is too."""
LEAST_LINE_PX = 9.0
"""Lines of print lower than this, in the pixels of the picture, are too small to be read."""

LIMITS: Mapping[Shape, Limits] = {
    Shape.CARD: Limits(),
    Shape.BOOKLET: Limits(),
    # Pages that a program drew have grids of their own, and white paper burns out where nothing is written.
    Shape.SHEET: Limits(blur=0.8, glare=_NEVER, least_width_px=400, recapture=_NEVER),
    Shape.STRIP: Limits(blur=0.8, glare=_NEVER, least_width_px=160, recapture=_NEVER),
}

_SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.BLUR: (
        "Ảnh bị mờ. Anh/chị giữ chắc máy, chạm vào giấy tờ để lấy nét rồi chụp lại giúp em.",
        "The picture is blurred. Please hold the phone still, tap the document to focus, and take it again.",
    ),
    Reason.GLARE: (
        "Ảnh bị lóa sáng che mất chữ. Anh/chị tắt đèn flash, nghiêng giấy tờ tránh ánh đèn rồi chụp lại giúp em.",
        "Glare hides the text. Please switch the flash off, tilt the document away from the light, and take it again.",
    ),
    Reason.DARK: (
        "Ảnh quá tối. Anh/chị ra chỗ sáng hơn rồi chụp lại giúp em.",
        "The picture is too dark. Please take it again in a brighter place.",
    ),
    Reason.CUT: (
        "Giấy tờ bị cắt mất góc. Anh/chị chụp lại sao cho thấy đủ bốn góc giúp em.",
        "A corner of the document is cut off. Please take it again with all four corners visible.",
    ),
    Reason.SMALL: (
        "Giấy tờ trong ảnh quá nhỏ, không đọc được chữ. Anh/chị đưa máy lại gần hơn rồi chụp lại giúp em.",
        "The document is too small in the picture to be read. Please move closer and take it again.",
    ),
    Reason.RECAPTURE: (
        "Ảnh này chụp lại từ màn hình. Anh/chị chụp trực tiếp giấy tờ thật giúp em.",
        "This is a picture of a screen. Please photograph the document itself.",
    ),
    Reason.PHOTOCOPY: (
        "Đây có vẻ là bản photo. Anh/chị chụp bản gốc giúp em.",
        "This seems to be a photocopy. Please photograph the original.",
    ),
    Reason.WRONG_DOCUMENT: (
        "Đây không phải loại giấy tờ cần chụp. Anh/chị xem lại và gửi đúng giấy tờ giúp em.",
        "This is not the kind of document that was asked for. Please check and send the right one.",
    ),
    Reason.NO_DOCUMENT: (
        "Em không thấy giấy tờ nào trong ảnh. Anh/chị đặt giấy tờ lên mặt phẳng và chụp lại giúp em.",
        "There is no document in the picture. Please lay it on a flat surface and take the picture again.",
    ),
    Reason.BLANK: (
        "Trang này trống, không có chữ nào. Anh/chị xem lại mặt cần chụp giúp em.",
        "This page is blank. Please check which side should be photographed.",
    ),
    Reason.OTHER_SCRIPT: (
        "Trang này không viết bằng chữ Việt hay chữ La-tinh nên em không đọc được. Anh/chị gửi bản tiếng Việt giúp em.",
        "This page is not written in Vietnamese or another Latin script. Please send a Vietnamese version.",
    ),
}


def rejection(reason: Reason) -> Rejection:
    """The reason with its sentences."""
    vi, en = _SENTENCES[reason]
    return Rejection(reason, vi, en)


def before_reading(quality: Quality, shape: Shape, *, found: bool = True) -> Rejection | None:
    """Whether the picture is so bad that it is not worth reading; the worst thing about it is named.

    Only cards and booklets are judged so, and where their outline was `found`: the measures were made on them, and
    sheets with little on them, or a table around a paper, look blurred and burnt out without being so.
    """
    limits = LIMITS[shape]
    if shape not in (Shape.CARD, Shape.BOOKLET) or not found:
        return None
    if _is_small(quality, shape):
        return rejection(Reason.SMALL)
    reason, excess = _worst(quality, limits)
    return rejection(reason) if excess >= 1 else None


def after_reading(
    quality: Quality, shape: Shape, *, complete: bool = True, line_px: float = _UNKNOWN_PX
) -> Rejection | None:
    """Why so little was found on the picture, where its quality explains that; None where it does not. `line_px` is how
    high its lines are.
    """
    limits = LIMITS[shape]
    if not complete:
        return rejection(Reason.CUT)
    if line_px < LEAST_LINE_PX or _is_small(quality, shape, doubt=1.5):
        return rejection(Reason.SMALL)
    reason, excess = _worst(quality, limits)
    return rejection(reason) if excess >= limits.doubt else None


def of_card(quality: Quality, shape: Shape, *, cut: bool) -> Rejection | None:
    """What speaks against a card although it could be read: that it is shown on a screen, cut off, or so small that
    what was read is as good as guessed.
    """
    if shape not in (Shape.CARD, Shape.BOOKLET):
        return None
    if _is_small(quality, shape):
        return rejection(Reason.SMALL)
    if quality.recapture >= LIMITS[shape].recapture:
        return rejection(Reason.RECAPTURE)
    return rejection(Reason.CUT) if cut else None


def _is_small(quality: Quality, shape: Shape, *, doubt: float = 1.0) -> bool:
    """Whether the paper has too few pixels, or nearly; cards lie on any side."""
    sides_px = (quality.width_px, quality.height_px)
    width_px = max(sides_px) if shape in (Shape.CARD, Shape.BOOKLET) else quality.width_px
    return 0 < width_px < doubt * LIMITS[shape].least_width_px


def _worst(quality: Quality, limits: Limits) -> tuple[Reason, float]:
    """The worst measure by its limit. Edges cannot be measured in the dark, so darkness comes before blur."""
    measures = (
        (Reason.DARK, quality.darkness / limits.darkness),
        (Reason.GLARE, quality.glare / limits.glare),
        (Reason.RECAPTURE, quality.recapture / limits.recapture),
        (Reason.BLUR, quality.blur / limits.blur),
    )
    beyond = [measure for measure in measures if measure[1] >= 1]
    return beyond[0] if beyond else max(measures, key=lambda measure: measure[1])
