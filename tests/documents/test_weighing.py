"""One value out of many witnesses."""

from __future__ import annotations

from giong.documents.document import Candidate, Check, Origin, Verdict
from giong.documents.weighing import checked, normalised, weigh


def said(value: str, likelihood: float, origin: Origin = Origin.PRINT) -> Candidate:
    return Candidate(value, value, likelihood, origin)


def believed(*candidates: Candidate) -> tuple[str, float]:
    found = weigh(candidates)
    assert found is not None
    return found.candidate.value, found.likelihood


def test_two_origins_that_agree_are_believed_more_than_either() -> None:
    value, together = believed(said("LÊ AN", 0.8), said("Lê An", 0.9, Origin.QR))
    assert value == "Lê An"
    assert together > 0.97


def test_the_code_beats_a_misread_print_and_another_name_lowers_both() -> None:
    value, misread = believed(said("LÊ ẠN", 0.6), said("LÊ AN", 0.99, Origin.QR))
    assert value == "LÊ AN"
    _, other = believed(said("TRẦN BÌNH", 0.9), said("LÊ AN", 0.99, Origin.QR))
    assert other < misread
    assert other < 0.6


def test_a_code_without_diacritics_supports_the_print_that_has_them() -> None:
    value, together = believed(said("NGUYỄN VĂN AN", 0.8), said("NGUYEN VAN AN", 0.8, Origin.QR))
    assert value == "NGUYỄN VĂN AN"
    assert together > 0.9


def test_figures_that_differ_contradict_each_other_however_alike_they_are() -> None:
    _, day = believed(said("10/02/2017", 0.9), said("10/03/2017", 0.5))
    _, name = believed(said("LÊ THỊ HỒNG HẠNH", 0.9), said("LÊ THỊ HỒNG HẠNG", 0.5))
    assert day < 0.65 < 0.8 < name


def test_the_same_eyes_twice_are_not_two_witnesses() -> None:
    _, twice = believed(said("An", 0.8), said("An", 0.8))
    _, independent = believed(said("An", 0.8), said("An", 0.8, Origin.QR))
    assert 0.8 < twice < independent


def test_nothing_out_of_nothing() -> None:
    assert weigh([]) is None
    assert weigh([said("", 0.9)]) is None


def test_checks_move_what_is_believed_of_the_fields_they_name() -> None:
    def check(verdict: Verdict) -> Check:
        return Check("x", verdict, ("id",), "", "")

    assert checked(0.8, "id", [check(Verdict.PASSED)]) > 0.8
    assert checked(0.8, "id", [check(Verdict.FAILED)]) < 0.5
    assert checked(0.8, "name", [check(Verdict.FAILED)]) == 0.8


def test_iso_dates() -> None:
    assert normalised("05/03/2009") == "2009-03-05"
    assert normalised("Không thời hạn") == ""
