"""Two readings of a line are weighed, on tracks and letters made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from giong.vision.recognition.evidence import Letter, Seen, Track, capital, joined
from giong.vision.recognition.fusion import forward, fused
from giong.vision.recognition.zone import merged

CHARACTERS = tuple(
    " ,./<-0123456789ABCDEGHIKLMNOPQRSTUVXYabcdeghiklmnopqrstuvxyÀÁàảãáạâấầẩẫậđèéêếềểễệìíòóôốồổỗộơớờởỡợùúưứừửữựýỳ"
)


def track(text: str, doubts: dict[int, dict[str, float]] | None = None, *, sure: float = 0.97) -> Track:
    """Two steps a letter, the second one blank; `doubts` gives other letters their probabilities at a place."""
    chances = np.full((2 * len(text), len(CHARACTERS) + 1), 1e-5)
    chances[:, 0] = 0.02
    for at, letter in enumerate(text):
        chances[2 * at, CHARACTERS.index(letter) + 1] = sure
        for other, chance in (doubts or {}).get(at, {}).items():
            chances[2 * at, CHARACTERS.index(other) + 1] = chance
            chances[2 * at, CHARACTERS.index(letter) + 1] -= chance
        chances[2 * at + 1, 0] = 0.97
    chances /= chances.sum(axis=1, keepdims=True)
    return Track(np.log(chances).astype(np.float32), CHARACTERS, left_px=0.0, step_px=5.0)


def seen(text: str, doubts: dict[str, dict[str, float]] | None = None, *, sure: float = 0.9) -> list[Seen]:
    """Words ten pixels a letter; `doubts` gives costs of what a letter might be as well."""
    words, left = [], 0
    for word in text.split():
        letters = tuple(Letter(letter, {letter: 0.0, **(doubts or {}).get(letter, {})}) for letter in word)
        words.append(Seen(letters, left, left + 10 * len(word), sure))
        left += 10 * len(word) + 10
    return words


def test_what_both_read_is_kept_with_its_places() -> None:
    reading = fused(
        seen("Họ tên: LÊ VÂN".replace("ọ", "o").replace("Ê", "E").replace("Â", "A").replace(":", "")),
        track("Ho tên LE VAN"),
    )
    assert reading.text == "Ho tên LE VAN"
    assert [(piece.left_px, piece.right_px) for piece in reading.pieces] == [(0, 20), (30, 60), (70, 90), (100, 130)]


def test_language_decides_between_tones_that_neither_is_sure_of() -> None:
    # Both read "nỗ"; after "vật liệu" only "nổ" is print.
    reading = fused(seen("vật liệu nỗ", {"ỗ": {"ổ": 2.0}}), track("vật liệu nỗ", {10: {"ổ": 0.3}}))
    assert reading.text == "vật liệu nổ"


def test_language_does_not_overrule_what_is_plain_to_see() -> None:
    assert fused(seen("vật liệu mỗ"), track("vật liệu mỗ", sure=0.99)).text == "vật liệu mỗ"
    assert fused(seen("012345678901"), track("012345678901")).text == "012345678901"


def test_the_space_that_one_reader_saw_is_believed() -> None:
    assert fused(seen("an ninh, trật tự"), track("an ninh,trật tự")).text == "an ninh, trật tự"


@pytest.mark.parametrize("text", ["", "công an"])
def test_one_reader_that_sees_nothing_leaves_the_line_to_the_other(text: str) -> None:
    reading = fused(
        [], track(text) if text else Track(np.zeros((3, len(CHARACTERS) + 1), np.float32), CHARACTERS, 0, 5)
    )
    assert reading.text == text
    assert reading.confidence < 0.95


def test_a_character_that_the_network_does_not_know_needs_something_to_be_there() -> None:
    # The border of a cell, just outside of what the network looks at.
    assert fused(seen("| Giấy"), track("Giấy")).text == "Giấy"
    assert fused(seen("c©) an"), track("c, an")).text in {"c) an", "c, an"}
    assert fused(seen("bán |gạo"), track("bán  gạo")).text == "bán gạo", "a space may last"


def test_a_reader_that_is_not_sure_gives_way() -> None:
    assert fused(seen("230,099", sure=0.2), track("230,000")).text == "230,000"


def test_figures_are_not_parted_by_spaces() -> None:
    assert fused(seen("155, 500"), track("155,500")).text == "155,500"


def test_readers_that_contradict_each_other_are_not_sure() -> None:
    agreed = fused(seen("12/05/1990"), track("12/05/1990"))
    torn = fused(seen("12/05/1990"), track("12/05/1998"))
    assert torn.text in {"12/05/1990", "12/05/1998"}
    assert torn.confidence < 0.9 < agreed.confidence


def test_forward_sums_over_all_alignments() -> None:
    # Two steps, one letter: aa, a-, -a are all "a" (Graves et al. 2006).
    scores = np.log(np.array([[0.4, 0.6], [0.5, 0.5]], np.float32))
    assert np.exp(forward(scores, [[1], []])) == pytest.approx([0.6 * 0.5 + 0.6 * 0.5 + 0.4 * 0.5, 0.4 * 0.5])


def test_a_zone_takes_letters_from_one_and_fillers_from_the_other() -> None:
    first = "P<VNMGTANG<<H0ANG<NAM<<<<<<<<<<<<<<<<<<<<<<<"
    second = "P-VNMGIANG-KHOANG-NAMKKKKKKKKKKKKKKKKKKKKKKK"
    assert merged(seen(first), track(second)).text == "P<VNMGIANG<<HOANG<NAM<<<<<<<<<<<<<<<<<<<<<<<"


def test_a_zone_that_is_too_long_loses_the_letter_that_only_one_saw() -> None:
    first, second = "P<VNMVO<<H0ONG<PHUONG" + 24 * "<", "P-VNMVO--HONG-PHUONG" + 24 * "-"
    assert merged(seen(first), track(second)).text == "P<VNMVO<<HONG<PHUONG" + 24 * "<"


def test_hints_change_what_was_seen() -> None:
    assert [word.text for word in joined(seen("0123 4567"))] == ["01234567"]
    assert capital(seen("Lê")[0]).text == "LÊ"
    assert track("A1").only("0123456789").greedy()[-1][0] == "1"
