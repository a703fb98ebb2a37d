from __future__ import annotations

import pytest

from giong.dialogue.line import Delivered, Expectation, Piece
from giong.text.sentences import sentences
from giong.voice.playlist import SYLLABLE_S, Playlist

RATE_HZ = 1000
FIRST = Piece("Dạ vâng ạ. Hóa đơn của anh chị là 15.000 đồng ạ.")
LAST = Piece("Anh chị cần gì nữa không ạ?", expects=Expectation("yes_no"))


@pytest.fixture
def playlist() -> Playlist:
    """Three sentences of a second each."""
    playlist, at = Playlist(RATE_HZ), 0
    for piece in (FIRST, LAST):
        playlist.add_piece(piece)
        for span in sentences(piece.text):
            playlist.add_passage(span, at)
            at += RATE_HZ
            playlist.extend(at)
            playlist.close_passage()
    playlist.close()
    return playlist


def test_everything_was_heard(playlist: Playlist) -> None:
    assert playlist.delivered(3000) == Delivered((FIRST, LAST))


def test_nothing_was_heard(playlist: Playlist) -> None:
    assert playlist.delivered(0) == Delivered((), cut_off=True)


def test_cut_between_pieces(playlist: Playlist) -> None:
    assert playlist.delivered(2000) == Delivered((FIRST,), cut_off=True)


def test_cut_between_sentences(playlist: Playlist) -> None:
    assert playlist.delivered(1000).text == "Dạ vâng ạ."


def test_numbers_take_the_time_of_their_syllables(playlist: Playlist) -> None:
    # Spoken: hóa đơn của anh chị là | mười lăm nghìn | đồng ạ: 6 + 3 + 2 syllables in a second.
    assert playlist.delivered(1000 + 600).text == "Dạ vâng ạ. Hóa đơn của anh chị là"
    assert playlist.delivered(1000 + 830).text == "Dạ vâng ạ. Hóa đơn của anh chị là 15.000"


def test_a_cut_piece_keeps_all_but_its_text(playlist: Playlist) -> None:
    cut = playlist.delivered(2500)
    assert cut.cut_off
    assert cut.pieces[1].expects == LAST.expects
    assert LAST.text.startswith(cut.pieces[1].text)


def test_other_words_were_spoken_than_are_kept() -> None:
    playlist = Playlist(RATE_HZ)
    piece = Piece("Giá điện: xem bảng giá.", speech="Em xin đọc bảng giá điện cho anh chị ạ.")
    playlist.add_piece(piece)
    playlist.add_passage(sentences(piece.speech)[0], 0)
    playlist.extend(1000)
    playlist.close_passage()
    playlist.close()
    assert playlist.delivered(1000).pieces == (piece,)
    assert playlist.delivered(520).text == "Giá điện:"


def test_a_sentence_that_is_still_being_synthesised() -> None:
    playlist = Playlist(RATE_HZ)
    playlist.add_piece(Piece("một hai ba bốn"))
    playlist.add_passage(sentences("một hai ba bốn")[0], 0)
    playlist.extend(300)
    assert playlist.delivered(round(1.5 * SYLLABLE_S * RATE_HZ)).text == "một"


def test_an_answer_that_has_not_ended_is_cut_off() -> None:
    assert Playlist(RATE_HZ).delivered(0) == Delivered((), cut_off=True)


def test_words_in_the_air(playlist: Playlist) -> None:
    assert playlist.words_between(900, 1000) == ["dạ", "vâng", "ạ"]
    assert playlist.words_between(5000, 6000) == []
