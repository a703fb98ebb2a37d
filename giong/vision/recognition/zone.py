"""Two readings of a line of a machine-readable zone (ICAO 9303) become one: capitals, figures, fillers. Knows no field
and no check digit.

The letterwise reader never misses a filler but takes 1, I and 0, O for each other; the stepwise one tells letters and
figures apart but has hardly seen a filler, and puts dashes, K and c in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from giong.vision.recognition.evidence import Seen, Track
from giong.vision.recognition.reader import CAPITALS, DIGITS, Piece, Reading

FILLER = "<"
SURE = 0.5
"""A letter that the track gives less is not believed against the other reading."""
STANDINS = "-KkcC(&_"
"""What the track reads where a filler stands."""
WIDTHS = (30, 36, 44)
"""Characters in a line of TD1, TD2 and TD3."""


def merged(seen: Sequence[Seen], track: Track) -> Reading:
    """The line, as one piece without spaces."""
    from rapidfuzz.distance import Levenshtein

    first = "".join(word.text for word in seen)
    path = [(letter, sure) for letter, _, sure in track.greedy() if not letter.isspace()]
    second = "".join(letter if letter in CAPITALS + DIGITS else FILLER for letter, _ in path)
    if not first or not second:
        return _reading(first or second, 0.3, seen, track)
    text: list[str] = []
    agreed = 0
    for block in Levenshtein.opcodes(first, second):
        ours, theirs = first[block.src_start : block.src_end], path[block.dest_start : block.dest_end]
        if block.tag == "equal":
            agreed += len(ours)
        if block.tag == "replace":
            text += _resolved(ours, theirs)
        elif block.tag == "equal" or (block.tag == "delete" and (len(first) in WIDTHS or FILLER in ours)):
            text += ours  # of a line that is too long, the letters that only one has seen are doubled ones ("0O")
        elif block.tag == "insert" and len(first) not in WIDTHS:
            text += _sure(theirs)
    return _reading("".join(text), agreed / max(len(first), len(second)), seen, track)


def _resolved(ours: str, theirs: Sequence[tuple[str, float]]) -> Iterator[str]:
    for at, letter in enumerate(ours):
        other, sure = theirs[at] if at < len(theirs) else ("", 0.0)
        believed = (
            other in CAPITALS + DIGITS and other and sure >= SURE and not (letter == FILLER and other in STANDINS)
        )
        yield other if believed else letter


def _sure(theirs: Sequence[tuple[str, float]]) -> list[str]:
    return [letter for letter, sure in theirs if sure >= SURE and letter in CAPITALS + DIGITS]


def _reading(text: str, confidence: float, seen: Sequence[Seen], track: Track) -> Reading:
    if not text:
        return Reading(engine="hybrid")
    left = seen[0].left_px if seen else track.place_px(0)
    right = seen[-1].right_px if seen else track.place_px(len(track.scores))
    others = tuple(
        {"".join(word.text for word in seen), "".join(letter for letter, _, _ in track.greedy())} - {text, ""}
    )
    return Reading((Piece(text, left, right, confidence),), confidence, "hybrid", others)
