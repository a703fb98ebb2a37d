from random import Random

import pytest

from bench.papers import fonts, mrz, people
from bench.papers.firms import a_tax_code
from bench.papers.kinds.table import KINDS
from bench.papers.split import Split, seeded
from giong.documents.mrz.zone import parse
from giong.text.identity import citizen, is_tax_code

UNPRINTED = {"form"}
"""Stands inside another field's box."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_specimen_is_printed_inside_it(kind: str) -> None:
    specimen = KINDS[kind](Split.TUNE, Random(7))
    height, width = specimen.picture.shape[:2]
    assert specimen.kind == kind
    assert set(specimen.boxes) | UNPRINTED >= set(specimen.fields)
    assert all(value.strip() for value in specimen.fields.values())
    for boxes in specimen.boxes.values():
        for box in boxes:
            assert box.within(width, height) == box
            ink = box.cut(specimen.picture)
            assert int(ink.max()) - int(ink.min()) > 60


def test_specimens_come_out_the_same_again() -> None:
    first, second = (KINDS["cccd_front"](Split.TUNE, seeded(Split.TUNE, "cccd_front", 1, 3, 1)) for _ in range(2))
    assert first.fields == second.fields
    assert (first.picture == second.picture).all()


def test_the_splits_share_no_typeface_but_the_machine_readable_one() -> None:
    for table in (fonts.SANS, fonts.SERIF, fonts.MONO):
        tune, report = ({face.regular for face in table[split]} for split in Split)
        assert not tune & report


def test_the_splits_share_no_given_names() -> None:
    given = {
        split: {people.a_name(split, Random(n), sex).split()[-1] for n in range(400) for sex in ("Nam", "Nữ")}
        for split in Split
    }
    whole = {
        split: {" ".join(people.a_name(split, Random(n), "Nữ").split()[-2:]) for n in range(400)} for split in Split
    }
    assert len(given[Split.TUNE]) > 20
    assert not whole[Split.TUNE] & whole[Split.REPORT]


def test_numbers_are_such_as_the_state_gives() -> None:
    for seed in range(50):
        person = people.a_person(Split.REPORT, Random(seed))
        known = citizen(person.number)
        assert known is not None
        assert is_tax_code(a_tax_code(Random(seed)))


def test_check_digits_are_those_of_icao() -> None:
    # The specimen passport of ICAO Doc 9303 part 4.
    assert [mrz.check_digit(text) for text in ("L898902C3", "740812", "120415")] == ["6", "2", "9"]


@pytest.mark.parametrize("kind", ["cccd_back", "passport"])
def test_our_own_reader_proves_the_zones(kind: str) -> None:
    zones = [KINDS[kind](Split.TUNE, Random(seed)).fields.get("mrz") for seed in range(2)]
    drawn = [zone for zone in zones if zone]
    assert drawn
    for zone in drawn:
        found = parse(zone.split("\n"))
        assert found is not None
        assert found.proven
