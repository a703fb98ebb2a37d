"""Parsing against the specimens of ICAO Doc 9303 (parts 4, 5, 6), and what repeated damage may and may not do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from giong.documents.mrz.lookalikes import alternatives
from giong.documents.mrz.proofs import State, check_digit
from giong.documents.mrz.settling import named, settled, spelt
from giong.documents.mrz.zone import Mrz, parse
from tests.documents.mrz.zones import card, cards, passport, passports

TODAY = date(2026, 11, 1)
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
CARD = card("001093047064", date(1993, 1, 5), date(2033, 1, 5), ["TRAN", "MINH", "DUC"])
PASSPORT = passport("C1234567", "001093047064", date(1993, 1, 5), date(2033, 1, 5), ["TRAN", "MINH", "DUC"])


def parsed(lines: list[str]) -> Mrz:
    zone = parse(lines)
    assert zone is not None
    return zone


@pytest.mark.parametrize(
    ("lines", "name", "number"), [(TD1, "TD1", "D23145890"), (TD2, "TD2", "D23145890"), (TD3, "TD3", "L898902C3")]
)
def test_specimens_of_the_standard_are_proven(lines: list[str], name: str, number: str) -> None:
    zone = parsed(lines)
    assert (zone.name, zone.number, zone.surname, zone.given) == (name, number, "ERIKSSON", "ANNA MARIA")
    assert (zone.sex, zone.nationality, zone.birth(TODAY), zone.expiry()) == (
        "F",
        "UTO",
        date(1974, 8, 12),
        date(2012, 4, 15),
    )
    assert zone.proven
    assert list(zone.lines) == lines


def test_a_vietnamese_card_gives_all_twelve_digits_and_the_century() -> None:
    zone = parsed(card("001203000123", date(2003, 5, 6), date(2028, 5, 6), ["LE", "ANH"]))
    assert zone.number == "001203000123"
    assert zone.birth(TODAY) == date(2003, 5, 6)
    assert parsed(card("001003000123", date(1903, 5, 6), date(2028, 5, 6), ["LE", "ANH"])).birth(TODAY) == date(
        1903, 5, 6
    )


def test_a_card_without_end_says_so() -> None:
    lines = card("001050000123", date(1950, 5, 6), date(2099, 12, 31), ["LE", "ANH"])
    assert parsed(lines).is_forever
    assert not parsed(CARD).is_forever


def test_fillers_read_as_letters_lost_and_doubled() -> None:
    for names in ("TRANKKMINHKDUCKKKKKKKCCKKK<<<<", "TRAN<<MINH<DUC<<<<", "TRAN<MINH<DUC<<<", "TRAN«MINH<DUCkkkkkk"):
        assert parsed([*CARD[:2], names]).full_name == "TRAN MINH DUC"
    short = CARD[1].replace("<" * 11, "<" * 7)
    long = CARD[1].replace("<" * 11, "<" * 13)
    for second in (short, long):
        assert parsed([CARD[0], second, CARD[2]]).proven


def test_letters_among_digits_need_no_guess() -> None:
    lines = [CARD[0].replace("0", "O").replace("VNM", "VNM", 1), CARD[1].replace("5", "S").replace("1", "I"), CARD[2]]
    zone = parsed(lines)
    assert zone.proven
    assert list(zone.lines) == CARD


def test_a_digit_misread_in_one_of_two_writings_is_mended() -> None:
    wrong = CARD[0][:7] + ("8" if CARD[0][7] != "8" else "3") + CARD[0][8:]
    zone = parsed([wrong, *CARD[1:]])
    assert zone.number == "001093047064"
    assert zone.state("number") is State.MENDED
    assert zone.holds
    assert not zone.proven


def test_a_misread_passport_number_is_left_open_until_the_print_says_it() -> None:
    wrong = PASSPORT[1].replace("C1234567", "C1284567")
    zone = parsed([PASSPORT[0], wrong])
    assert zone.state("number") is State.DOUBTFUL
    assert "C1234567<" in zone.data["number"].choices
    known = settled(zone, {"number": ["C1234567"]})
    assert (known.number, known.state("number"), list(known.lines)) == ("C1234567", State.MENDED, PASSPORT)
    assert settled(zone, {"number": ["C7777777"]}) is zone


def test_print_and_zone_mend_each_others_names() -> None:
    zone = parsed(PASSPORT)
    assert spelt("TRẦN MỈNN ĐỨC", zone) == "TRẦN MỈNH ĐỨC"
    assert spelt("LÊ THỊ HOA", zone) == "LÊ THỊ HOA"
    hardly = parsed([PASSPORT[0].replace("TRAN<<MINH", "TRANKOMINH"), PASSPORT[1]])
    assert named(hardly, "Trần Minh Đức").lines == tuple(PASSPORT)


@pytest.mark.parametrize(
    "lines",
    [
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM"],
        ["MINISTRY OF PUBLIC SECURITY", CARD[0], CARD[1]],
        ["", "", ""],
        CARD[:2],
    ],
)
def test_what_is_no_zone_is_refused(lines: list[str]) -> None:
    assert parse(lines) is None


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=1, max_size=20), st.data())
def test_one_wrong_character_never_passes_unless_the_values_differ_by_ten(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"))
    values = [0 if char == "<" else int(char, 36) for char in (text[at], other)]
    assume((values[0] - values[1]) % 10 != 0)
    assert check_digit(text) != check_digit(text[:at] + other + text[at + 1 :])


def _damaged(data: st.DataObject, lines: list[str], row: int, mask: str, times: int) -> list[str]:
    """Some characters of a line of figures read as others that may stand there and look like them."""
    text = lines[row]
    places = [at for at, place in enumerate(mask) if alternatives(text[at], place)]
    for at in data.draw(st.lists(st.sampled_from(places), min_size=times, max_size=times, unique=True)):
        other = data.draw(st.sampled_from(alternatives(text[at], mask[at])))
        text = text[:at] + other + text[at + 1 :]
    return [*lines[:row], text, *lines[row + 1 :]]


def _right(zone: Mrz, whole: Mrz, name: str) -> bool:
    return zone.data[name].text == whole.data[name].text


@settings(max_examples=80, deadline=None)
@given(cards(), st.data(), st.integers(0, 1))
def test_one_misread_figure_on_a_card_is_mended_or_left_in_doubt(
    lines: list[str], data: st.DataObject, row: int
) -> None:
    whole = parsed(lines)
    zone = parsed(_damaged(data, lines, row, whole.layout.masks[row], 1))
    for name in whole.layout.proofs:
        assert _right(zone, whole, name) or zone.state(name) is State.DOUBTFUL


@settings(max_examples=80, deadline=None)
@given(passports(), st.data())
def test_one_misread_figure_in_a_passport_is_mended_or_left_in_doubt(lines: list[str], data: st.DataObject) -> None:
    whole = parsed(lines)
    assert whole.proven
    zone = parsed(_damaged(data, lines, 1, whole.layout.masks[1], 1))
    for name in whole.layout.proofs:
        assert _right(zone, whole, name) or zone.state(name) is State.DOUBTFUL


@settings(max_examples=100, deadline=None)
@given(cards(), st.data())
def test_two_misread_figures_never_make_another_number_sure(lines: list[str], data: st.DataObject) -> None:
    """But for the province, its digits stand there twice, so that two errors cannot agree and pass the check digits."""
    whole = parsed(lines)
    zone = parse(_damaged(data, lines, 0, whole.layout.masks[0], 2))
    if zone is not None and zone.number[3:] != whole.number[3:]:
        assert zone.state("number") is State.DOUBTFUL


@settings(max_examples=100, deadline=None)
@given(cards(), st.data())
def test_letters_read_for_figures_never_cost_a_card(lines: list[str], data: st.DataObject) -> None:
    whole = parsed(lines)
    swapped = str.maketrans(dict(zip("0158", data.draw(st.sampled_from(("OISB", "QLSB", "DISE"))), strict=True)))
    zone = parsed([lines[0][:5] + lines[0][5:].translate(swapped), lines[1].translate(swapped), lines[2]])
    assert zone.lines == whole.lines
